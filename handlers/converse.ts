/** What the assistant says next. Pure: no clock, no randomness, no I/O of its own. */
import { shanghaiDay } from "../policy-kb/dates.ts";
import { readIntent } from "../policy-kb/intent.ts";
import { isInDistress } from "../policy-kb/small-talk.ts";
import { readCities, readFacts } from "../policy-kb/understand.ts";
import { type Action, actionNamed, actionOfButton, buttons } from "./actions.ts";
import { answerAsked, answerOutright, answerTopic, answerWithCity, compareLast, showSource } from "./ask.ts";
import { answerOfButton, questionMessage, soundsLikeQuestion } from "./ask-question.ts";
import type { Conversation } from "./conversation.ts";
import type { InboundEvent } from "./event.ts";
import { asked, newForm, rebase } from "./form.ts";
import { interviewForm } from "./interview.ts";
import * as match from "./match.ts";
import { comfort, greetingMessages, reachHuman, showHelp, showMenu } from "./menu.ts";
import * as privacy from "./privacy.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn, type World } from "./turn.ts";

/** After so long a silence a finished interview is put away, and one left half done is taken up with a word. */
const REST_HOURS = 12;

export async function converse(before: Conversation, event: InboundEvent, world: World): Promise<Turn> {
  const today = shanghaiDay(event.at);
  const form = interviewForm(world.kb, today);
  const rested = hoursBetween(before.lastAt, event.at) >= REST_HOURS;
  const { conversation, lost } = refresh(before, rested, { world, today, form });
  const scene: Scene = {
    conversation: { ...conversation, greeted: true, lastAt: event.at },
    world,
    today,
    form,
  };
  const turn = await respond(scene, event, before, rested);
  const first = [
    ...(before.greeted || event.happening.kind === "arrived" ? [] : [{ text: zhCN.privacy }]),
    ...(lost.length ? [{ text: zhCN.lost(lost) }] : []),
  ];
  return { ...turn, effects: [...say(turn.conversation, ...first).effects, ...turn.effects] };
}

function hoursBetween(from: string, to: string): number {
  return from ? (Date.parse(to) - Date.parse(from)) / 3_600_000 : 0;
}

/** Brings a stored state up to today: what was kept comes back, what no longer fits is named. */
function refresh(before: Conversation, rested: boolean, scene: Omit<Scene, "conversation">) {
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
  switch (happening.kind) {
    case "arrived":
      return arrive(scene, before, rested);
    case "said":
      return hear(scene, happening.text);
    case "pressed":
      return press(scene, happening.button, happening.label);
    case "chose":
      return choose(scene, happening.question, happening.values);
  }
}

/** The page was opened: greet whom we don't know, take up what was left long ago; else say nothing. */
function arrive(scene: Scene, before: Conversation, rested: boolean): Turn {
  if (!before.greeted) return say(scene.conversation, ...greetingMessages(scene));
  if (!rested) return { conversation: scene.conversation, effects: [] };
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
  const action = actionNamed(text);
  if (action === "cancel" && conversation.awaiting?.kind === "forget")
    return thenGoOn(scene, privacy.dontForget(scene));
  if (action) return act(scene, action);
  const awaited = hearAwaited(scene, text) ?? moveElsewhere(scene, text);
  if (awaited) return awaited;
  const question = asked(scene.form, conversation.interview);
  const answered = question && match.hearAnswer(scene, question, text);
  if (answered) return answered;
  const outright = question ? undefined : answerOutright(scene, text);
  if (outright) return outright;
  if (!question && isAboutThemselves(scene, text)) return match.startMatch(scene, text);
  return thenGoOn(scene, answerAsked(scene, text));
}

