/** The eligibility interview: from what is known to what can be claimed, asking only what is still needed. */
import { answerQuestion } from "../policy-kb/answer.ts";
import { type Assessment, assess } from "../policy-kb/assess.ts";
import { clauseText, factsText, paymentText, valueText } from "../policy-kb/explain.ts";
import { reportText } from "../policy-kb/report.ts";
import { strayInReport } from "../policy-kb/report-gate.ts";
import { readFacts } from "../policy-kb/understand.ts";
import { type Action, buttons } from "./actions.ts";
import { sourceButtons } from "./ask.ts";
import { questionMessage, refusalText, soundsLikeQuestion } from "./ask-question.ts";
import type { Conversation } from "./conversation.ts";
import type { OutboundMessage } from "./event.ts";
import * as form from "./form.ts";
import { factsOf } from "./interview.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

/** After so many answers the result is given; who wants it more exact goes on. */
const QUESTIONS_BEFORE_RESULT = 8;
/** Misunderstood so often at one question, a person is offered a human. */
const MISSES_UNTIL_HELP = 2;

/** Starts with what was said, or goes on where it was. */
export function startMatch(scene: Scene, said = ""): Turn {
  const { conversation } = scene;
  const learnt = learn(scene, said);
  const interview = form.advance(scene.form, { ...learnt, path: [] });
  return askOrFinish(scene, { ...conversation, interview }, openingText(scene, interview));
}

export function resumeMatch(scene: Scene): Turn {
  const { conversation } = scene;
  const question = form.asked(scene.form, conversation.interview);
  if (question) return say(conversation, questionMessage(question, conversation.interview));
  const interview = form.advance(scene.form, { ...conversation.interview, path: [] });
  return askOrFinish(scene, { ...conversation, interview }, "");
}

/** What is known, together with what the text tells beside it. */
function learn(scene: Scene, text: string): form.FormState {
  const { interview } = scene.conversation;
  const { world, today } = scene;
  const city = world.bureau.city ? { city: world.bureau.city } : {};
  const answers = { ...city, ...interview.answers, ...readFacts(world.kb, text, today) };
  return { ...interview, version: scene.form.version, answers };
}

