/**
 * What would make a no a yes: the fewest changes, each within a person's own power, and what they would bring.
 * "再考下高级技师，可多领500元".
 */
import { cents } from "./amounts.ts";
import { type Assessment, assess } from "./assess.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { leavesOf } from "./next-question.ts";
import type { Fact, Facts, FactValue, Leaf } from "./schema.ts";

interface Change {
  fact: string;
  to: FactValue;
}

export interface NearMiss {
  changes: Change[];
  /** What turns into a yes by it. */
  benefits: Benefit[];
  /** How much more the best lawful set is worth then, in yuan; 0 where it is a right or has no figure. */
  gain: number;
}

/** More than two things to change at once is no near miss. */
const MOST_CHANGES = 2;

/** Ways to more, the most rewarding first, then those with the fewest changes. */
export function nearMisses(kb: KnowledgeBase, { facts, refused, best }: Assessment): NearMiss[] {
  const found = new Map<string, NearMiss>();
  for (const benefit of refused) {
    const changes = fewestChanges(kb, benefit, facts);
    if (!changes) continue;
    const key = JSON.stringify(changes);
    const miss = found.get(key) ?? { changes, benefits: [], gain: gainOf(kb, facts, changes, best.yuan) };
    miss.benefits.push(benefit);
    found.set(key, miss);
  }
  // More money, or a right; what would only take the place of something better is no way to more.
  const ways = [...found.values()].filter(
    ({ gain, benefits }) => gain > 0 || benefits.every(({ right }) => right),
  );
  return ways
    .filter((way) => !ways.some((other) => isStepBefore(kb, other, way)))
    .sort((a, b) => b.gain - a.gain || a.changes.length - b.changes.length);
}

/** The next level comes before the one after it: nobody is sent two steps ahead. */
function isStepBefore(
  kb: KnowledgeBase,
  { changes: [one, ...more] }: NearMiss,
  { changes }: NearMiss,
): boolean {
  const further = changes.find(({ fact }) => fact === one?.fact);
  const ranks = one && kb.ranks(one.fact);
  if (!one || !further || !ranks || more.length > 0) return false;
  return (ranks.get(one.to) ?? 0) < (ranks.get(further.to) ?? 0);
}

function gainOf(kb: KnowledgeBase, facts: Facts, changes: Change[], now: number): number {
  return Math.max(0, cents(assess(kb, changed(kb, facts, changes)).best.yuan - now));
}

/** The facts as they would be, with what the changes bring along. */
function changed(kb: KnowledgeBase, facts: Facts, changes: readonly Change[]): Facts {
  const after: Record<string, FactValue> = { ...facts };
  for (const { fact, to } of changes)
    Object.assign(after, kb.facts.get(fact)?.within_power?.brings, { [fact]: to });
  return after;
}

function fewestChanges(kb: KnowledgeBase, benefit: Benefit, facts: Facts): Change[] | undefined {
  const moves = leavesOf(benefit.condition).flatMap((leaf) => movesOf(kb, leaf, facts));
  const works = (changes: Change[]) => benefit.test.verdict(changed(kb, facts, changes)) === "yes";
  for (const move of moves) if (works([move])) return [move];
  if (MOST_CHANGES < 2) return undefined;
  for (const [index, first] of moves.entries())
    for (const second of moves.slice(index + 1))
      if (first.fact !== second.fact && works([first, second])) return [first, second];
  return undefined;
}

/** The values that a leaf asks for and that the person could reach: a level only upwards, a yes where it is no. */
function movesOf(kb: KnowledgeBase, leaf: Leaf, facts: Facts): Change[] {
  const fact = kb.facts.get(leaf.fact);
  const present = facts[leaf.fact];
  if (!fact?.within_power || present === undefined) return [];
  return wantedValues(leaf)
    .filter((value) => value !== present && isReachable(kb, fact, present, value))
    .map((to) => ({ fact: fact.id, to }));
}

function wantedValues(leaf: Leaf): FactValue[] {
  if ("is" in leaf) return [leaf.is];
  if ("in" in leaf) return leaf.in;
  return "at_least" in leaf ? [leaf.at_least] : [];
}

function isReachable(kb: KnowledgeBase, fact: Fact, from: FactValue, to: FactValue): boolean {
  if (fact.within_power?.to && !fact.within_power.to.includes(String(to))) return false;
  const ranks = kb.ranks(fact.id);
  if (ranks) return (ranks.get(to) ?? 0) > (ranks.get(from) ?? 0);
  return typeof to === "number" && typeof from === "number" ? to > from : true;
}
