/** The figures of a policy file, each as its clause would write it: 2500元, 20%, 60个月, 40名, 2025年12月. */
import { figureKey, wordKeys } from "./figure-keys.ts";
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import { leavesOf } from "./next-question.ts";
import type { Leaf, Quota } from "./schema.ts";

/** A figure as it is encoded: where, what, and the key by which it is looked for. */
export interface Figure {
  where: string;
  what: string;
  key: string;
}

type FactsById = KnowledgeBase["facts"];
type At = (what: string, value: number | null | undefined, unit: string) => Figure[];

/** Names figures of one place; what is not there gives none. */
function figuresAt(where: string): At {
  return (what, value, unit) =>
    typeof value === "number" ? [{ where, what, key: figureKey(`${value}${unit}`) }] : [];
}

/** Every figure of a measure: its targets and dates, its benefits' money, spans and bounds, and its own words. */
export function figuresOf(measure: Measure, facts: FactsById): Figure[] {
  const at = figuresAt(measure.key);
  return [
    ...measure.targets.flatMap(({ what, number, upTo, unit, by }) => [
      ...at(`target ${what}`, number, unit),
      ...at(`target ${what}`, upTo, unit),
      ...dateFigure(measure.key, `date of ${what}`, by),
    ]),
    ...dateFigure(measure.key, "deadline", measure.deadline),
    ...[measure.summary, measure.note, ...measure.details].flatMap((text) => wordFigures(measure.key, text)),
    ...measure.benefits.flatMap((benefit) => benefitFigures(benefit, facts)),
  ];
}

function dateFigure(where: string, what: string, date: string | null): Figure[] {
  const [year, month, day] = date && /^\d{4}/.test(date) ? date.split("-").map(Number) : [];
  if (!year) return [];
  const text = `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}`;
  return [{ where, what, key: figureKey(text) }];
}

function benefitFigures(benefit: Benefit, facts: FactsById): Figure[] {
  const at = figuresAt(benefit.id);
  return [
    ...amountFigures(benefit, at),
    ...at("months", benefit.months, "个月"),
    ...at("cap", benefit.cap?.yuan, "元"),
    ...quotaFigures(benefit.quota, at),
    ...leavesOf(benefit.condition).flatMap((leaf) => leafFigures(leaf, at, facts)),
    ...[benefit.note, benefit.how].flatMap((text) => wordFigures(benefit.id, text)),
  ];
}

function amountFigures({ id, amount }: Benefit, at: At): Figure[] {
  switch (amount.kind) {
    case "exact":
    case "floor":
    case "cap":
      return at("amount", amount.yuan, "元");
    case "range":
      return [...at("lower amount", amount.min, "元"), ...at("upper amount", amount.max, "元")];
    case "ratio": {
      const limit = at("limit", amount.max, "元");
      if (amount.as === "match")
        return [{ where: id, what: "match", key: figureKey(`1:${amount.ratio}`) }, ...limit];
      // 免费 is a word and no figure.
      if (amount.as === "free" && amount.ratio === 1) return limit;
      return [...at("share", Math.round(amount.ratio * 10_000) / 100, "%"), ...limit];
    }
    case "unspecified":
      return [];
  }
}

function quotaFigures(quota: Quota | null, at: At): Figure[] {
  return quota ? [...at("quota", quota.number, quota.unit), ...at("quota", quota.upTo, quota.unit)] : [];
}

function leafFigures(leaf: Leaf, at: At, facts: FactsById): Figure[] {
  const fact = facts.get(leaf.fact);
  const unit = fact?.kind === "money" ? "元" : (fact?.unit ?? "");
  if ("at_least" in leaf && typeof leaf.at_least === "number")
    // "At least one" is how a headcount says that there is somebody at all: no clause writes it.
    return leaf.at_least === 1 && unit === "人" ? [] : at("bound", leaf.at_least, unit);
  if ("at_most" in leaf && typeof leaf.at_most === "number") return at("bound", leaf.at_most, unit);
  if ("is" in leaf && typeof leaf.is === "number") return at("bound", leaf.is, unit);
  const span = "within" in leaf ? leaf.within : "after" in leaf ? leaf.after : undefined;
  return span ? at("span", span.months ?? (span.years ?? 0) * 12, "个月") : [];
}

/** Figures that our own words repeat: they too must stand in the clause. */
function wordFigures(where: string, text = ""): Figure[] {
  return wordKeys(text).map(({ around, key }) => ({ where, what: `the words "${around}":`, key }));
}
