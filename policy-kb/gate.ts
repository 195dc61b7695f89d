/**
 * The number gate: every sum, share, count or date of a reply is the person's own, stands in the data of a cited
 * clause, or is worked out with the working shown. What passes is what the knowledge base was verified for.
 */
import { documentOf } from "./explain.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import { leavesOf } from "./next-question.ts";
import { normalise, quantities } from "./normalise.ts";
import type { ClauseLabel } from "./schema.ts";

const known = new WeakMap<Measure, ReadonlySet<number>>();

/** Figures of a reply that come from nowhere. */
export function strayFigures(
  kb: KnowledgeBase,
  measure: Measure,
  rules: readonly ClauseLabel[],
  question: string,
  reply: string,
): number[] {
  const held = figuresOf(kb, measure);
  const told = new Set(quantities(question).map(({ value }) => value));
  const shown = shownSums(reply);
  return figuresThatCount(normalise(reply, Number.POSITIVE_INFINITY)).filter(
    (value) => !(held.has(value) || told.has(value) || shown.has(value) || rules.includes(value)),
  );
}

/** Sums, shares, years and whatever is no mere ordinal (第3条, 前3名, 还有2档). */
function figuresThatCount(text: string): number[] {
  return quantities(text).flatMap(({ value, unit, end }) =>
    unit === "元" || text[end] === "%" || value >= LEAST ? [value] : [],
  );
}

/** Counts below this one are of lines and ranks. */
const LEAST = 20;

/** 合计3.9万元 behind 5,000元×3人 + 3,000元×8人; 4.8万元（协议年薪的20%）: sums beside their own working. */
function shownSums(reply: string): Set<number> {
  const sums = [...reply.matchAll(/合计([\d.,]+)(万?)元|([\d.,]+)(万?)元（/g)];
  return new Set(
    sums.map(([, sum = "", scale = "", share = sum, shareScale = scale]) => {
      const digits = Number(share.replaceAll(",", ""));
      return Math.round(digits * (shareScale ? 1_000_000 : 100)) / 100;
    }),
  );
}

/** Every figure in the data of a clause and of its document's head. */
function figuresOf(kb: KnowledgeBase, measure: Measure): ReadonlySet<number> {
  let figures = known.get(measure);
  if (!figures) {
    const { measures: _all, ...head } = documentOf(kb, measure.doc);
    const { benefits, ...clause } = measure;
    const plain = benefits.map(({ test: _test, condition, ...rest }) => ({
      ...rest,
      leaves: leavesOf(condition),
    }));
    figures = collect([head, clause, plain, benefits.map(({ months }) => (months ?? 0) / 12)]);
    known.set(measure, figures);
  }
  return figures;
}

function collect(data: unknown, into = new Set<number>()): Set<number> {
  if (typeof data === "number") into.add(data).add(Math.round(data * 10_000) / 100);
  else if (typeof data === "string") for (const { value } of quantities(normalise(data))) into.add(value);
  else if (typeof data === "object" && data) for (const one of Object.values(data)) collect(one, into);
  return into;
}
