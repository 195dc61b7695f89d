/**
 * A whole enterprise with a list of its people: each person's best lawful set, then the enterprise's yearly caps
 * over all of them together.
 */
import { assess } from "./assess.ts";
import type { Combination, Granted } from "./combine.ts";
import type { KnowledgeBase } from "./load.ts";
import type { Facts } from "./schema.ts";

export interface Workforce {
  /** In the order of the list. */
  people: Combination[];
  /** Benefits with a cap for each enterprise: what their people would have without it, and what is left. */
  capped: { family: string; heads: number; full: number; paid: number }[];
  /** Everything together after the caps, in yuan. */
  yuan: number;
}

/** @param employees each person's facts; what is the same for all (city, employer, today) stands in `shared` */
export function workforce(kb: KnowledgeBase, shared: Facts, employees: readonly Facts[]): Workforce {
  const people = employees.map((own) => assess(kb, { ...shared, ...own, role: "个人" }).best);
  const held = people.flatMap((best) => best.held);
  const capped = [...Map.groupBy(held.filter(hasYearlyCap), ({ benefit }) => benefit.family)].map(
    cappedFamily,
  );
  const lost = capped.reduce((sum, { full, paid }) => sum + full - paid, 0);
  return { people, capped, yuan: people.reduce((sum, best) => sum + best.yuan, 0) - lost };
}

function hasYearlyCap({ benefit: { cap } }: Granted): boolean {
  return cap?.per === "enterprise";
}

function cappedFamily([family, grants]: [string, Granted[]]): Workforce["capped"][number] {
  const full = grants.reduce((sum, { payment }) => sum + (payment.total ?? payment.yuan ?? 0), 0);
  const cap = grants[0]?.benefit.cap?.yuan ?? Infinity;
  return { family, heads: grants.length, full, paid: Math.min(full, cap) };
}
