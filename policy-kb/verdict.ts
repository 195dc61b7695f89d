/** A yes-or-no question about a clause: whether what was told is enough for it. */
import { pay } from "./amounts.ts";
import type { Granted } from "./combine.ts";
import { decisiveLeaves, type Tri, trace } from "./evaluate.ts";
import { openConditions, refusalReasons } from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Facts } from "./schema.ts";

export interface Verdict {
  verdict: Tri;
  /** What it is about: what is met, else what is open, else what is missed by least. */
  about: Granted[];
  /** What is asked for and was told otherwise, for a no. */
  reasons: string[];
  /** Facts still needed, where it is open. */
  missing: string[];
  /** What a yes hangs on, in words. */
  provided: string[];
}

/**
 * One yes is enough; a no only where none is left that could become one. Where all but one condition is told to be
 * met, it is a yes on that condition, which is said.
 */
export function verdictOn(
  kb: KnowledgeBase,
  benefits: readonly Benefit[],
  facts: Facts,
  isUnsure = false,
): Verdict {
  const paid = (some: readonly Benefit[]) =>
    some.map((benefit) => ({ benefit, payment: pay(benefit, facts) }));
  const of = (wanted: Tri) => benefits.filter(({ test }) => test.verdict(facts) === wanted);
  const [yes, open] = [of("yes"), of("unknown")];
  if (yes.length) return { verdict: "yes", about: paid(yes), reasons: [], missing: [], provided: [] };
  if (open.length) {
    const { benefit, missing } = fewestMissing(open, facts);
    const nearly = missing.length === 1 && !isUnsure && tellsSomething(benefit, facts);
    const provided = nearly ? openConditions(benefit, facts, kb) : [];
    return {
      verdict: nearly ? "yes" : "unknown",
      about: paid(nearly ? [benefit] : open),
      reasons: [],
      missing,
      provided,
    };
  }
  const { about, reasons } = fewestReasons(kb, benefits, facts);
  // After a no nothing is worked out: what the clause pays is told as it is written.
  const written = about.map((benefit) => ({ benefit, payment: pay(benefit, {}) }));
  return { verdict: "no", about: written, reasons, missing: [], provided: [] };
}

/** Place and role alone are no reason for a yes. */
function tellsSomething({ test }: Benefit, facts: Facts): boolean {
  return test.mentions.some((fact) => fact !== "city" && fact !== "role" && facts[fact] !== undefined);
}

function fewestMissing(open: readonly Benefit[], facts: Facts): { benefit: Benefit; missing: string[] } {
  const needed = open.map((benefit) => {
    const into = new Set<string>();
    benefit.test.needs(facts, into);
    return { benefit, missing: [...into] };
  });
  return needed.sort((a, b) => a.missing.length - b.missing.length)[0] as {
    benefit: Benefit;
    missing: string[];
  };
}

/** What is for another contest or course is no reason why this one is not theirs. */
const FAR = new Set(["competition", "school_class", "training_level", "hosted_competition"]);

function isFar(kb: KnowledgeBase, { condition }: Benefit, facts: Facts): boolean {
  return decisiveLeaves(trace(condition, facts, kb.ranks)).some(({ fact }) => FAR.has(fact));
}

/** The benefits that fail by least say best why. */
function fewestReasons(
  kb: KnowledgeBase,
  refused: readonly Benefit[],
  facts: Facts,
): { about: Benefit[]; reasons: string[] } {
  const all = refused.map((benefit) => ({ benefit, reasons: refusalReasons(benefit, facts, kb) }));
  const near = all.filter(({ benefit }) => !isFar(kb, benefit, facts));
  const told = near.length ? near : all;
  const fewest = Math.min(...told.map(({ reasons }) => reasons.length));
  const nearest = told.filter(({ reasons }) => reasons.length === fewest);
  return {
    about: nearest.map(({ benefit }) => benefit),
    reasons: [...new Set(nearest.flatMap(({ reasons }) => reasons))].slice(0, 3),
  };
}
