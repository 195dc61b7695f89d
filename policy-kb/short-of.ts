/** What is missed by one condition alone: a salary of 18万 where 20万 is asked for, a fourth place where three are paid. */
import type { Assessment } from "./assess.ts";
import { compile, TODAY } from "./evaluate.ts";
import { conjuncts } from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Condition, Facts, Leaf } from "./schema.ts";

export interface ShortOf {
  benefit: Benefit;
  /** Of several tiers what their titles have in common: 省职业技能大赛. */
  title: string;
  /** The one condition that is not met; of several tiers, what any of them asks for. */
  leaf: Leaf;
}

/**
 * Near is what can be measured (a salary, heads, a date) or counted in places; another contest, a title or a place is
 * no near thing, since who has none asks for something else.
 */
const NEAR_KINDS = new Set(["number", "money", "date"]);
const NEAR = new Set(["competition_rank", "award_grade", "employer_type", TODAY]);

/** In the order of the documents, one for each benefit with its tiers. */
export function shortOf(kb: KnowledgeBase, { facts, refused, eligible }: Assessment): ShortOf[] {
  const held = new Set(eligible.map(({ benefit }) => benefit.family));
  const found = refused.flatMap((benefit) => {
    const leaf = held.has(benefit.family) ? undefined : onlyMissed(kb, benefit.condition, facts);
    return leaf ? [{ benefit, leaf }] : [];
  });
  const byFamily = Map.groupBy(found, ({ benefit, leaf }) => `${benefit.family} ${leaf.fact}`);
  return [...byFamily.values()].map((tiers) => {
    const [first, ...others] = tiers as [Found, ...Found[]];
    return {
      benefit: first.benefit,
      title: commonTitle(tiers.map(({ benefit }) => benefit.title)),
      leaf: others.reduce((leaf, other) => either(leaf, other.leaf), first.leaf),
    };
  });
}

type Found = Omit<ShortOf, "title">;

/** What all titles begin with, where that is a name. */
function commonTitle([first = "", ...others]: readonly string[]): string {
  const shared = [...first].findIndex((character, at) => others.some((title) => title[at] !== character));
  return others.length && shared >= SHORTEST_NAME ? first.slice(0, shared) : first;
}

const SHORTEST_NAME = 4;

function onlyMissed(kb: KnowledgeBase, condition: Condition, facts: Facts): Leaf | undefined {
  const parts = conjuncts(condition);
  const verdicts = parts.map((part) => compile(part, kb.ranks).verdict(facts));
  const missed = parts.filter((_, at) => verdicts[at] !== "yes");
  const [only] = missed;
  if (missed.length !== 1 || verdicts.includes("unknown") || !only || !("fact" in only)) return undefined;
  const isNear = NEAR.has(only.fact) || NEAR_KINDS.has(kb.facts.get(only.fact)?.kind ?? "");
  return isNear && (facts[only.fact] !== undefined || only.fact === TODAY) ? only : undefined;
}

/** First place, second place → first or second place; a bound stays the first tier's. */
function either(one: Leaf, other: Leaf): Leaf {
  const values = (leaf: Leaf) => ("in" in leaf ? leaf.in : "is" in leaf ? [String(leaf.is)] : []);
  const all = [...new Set([...values(one), ...values(other)])];
  return all.length > 1 ? { fact: one.fact, in: all } : one;
}
