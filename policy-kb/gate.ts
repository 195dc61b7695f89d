/**
 * The number gate: every sum, share, count or date of a reply is the person's own, stands in the data of a cited
 * clause, or is worked out with the working shown. It reads figures as `kb verify` does, with what they count.
 */
import { figuresOf } from "./encoded-figures.ts";
import { documentOf } from "./explain.ts";
import { clauseKeys, figureKey, wordKeys } from "./figure-keys.ts";
import type { KnowledgeBase, Measure } from "./load.ts";

const held = new WeakMap<Measure, ReadonlySet<string>>();

/** Figures of a reply that come from nowhere, as "2600元", "20%", "2031-12"; clauses' numbers and small ordinals are none. */
export function strayFigures(
  kb: KnowledgeBase,
  cited: readonly Measure[],
  question: string,
  reply: string,
): string[] {
  const known = [...cited.map((measure) => keysHeld(kb, measure)), clauseKeys(question), shownSums(reply)];
  return wordKeys(reply)
    .map(({ key }) => key)
    .filter((key) => !known.some((keys) => keys.has(key)));
}

/** 8人合计2.4万元 behind 每人3,000元; 4.8万元（协议年薪的20%）; ×3人: sums and heads beside their own working. */
const SHOWN = [/合计([\d.,]+万?元)/g, /([\d.,]+万?元)（/g, /[×；，](\d+[人个名家])/g];

function shownSums(reply: string): Set<string> {
  const sums = SHOWN.flatMap((pattern) => [...reply.matchAll(pattern)].map(([, sum = ""]) => sum));
  return new Set(sums.map(figureKey));
}

/** Every figure in the data of a clause and in what its document says of itself. */
function keysHeld(kb: KnowledgeBase, measure: Measure): ReadonlySet<string> {
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