/** What was waited for beside the form: a city for a question, a yes for the deletion. */
function hearAwaited(scene: Scene, text: string): Turn | undefined {
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
  const { interview } = scene.conversation;
  const moved = {
    ...scene.conversation,
    asked: null,
    interview: { ...interview, answers: { ...interview.answers, city } },
  };
  return thenGoOn(
    { ...scene, conversation: moved },
    say(moved, { text: zhCN.moved(city), buttons: buttons("match", "menu") }),
  );
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

/** In the middle of a form: the question was answered, now the form goes on where it was. */
function thenGoOn(scene: Scene, turn: Turn): Turn {
  const question = asked(scene.form, turn.conversation.interview);
  if (!question) return turn;
  const again = questionMessage(question, turn.conversation.interview, zhCN.goOn);
  return followedBy(turn, { kind: "send", message: again });
}

async function press(scene: Scene, button: string, label: string): Promise<Turn> {
  const action = actionOfButton(button);
  if (action) return act(scene, action);
  const answer = answerOfButton(button);
  if (answer) return pressAnswer(scene, answer.question, answer.value);
  const [kind, rest] = [button.slice(0, button.indexOf(":")), button.slice(button.indexOf(":") + 1)];
  const known = Object.hasOwn(PRESSED, kind) ? PRESSED[kind]?.(scene, rest) : undefined;
  // A button of an older page or of somebody's own making: what it says is taken as said.
  return known ?? hear(scene, label);
}

/** Buttons that carry what they are about behind a colon. */
const PRESSED: Record<string, (scene: Scene, about: string) => Turn | undefined> = {
  edit: match.editAnswer,
  topic: answerTopic,
  city: pressCity,
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
  const question = asked(scene.form, scene.conversation.interview);
  const given = question?.id === id ? match.valueOfButton(question, value) : undefined;
  return question && given !== undefined ? match.giveAnswer(scene, question, given) : outdated(scene);
}

function choose(scene: Scene, id: string, values: string[]): Turn {
  const question = asked(scene.form, scene.conversation.interview);
  const known = question?.kind === "checklist" && question.id === id ? question : undefined;
  const fits = known && values.every((value) => known.options.some((option) => option.value === value));
  return known && fits ? match.giveAnswer(scene, known, values) : outdated(scene);
}

/** An answer to a question that is no longer asked: say so, and ask the one that is. */
function outdated(scene: Scene): Turn {
  const question = asked(scene.form, scene.conversation.interview);
  if (!question)
    return say(scene.conversation, { text: zhCN.notAsked, buttons: buttons("edit", "match", "menu") });
  return say(scene.conversation, questionMessage(question, scene.conversation.interview, zhCN.stale));
}

async function act(scene: Scene, action: Action): Promise<Turn> {
  const calm: Scene = action.startsWith("forget")
    ? scene
    : { ...scene, conversation: { ...scene.conversation, awaiting: null } };
  return ACTIONS[action](calm);
}

const ACTIONS: Record<Action, (scene: Scene) => Turn | Promise<Turn>> = {
  match: (scene) => match.startMatch(scene),
  compare: (scene) => thenGoOn(scene, compareLast(scene)),
  resume: (scene) => match.resumeMatch(scene),
  menu: showMenu,
  help: (scene) => thenGoOn(scene, showHelp(scene)),
  human: (scene) => thenGoOn(scene, reachHuman(scene)),
  data: privacy.showData,
  export: async (scene) => thenGoOn(scene, await privacy.exportData(scene)),
  forget: privacy.askToForget,
  forget_yes: privacy.forget,
  forget_no: (scene) => thenGoOn(scene, privacy.dontForget(scene)),
  remember: privacy.rememberFacts,
  dont_remember: privacy.dontRemember,
  unremember: privacy.unremember,
  back: (scene) => match.goBack(scene),
  edit: (scene) => match.offerEdit(scene),
  unsure: passOver,
  cancel: stop,
  restart,
};

function passOver(scene: Scene): Turn {
  const question = asked(scene.form, scene.conversation.interview);
  if (question) return match.passOver(scene, question);
  return say(scene.conversation, { text: zhCN.nothingToSkip, buttons: buttons("match", "menu") });
}

function stop({ conversation }: Scene): Turn {
  if (conversation.interview.asking === null)
    return say(conversation, { text: zhCN.nothingToCancel, buttons: buttons("match", "menu") });
  const stopped = { ...conversation, paused: true, interview: { ...conversation.interview, asking: null } };
  return say(stopped, { text: zhCN.cancelled, buttons: buttons("resume", "menu") });
}

function restart(scene: Scene): Turn {
  const fresh = { ...scene.conversation, awaiting: null, interview: newForm(scene.form) };
  const turn = match.startMatch({ ...scene, conversation: fresh });
  return { ...turn, effects: [...say(fresh, { text: zhCN.restarted }).effects, ...turn.effects] };
}
