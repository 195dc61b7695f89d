/** An enterprise's survey in the chat: asks, saves every answer, checks at once, sums up, hands in. */
import { chineseDate } from "../policy-kb/dates.ts";
import { buttons as menuButtons } from "./actions.ts";
import { refusalText } from "./ask-question.ts";
import type { Effect, OutboundMessage } from "./event.ts";
import * as form from "./form.ts";
import { readAnswer } from "./read-answer.ts";
import { questionOf, surveyButtons, surveyMessage } from "./survey-message.ts";
import { askOf, isConfidential } from "./surveys/asks.ts";
import { type Cell, type Cells, type CellValue, partsOf } from "./surveys/cells.ts";
import { isOpen, type Way } from "./surveys/draft.ts";
import { difference, fillIn } from "./surveys/fill.ts";
import { type OpenSurvey, placeOf, stateOf } from "./surveys/open-survey.ts";
import type { FormPlace } from "./surveys/place.ts";
import { missingOf, problemsOf } from "./surveys/problems.ts";
import { elsewhere } from "./surveys/read-elsewhere.ts";
import { cellsOf, isComplete, putOff } from "./surveys/survey-form.ts";
import { askLine, cellName, noted, summaryLines } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

/** Misunderstood so often at one question, a person is offered the page. */
const MISSES_UNTIL_HELP = 2;

// ── what is written ──────────────────────────────────────────────────────────────────────────────

/** The draft after a change, with the effect that writes it; the same again writes nothing. */
function write(
  open: OpenSurvey,
  cells: Cells,
  way: Way = "chat",
): { open: OpenSurvey; effects: Effect[]; touched: Cell[] } {
  const { draft, survey, place } = open;
  const { set, cleared } = difference(draft.cells, cells);
  const touched = [...Object.keys(set), ...cleared];
  if (touched.length === 0 && draft.version === survey.version) return { open, effects: [], touched };
  const revision = draft.revision + 1;
  const { version } = survey;
  const effect: Effect = {
    kind: "fill_survey",
    draft: draft.id,
    revision: draft.revision,
    version,
    set,
    cleared,
    way,
  };
  const after = { ...draft, cells, version, revision };
  return {
    open: { ...open, draft: after, cells, place: { ...place, seen: revision } },
    effects: [effect],
    touched,
  };
}

function keep(scene: Scene, open: OpenSurvey): Scene {
  return { ...scene, survey: open, conversation: { ...scene.conversation, survey: open.place } };
}

// ── going on ─────────────────────────────────────────────────────────────────────────────────────

/** The question that the person is at, or the next one, or the summary where nothing is left. */
export function goOn(scene: Scene, open: OpenSurvey, before = "", effects: Effect[] = []): Turn {
  const isPast = !isOpen(open.draft.round, scene.today);
  if (isPast) return closed(scene, open);
  const news = newsOf(open);
  const shown: OpenSurvey = {
    ...open,
    theirs: [],
    lost: [],
    place: { ...open.place, seen: open.draft.revision, aside: false },
  };
  const state = shown.place.editing ? stateOf(shown) : form.advance(shown.form, stateOf(shown));
  const next = { ...shown, place: placeOf(shown, state) };
  const question = form.asked(shown.form, state);
  const above = [news, before].filter(Boolean).join("\n");
  const kept = keep(scene, next);
  if (!question) return followedBy(summary(kept, next, above), ...effects);
  return followedBy(say(kept.conversation, surveyMessage(next, question, above)), ...effects);
}

/** What others have filled in meanwhile, and what the survey's new version has no place for. */
function newsOf({ survey, theirs, lost, cells }: OpenSurvey): string {
  const shown = theirs.filter((cell) => cells[cell] !== undefined && !isConfidential(survey, cell));
  const told = noted(survey, cells, shown);
  return [
    lost.length ? surveyTexts.lost(lost.map((cell) => cellName(survey, cell)).join("、")) : "",
    told ? surveyTexts.theirs(told) : "",
  ]
    .filter(Boolean)
    .join("\n");
}

function closed(scene: Scene, open: OpenSurvey): Turn {
  const { round } = open.draft;
  const text = round.closedAt
    ? surveyTexts.closedByHand(round.title)
    : surveyTexts.closed(round.title, chineseDate(round.closes));
  const conversation = { ...scene.conversation, survey: null };
  return say(conversation, { text, buttons: [...surveyButtons("excel"), ...menuButtons("menu")] });
}

// ── answers ──────────────────────────────────────────────────────────────────────────────────────

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

// ── back, skip, edit ─────────────────────────────────────────────────────────────────────────────

/** 跳过, 不知道: what is optional stays empty; all else is asked again before it is handed in. */
export function passOver(scene: Scene, open: OpenSurvey): Turn {
  const question = questionOf(open);
  if (!question) return goOn(scene, open);
  const state = stateOf(open);
  const cells = open.place.editing ? [] : putOff(open.survey, question, state);
  const isOptional = cells.every((cell) => !missingOf(open.survey, open.cells).includes(cell));
  const path = [
    ...state.path.filter((step) => step.question !== question.id),
    { question: question.id, filled: [] },
  ];
  const after = { ...state, path, unsure: [...new Set([...state.unsure, ...cells])], editing: false };
  const before = open.place.editing || isOptional ? "" : surveyTexts.putOffNoted;
  return goOn(scene, { ...open, place: placeOf(open, after) }, before);
}

