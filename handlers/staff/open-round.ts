/** 开一轮调查: a few questions, all of it read back, and a yes. */
import { chineseDate } from "../../policy-kb/dates.ts";
import { soundsLikeQuestion } from "../ask-question.ts";
import type { Button, OutboundMessage } from "../event.ts";
import * as form from "../form.ts";
import type { Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { zhCN } from "../texts/zh-CN.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, isYes, sayAt } from "./desk-scene.ts";
import { roundForm, roundFrom } from "./round-form.ts";

const texts = staffTexts.open;

export function openRound(scene: DeskScene): Turn {
  const definition = roundForm(scene.world.surveys, scene.today);
  return goOn(scene, form.advance(definition, form.newForm(definition)));
}

/** The next question, or all of it read back. */
function goOn(scene: DeskScene, state: form.FormState, before = ""): Turn {
  const question = form.asked(roundForm(scene.world.surveys, scene.today), state);
  const message = question ? questionMessage(question, state, before) : summary(scene, state);
  return ask(scene, { kind: "round", form: state }, message);
}

function questionMessage(question: form.Question, state: form.FormState, before: string): OutboundMessage {
  const options = question.options.map(({ label }, place) =>
    deskButton("answer", label, question.id, String(place)),
  );
  const back = state.path.length || state.editing ? [deskButton("back", staffTexts.back)] : [];
  return {
    text: [before, question.text].filter(Boolean).join("\n"),
    buttons: [...options, ...back, deskButton("stop", staffTexts.stop)],
    ...(question.kind === "choice" ? {} : { typed: true as const }),
  };
}

function summary({ world }: DeskScene, state: form.FormState): OutboundMessage {
  const { survey, title, regions, opens, closes, invitedOnly } = roundFrom(state, world.surveys, "");
  const { line } = texts;
  const lines = [
    ...(world.surveys.size > 1 ? [line.survey(world.surveys.get(survey)?.title ?? survey)] : []),
    line.title(title),
    line.regions(regions.join("、") || texts.all),
    line.days(chineseDate(opens), chineseDate(closes)),
    line.invitedOnly(invitedOnly ? texts.onlyListed : texts.everybody),
  ];
  const edits: Button[] = Object.entries(texts.edit).map(([id, label]) => deskButton("edit", label, id));
  const buttons = [deskButton("open_yes", texts.yes), ...edits, deskButton("stop", staffTexts.stop)];
  return { text: texts.summary(lines), buttons };
}

/** @returns undefined where it is no answer but a question of its own */
export function hearRound(scene: DeskScene, state: form.FormState, text: string): Turn | undefined {
  const definition = roundForm(scene.world.surveys, scene.today);
  const question = form.asked(definition, state);
  if (!question) return isYes(text) ? open(scene, state) : goOn(scene, state);
  const turn = form.answerText(definition, withoutLastDay(state), question, text, scene.today);
  if (turn.event.kind !== "refused") return goOn(scene, turn.state);
  if (soundsLikeQuestion(text)) return undefined;
  const { why } = turn.event;
  return goOn(
    scene,
    { ...state, misses: turn.state.misses },
    typeof why === "string" ? zhCN.misunderstood[why] : why.says,
  );
}

/** Both days are changed together. */
function withoutLastDay(state: form.FormState): form.FormState {
  if (!state.editing || state.asking !== "opens") return state;
  const { closes: _closes, ...answers } = state.answers;
  return { ...state, answers };
}

export function pressAnswer(scene: DeskScene, id: string, place: string): Turn | undefined {
  const { asks } = scene.place;
  if (asks?.kind !== "round") return undefined;
  const question = form.asked(roundForm(scene.world.surveys, scene.today), asks.form);
  const option = question?.options[Number(place)];
  if (!question || question.id !== id || !option) return undefined;
  const definition = roundForm(scene.world.surveys, scene.today);
  return goOn(scene, form.answerValue(definition, withoutLastDay(asks.form), question, option.value).state);
}

export function editRound(scene: DeskScene, id: string): Turn | undefined {
  const { asks } = scene.place;
  if (asks?.kind !== "round" || !Object.hasOwn(texts.edit, id)) return undefined;
  return goOn(scene, form.edit(asks.form, id));
}

export function backInRound(scene: DeskScene): Turn | undefined {
  const { asks } = scene.place;
  if (asks?.kind !== "round") return undefined;
  const { state } = form.goBack(roundForm(scene.world.surveys, scene.today), asks.form);
  return goOn(scene, state);
}

/** A press of 开始这一轮: only where nothing is left to ask. */
export function openAsked(scene: DeskScene): Turn | undefined {
  const { asks } = scene.place;
  return asks?.kind === "round" && asks.form.asking === null ? open(scene, asks.form) : undefined;
}

function open(scene: DeskScene, state: form.FormState): Turn {
  const round: Round = roundFrom(state, scene.world.surveys, scene.world.freshCode);
  const from = round.opens > scene.today ? chineseDate(round.opens) : null;
  const turn = sayAt(
    scene,
    { round: round.id, asks: null },
    { text: texts.done(round.title, from), buttons: deskButtons(round.id, "invite", "progress") },
  );
  return followedBy(turn, { kind: "open_round", round });
}
