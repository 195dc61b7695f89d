/** Contest results told in one text: each contest with the rank that stands by it. */

import type { Match } from "./dictionary.ts";
import type { Facts } from "./schema.ts";

/** A contest, with its rank and its prize as far as they are told. */
export type ContestResult = Pick<Facts, "competition" | "competition_rank" | "award_grade">;

const RESULT = ["competition_rank", "award_grade"] as const;

/** The same person with another of their results. */
export function withResult(facts: Facts, result: ContestResult): Facts {
  const { competition: _contest, competition_rank: _rank, award_grade: _prize, ...others } = facts;
  return { ...others, ...result };
}

/** @returns the strongest contest first, by the order in which the fact lists them */
export function resultsIn(matches: readonly Match[]): ContestResult[] {
  const told = matches.filter(({ negated }) => !negated).sort((a, b) => a.start - b.start);
  const contests = told.filter(({ fact }) => fact.id === "competition");
  // 公司内部比武 is listed last and counts least.
  const order = contests[0]?.fact.choices.map(({ value, other }) => (other ? "" : value)) ?? [];
  const results = contests.map((contest, at) => {
    // What stands before the first contest is its own: 金牌，世赛的.
    const from = at === 0 ? 0 : contest.end;
    const to = contests[at + 1]?.start ?? Number.POSITIVE_INFINITY;
    const near = told.filter(({ start }) => start >= from && start < to);
    const found = RESULT.flatMap((id) => {
      const own = near.filter(({ fact }) => fact.id === id);
      const hit = own.find(({ start }) => start >= contest.end) ?? own[0];
      return hit ? [[id, hit.value] as const] : [];
    });
    return { competition: contest.value, ...Object.fromEntries(found) } as ContestResult;
  });
  const ranked = results.filter((result) => RESULT.some((id) => result[id] !== undefined));
  const distinct = new Map(
    (ranked.length ? ranked : results).map((result) => [JSON.stringify(result), result]),
  );
  return [...distinct.values()].sort(
    (a, b) => order.indexOf(String(b.competition)) - order.indexOf(String(a.competition)),
  );
}
