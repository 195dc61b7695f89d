import { refusalText } from "./ask-question.ts";
import * as form from "./form.ts";
import { readAnswer } from "./read-answer.ts";
import { closed, editAsk, goOn } from "./survey.ts";
import { questionOf, surveyButtons, surveyMessage } from "./survey-message.ts";
import { keep, write } from "./survey-write.ts";
import { askOf, isConfidential } from "./surveys/asks.ts";
import { type Cell, type Cells, partsOf } from "./surveys/cells.ts";
import { isOpen } from "./surveys/draft.ts";
import { fillIn } from "./surveys/fill.ts";
import { type OpenSurvey, placeOf, stateOf } from "./surveys/open-survey.ts";
import type { FormPlace } from "./surveys/place.ts";
import { problemsOf } from "./surveys/problems.ts";
import { elsewhere } from "./surveys/read-elsewhere.ts";
import { cellsOf } from "./surveys/survey-form.ts";
import { askLine, cellName, noted } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { type Scene, say, type Turn } from "./turn.ts";

/** Misunderstood so often at one question, a person is offered the page. */
const MISSES_UNTIL_HELP = 2;

/** What was typed while a question of the survey is under way. Undefined where it is no answer at all. */
export function hearAnswer(scene: Scene, open: OpenSurvey, text: string): Turn | undefined {
  const question = questionOf(open);
  if (!question) return undefined;
  const state = stateOf(open);
  if (question.id === "fix") return hearFix(scene, open, question, text);
  const reading =
    open.form.read?.(question, text, state, scene.today) ?? readAnswer(question, text, scene.today);
  if (reading.ok) return give(scene, open, question, withPeople(scene, open, question, text, reading.value));
  const other = elsewhere(open.survey, text, { ...open, today: scene.today }, question.id);
  const meant = other && open.form.find(other.ask, state);
  if (meant) return give(scene, open, meant, other);
  return refuse(scene, open, question, refusalText(reading.why));
}

/** 民营，负责人王强 13800000001: who is told by the way is taken along. */
function withPeople(
  scene: Scene,
  open: OpenSurvey,
  question: form.Question,
  text: string,
  value: form.AnswerValue | form.Filled,
): form.AnswerValue | form.Filled {
  const people = elsewhere(open.survey, text, { ...open, today: scene.today }, null);
  const isOther = people !== undefined && people.ask !== question.id && question.id !== "why";
  if (!isOther || typeof value !== "object" || !("filled" in value)) return value;
  return { ...value, filled: { ...people.filled, ...value.filled } };
}

/** People's names and numbers said under another question, or once all is filled in. */
export function hearPeople(scene: Scene, open: OpenSurvey, text: string): Turn | undefined {
  const other = elsewhere(open.survey, text, { ...open, today: scene.today }, null);
  const meant = other && open.form.find(other.ask, stateOf(open));
  return meant ? give(scene, open, meant, other) : undefined;
}

/** Whether it names one of the choices that are offered, however it is put. */
export function answers(scene: Scene, open: OpenSurvey, text: string): boolean {
  const question = questionOf(open);
  if (question?.kind !== "choice") return false;
  const own = open.form.read?.(question, text, stateOf(open), scene.today);
  return (own ?? readAnswer(question, text, scene.today)).ok;
}

function refuse(scene: Scene, open: OpenSurvey, question: form.Question, why: string): Turn {
  const place = { ...open.place, misses: open.place.misses + 1 };
  const next = { ...open, place };
  const message = surveyMessage(next, question, why);
  const help = place.misses >= MISSES_UNTIL_HELP ? surveyButtons("page") : [];
  const buttons = [...(message.buttons ?? []), ...help];
  return say(keep(scene, next).conversation, { ...message, buttons });
}

/** Which of two is to be changed; or the right figures at once. */
function hearFix(scene: Scene, open: OpenSurvey, question: form.Question, text: string): Turn | undefined {
  const picked = readAnswer(question, text, scene.today);
  if (picked.ok && typeof picked.value === "string") return editAsk(scene, open, picked.value);
  for (const { value } of question.options) {
    const state = form.edit(stateOf(open), value);
    const meant = open.form.find(value, state);
    const reading = meant && open.form.read?.(meant, text, state, scene.today);
    if (meant && reading?.ok) return give(scene, open, meant, reading.value);
  }
  return refuse(scene, open, question, picked.ok ? "" : refusalText(picked.why));
}

