/**
 * The one engine that asks questions: next, validate, back, skip, edit, resume, rebase. It knows nothing of
 * policies or surveys: a definition says what comes next, and the engine keeps the person's place in it.
 */
import { type Reading, readAnswer } from "./read-answer.ts";

export type AnswerValue = string | number | boolean | string[];
export type Answers = Readonly<Record<string, AnswerValue>>;
/** One message that answers several things at once: what it fills in. */
export interface Filled {
  filled: Answers;
  /** What of the message could not be read, in the form's own words. */
  note?: string;
}

export interface Option {
  value: string;
  label: string;
  words: readonly string[];
}

export interface Question {
  id: string;
  /** `words`: whatever the form's own `read` makes of it. */
  kind: "choice" | "checklist" | "yesno" | "number" | "money" | "date" | "words";
  text: string;
  help?: string | undefined;
  unit?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  options: readonly Option[];
  /** What a checklist says for "none of them". */
  none?: string | undefined;
}

export interface FormDefinition {
  id: string;
  /** Another version means that kept answers are checked again before going on. */
  version: string;
  /** The next question, or null when nothing is left to ask. */
  next: (state: FormState) => Question | null;
  /** Any question by its id, also one already answered; null where the form has none of that name. */
  find: (id: string, state: FormState) => Question | null;
  /** What an answer fills in. */
  fill: (question: Question, value: AnswerValue) => Answers;
  /** Reads what was typed, where the form knows more ways to say it than one answer to one question. */
  read?: (question: Question, text: string, state: FormState, today: string) => Reading | undefined;
  /** Whether a kept answer still fits the form. */
  fits: (id: string, value: AnswerValue) => boolean;
}

/** A person's place in a form: plain JSON. */
export interface FormState {
  version: string;
  answers: Record<string, AnswerValue>;
  /** Asked, and answered with 不知道 or 跳过: not asked again. */
  unsure: string[];
  /** The questions answered so far, oldest first, with what each filled: the way back. */
  path: { question: string; filled: string[] }[];
  asking: string | null;
  /** The question under way is asked again to change its answer, rather than because it is open. */
  editing: boolean;
  /** How often the present question was misunderstood. */
  misses: number;
}

/** A person can say at most this much to one form, so that no definition can loop. */
const STEP_BUDGET = 200;

type FormEvent =
  | { kind: "answered"; question: Question }
  | { kind: "unsure"; question: Question }
  | { kind: "went_back" }
  | { kind: "at_start" }
  | { kind: "refused"; question: Question; why: Extract<Reading, { ok: false }>["why"] };

export interface FormTurn {
  state: FormState;
  event: FormEvent;
}

export function newForm(definition: FormDefinition, answers: Answers = {}): FormState {
  const kept = { ...answers } as Record<string, AnswerValue>;
  return {
    version: definition.version,
    answers: kept,
    unsure: [],
    path: [],
    asking: null,
    editing: false,
    misses: 0,
  };
}

/** Asks the next question, or none. */
export function advance(definition: FormDefinition, state: FormState): FormState {
  const question = state.path.length < STEP_BUDGET ? definition.next(state) : null;
  return { ...state, asking: question?.id ?? null, editing: false, misses: 0 };
}

export function asked(definition: FormDefinition, state: FormState): Question | null {
  return state.asking === null ? null : definition.find(state.asking, state);
}

/** Reads what was typed as the answer to the question under way. */
export function answerText(
  definition: FormDefinition,
  state: FormState,
  question: Question,
  text: string,
  today: string,
): FormTurn {
  const reading = definition.read?.(question, text, state, today) ?? readAnswer(question, text, today);
  if (reading.ok) return answerValue(definition, state, question, reading.value);
  return {
    state: { ...state, misses: state.misses + 1 },
    event: { kind: "refused", question, why: reading.why },
  };
}

export function answerValue(
  definition: FormDefinition,
  state: FormState,
  question: Question,
  value: AnswerValue | Filled,
): FormTurn {
  const filled = isFilled(value) ? value.filled : definition.fill(question, value);
  const ids = Object.keys(filled);
  const isNew = ids.some((id) => state.answers[id] === undefined);
  const again = !isNew && state.path.some((step) => step.question === question.id);
  const next: FormState = {
    ...state,
    answers: { ...state.answers, ...filled },
    unsure: state.unsure.filter((id) => !ids.includes(id)),
    path: [...withoutQuestion(state, question.id), { question: question.id, filled: ids }],
  };
  const advanced = advance(definition, next);
  const event = { kind: "answered" as const, question };
  if (!again || advanced.asking !== question.id) return { state: advanced, event };
  // Asked twice and still not settled, such as a year where the day decides: then it stays open.
  return { state: advance(definition, { ...next, unsure: [...next.unsure, ...ids] }), event };
}

function isFilled(value: AnswerValue | Filled): value is Filled {
  return typeof value === "object" && !Array.isArray(value);
}

/**
 * 不知道 and 跳过: the question counts as asked, and what it would fill stays as unknown as it was. Where an
 * answer was to be changed, it is taken back.
 */
export function passOver(definition: FormDefinition, state: FormState, question: Question): FormTurn {
  const ids = Object.keys(definition.fill(question, question.kind === "checklist" ? [] : ""));
  const next: FormState = {
    ...state,
    answers: state.editing ? without(state.answers, ids) : state.answers,
    unsure: [...new Set([...state.unsure, ...ids])],
    path: [...withoutQuestion(state, question.id), { question: question.id, filled: [] }],
  };
  return { state: advance(definition, next), event: { kind: "unsure", question } };
}

/** To the question before, whose answer is taken out; one that was only edited keeps its place. */
export function goBack(definition: FormDefinition, state: FormState): FormTurn {
  if (state.editing) return { state: advance(definition, state), event: { kind: "went_back" } };
  const last = state.path.at(-1);
  const question = last && definition.find(last.question, state);
  if (!last || !question) return { state, event: { kind: "at_start" } };
  const unknown = new Set([
    ...last.filled,
    ...Object.keys(definition.fill(question, question.kind === "checklist" ? [] : "")),
  ]);
  const answers = without(state.answers, last.filled);
  const unsure = state.unsure.filter((id) => !unknown.has(id));
  const before = {
    ...state,
    answers,
    unsure,
    path: state.path.slice(0, -1),
    asking: question.id,
    editing: false,
    misses: 0,
  };
  return { state: before, event: { kind: "went_back" } };
}

/** Asks one question again; its answer stays until a new one is given. */
export function edit(state: FormState, question: string): FormState {
  return { ...state, asking: question, editing: true, misses: 0 };
}

/** After the form has changed: what still fits stays, and the ids of what must be given again. */
export function rebase(definition: FormDefinition, state: FormState): { state: FormState; lost: string[] } {
  if (state.version === definition.version) return { state, lost: [] };
  const entries = Object.entries(state.answers);
  const kept = entries.filter(([id, value]) => definition.fits(id, value));
  const lost = entries.filter(([id, value]) => !definition.fits(id, value)).map(([id]) => id);
  const path = state.path.filter(({ question }) => definition.find(question, state) !== null);
  const next = { ...state, version: definition.version, answers: Object.fromEntries(kept), path };
  return { state: state.asking === null ? next : advance(definition, next), lost };
}

function without(answers: Answers, ids: readonly string[]): FormState["answers"] {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.includes(id)));
}

function withoutQuestion(state: FormState, question: string): FormState["path"] {
  return state.path.filter((step) => step.question !== question);
}
