/**
 * A survey as a form for the one engine that asks. What is wrong is asked about at once (`fix`), a warning wants its
 * reason (`why`), then comes the next thing that is open. `headcount` asks all of a question, `age/senior` one row.
 */
import type { Answers, FormDefinition, FormState, Option, Question } from "../form.ts";
import type { Reading } from "../read-answer.ts";
import { surveyTexts } from "../texts/survey.ts";
import { type Ask, askNamed, askOf, asksOf, openIn, rowsLeft } from "./asks.ts";
import { type Cell, type Cells, cellOf, choiceIn, fieldOf, partsOf } from "./cells.ts";
import { blocks, missingOf, problemsOf, type SurveyProblem } from "./problems.ts";
import { readAsk, ticksOf } from "./read-ask.ts";
import type { Matrix } from "./schema.ts";
import type { Survey } from "./survey.ts";
import { askLine, cellName, lackText, rowName, shortName } from "./tell.ts";

export function surveyForm(survey: Survey): FormDefinition {
  const find = (id: string, state: FormState) => questionNamed(survey, id, state);
  return {
    id: survey.id,
    version: String(survey.version),
    next: (state) => {
      const id = nextId(survey, state);
      return id === null ? null : find(id, state);
    },
    find,
    fill: (question, value) => fillFor(survey, question, value),
    read: (question, text, state, today) => readFor(survey, question, text, state, today),
    fits: (cell) => fieldOf(survey, cell) !== undefined,
  };
}

export function cellsOf(state: FormState): Cells {
  return state.answers as Cells;
}

/** Whether everything is there and right, so that it can be handed in. */
export function isComplete(survey: Survey, cells: Cells): boolean {
  return !problemsOf(survey, cells).some(blocks) && missingOf(survey, cells).length === 0;
}

function nextId(survey: Survey, state: FormState): string | null {
  if (errorIn(survey, state)) return "fix";
  if (warningIn(survey, state)) return "why";
  const open = asksOf(survey).find((ask) =>
    openIn(survey, ask, cellsOf(state)).some((cell) => !state.unsure.includes(cell)),
  );
  return open?.id ?? null;
}

/** The first error that the person has not put off. */
export function errorIn(survey: Survey, { answers, unsure }: FormState): SurveyProblem | undefined {
  return problemsOf(survey, answers as Cells).find(
    (problem) => problem.strength === "error" && !unsure.includes(fixId(problem)),
  );
}

/** The first warning that wants a reason. */
export function warningIn(survey: Survey, { answers, unsure }: FormState): SurveyProblem | undefined {
  return problemsOf(survey, answers as Cells).find(
    ({ why }) => why !== undefined && !why.given && !unsure.includes(why.cell),
  );
}

function fixId({ check, cells: [first] }: SurveyProblem): string {
  return `fix:${check}:${first}`;
}

function questionNamed(survey: Survey, id: string, state: FormState): Question | null {
  if (id === "fix") return fixQuestion(survey, state);
  if (id === "why") return whyQuestion(survey, state);
  const [name = "", row] = id.split("/");
  const ask = askNamed(survey, name);
  return ask ? askQuestion(survey, ask, row, state) : null;
}

/** 高级工5人，但年龄加起来是6人: which of the two is to be changed? */
function fixQuestion(survey: Survey, state: FormState): Question | null {
  const problem = errorIn(survey, state);
  if (!problem) return null;
  const text = surveyTexts.fix(problem.says);
  return { id: "fix", kind: "choice", text, options: fixesOf(survey, problem) };
}

function fixesOf(survey: Survey, { check, cells }: SurveyProblem): Option[] {
  const asks = new Map<string, string>();
  for (const cell of cells) {
    const ask = askOf(survey, cell);
    const question = survey.questions.get(partsOf(cell).question);
    if (!ask || !question) continue;
    const isRow = question.kind === "matrix" || (question.kind === "counts" && check === "adds_up");
    const id = isRow ? `${ask.id}/${partsOf(cell).row}` : ask.id;
    asks.set(
      id,
      isRow && question.kind === "counts"
        ? cellName(survey, cell)
        : shortName(ask.questions.length > 1 ? ask.title : question.label),
    );
  }
  return [...asks].map(([value, label]) => ({ value, label: surveyTexts.change(label), words: [label] }));
}

function whyQuestion(survey: Survey, state: FormState): Question | null {
  const problem = warningIn(survey, state);
  if (!problem?.why) return null;
  const options = fixesOf(survey, problem);
  return { id: "why", kind: "words", text: `${problem.says}${problem.why.asks}`, options };
}