/** Shows back what was understood, and what is theirs already: nobody should have to wait for good news. */
function openingText(scene: Scene, interview: form.FormState): string {
  const { kb } = scene.world;
  const facts = factsOf(interview, scene.today);
  const understood = factsText(facts, kb);
  const sure = assess(kb, facts).eligible.filter(
    ({ benefit, payment }) => !benefit.right && (payment.total ?? payment.yuan),
  );
  const claims = sure.map(
    (granted) =>
      `· ${granted.benefit.title}：${paymentText(granted, kb)}（${clauseText(granted.benefit.clause)}）`,
  );
  return [
    understood ? zhCN.understood(understood) : zhCN.opening,
    claims.length ? zhCN.alreadyYours(claims) : "",
    claims.length ? zhCN.fewMore : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** The next question, or the result when nothing is left or enough was asked. */
function askOrFinish(scene: Scene, conversation: Conversation, opening: string): Turn {
  const { interview } = conversation;
  const question = form.asked(scene.form, interview);
  const first: OutboundMessage[] = opening ? [{ text: opening }] : [];
  if (!question) return result(scene, conversation);
  if (interview.path.length >= QUESTIONS_BEFORE_RESULT) {
    const paused = { ...conversation, interview: { ...interview, asking: null } };
    return result(scene, paused, zhCN.mostAsked);
  }
  return say(conversation, ...first, questionMessage(question, interview));
}

function result(scene: Scene, conversation: Conversation, more = ""): Turn {
  const { kb } = scene.world;
  const facts = factsOf(conversation.interview, scene.today);
  const assessment: Assessment = assess(kb, facts);
  // Where nothing could be worked out there is nothing to keep.
  const asksToRemember =
    conversation.consent === "unasked" && assessment.eligible.length + assessment.open.length > 0;
  const report = reportText(kb, assessment);
  // A figure from nowhere: the report is held back, and the staff are told.
  const isSound = strayInReport(kb, assessment, report).length === 0;
  const text = [isSound ? report : zhCN.withheld, more, asksToRemember ? zhCN.rememberAsk : ""];
  const actions: Action[] = [
    ...(more ? (["resume"] as const) : []),
    ...(asksToRemember ? (["remember", "dont_remember"] as const) : []),
    "edit",
    "restart",
    "menu",
  ];
  const done = {
    ...conversation,
    paused: more !== "",
    interview: { ...conversation.interview, path: [], asking: null },
  };
  const cited = assessment.eligible.map(({ benefit: { doc, clause } }) => ({ doc, clause }));
  const turn = say(done, {
    text: text.filter(Boolean).join("\n\n"),
    buttons: [...sourceButtons(scene.world, cited), ...buttons(...actions)],
  });
  const told = isSound
    ? turn
    : followedBy(turn, { kind: "unanswered", question: zhCN.resultWithheld, why: "figure_without_source" });
  return conversation.consent === "yes" ? followedBy(told, remember(scene, done)) : told;
}

export function remember(scene: Scene, conversation: Conversation) {
  const { today: _today, ...facts } = factsOf(conversation.interview, scene.today);
  return { kind: "remember" as const, facts };
}

// ── answers ──────────────────────────────────────────────────────────────────────────────────────

/**
 * What was typed while a question is under way. Undefined where it is no answer but a question of the person's
 * own: that is answered first, and the interview goes on afterwards.
 */
export function hearAnswer(scene: Scene, question: form.Question, text: string): Turn | undefined {
  const { conversation, today } = scene;
  const { interview } = conversation;
  if (soundsLikeQuestion(text) && !ASKS_FOR_RESULT.test(text)) return undefined;
  const turn = form.answerText(scene.form, interview, question, text, today);
  if (turn.event.kind === "answered") return afterAnswer(scene, withOtherFacts(scene, turn.state, text));
  const corrected = correctBy(scene, text);
  if (corrected) return corrected;
  if (ASKS_FOR_RESULT.test(text))
    return result(scene, { ...conversation, interview: { ...interview, asking: null } }, zhCN.soFar);
  if (isAboutPolicy(scene, text)) return undefined;
  const refused = turn.event.kind === "refused" ? refusalText(turn.event.why) : "";
  const message = questionMessage(question, turn.state, refused);
  const wayOut =
    turn.state.misses >= MISSES_UNTIL_HELP ? [{ text: zhCN.tired, buttons: buttons("human", "cancel") }] : [];
  return say({ ...conversation, interview: turn.state }, ...wayOut, message);
}

/** Tired of questions: what can be told now is told now. */
const ASKS_FOR_RESULT = /(?:能|可以)(?:拿|领)(?:到)?(?:多少|几个?|什么|啥)|到底(?:能|多少)|直接(?:说|告诉)/;

/** In the middle of the interview something is told that is not known yet, or was told otherwise. */
export function correctBy(scene: Scene, text: string): Turn | undefined {
  const { interview } = scene.conversation;
  if (interview.asking === null) return undefined;
  const told = Object.entries(readFacts(scene.world.kb, text, scene.today));
  if (!told.some(([id, value]) => interview.answers[id] !== value)) return undefined;
  return afterCorrection(scene, form.advance(scene.form, learn(scene, text)));
}

/** What was told beside the question is said back, so that a wrong reading can be put right. */
function afterCorrection(scene: Scene, interview: form.FormState): Turn {
  const turn = afterAnswer(scene, interview);
  const text = zhCN.changed(factsText(factsOf(interview, scene.today), scene.world.kb));
  return { ...turn, effects: [{ kind: "send", message: { text } }, ...turn.effects] };
}

/** What is no answer may name a programme: 技师补贴 in the middle of the interview asks about it. */
function isAboutPolicy({ world, today, conversation }: Scene, text: string): boolean {
  return answerQuestion(world.kb, text, factsOf(conversation.interview, today)).outcome === "answered";
}

/** One sentence may tell more than was asked: nobody is asked for it again. */
function withOtherFacts(scene: Scene, state: form.FormState, text: string): form.FormState {
  const told = readFacts(scene.world.kb, text, scene.today);
  const answers = { ...told, ...state.answers };
  return form.advance(scene.form, { ...state, answers });
}

export function giveAnswer(scene: Scene, question: form.Question, value: form.AnswerValue): Turn {
  return afterAnswer(
    scene,
    form.answerValue(scene.form, scene.conversation.interview, question, value).state,
  );
}

/** A button's value as the answer to a question, or undefined where the question has no such option. */
export function valueOfButton(question: form.Question, value: string): form.AnswerValue | undefined {
  if (question.kind === "yesno") return value === "yes" ? true : value === "no" ? false : undefined;
  return question.options.find((option) => option.value === value)?.value;
}

export function passOver(scene: Scene, question: form.Question): Turn {
  return afterAnswer(scene, form.passOver(scene.form, scene.conversation.interview, question).state);
}

function afterAnswer(scene: Scene, interview: form.FormState): Turn {
  return askOrFinish(scene, { ...scene.conversation, interview }, "");
}

export function goBack(scene: Scene): Turn {
  const { conversation } = scene;
  const { state, event } = form.goBack(scene.form, conversation.interview);
  const question = form.asked(scene.form, state);
  const before = event.kind === "at_start" ? zhCN.atStart : "";
  if (!question && event.kind === "went_back") return afterAnswer(scene, state);
  if (!question) return say(conversation, { text: zhCN.atStart, buttons: buttons("match", "menu") });
  return say({ ...conversation, interview: state }, questionMessage(question, state, before));
}

// ── changing one answer ──────────────────────────────────────────────────────────────────────────

export function offerEdit(scene: Scene): Turn {
  const { conversation, world } = scene;
  const known = [...world.kb.facts.values()].filter(
    ({ id }) => conversation.interview.answers[id] !== undefined,
  );
  // What was ticked in a list is changed in that list.
  const entries = new Map(
    known.map((fact) => {
      const group = fact.group ? world.kb.groups.get(fact.group) : undefined;
      const value = conversation.interview.answers[fact.id] as string | number | boolean;
      const label = group ? group.label : `${fact.label}：${valueText(fact.id, value, world.kb)}`;
      return [fact.group ?? fact.id, label];
    }),
  );
  if (entries.size === 0)
    return say(conversation, { text: zhCN.nothingToEdit, buttons: buttons("match", "menu") });
  const choices = [...entries].map(([id, label]) => ({ id: `edit:${id}`, label }));
  return say(conversation, { text: zhCN.editWhich, buttons: choices });
}

export function editAnswer(scene: Scene, id: string): Turn | undefined {
  const { conversation } = scene;
  const interview = form.edit(conversation.interview, id);
  // All of a list is shown, as all of it is read.
  const question = scene.form.find(id, interview);
  if (!question) return undefined;
  return say({ ...conversation, interview }, questionMessage(question, interview));
}
