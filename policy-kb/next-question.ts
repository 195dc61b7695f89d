/**
 * What to ask next: the question whose answer settles most of what is still open. A question is one fact, or a
 * group of yes-or-no facts that are ticked in one list.
 */

import { amountFacts } from "./amounts.ts";
import { dayRange } from "./dates.ts";
import { partsOf, TODAY } from "./evaluate.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Condition, Fact, Facts, FactValue, Leaf } from "./schema.ts";

export interface NextQuestion {
  /** The id of a fact or of a group. */
  id: string;
  /** The facts that the answer fills. */
  facts: readonly string[];
}

/** Open benefits weigh by what they are worth asking for: money first, rights half. */
const weightOf = (benefit: Benefit) => (benefit.right ? 0.5 : 1);

/**
 * @param unsure facts that were asked and answered with 不知道: never asked again
 * @returns null when nothing that could be asked would settle anything
 */
export function nextQuestion(
  kb: KnowledgeBase,
  facts: Facts,
  unsure: ReadonlySet<string>,
): NextQuestion | null {
  const open = kb.benefits.filter((benefit) => benefit.test.verdict(facts) === "unknown");
  let best: { question: NextQuestion; score: number } | null = null;
  for (const question of candidates(kb, open, facts, unsure)) {
    const score = settled(kb, open, facts, question);
    if (!best || score > best.score) best = { question, score };
  }
  return best?.question ?? amountQuestion(kb, facts, unsure);
}

/** When all is decided: what the sum of something already theirs still depends on, such as a headcount. */
function amountQuestion(kb: KnowledgeBase, facts: Facts, unsure: ReadonlySet<string>): NextQuestion | null {
  const theirs = kb.benefits.filter((benefit) => benefit.test.verdict(facts) === "yes");
  const wanted = new Set(theirs.flatMap((benefit) => amountFacts(benefit, facts)));
  for (const id of kb.facts.keys())
    if (wanted.has(id) && facts[id] === undefined && !unsure.has(id)) return { id, facts: [id] };
  return null;
}

/** Every question that could settle something, in the order of facts.yaml: usual things before rare ones. */
function candidates(
  kb: KnowledgeBase,
  open: readonly Benefit[],
  facts: Facts,
  unsure: ReadonlySet<string>,
): NextQuestion[] {
  const needed = new Set<string>();
  const known = withoutHope(facts, unsure);
  for (const benefit of open)
    if (benefit.test.verdict(known) === "unknown") benefit.test.needs(known, needed);
  const questions = new Map<string, string[]>();
  for (const fact of kb.facts.values()) {
    if (!needed.has(fact.id) || unsure.has(fact.id) || fact.id === TODAY) continue;
    const id = fact.group ?? fact.id;
    questions.set(id, [...(questions.get(id) ?? []), fact.id]);
  }
  return [...questions].map(([id, members]) => ({ id, facts: members }));
}

/** What cannot be said fits no condition: a benefit that hangs on it alone is not asked about any further. */
function withoutHope(facts: Facts, unsure: ReadonlySet<string>): Facts {
  return unsure.size
    ? { ...facts, ...Object.fromEntries([...unsure].map((fact) => [fact, "不知道"])) }
    : facts;
}

/** How much of what is open an answer settles, on the average over the answers that a person may give. */
function settled(kb: KnowledgeBase, open: readonly Benefit[], facts: Facts, question: NextQuestion): number {
  const touched = open.filter((benefit) =>
    question.facts.some((fact) => benefit.test.mentions.includes(fact)),
  );
  const answers = likelyAnswers(kb, touched, facts, question);
  let sum = 0;
  for (const answer of answers) {
    const known = { ...facts, ...answer };
    for (const benefit of touched) if (benefit.test.verdict(known) !== "unknown") sum += weightOf(benefit);
  }
  return answers.length ? sum / answers.length : 0;
}

function likelyAnswers(
  kb: KnowledgeBase,
  touched: readonly Benefit[],
  facts: Facts,
  question: NextQuestion,
): Facts[] {
  const [only] = question.facts;
  const fact = kb.facts.get(only ?? "");
  if (!fact) return [];
  // Of a list most people tick nothing.
  if (fact.group) return [Object.fromEntries(question.facts.map((id) => [id, false]))];
  return valuesOf(fact, touched, facts).map((value) => ({ [fact.id]: value }));
}

function valuesOf(fact: Fact, touched: readonly Benefit[], facts: Facts): FactValue[] {
  switch (fact.kind) {
    case "choice":
      return fact.choices.map((choice) => choice.value);
    case "yesno":
      return [true, false];
    case "number":
    case "money":
      return boundaries(fact.id, touched);
    case "date":
      return [...datesAround(String(facts[TODAY] ?? "2026-01-01"))];
  }
}

/** A value on each side of every bound that a condition sets. */
function boundaries(fact: string, touched: readonly Benefit[]): number[] {
  const bounds = touched
    .flatMap((benefit) => leavesOf(benefit.condition))
    .filter((leaf) => leaf.fact === fact)
    .flatMap((leaf) => ("at_least" in leaf ? [leaf.at_least] : "at_most" in leaf ? [leaf.at_most] : []))
    .filter((bound) => typeof bound === "number");
  return bounds.length ? bounds.flatMap((bound) => [bound - 1, bound + 1]) : [1];
}

/** A recent day, some years ago, long ago. */
function datesAround(today: string): string[] {
  const year = new Date((dayRange(today)?.first ?? 0) * 86_400_000).getUTCFullYear();
  return [`${year - 1}-01-15`, `${year - 4}-01-15`, `${year - 12}-01-15`];
}

export function leavesOf(condition: Condition): Leaf[] {
  const parts = partsOf(condition);
  return parts.length ? parts.flatMap(leavesOf) : [condition as Leaf];
}
