/** Dates on which an answer changes, and payments as a calendar. */
import { dayRange, isoDay, later } from "./dates.ts";
import { TODAY, type Tri } from "./evaluate.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { leavesOf } from "./next-question.ts";
import type { Facts, Span } from "./schema.ts";

export interface Turning {
  benefit: Benefit;
  /** The first day on which it is otherwise, "2027-03-01". */
  on: string;
  from: Tri;
  to: Tri;
}

/** When each answer changes next with nothing but time passing, soonest first. */
export function turnings(kb: KnowledgeBase, facts: Facts): Turning[] {
  return kb.benefits
    .flatMap((benefit) => nextTurning(benefit, facts) ?? [])
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function nextTurning(benefit: Benefit, facts: Facts): Turning | undefined {
  const today = String(facts[TODAY]);
  const from = benefit.test.verdict(facts);
  for (const on of boundaries(benefit, facts).filter((day) => day > today)) {
    const to = benefit.test.verdict({ ...facts, [TODAY]: on });
    if (to !== from) return { benefit, on, from, to };
  }
  return undefined;
}

/** The days around each bound of each time condition on today, in order. */
function boundaries(benefit: Benefit, facts: Facts): string[] {
  const days = leavesOf(benefit.condition).flatMap((leaf) => {
    if (leaf.fact !== TODAY) return [];
    if ("after" in leaf) return boundDays(facts, leaf.after);
    return "within" in leaf ? boundDays(facts, leaf.within).map((day) => day + 1) : [];
  });
  return [...new Set(days)].sort((a, b) => a - b).map(isoDay);
}

function boundDays(facts: Facts, span: Span): number[] {
  const range = dayRange(String(facts[span.of] ?? ""));
  return range ? [...new Set([later(range.first, span), later(range.last, span)])] : [];
}

export interface Instalments {
  /** First and last month (or year) of payment, as exact as the date that they count from. */
  first: string;
  last: string;
  times: number;
  yuan: number;
}

/** When a benefit that is paid over time is paid, where the document ties its beginning to a known date. */
export function instalments(
  { paid_from, months, period, amount }: Benefit,
  facts: Facts,
): Instalments | undefined {
  const range = paid_from && dayRange(String(facts[paid_from] ?? ""));
  if (!range || !months || amount.kind !== "exact" || (period !== "month" && period !== "year"))
    return undefined;
  const step = period === "month" ? 1 : 12;
  const month = (day: number) => isoDay(day).slice(0, 7);
  return {
    first: month(range.first),
    last: month(later(range.first, { months: months - step })),
    times: months / step,
    yuan: amount.yuan,
  };
}
