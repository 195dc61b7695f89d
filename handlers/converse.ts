/** What the assistant says next. Pure: no clock, no randomness, no I/O of its own. */
import { shanghaiDay } from "../policy-kb/dates.ts";
import { readIntent } from "../policy-kb/intent.ts";
import { isInDistress } from "../policy-kb/small-talk.ts";
import { readCities, readFacts } from "../policy-kb/understand.ts";
import { act } from "./act.ts";
import { actionNamed, actionOfButton, buttons } from "./actions.ts";
import { answerAsked, answerOutright, answerTopic, answerWithCity, showSource } from "./ask.ts";
import { answerOfButton, questionMessage, soundsLikeQuestion } from "./ask-question.ts";
import { type Choice, happeningOf, isOfferedBy, offeredBy, pickedBy } from "./choices.ts";
import type { Conversation } from "./conversation.ts";
import type { InboundEvent } from "./event.ts";
import { followLink } from "./follow-link.ts";
import { asked, newForm, type Question, rebase } from "./form.ts";
import { giveFile } from "./give-file.ts";
import { askAgain, outdated, thenGoOn } from "./go-on.ts";
import { respondInGroup } from "./in-group.ts";
import { interviewForm } from "./interview.ts";
import { codeIn, joinByCode } from "./link.ts";
import * as match from "./match.ts";
import { comfort, greetingMessages, reachHuman } from "./menu.ts";
import { isIn, look, moveTo } from "./not-text.ts";
import * as privacy from "./privacy.ts";
import { readAnswer } from "./read-answer.ts";
import { hearDesk, pressDesk, shownAtDesk } from "./staff/desk.ts";
import { withoutDesk } from "./staff/desk-scene.ts";
import { handoverCodeIn, takeOver } from "./staff/hand-over.ts";
import { joinStaff, staffCodeIn } from "./staff/join.ts";
import { questionOf } from "./survey-message.ts";
import * as survey from "./survey-talk.ts";
import { openSurvey } from "./surveys/open-survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn, type World } from "./turn.ts";

/** After so long a silence a finished interview is put away, and one left half done is taken up with a word. */
const REST_HOURS = 12;

export async function converse(before: Conversation, event: InboundEvent, world: World): Promise<Turn> {
  const today = shanghaiDay(event.at);
  const form = interviewForm(world.kb, today);
  const rested = hoursBetween(before.lastAt, event.at) >= REST_HOURS;
  const { conversation, lost } = refresh(before, rested, { world, today, form });
  const { survey: place } = conversation;
  const survey = place?.at === "form" ? await openSurvey(place, world.record, world.surveys, today) : null;
  // Whose draft it is no longer, is at none.
  const kept = place?.at === "form" && !survey ? null : place;
  const scene: Scene = {
    conversation: {
      ...(rested ? withoutDesk(conversation) : conversation),
      ...{ survey: kept, greeted: true, lastAt: event.at },
    },
    world,
    today,
    form,
    survey,
  };
  const turn = await respond(scene, event, before, rested);
  const { happening } = event;
  const shownAs =
    turn.shownAs ?? (happening.kind === "said" ? shownAtDesk(before, happening.text) : undefined);
  const first = [
    ...(before.greeted || event.shared || isPlainArrival(event) ? [] : [{ text: zhCN.privacy }]),
    ...(lost.length ? [{ text: zhCN.lost(lost) }] : []),
  ];
  const effects = [...say(turn.conversation, ...first).effects, ...turn.effects];
  const offered = offeredBy(effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : [])));
  const after = turn.conversation;
  const shown = shownAs === undefined ? turn : { ...turn, shownAs };
  return { ...shown, conversation: { ...after, offered: offered ?? after.offered }, effects };
}

/** Then the greeting holds the privacy notice. */
function isPlainArrival({ happening }: InboundEvent): boolean {
  return happening.kind === "arrived" && !happening.start;
}

function hoursBetween(from: string, to: string): number {
  return from ? (Date.parse(to) - Date.parse(from)) / 3_600_000 : 0;
}

/** Brings a stored state up to today: what was kept comes back, what no longer fits is named. */
function refresh(before: Conversation, rested: boolean, scene: Pick<Scene, "world" | "today" | "form">) {
  const { form, world } = scene;
  const isNew = before.interview.version === "";
  if (isNew || (rested && before.interview.asking === null && !before.paused)) {
    const consent = world.keptFacts ? ("yes" as const) : before.consent;
    return {
      conversation: { ...before, consent, asked: null, interview: newForm(form, world.keptFacts ?? {}) },
      lost: [],
    };
  }
  const { state, lost } = rebase(form, before.interview);
  const labels = lost.map((id) => world.kb.facts.get(id)?.label ?? id);
  return { conversation: { ...before, interview: state }, lost: labels };
}

