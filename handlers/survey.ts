/** An enterprise's survey in the chat, from question to question: on, back, over one, to one of them. */
import { chineseDate } from "../policy-kb/dates.ts";
import { buttons as menuButtons } from "./actions.ts";
import type { Effect } from "./event.ts";
import * as form from "./form.ts";
import { questionOf, surveyButtons, surveyMessage } from "./survey-message.ts";
import { summary } from "./survey-summary.ts";
import { keep, write } from "./survey-write.ts";
import { askOf, isConfidential } from "./surveys/asks.ts";
import type { Cell } from "./surveys/cells.ts";
import { isOpen } from "./surveys/draft.ts";
import { type OpenSurvey, placeOf, stateOf } from "./surveys/open-survey.ts";
import { missingOf } from "./surveys/problems.ts";
import { putOff } from "./surveys/survey-form.ts";
import { cellName, noted } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

/** The question that the person is at, or the next one, or the summary where nothing is left. */
export function goOn(scene: Scene, open: OpenSurvey, before = "", effects: Effect[] = []): Turn {
  const isPast = !isOpen(open.draft.round, scene.today);
  if (isPast) return closed(scene, open);
  const news = newsOf(open);
  // A draft of an older version is brought up to date at once, so that this is told once.
  const renewed = write(open, open.cells, "rebase");
  const shown: OpenSurvey = {
    ...renewed.open,
    theirs: [],
    isRenewed: false,
    lost: [],
    place: { ...open.place, seen: renewed.open.draft.revision, aside: false },
  };
  const state = shown.place.editing ? stateOf(shown) : form.advance(shown.form, stateOf(shown));
  const next = { ...shown, place: placeOf(shown, state) };
  const question = form.asked(shown.form, state);
  const above = [news, before].filter(Boolean).join("\n");
  const kept = keep(scene, next);
  if (!question) return followedBy(summary(kept, next, above), ...effects, ...renewed.effects);
  return followedBy(
    say(kept.conversation, surveyMessage(next, question, above)),
    ...effects,
    ...renewed.effects,
  );
}

/** Of a form that is hardly begun everything is missing, which says nothing. */
const ASKS_NAMED = 4;

/** What others have filled in meanwhile, and what the survey's new version has no place for. */
function newsOf({ survey, theirs, isRenewed, lost, cells }: OpenSurvey): string {
  const shown = theirs.filter((cell) => cells[cell] !== undefined && !isConfidential(survey, cell));
  const hidden = theirs.filter((cell) => isConfidential(survey, cell));
  const told = noted(survey, cells, shown);
  const names = (all: readonly Cell[]) => [...new Set(all.map((cell) => cellName(survey, cell)))].join("、");
  const asks = isRenewed ? missingOf(survey, cells).map((cell) => askOf(survey, cell)?.title ?? "") : [];
  const open = [...new Set(asks)].filter(Boolean);
  return [
    lost.length ? surveyTexts.lost(names(lost)) : "",
    open.length && open.length <= ASKS_NAMED ? surveyTexts.renewed(open.join("、")) : "",
    told ? surveyTexts.theirs(told) : "",
    hidden.length ? surveyTexts.theirsPrivate(names(hidden)) : "",
  ]
    .filter(Boolean)
    .join("\n");
}

export function closed(scene: Scene, open: OpenSurvey): Turn {
  const { round } = open.draft;
  const text = round.closedAt
    ? surveyTexts.closedByHand(round.title)
    : surveyTexts.closed(round.title, chineseDate(round.closes));
  const conversation = { ...scene.conversation, survey: null };
  return say(conversation, { text, buttons: [...surveyButtons("excel"), ...menuButtons("menu")] });
}

/** What was put off is asked now. */
export function askTheRest(scene: Scene, open: OpenSurvey): Turn {
  return goOn(scene, { ...open, place: { ...open.place, unsure: [], editing: false } });
}

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

export function stop(scene: Scene, open: OpenSurvey): Turn {
  const aside = { ...open, place: { ...open.place, aside: true } };
  return say(keep(scene, aside).conversation, {
    text: surveyTexts.stopped,
    buttons: menuButtons("survey", "menu"),
  });
}
