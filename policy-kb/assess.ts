/** A person or an enterprise before the whole knowledge base: what is theirs, what is not, what is open. */
import { type Payment, pay } from "./amounts.ts";
import { type Combination, combine, type Granted } from "./combine.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { type ContestResult, withResult } from "./read-results.ts";
import type { Facts } from "./schema.ts";

export interface Assessment {
  facts: Facts;
  eligible: Granted[];
  refused: Benefit[];
  open: { benefit: Benefit; missing: string[] }[];
  best: Combination;
}

/**
 * @param facts what is known, with `today` as "2026-11-20"
 * @param results contest results beside the one in `facts`; each may earn what the others don't
 */
export function assess(kb: KnowledgeBase, facts: Facts, results: readonly ContestResult[] = []): Assessment {
  const eligible: Granted[] = [];
  const refused: Benefit[] = [];
  const open: Assessment["open"] = [];
  const lives = [facts, ...results.map((result) => withResult(facts, result))];
  for (const benefit of kb.benefits) {
    const verdicts = lives.map((life) => benefit.test.verdict(life));
    const [yes, unknown] = [verdicts.indexOf("yes"), verdicts.indexOf("unknown")];
    if (yes >= 0) eligible.push({ benefit, payment: pay(benefit, lives[yes] ?? facts) });
    else if (unknown < 0) refused.push(benefit);
    else open.push({ benefit, missing: missingFacts(benefit, lives[unknown] ?? facts) });
  }
  const claims = facts.role === "个人" ? eligible : mergeTiers(eligible);
  return { facts, eligible: claims, refused, open, best: combine(kb, claims, facts) };
}

function missingFacts(benefit: Benefit, facts: Facts): string[] {
  const needed = new Set<string>();
  benefit.test.needs(facts, needed);
  return [...needed];
}

/** An enterprise that meets several tiers of one benefit at once claims one sum, under one cap. */
export function mergeTiers(eligible: Granted[]): Granted[] {
  const families = Map.groupBy(eligible, ({ benefit }) => benefit.family);
  return [...families.values()].flatMap((tiers) =>
    tiers.length > 1 && tiers.every(({ benefit, payment }) => benefit.heads && payment.heads !== null)
      ? [mergeFamily(tiers)]
      : tiers,
  );
}

function mergeFamily(tiers: Granted[]): Granted {
  const [{ benefit }] = tiers as [Granted];
  const totals = tiers.map(({ payment }) => payment.total);
  const sum = totals.includes(null) ? null : totals.reduce<number>((a, b) => a + (b ?? 0), 0);
  const cap = benefit.cap?.yuan ?? Infinity;
  const payment: Payment = {
    yuan: null,
    total: sum === null ? null : Math.min(sum, cap),
    heads: tiers.reduce((heads, tier) => heads + (tier.payment.heads ?? 0), 0),
    times: 1,
    capped: (sum ?? 0) > cap,
  };
  const title = tiers.map((tier) => tier.benefit.title).join("、");
  return { benefit: { ...benefit, id: benefit.family, title }, payment, tiers };
}
