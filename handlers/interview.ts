/** The eligibility interview as a form: its next question is whatever the knowledge base lacks most. */
import { compile, isImprecise, TODAY } from "../policy-kb/evaluate.ts";
import type { KnowledgeBase } from "../policy-kb/load.ts";
import { leavesOf, nextQuestion } from "../policy-kb/next-question.ts";
import type { Fact, FactGroup, Facts, FactValue, Leaf } from "../policy-kb/schema.ts";
import type { AnswerValue, FormDefinition, FormState, Option, Question } from "./form.ts";
import { zhCN } from "./texts/zh-CN.ts";

export function interviewForm(kb: KnowledgeBase, today: string): FormDefinition {
  const find = (id: string, state: FormState) => findQuestion(kb, id, state, today);
  return {
    id: "match",
    version: versionOf(kb),
    next: (state) => {
      const next = nextQuestion(kb, factsOf(state, today), new Set(state.unsure));
      return next && find(next.id, state);
    },
    find,
    fill: (question, value) =>
      question.kind === "checklist"
        ? Object.fromEntries(
            question.options.map((option) => [option.value, (value as string[]).includes(option.value)]),
          )
        : { [question.id]: value },
    fits: (id, value) => fits(kb.facts.get(id), value),
  };
}

/** What the answers tell, with the day on which they are judged. */
export function factsOf(state: FormState, today: string): Facts {
  return { ...(state.answers as Record<string, FactValue>), [TODAY]: today };
}

function findQuestion(kb: KnowledgeBase, id: string, state: FormState, today: string): Question | null {
  const fact = kb.facts.get(id);
  if (fact) return factQuestion(kb, fact, state, today);
  const group = kb.groups.get(id);
  if (!group) return null;
  const members = openMembers(kb, id, state, today);
  const options = members.map((one) => ({ value: one.id, label: one.label, words: one.words }));
  return { id, kind: "checklist", text: group.ask, help: helpOf(group, state), options, none: group.none };
}

/** What to look at; who asks for a unit is also told how it is meant for them. */
function helpOf({ help, help_for_units }: Fact | FactGroup, { answers }: FormState): string | undefined {
  const forUnit = answers.role !== undefined && answers.role !== "个人" ? help_for_units : undefined;
  return [help, forUnit].filter(Boolean).join("") || undefined;
}

/** Of a list to tick only what is not known yet and matters to something open; all of it where it is edited. */
function openMembers(kb: KnowledgeBase, group: string, state: FormState, today: string): Fact[] {
  const members = [...kb.facts.values()].filter((one) => one.group === group);
  if (state.editing) return members;
  const facts = factsOf(state, today);
  const open = kb.benefits.filter((benefit) => benefit.test.verdict(facts) === "unknown");
  const matters = new Set(open.flatMap((benefit) => benefit.test.mentions));
  return members.filter((one) => facts[one.id] === undefined && matters.has(one.id));
}

function factQuestion(kb: KnowledgeBase, fact: Fact, state: FormState, today: string): Question {
  const { id, kind, unit, min, max } = fact;
  const value = state.answers[id];
  // A date that was only said to the year is asked for again when the day decides.
  const again = kind === "date" && value !== undefined && isImprecise(value as FactValue);
  const text = again ? zhCN.exactDate(fact.label) : fact.ask;
  const options = optionsOf(fact, kb, factsOf(state, today));
  return { id, kind, text, help: again ? undefined : helpOf(fact, state), unit, min, max, options };
}

/** Where one choice stands for everything else, only those are offered beside it that matter to what is open. */
function optionsOf(fact: Fact, kb: KnowledgeBase, facts: Facts): Option[] {
  const narrow = fact.choices.some((choice) => choice.other);
  const used = narrow ? valuesThatMatter(kb, fact.id, facts) : new Set<unknown>();
  return fact.choices
    .filter((choice) => !narrow || choice.other || used.has(choice.value))
    .map(({ value, label, words }) => ({ value, label: label ?? value, words }));
}

function valuesThatMatter(kb: KnowledgeBase, fact: string, facts: Facts): Set<unknown> {
  const { [fact]: _present, ...others } = facts;
  const open = kb.benefits.filter(
    (benefit) => benefit.test.mentions.includes(fact) && benefit.test.verdict(others) !== "no",
  );
  const leaves = open.flatMap((benefit) => leavesOf(benefit.condition)).filter((leaf) => leaf.fact === fact);
  return new Set(leaves.flatMap((leaf) => valuesOf(leaf, kb)));
}

/** The values that a leaf tells apart: of "at least" and "at most" every one on the side that fits. */
function valuesOf(leaf: Leaf, kb: KnowledgeBase): unknown[] {
  if ("in" in leaf) return leaf.in;
  if ("is" in leaf) return [leaf.is];
  const test = compile(leaf, kb.ranks);
  const choices = kb.facts.get(leaf.fact)?.choices ?? [];
  return choices
    .filter(({ value }) => test.verdict({ [leaf.fact]: value }) === "yes")
    .map(({ value }) => value);
}

function fits(fact: Fact | undefined, value: AnswerValue): boolean {
  switch (fact?.kind) {
    case "choice":
      return fact.choices.some((choice) => choice.value === value);
    case "yesno":
      return typeof value === "boolean";
    case "number":
    case "money":
      return typeof value === "number";
    case "date":
      return typeof value === "string";
    case undefined:
      return false;
  }
}

const versions = new WeakMap<KnowledgeBase, string>();

/** Changes whenever a fact, a choice or a group does: then drafts are checked again. */
function versionOf(kb: KnowledgeBase): string {
  let version = versions.get(kb);
  if (version === undefined) {
    const shape = [...kb.facts.values()].map((fact) => [
      fact.id,
      fact.kind,
      fact.group,
      fact.choices.map((c) => c.value),
    ]);
    version = hash(JSON.stringify(shape));
    versions.set(kb, version);
  }
  return version;
}

/** FNV-1a, 32 bits: enough to notice a change. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (value >>> 0).toString(16);
}
