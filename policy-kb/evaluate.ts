/**
 * A condition against what is known → yes | no | unknown (Kleene's three-valued logic).
 * Conditions are compiled once into closures; a trace is built only for what is shown.
 */
import { type DayRange, dayRange, later } from "./dates.ts";
import type { Condition, Fact, Facts, FactValue, Leaf, Span } from "./schema.ts";

export type Tri = "yes" | "no" | "unknown";

/** A compiled condition. `facts.today` must hold the day on which the answer is given. */
export interface Test {
  verdict: (facts: Facts) => Tri;
  /** Adds the facts that could still settle it; call it where the verdict is unknown. */
  needs: (facts: Facts, into: Set<string>) => void;
  /** Every fact that it mentions. */
  mentions: readonly string[];
}

/** The order of an ordered fact's choices, for "at least". */
export type Ranks = (fact: string) => ReadonlyMap<FactValue, number> | undefined;

/** The fact that the clock fills: the day on which the answer is given. */
export const TODAY = "today";

export function ranksOf(facts: ReadonlyMap<string, Fact>): Ranks {
  const ranks = new Map<string, Map<FactValue, number>>();
  for (const fact of facts.values())
    if (fact.ordered) ranks.set(fact.id, new Map(fact.choices.map((choice, rank) => [choice.value, rank])));
  return (fact) => ranks.get(fact);
}

export function compile(condition: Condition, ranks: Ranks): Test {
  if ("all" in condition) return junction(condition.all, ranks, "no", "yes");
  if ("any" in condition) return junction(condition.any, ranks, "yes", "no");
  if ("not" in condition) return negation(compile(condition.not, ranks));
  return leafTest(condition, ranks);
}

/** `all` is decided by its first no, `any` by its first yes; what is left over is unknown or the rest. */
function junction(conditions: Condition[], ranks: Ranks, decider: Tri, rest: Tri): Test {
  const tests = conditions.map((condition) => compile(condition, ranks));
  const verdicts = tests.map((test) => test.verdict);
  return {
    verdict: (facts) => {
      let result = rest;
      for (const verdict of verdicts) {
        const one = verdict(facts);
        if (one === decider) return decider;
        if (one === "unknown") result = "unknown";
      }
      return result;
    },
    needs: (facts, into) => {
      for (const test of tests) if (test.verdict(facts) === "unknown") test.needs(facts, into);
    },
    mentions: [...new Set(tests.flatMap((test) => test.mentions))],
  };
}

const OPPOSITE: Record<Tri, Tri> = { yes: "no", no: "yes", unknown: "unknown" };

function negation(test: Test): Test {
  return { ...test, verdict: (facts) => OPPOSITE[test.verdict(facts)] };
}

function leafTest(leaf: Leaf, ranks: Ranks): Test {
  const mentions = leafFacts(leaf);
  const verdict = leafVerdict(leaf, ranks);
  return {
    verdict,
    // A date known only to its year or month may leave a time condition open: it is asked for again, exactly.
    needs: (facts, into) => {
      for (const fact of mentions) {
        const value = facts[fact];
        if (value === undefined || (mentions.length > 1 && isImprecise(value))) into.add(fact);
      }
    },
    mentions,
  };
}

export function leafFacts(leaf: Leaf): string[] {
  const span = "within" in leaf ? leaf.within : "after" in leaf ? leaf.after : undefined;
  return span ? [leaf.fact, span.of] : [leaf.fact];
}

export function isImprecise(value: FactValue): boolean {
  return typeof value === "string" && /^\d{4}(-\d{2})?$/.test(value);
}

function leafVerdict(leaf: Leaf, ranks: Ranks): Test["verdict"] {
  const { fact } = leaf;
  if ("is" in leaf) return whenKnown(fact, (value) => value === leaf.is);
  if ("in" in leaf) return whenKnown(fact, (value) => leaf.in.includes(value as string));
  if ("within" in leaf) return timeVerdict(fact, leaf.within, isWithin);
  if ("after" in leaf) return timeVerdict(fact, leaf.after, isAfter);
  const rank = ranks(fact);
  const height = (value: FactValue) => (rank ? (rank.get(value) ?? Number.NaN) : (value as number));
  const bound = height("at_least" in leaf ? leaf.at_least : leaf.at_most);
  return "at_least" in leaf
    ? whenKnown(fact, (value) => height(value) >= bound)
    : whenKnown(fact, (value) => height(value) <= bound);
}

function whenKnown(fact: string, holds: (value: FactValue) => boolean): Test["verdict"] {
  return (facts) => {
    const value = facts[fact];
    return value === undefined ? "unknown" : holds(value) ? "yes" : "no";
  };
}

type TimeRule = (day: DayRange, from: DayRange, span: Span) => Tri;

function timeVerdict(fact: string, span: Span, rule: TimeRule): Test["verdict"] {
  return (facts) => {
    const [value, other] = [facts[fact], facts[span.of]];
    if (value === undefined || other === undefined) return "unknown";
    const [day, from] = [rangeOf(value), rangeOf(other)];
    // What is there and is no date fits no time.
    return day && from ? rule(day, from, span) : "no";
  };
}

function rangeOf(value: FactValue): DayRange | undefined {
  return typeof value === "string" ? dayRange(value) : undefined;
}

/** From the day itself to the same day so long after it, both in. */
function isWithin(day: DayRange, from: DayRange, span: Span): Tri {
  if (day.last < from.first || day.first > later(from.last, span)) return "no";
  return day.last <= later(from.first, span) ? "yes" : "unknown";
}

function isAfter(day: DayRange, from: DayRange, span: Span): Tri {
  if (day.last < later(from.first, span)) return "no";
  return day.first >= later(from.last, span) ? "yes" : "unknown";
}

/** Why a condition came out as it did: the same tree, each node with its verdict. */
export interface Trace {
  condition: Condition;
  verdict: Tri;
  children: Trace[];
}

export function trace(condition: Condition, facts: Facts, ranks: Ranks): Trace {
  const parts = partsOf(condition);
  return {
    condition,
    verdict: compile(condition, ranks).verdict(facts),
    children: parts.map((part) => trace(part, facts, ranks)),
  };
}

export function partsOf(condition: Condition): Condition[] {
  if ("all" in condition) return condition.all;
  if ("any" in condition) return condition.any;
  return "not" in condition ? [condition.not] : [];
}

/** The leaves that decide a no (or, for a yes, that carry it): what a person is told as the reason. */
export function decisiveLeaves(node: Trace, wanted: Tri = node.verdict): Leaf[] {
  if (node.verdict !== wanted) return [];
  if (node.children.length === 0) return [node.condition as Leaf];
  const inner = "not" in node.condition ? OPPOSITE[wanted] : wanted;
  return node.children.flatMap((child) => decisiveLeaves(child, inner));
}