/** To the question before; what was answered stays until it is answered anew. */
export function goBack(scene: Scene, open: OpenSurvey): Turn {
  const { path, asking } = open.place;
  const before = path
    .filter(({ question }) => question !== asking && !["fix", "why"].includes(question))
    .at(-1);
  if (!before) return goOn(scene, open, zhCN.atStart);
  const shorter = path.slice(0, path.indexOf(before));
  return editAsk(scene, { ...open, place: { ...open.place, path: shorter } }, before.question);
}

/** Asks one thing again, by the ask's id or an ask and a row of it. */
export function editAsk(scene: Scene, open: OpenSurvey, id: string): Turn {
  const state = form.edit(stateOf(open), id);
  const question = open.form.find(id, state);
  if (!question) return goOn(scene, open);
  const next = { ...open, place: { ...placeOf(open, state), aside: false } };
  return say(keep(scene, next).conversation, surveyMessage(next, question));
}

// ── the whole of it ──────────────────────────────────────────────────────────────────────────────

export function summary(scene: Scene, open: OpenSurvey, before = ""): Turn {
  const { survey, cells, draft } = open;
  const lines = summaryLines(survey, cells);
  const lacks = lackNames(open);
  const { filed } = draft;
  const isFiled = filed !== null && filed.revision === draft.revision;
  const text = lacks
    ? surveyTexts.summaryOpen(lines, lacks)
    : isFiled
      ? surveyTexts.summaryFiled(lines, filed.receipt, chineseDate(filed.at.slice(0, 10)))
      : surveyTexts.summary(lines);
  const more = [
    draft.toConfirm ? surveyTexts.toConfirm : "",
    filed !== null && !isFiled ? surveyTexts.changedSinceFiled : "",
  ];
  const buttons = surveyButtons(
    ...(lacks ? (["more"] as const) : isFiled ? [] : (["submit"] as const)),
    ...(["edit", "page", "excel"] as const),
    ...(isFiled ? [] : (["stop"] as const)),
  );
  const message: OutboundMessage = { text: [before, text, ...more].filter(Boolean).join("\n\n"), buttons };
  return say(keep(scene, open).conversation, message);
}

/** What still stands in the way of handing it in, by name. */
function lackNames({ survey, cells }: OpenSurvey): string {
  const asks = missingOf(survey, cells).map((cell) => askOf(survey, cell)?.title ?? cellName(survey, cell));
  const wrong = problemsOf(survey, cells).flatMap(({ strength, says, why }) =>
    strength === "error" || (why && !why.given) ? [says.replace(/。$/, "")] : [],
  );
  return [...new Set([...asks, ...wrong])].join("、");
}

/** What was put off is asked now. */
export function askTheRest(scene: Scene, open: OpenSurvey): Turn {
  return goOn(scene, { ...open, place: { ...open.place, unsure: [], editing: false } });
}

export function submit(scene: Scene, open: OpenSurvey): Turn {
  const { survey, draft } = open;
  if (!isOpen(draft.round, scene.today)) return closed(scene, open);
  // What others have just changed is shown before it is handed in with it.
  if (open.theirs.length > 0 || open.lost.length > 0) return goOn(scene, open);
  if (!isComplete(survey, open.cells)) {
    const rest = { ...open, place: { ...open.place, unsure: [], editing: false } };
    return goOn(scene, rest, surveyTexts.cannotFile(lackNames(open)));
  }
  if (draft.filed?.revision === draft.revision) return summary(scene, open);
  const { open: dated, effects } = write(open, withDay(open, scene.today));
  const receipt = receiptFrom(scene.world.freshCode);
  const text = draft.filed
    ? surveyTexts.filedAgain(receipt)
    : surveyTexts.filed(receipt, chineseDate(draft.round.closes));
  const place: FormPlace = { ...dated.place, path: [], asking: null, editing: false, aside: true };
  const { revision } = dated.draft;
  const turn = say(keep(scene, { ...dated, place }).conversation, {
    text,
    buttons: [...surveyButtons("excel", "page", "others"), ...menuButtons("menu")],
  });
  return followedBy(turn, ...effects, { kind: "file_survey", draft: draft.id, revision, receipt });
}

/** 填表时间 is the day on which it is handed in. */
function withDay({ survey, cells }: OpenSurvey, today: string): Cells {
  const days = [...survey.questions.values()].filter(({ prefill }) => prefill === "today");
  return { ...cells, ...Object.fromEntries(days.map(({ id }): [Cell, CellValue] => [id, today])) };
}

/** 7K2M9QXW → 7K2M-9QXW. */
export function receiptFrom(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export function stop(scene: Scene, open: OpenSurvey): Turn {
  const aside = { ...open, place: { ...open.place, aside: true } };
  return say(keep(scene, aside).conversation, {
    text: surveyTexts.stopped,
    buttons: menuButtons("survey", "menu"),
  });
}