/** Takes an answer into the draft. What somebody else has just changed is shown first, never overwritten unseen. */
export function give(
  scene: Scene,
  open: OpenSurvey,
  question: form.Question,
  value: form.AnswerValue | form.Filled,
): Turn {
  if (!isOpen(open.draft.round, scene.today)) return closed(scene, open);
  const asking = { ...stateOf(open), asking: question.id };
  const { state } = form.answerValue(open.form, asking, question, value);
  const given = { ...cellsOf(state), ...rowsGone(open, cellsOf(state)) };
  const { cells } = fillIn(open.survey, open.cells, given);
  const clash = clashes(open, cells);
  if (clash.length) return tellClash(scene, open, question, clash);
  const written = write({ ...open, place: placeOf(open, { ...state, editing: false }) }, cells);
  const note = typeof value === "object" && "note" in value ? (value.note ?? "") : "";
  const told = [acknowledged(written.open, written.touched), note].filter(Boolean).join("\n");
  return goOn(scene, written.open, told, written.effects);
}

/** Takes what a file holds into the draft, with what changed and (`more`) what of it could not be read. */
export function take(scene: Scene, open: OpenSurvey, cells: Cells, more: string): Turn {
  const clash = clashes(open, cells);
  if (clash.length) return goOn(scene, { ...open, theirs: clash }, surveyTexts.gaveClash);
  const written = write({ ...open, place: { ...open.place, editing: false } }, cells, "excel");
  const what = changedLines(written.open, written.touched);
  const text = what.length ? surveyTexts.gave(what.join("\n")) : surveyTexts.gaveSame;
  return goOn(scene, written.open, [text, more].filter(Boolean).join("\n\n"), written.effects);
}

/** A line for each question of which something has changed; people's names and numbers only by the question's name. */
function changedLines({ survey, cells }: OpenSurvey, touched: readonly Cell[]): string[] {
  const asks = new Map(touched.map((cell) => [askOf(survey, cell)?.id, askOf(survey, cell)]));
  return [...asks.values()].flatMap((ask) => (ask ? [`· ${askLine(survey, ask, cells)}`] : []));
}

/** A repeat is answered as a whole list: rows beyond its end are gone. */
function rowsGone({ survey, cells }: OpenSurvey, answered: Cells): Record<Cell, null> {
  const gone = Object.keys(cells).filter((cell) => {
    const { question, row } = partsOf(cell);
    const count = answered[question];
    return survey.questions.get(question)?.kind === "repeat" && row !== "" && Number(row) > Number(count);
  });
  return Object.fromEntries(gone.map((cell) => [cell, null]));
}

/** Cells that this answer would change and that somebody else has changed to something else meanwhile. */
function clashes(open: OpenSurvey, cells: Cells): Cell[] {
  return open.theirs.filter((cell) => open.cells[cell] !== cells[cell]);
}

function tellClash(scene: Scene, open: OpenSurvey, question: form.Question, clash: readonly Cell[]): Turn {
  const shown = clash.filter((cell) => !isConfidential(open.survey, cell));
  const what =
    noted(open.survey, open.cells, shown) || clash.map((cell) => cellName(open.survey, cell)).join("、");
  const place: FormPlace = { ...open.place, seen: open.draft.revision, asking: question.id, editing: true };
  const next: OpenSurvey = { ...open, place, theirs: [] };
  const again = open.form.find(question.id, stateOf(next)) ?? question;
  return say(keep(scene, next).conversation, surveyMessage(next, again, surveyTexts.clash(what)));
}

/** What was understood, so that a wrong reading can be put right; and what is odd without being wrong. */
function acknowledged({ survey, cells }: OpenSurvey, touched: readonly Cell[]): string {
  const shown = touched.filter((cell) => cells[cell] !== undefined);
  if (shown.length === 0) return touched.length ? "" : surveyTexts.nothingNew;
  const hints = problemsOf(survey, cells).filter(
    ({ strength, cells: about }) => strength === "hint" && about.some((cell) => touched.includes(cell)),
  );
  const open = shown.filter((cell) => !isConfidential(survey, cell));
  const what = noted(survey, cells, open);
  return [
    what ? surveyTexts.noted(what) : "",
    open.length < shown.length ? surveyTexts.privateNoted : "",
    ...hints.map(({ says }) => surveyTexts.hint(says)),
  ]
    .filter(Boolean)
    .join("\n");
}
