/** A question about policy, answered from the clauses; in the middle of a form the form goes on afterwards. */
import { answerQuestion, compareEverywhere } from "../policy-kb/answer.ts";
import { documentOf, sourceText } from "../policy-kb/explain.ts";
import type { Answer, Citation } from "../policy-kb/reply.ts";
import { describeMeasure } from "../policy-kb/tell.ts";
import { readCities } from "../policy-kb/understand.ts";
import { buttons } from "./actions.ts";
import type { Conversation } from "./conversation.ts";
import type { Button } from "./event.ts";
import { factsOf } from "./interview.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn, type World } from "./turn.ts";
import { withoutNames } from "./without-names.ts";

function answerTo({ conversation, world, today }: Scene, question: string): Answer {
  const city = world.bureau.city ? { city: world.bureau.city } : {};
  const known = { ...city, ...factsOf(conversation.interview, today) };
  const { hotline } = world.bureau;
  return answerQuestion(world.kb, question, known, { hotline, last: conversation.asked });
}

export function answerAsked(scene: Scene, question: string): Turn {
  const answer = answerTo(scene, question);
  const kept = keepCity(scene, question);
  if (!WANTS_SOURCE.test(question) || answer.outcome !== "answered")
    return reply(scene, kept, answer, question);
  const [cited] = answer.citations;
  const shown = showSource({ ...scene, conversation: kept }, `${cited?.doc}/${cited?.clause}`);
  if (shown)
    return { ...shown, conversation: { ...shown.conversation, awaiting: null, asked: answer.asked } };
  return reply(scene, kept, { ...answer, reply: `${zhCN.noSource}\n${answer.reply}` }, question);
}

/** 给我看原文: the clause's own words where the bureau has loaded its copy. */
const WANTS_SOURCE = /原文|原话|原句/;

/** 市级二类竞赛第二，有钱发没: a yes or a no that one clause gives is given at once, before any interview. */
export function answerOutright(scene: Scene, question: string): Turn | undefined {
  const answer = answerTo(scene, question);
  const isClear = answer.outcome === "answered" && (answer.verdict === "yes" || answer.verdict === "no");
  return isClear && !answer.whole ? reply(scene, keepCity(scene, question), answer, question) : undefined;
}

/** 各地比一比: the last question, for every place. */
export function compareLast(scene: Scene): Turn {
  const { conversation, world, today } = scene;
  const { asked } = conversation;
  const answer = asked && compareEverywhere(world.kb, asked, { today }, world.bureau.hotline);
  if (answer) return reply(scene, conversation, answer, "");
  return say(conversation, { text: zhCN.nothingToCompare, buttons: buttons("match", "menu") });
}

export function answerTopic(scene: Scene, key: string): Turn | undefined {
  const { conversation, world, today } = scene;
  const measure = world.kb.measures.find((one) => one.key === key);
  if (!measure) return undefined;
  const answer = describeMeasure(world.kb, measure, factsOf(conversation.interview, today));
  return reply(scene, conversation, answer, "");
}

/** A city once said is kept, so that nobody is asked for it again; asking about another place moves nobody. */
function keepCity({ conversation, world }: Scene, text: string): Conversation {
  const { interview } = conversation;
  const [city, ...more] = readCities(world.kb, text);
  if (!city || more.length || interview.answers.city !== undefined) return conversation;
  return { ...conversation, interview: { ...interview, answers: { ...interview.answers, city } } };
}

function reply(scene: Scene, conversation: Conversation, answer: Answer, question: string): Turn {
  const text =
    answer.nearest.length && answer.outcome === "unknown" ? `${answer.reply}\n${zhCN.nearest}` : answer.reply;
  const awaiting = answer.outcome === "clarify" ? ({ kind: "city", question } as const) : null;
  const asked = answer.asked ?? conversation.asked;
  const turn = say({ ...conversation, awaiting, asked }, { text, buttons: nextSteps(scene, answer) });
  // The weather is no gap in the documents that staff could fill.
  const isGap = answer.outcome === "unknown" && answer.intent !== "chat";
  const kept = isGap ? withoutNames(scene.world.kb, question) : "";
  const why = answer.defect ? "figure_without_source" : "not_found";
  return kept ? followedBy(turn, { kind: "unanswered", question: kept, why }) : turn;
}

function nextSteps({ world }: Scene, { outcome, nearest, citations }: Answer): Button[] {
  switch (outcome) {
    case "clarify":
      return [...new Set(world.kb.documents.map((document) => document.region))].map((city) => ({
        id: `city:${city}`,
        label: city,
      }));
    case "unknown":
      return [
        ...nearest.map((measure) => ({ id: `topic:${measure.key}`, label: measure.title })),
        ...buttons("human", "menu"),
      ];
    case "answered":
      return [
        ...sourceButtons(world, citations),
        ...buttons(
          ...(mayCompare(world, citations)
            ? (["match", "compare", "menu"] as const)
            : (["match", "menu"] as const)),
        ),
      ];
    case "smalltalk":
      return buttons("match", "help");
  }
}

/** One place was told of, and there are others. */
function mayCompare({ kb }: World, citations: readonly Citation[]): boolean {
  return kb.documents.length > 1 && new Set(citations.map(({ doc }) => doc)).size === 1;
}

/** 查看原文, for the first clause that the bureau's own copy is loaded of. */
export function sourceButtons(world: World, cited: readonly Citation[]): Button[] {
  const key = cited.map(({ doc, clause }) => `${doc}/${clause}`).find((one) => world.sources.has(one));
  return key ? [{ id: `source:${key}`, label: zhCN.button.source }] : [];
}

/** The clause's own words; undefined where they are not loaded. */
export function showSource({ conversation, world }: Scene, key: string): Turn | undefined {
  const words = world.sources.get(key);
  const measure = world.kb.measures.find((one) => one.key === key);
  if (words === undefined || !measure) return undefined;
  const head = sourceText(documentOf(world.kb, measure.doc), measure.clause);
  return say(conversation, { text: `${head}\n\n${words}`, buttons: buttons("match", "menu") });
}

/** The city that was missing: the question is answered as if it had been there from the start. */
export function answerWithCity(scene: Scene, question: string, city: string): Turn {
  return answerAsked(
    { ...scene, conversation: { ...scene.conversation, awaiting: null } },
    `${city} ${question}`,
  );
}