async function respond(
  scene: Scene,
  event: InboundEvent,
  before: Conversation,
  rested: boolean,
): Promise<Turn> {
  const { happening } = event;
  if (event.shared) return respondInGroup(scene, happening);
  switch (happening.kind) {
    case "arrived":
      return happening.start
        ? followLink(scene, happening.start, !before.greeted)
        : arrive(scene, before, rested || happening.asked === true);
    case "said":
      return happening.edited ? hearEdited(scene, happening.text) : hear(scene, happening.text);
    case "pressed":
      return press(scene, happening.button, happening.label);
    case "chose":
      return choose(scene, happening.question, happening.values);
    case "pressed_nothing":
      return outdated(scene);
    case "confirmed_nothing":
      return askAgain(scene);
    case "showed":
      return look(scene, happening.what, happening.place);
    case "gave":
      return giveFile(scene, happening.file);
  }
}

/** The talk was opened: greet whom we don't know, take up what was left long ago; else say nothing unasked. */
function arrive(scene: Scene, before: Conversation, speaks: boolean): Turn {
  if (!before.greeted) return say(scene.conversation, ...greetingMessages(scene));
  if (!speaks) return { conversation: scene.conversation, effects: [] };
  const again = survey.askedAgain(scene, zhCN.welcomeBack);
  if (again) return say(scene.conversation, again);
  const question = asked(scene.form, scene.conversation.interview);
  return question
    ? say(scene.conversation, questionMessage(question, scene.conversation.interview, zhCN.welcomeBack))
    : say(scene.conversation, { text: zhCN.welcomeAgain, buttons: buttons("match", "help", "menu") });
}

async function hear(scene: Scene, text: string): Promise<Turn> {
  const { conversation } = scene;
  if (!text.trim()) return say(conversation, { text: zhCN.unclear, buttons: buttons("match", "menu") });
  if (isInDistress(text)) return comfort(scene);
  if (readIntent(text) === "complaint") return thenGoOn(scene, reachHuman(scene));
  const code = codeIn(text);
  if (code !== undefined) return joinByCode(scene, code);
  const staffCode = staffCodeIn(text);
  if (staffCode !== undefined) return joinStaff(scene, staffCode);
  const handover = handoverCodeIn(text);
  if (handover !== undefined) return takeOver(scene, handover);
  const atDesk = await hearDesk(scene, text);
  if (atDesk) return atDesk;
  const action = actionNamed(text);
  if (action === "cancel" && conversation.awaiting?.kind === "forget")
    return thenGoOn(scene, privacy.dontForget(scene));
  if (action) return act(scene, action);
  const question = underWay(scene);
  const picked = pickedBy(text, conversation.offered);
  if (picked && !answersQuestion(scene, question, text)) return pick(scene, picked);
  // What was asked last is answered first, also in the middle of a survey.
  const awaited = await hearAwaited(scene, text);
  if (awaited) return awaited;
  const elsewhere = (await survey.hear(scene, text)) ?? moveElsewhere(scene, text);
  if (elsewhere) return elsewhere;
  const answered = question && !survey.inFront(scene) && match.hearAnswer(scene, question, text);
  if (answered) return answered;
  const outright = question ? undefined : answerOutright(scene, text);
  if (outright) return outright;
  if (!question && isAboutThemselves(scene, text)) return match.startMatch(scene, text);
  return thenGoOn(scene, answerAsked(scene, text));
}

/** The question that is asked now, of the survey or of the interview. */
function underWay(scene: Scene): Question | null {
  const open = survey.inFront(scene);
  return open ? questionOf(open) : asked(scene.form, scene.conversation.interview);
}

/** A number or a word under the question is its answer; under a menu or another list it picks from that. */
function answersQuestion({ conversation, today }: Scene, question: Question | null, text: string): boolean {
  // Free words under a question: only the very words of a button pick it.
  if (!question || question.kind === "words") return false;
  const { offered } = conversation;
  const isShown = !offered?.numbered || isOfferedBy(question.id, offered);
  return isShown && readAnswer(question, text, today).ok;
}

/** What was said before was put into other words: what it tells counts from now on, what it asks is answered. */
async function hearEdited(scene: Scene, text: string): Promise<Turn> {
  const corrected = match.correctBy(scene, text);
  if (corrected) return corrected;
  if (soundsLikeQuestion(text) || isAboutThemselves(scene, text)) return hear(scene, text);
  return thenGoOn(scene, say(scene.conversation, { text: zhCN.edited, buttons: buttons("edit", "menu") }));
}

