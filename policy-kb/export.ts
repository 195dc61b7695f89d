/** The knowledge base as the contract's JSON Lines: one measure a line, one row of `benefits` for each tier. */
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import type { Amount } from "./schema.ts";

type Target = Measure["targets"][number];

const EVERY = { year: "每年", two_years: "每两年" };
/** A target that has these in common with a quota says the same. */
const SAME = ["number", "upTo", "unit", "every"] as const;

export function exportLines(kb: KnowledgeBase): object[] {
  return kb.measures.map((measure) => exportMeasure(measure, kb));
}

function exportMeasure(measure: Measure, kb: KnowledgeBase): object {
  const { doc, clause, title, kind, responsible, sections, cooperating, deadline } = measure;
  const targets = [...measure.targets, ...quotaTargets(measure)].flatMap(exportTarget);
  const benefits = measure.benefits.map((benefit) => exportBenefit(benefit, kb));
  return { doc, clause, title, kind, responsible, sections, cooperating, deadline, targets, benefits };
}

/** A target has no key for how often and none for a second figure: `what` says the one, a row of its own the other. */
function exportTarget({ what, number, upTo, unit, by, every, comparator }: Target): object[] {
  const often = every && !/每(?:两)?年/.test(what) ? EVERY[every] : "";
  if (upTo === undefined) return [{ what: `${often}${what}`, number, unit, by, comparator }];
  const about = comparator === "~";
  const range = `${often}${what}（${number}—${upTo}${unit}${about ? "左右" : ""}）`;
  return [
    { what: range, number, unit, by, comparator: about ? "~" : ">=" },
    { what: range, number: upTo, unit, by, comparator: about ? "~" : "<=" },
  ];
}

/** A benefit's `quota` is one figure. What it cannot say stands among the targets, unless one of them says it. */
function quotaTargets({ benefits, targets }: Measure): Target[] {
  const families = new Map(benefits.map((benefit) => [benefit.family, benefit]));
  return [...families.values()].flatMap(({ title, quota }) => {
    if (!quota || (quota.every === null && quota.upTo === undefined)) return [];
    const { about, ...figures } = quota;
    const said = targets.some((one) => SAME.every((key) => one[key] === figures[key]));
    return said ? [] : [{ ...figures, what: `${title}名额`, by: null, comparator: about ? "~" : "=" }];
  });
}

function exportBenefit(benefit: Benefit, kb: KnowledgeBase): object {
  const { id, title, recipient, per, period, months, cap, quota } = benefit;
  return {
    id,
    title,
    recipient,
    amount: exportAmount(benefit.amount, kb),
    per,
    period,
    months,
    cap,
    // It is the most that there will be.
    quota: quota?.upTo ?? quota?.number ?? null,
  };
}

function exportAmount(amount: Amount, kb: KnowledgeBase): object {
  const empty = { kind: amount.kind, yuan: null, min: null, max: null, ratio: null, of: null };
  switch (amount.kind) {
    case "exact":
    case "floor":
    case "cap":
      return { ...empty, yuan: amount.yuan };
    case "range":
      return { ...empty, min: amount.min, max: amount.max };
    case "ratio":
      return {
        ...empty,
        ratio: amount.ratio,
        of: shareOf(amount, kb),
        max: amount.max ?? null,
      };
    case "unspecified":
      return empty;
  }
}

/** `min` and `max` are yuan, so that 不低于 stands with what the share is of. */
function shareOf({ base, of, floor }: Extract<Amount, { kind: "ratio" }>, kb: KnowledgeBase): string | null {
  const whole = base ?? kb.facts.get(of ?? "")?.label ?? null;
  return whole && floor ? `${whole}（不低于此比例）` : whole;
}
