/** The eligibility interview as a form: its next question is whatever the knowledge base lacks most. */
import { isImprecise, TODAY } from "../policy-kb/evaluate.ts";
import type { KnowledgeBase } from "../policy-kb/load.ts";
import { nextQuestion } from "../policy-kb/next-question.ts";
import type { Fact, Facts, FactValue } from "../policy-kb/schema.ts";
import type { AnswerValue, FormDefinition, FormState, Option, Question } from "./form.ts";
import { zhCN } from "./texts/zh-CN.ts";

export function interviewForm(kb: KnowledgeBase, today: string): FormDefinition {
  const find = (id: string, state: FormState) => findQuestion(kb, id, state);
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

function findQuestion(kb: KnowledgeBase, id: string, state: FormState): Question | null {
  const fact = kb.facts.get(id);
  if (fact) return factQuestion(fact, state);
  const group = kb.groups.get(id);
  if (!group) return null;
  const members = [...kb.facts.values()].filter((one) => one.group === id);
  const options = members.map((one) => ({ value: one.id, label: one.label, words: one.words }));
  return { id, kind: "checklist", text: group.ask, help: group.help, options, none: group.none };
}

function factQuestion(fact: Fact, state: FormState): Question {
  const { id, kind, help, unit, min, max } = fact;
  const value = state.answers[id];
  // A date that was only said to the year is asked for again when the day decides.
  const again = kind === "date" && value !== undefined && isImprecise(value as FactValue);
  const text = again ? zhCN.exactDate(fact.label) : fact.ask;
  return { id, kind, text, help: again ? undefined : help, unit, min, max, options: optionsOf(fact) };
}

function optionsOf(fact: Fact): Option[] {
  return fact.choices.map(({ value, label, words }) => ({ value, label: label ?? value, words }));
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
