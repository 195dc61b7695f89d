/**
 * The number gate: every sum, share, count or date of a reply is the person's own, stands in the data of a cited
 * clause, or is worked out with the working shown. It reads figures as `kb verify` does, with what they count.
 */
import type { Granted } from "./combine.ts";
import { figuresOf } from "./encoded-figures.ts";
import { documentOf } from "./explain.ts";
import { clauseKeys, figureKey, wordKeys } from "./figure-keys.ts";
import type { KnowledgeBase, Measure } from "./load.ts";

const held = new WeakMap<Measure, ReadonlySet<string>>();

/** 您是18万元: what was understood is told back, and is the person's own. */
const TOLD_BACK = /（您是[^）]*）/g;

/**
 * Figures of a reply that come from nowhere, as "2600元", "20%", "2031-12"; clauses' numbers and small ordinals are
 * none. `shown` are the sums that were worked out for it.
 */
export function strayFigures(
  kb: KnowledgeBase,
  measure: Measure,
  shown: readonly Granted[],
  reply: string,
): string[] {
  const known = [keysHeld(kb, measure), keysWorkedOut(kb, shown)];
  return wordKeys(reply.replace(TOLD_BACK, ""))
    .map(({ key }) => key)
    .filter((key) => !known.some((keys) => keys.has(key)));
}

/** Sums and heads as `pay` gave them, not as the text repeats them. */
export function keysWorkedOut(kb: KnowledgeBase, shown: readonly Granted[]): Set<string> {
  const keys = new Set<string>();
  for (const { benefit, payment } of shown.flatMap((one) => [one, ...(one.tiers ?? [])])) {
    const { yuan, total, heads } = payment;
    for (const sum of [yuan, total, yuan === null ? null : yuan * (heads ?? 1)])
      if (sum !== null) keys.add(figureKey(`${sum}元`));
    if (heads !== null) keys.add(figureKey(`${heads}${kb.facts.get(benefit.heads ?? "")?.unit ?? "人"}`));
  }
  return keys;
}

/** Every figure in the data of a clause and in what its document says of itself. */
export function keysHeld(kb: KnowledgeBase, measure: Measure): ReadonlySet<string> {
  let keys = held.get(measure);
  if (!keys) {
    const { title, short, number, period, note, issued, stacking } = documentOf(kb, measure.doc);
    const texts = [
      title,
      short,
      number,
      note,
      period.note,
      ...[issued, period.from, period.to].map(dateText),
    ];
    const rules = stacking.flatMap((rule) => [rule.text, rule.note]);
    const own = [measure.title, measure.summary, measure.note, ...measure.details];
    const benefits = measure.benefits.flatMap((one) => [one.title, one.note, one.how, one.paid_by]);
    keys = new Set([
      ...figuresOf(measure, kb.facts).map(({ key }) => key),
      ...[...texts, ...rules, ...own, ...benefits].flatMap((text) => [...clauseKeys(text ?? "")]),
    ]);
    held.set(measure, keys);
  }
  return keys;
}

function dateText(date: string | null): string {
  const [year, month, day] = (date ?? "").split("-").map(Number);
  return year ? `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}` : "";
}