/** A choice by its number or its words is as good as a press. */
function pick(scene: Scene, choice: Choice): Promise<Turn> | Turn {
  const happening = happeningOf(choice);
  switch (happening.kind) {
    case "pressed":
      return press(scene, happening.button, happening.label);
    case "chose":
      return choose(scene, happening.question, happening.values);
    default:
      return outdated(scene);
  }
}

/** What was waited for beside the form: a city for a question, a yes for the deletion. */
async function hearAwaited(scene: Scene, text: string): Promise<Turn | undefined> {
  const { awaiting } = scene.conversation;
  if (awaiting?.kind === "city") {
    const [city] = readCities(scene.world.kb, text);
    if (city && text.length <= 8) return thenGoOn(scene, answerWithCity(scene, awaiting.question, text));
  }
  if (awaiting?.kind === "forget") {
    if (/^(?:是的?|确定|确认|好的?|删)[吧!。]*$/.test(text.trim())) return privacy.forget(scene);
    return privacy.dontForget(scene);
  }
  return undefined;
}

/** 改成泰安 moves the person; 换个城市 asks where to. */
function moveElsewhere(scene: Scene, text: string): Turn | undefined {
  if (!/^(?:我(?:想|要)?|请)?(?:把?城市)?(?:改|换|修改|更改)/.test(text) || text.length > 12)
    return undefined;
  const [city] = readCities(scene.world.kb, text);
  if (!city) return /城市|地方/.test(text) ? match.editAnswer(scene, "city") : undefined;
  return thenGoOn(scene, moveTo(scene, city, zhCN.moved(city)));
}

/** Somebody tells of themselves, or asks what is theirs, rather than how a programme works. */
function isAboutThemselves(scene: Scene, text: string): boolean {
  const { city: _city, ...own } = readFacts(scene.world.kb, text, scene.today);
  const count = Object.keys(own).length;
  const speaks = /我|俺|咱|本人/.test(text);
  const intent = readIntent(text);
  if (intent === "match")
    return count >= 2 || (speaks && count >= 1) || !/[一-鿿]{2,}(?:计划|培训|津贴|奖)/.test(text);
  if (intent === "amount") return count >= 3 && !soundsLikeQuestion(text);
  return intent === "topic" && speaks && count >= 1;
}

async function press(scene: Scene, button: string, label: string): Promise<Turn> {
  const action = actionOfButton(button);
  if (action) return act(scene, action);
  if (button.startsWith("desk:")) return pressDesk(scene, button);
  const answer = answerOfButton(button);
  if (answer) return pressAnswer(scene, answer.question, answer.value);
  const [kind, rest] = [button.slice(0, button.indexOf(":")), button.slice(button.indexOf(":") + 1)];
  const known = Object.hasOwn(PRESSED, kind) ? await PRESSED[kind]?.(scene, rest) : undefined;
  // A button of an older page or of somebody's own making: what it says is taken as said.
  return known ?? hear(scene, label);
}

/** Buttons that carry what they are about behind a colon. */
const PRESSED: Record<string, (scene: Scene, about: string) => Turn | undefined | Promise<Turn | undefined>> =
  {
    survey: survey.press,
    edit: match.editAnswer,
    topic: answerTopic,
    city: pressCity,
    in: (scene, city) =>
      scene.world.kb.documents.some(({ region }) => region === city) ? isIn(scene, city) : undefined,
    source: (scene, key) => {
      const shown = showSource(scene, key);
      return shown && thenGoOn(scene, shown);
    },
  };

function pressCity(scene: Scene, city: string): Turn | undefined {
  const { awaiting } = scene.conversation;
  return awaiting?.kind === "city"
    ? thenGoOn(scene, answerWithCity(scene, awaiting.question, city))
    : undefined;
}

function pressAnswer(scene: Scene, id: string, value: string): Turn {
  const answered = survey.answer(scene, id, value);
  if (answered) return answered;
  const question = asked(scene.form, scene.conversation.interview);
  const given = question?.id === id ? match.valueOfButton(question, value) : undefined;
  return question && given !== undefined ? match.giveAnswer(scene, question, given) : outdated(scene);
}

function choose(scene: Scene, id: string, values: string[]): Turn {
  const answered = survey.answer(scene, id, values);
  if (answered) return answered;
  const question = asked(scene.form, scene.conversation.interview);
  const known = question?.kind === "checklist" && question.id === id ? question : undefined;
  const fits = known && values.every((value) => known.options.some((option) => option.value === value));
  return known && fits ? match.giveAnswer(scene, known, values) : outdated(scene);
}
