import { refusalText } from "./ask-question.ts";
import * as form from "./form.ts";
import { readAnswer } from "./read-answer.ts";
import { closed, editAsk, goOn } from "./survey.ts";
import { questionOf, surveyButtons, surveyMessage } from "./survey-message.ts";
import { keep, write } from "./survey-write.ts";
import { askOf, isConfidential } from "./surveys/asks.ts";
import { type Cell, type Cells, cellOf, partsOf, TOTAL } from "./surveys/cells.ts";
import { isOpen } from "./surveys/draft.ts";
import { fillIn } from "./surveys/fill.ts";
import { type OpenSurvey, placeOf, stateOf } from "./surveys/open-survey.ts";
import type { FormPlace } from "./surveys/place.ts";
import { problemsOf, valueText } from "./surveys/problems.ts";
import { readCell } from "./surveys/read-cell.ts";
import { elsewhere } from "./surveys/read-elsewhere.ts";
import { cellsOf, errorIn, warningIn } from "./surveys/survey-form.ts";
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
  const corrected = question.id === "why" ? hearWhy(scene, open, question, text) : undefined;
  if (corrected) return corrected;
  const reading =
    open.form.read?.(question, text, state, scene.today) ?? readAnswer(question, text, scene.today);
  if (reading.ok) return give(scene, open, question, withPeople(scene, open, question, text, reading.value));
  const other = elsewhere(open.survey, text, { ...open, today: scene.today }, question.id);
  const meant = other && open.form.find(other.ask, state);
  if (meant) return give(scene, open, meant, other);
  return refuse(scene, open, question, refusalText(reading.why));
}

/**
 * Asked why a figure is so odd, people mostly put it right. Undefined where it is a reason.
 */
function hearWhy(scene: Scene, open: OpenSurvey, question: form.Question, text: string): Turn | undefined {
  const problem = warningIn(open.survey, stateOf(open));
  const [cell = ""] = problem?.cells ?? [];
  const ask = askOf(open.survey, cell);
  const meant = ask && open.form.find(ask.id, form.edit(stateOf(open), ask.id));
  if (!meant) return undefined;
  const figure = /\d/.test(text.normalize("NFKC")) && readCell(open.survey, cell, text, scene.today);
  if (figure !== false && figure.ok && figure.value !== null)
    return give(scene, open, meant, { filled: { [cell]: figure.value } });
  // Who answers another question has not read this one: nothing of it is a reason.
  const other = elsewhere(open.survey, text, { ...open, today: scene.today }, question.id);
  const aside = other && open.form.find(other.ask, stateOf(open));
  if (aside) return give(scene, open, aside, other);
  if (MISTAKEN.test(text.trim())) return editAsk(scene, open, ask.id);
  const isReason = /\p{Script=Han}{2,}|[A-Za-z]{4,}/u.test(text) && !/\d[\d\s-]{6,}/.test(text);
  return isReason ? undefined : refuse(scene, open, question, surveyTexts.noReason);
}

const MISTAKEN =
  /^(?:是|我|嗯|哦)?(?:写|填|打|看|输|说|弄)?(?:错|少|多|漏)(?:了|写|填|打|一位|个0|一个零|一个0)|不对/;

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
  const about = errorIn(open.survey, stateOf(open))?.cells ?? [];
  // Without a figure it says nothing about either: 没有 means neither, not nobody.
  for (const { value } of FIGURE.test(text) ? question.options : []) {
    const state = form.edit(stateOf(open), value);
    const meant = open.form.find(value, state);
    const reading = meant && open.form.read?.(meant, text, state, scene.today);
    const filled = reading?.ok && typeof reading.value === "object" && "filled" in reading.value;
    if (
      meant &&
      reading?.ok &&
      filled &&
      Object.keys(filledOf(reading.value)).every((cell) => about.includes(cell))
    )
      return give(scene, open, meant, reading.value);
  }
  return refuse(scene, open, question, picked.ok ? "" : refusalText(picked.why));
}

const FIGURE = /[\d０-９零一二两三四五六七八九十百俩仨]/;

function filledOf(value: form.AnswerValue | form.Filled): form.Answers {
  return typeof value === "object" && "filled" in value ? value.filled : {};
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
  const filled = filledOf(value) as Cells;
  const given = { ...cellsOf(state), ...rowsGone(open, filled), ...totalGone(open, filled) };
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
  const what = changedLines(open, written.open, written.touched);
  const text = what.length ? surveyTexts.gave(what.join("\n")) : surveyTexts.gaveSame;
  return goOn(scene, written.open, [text, more].filter(Boolean).join("\n\n"), written.effects);
}

/** What stood there and has become something else, cell by cell; of what is new a line for each question. */
function changedLines(before: OpenSurvey, { survey, cells }: OpenSurvey, touched: readonly Cell[]): string[] {
  const replaced = touched.filter(
    (cell) => before.cells[cell] !== undefined && !isConfidential(survey, cell),
  );
  const others = touched.filter((cell) => !replaced.includes(cell));
  const asks = new Map(others.map((cell) => [askOf(survey, cell)?.id, askOf(survey, cell)]));
  const isWhole = replaced.length <= CHANGES_TOLD;
  return [
    ...replaced.slice(0, CHANGES_TOLD).map((cell) => {
      const [from, to] = [valueText(survey, cell, before.cells), valueText(survey, cell, cells)];
      return `· ${cellName(survey, cell, before.cells)}：${from} → ${to || surveyTexts.empty}`;
    }),
    ...(isWhole ? [] : [surveyTexts.moreChanges(replaced.length - CHANGES_TOLD)]),
    ...[...asks.values()].flatMap((ask) => (ask ? [`· ${askLine(survey, ask, cells)}`] : [])),
  ];
}

/** The most that is told of one file cell by cell. */
const CHANGES_TOLD = 15;

/** A list is told as a whole: what stood in it and is not told again is gone, so that no two rows are mixed. */
function rowsGone({ survey, cells }: OpenSurvey, filled: Cells): Record<Cell, null> {
  const gone = Object.keys(cells).filter((cell) => {
    const { question, row } = partsOf(cell);
    const isTold = survey.questions.get(question)?.kind === "repeat" && filled[question] !== undefined;
    return isTold && row !== "" && filled[cell] === undefined;
  });
  return Object.fromEntries(gone.map((cell) => [cell, null]));
}

/** A sum that somebody wrote down is of the headcounts that they wrote it for. */
function totalGone({ survey, cells }: OpenSurvey, filled: Cells): Record<Cell, null> {
  const totals = [...survey.questions.values()].flatMap(({ id, kind }) => {
    const total = cellOf(id, TOTAL);
    const isChanged = Object.entries(filled).some(
      ([cell, value]) => partsOf(cell).question === id && cell !== total && cells[cell] !== value,
    );
    return kind === "counts" && isChanged && filled[total] === undefined ? [total] : [];
  });
  return Object.fromEntries(totals.map((total) => [total, null]));
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