function askQuestion(survey: Survey, ask: Ask, row: string | undefined, state: FormState): Question {
  const cells = cellsOf(state);
  const [only, ...more] = ask.questions;
  const base = {
    id: row ? `${ask.id}/${row}` : ask.id,
    text: textOf(survey, ask, row, state),
    help: helpOf(ask, row, state),
  };
  if (only && more.length === 0 && (only.kind === "choice" || only.kind === "several")) {
    const list = survey.choices[only.choices] ?? [];
    const options = list.map(({ id, label, words }) => ({ value: id, label, words }));
    if (only.kind === "choice") return { ...base, kind: "choice", options };
    return { ...base, kind: "checklist", options, none: only.none };
  }
  const kind = "words" as const;
  return row && only?.kind === "counts"
    ? { ...base, kind, text: rowText(survey, only, row, cells), options: [] }
    : { ...base, kind, options: [] };
}

function rowText(
  survey: Survey,
  { id, rows }: Extract<Ask["questions"][number], { kind: "counts" }>,
  row: string,
  cells: Cells,
): string {
  return surveyTexts.again(choiceIn(survey, rows, row)?.label ?? row, String(cells[cellOf(id, row)] ?? ""));
}

/** The whole question; where some of it is there, what is still open; where it is changed, what stands there now. */
function textOf(survey: Survey, ask: Ask, row: string | undefined, state: FormState): string {
  const cells = cellsOf(state);
  const [question] = ask.questions;
  if (question?.kind === "matrix" && row)
    return surveyTexts.row(shortName(question.label), rowName(survey, question, row, cells));
  if (state.editing) return surveyTexts.editing(askLine(survey, ask, cells), ask.text);
  if (question?.kind === "matrix" && question.of !== undefined) return rowsText(survey, question, cells);
  const lack = lackText(survey, ask, cells);
  const isBegun =
    lack !== "" && openIn(survey, ask, cells).length < ask.questions.length && ask.questions.length > 1;
  const hasRows = question?.kind === "repeat" && cells[question.id] !== undefined;
  return isBegun || hasRows ? surveyTexts.lacks(lack) : ask.text;
}

/** The row that figures without a name are taken for, and those that come after it. */
function rowsText(survey: Survey, question: Matrix, cells: Cells): string {
  const [first = "", ...rest] = rowsLeft(survey, question, cells).map((row) =>
    rowName(survey, question, row, cells),
  );
  const text = surveyTexts.row(shortName(question.label), first);
  return [
    text,
    rest.length ? surveyTexts.rowsAfter(rest.join("、")) : "",
    question.optional ? surveyTexts.mayBeEmpty : "",
  ].join("");
}

/** Who counts is said with the section's first question, while it is new. */
function helpOf(ask: Ask, row: string | undefined, state: FormState): string | undefined {
  const isFirst = ask.section.questions[0]?.id === ask.questions[0]?.id;
  const note = isFirst && !row && !state.editing ? ask.section.note : undefined;
  return [note, ask.help].filter(Boolean).join("\n") || undefined;
}

function readFor(
  survey: Survey,
  question: Question,
  text: string,
  state: FormState,
  today: string,
): Reading | undefined {
  const cells = cellsOf(state);
  if (question.id === "why") {
    const cell = warningIn(survey, state)?.why?.cell;
    return cell === undefined
      ? { ok: false, why: "no_choice" }
      : { ok: true, value: { filled: { [cell]: text.trim().slice(0, 200) } } };
  }
  const [name = "", row] = question.id.split("/");
  const ask = askNamed(survey, name);
  // Which of two to change is picked by the engine's own reading of a choice.
  if (!ask) return undefined;
  const reading = readAsk(ask, text, { survey, cells, today, editing: state.editing, row });
  if (!reading.ok) return { ok: false, why: { says: reading.says } };
  const { filled, note } = reading;
  return { ok: true, value: { filled, ...(note ? { note } : {}) } };
}

/** Of what was pressed or ticked; passed over, the cells that stay open. */
function fillFor(survey: Survey, question: Question, value: unknown): Answers {
  const [name = ""] = question.id.split("/");
  const ask = askNamed(survey, name);
  const [only] = ask?.questions ?? [];
  if (only?.kind === "several") return ticksOf(survey, only, Array.isArray(value) ? value : []);
  return only?.kind === "choice" ? { [only.id]: String(value) } : {};
}

/** What passing over leaves open: asked again only before it is handed in. */
export function putOff(survey: Survey, question: Question, state: FormState): Cell[] {
  const cells = cellsOf(state);
  if (question.id === "fix") {
    const problem = errorIn(survey, state);
    return problem ? [fixId(problem)] : [];
  }
  if (question.id === "why") return [warningIn(survey, state)?.why?.cell ?? ""].filter(Boolean);
  const ask = askNamed(survey, question.id.split("/")[0] ?? "");
  if (!ask) return [];
  const [only] = ask.questions;
  const left =
    only?.kind === "matrix" && !only.optional ? rowsLeft(survey, only, cells).slice(0, 1) : undefined;
  const open = openIn(survey, ask, cells);
  return left ? open.filter((cell) => left.includes(partsOf(cell).row)) : open;
}
