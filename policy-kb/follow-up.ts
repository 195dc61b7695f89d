/** 那高级技师呢？ 泰安呢？ 就是这个，怎么申请？ carry on from the last question. */
import { matchWords } from "./dictionary.ts";
import type { KnowledgeBase } from "./load.ts";
import { type Question, readQuestion } from "./question.ts";

/** The last question that was answered. */
export interface Asked {
  /** As it was understood, with what it had taken over itself. */
  text: string;
  /** The clause that answered it, `document/clause`. */
  measure: string;
}

/** A question that is carried on, and the clause that it is still about where the place is the same. */
export interface CarriedOn {
  question: Question;
  measure: string | null;
}

/** Longer ones have a topic of their own. */
const SHORT = 18;
/** What may stand in a follow-up beside a place, a level or a rank. */
const EMPTY =
  /那么?|呢|的话|找|最|里|儿|地方|城市|高|低|比|年|完成|几?月|几?号|日|科室?|牵头|归|到账|发|就是|这个|那个|这项|那项|这条|它|怎么|咋|如何|申请|申报|办理?|弄|多少|多|钱|能|可以|领|拿|给|几|什么|啥|时候|截止|期限|谁|管|负责|单位|部门|哪|个|条件|材料|流程|有|没有?|吗|么|不|我|俺|如果|要是|是|要|呀|啊|吧|还|再|也|又|换成?|如|改成|同样|一样|另外|和|与|跟|的|了|在|到|去|证|工|级|下|考|每月|每年|一共|总共/g;

/** @returns undefined where the question stands on its own */
export function carryOn(
  kb: KnowledgeBase,
  question: Question,
  last: Asked,
  today: string,
): CarriedOn | undefined {
  if (question.text.length > SHORT || !isBare(kb, question) || isWhole(question)) return undefined;
  const own = question.intents[0] !== "topic" && question.intents[0] !== "match";
  const old = withReplaced(kb, last.text, question);
  const merged = readQuestion(kb, `${question.text.replace(LEVEL, "")} ${old}`, today);
  const intents = own ? question.intents : readQuestion(kb, last.text, today).intents;
  const moved = question.cities.length > 0;
  return {
    question: { ...merged, intents, topic: merged.topic },
    measure: moved || !last.measure ? null : last.measure,
  };
}

/** 淄博市级二类竞赛第二，有钱发没: a place and a thing make a question of their own, unless it says 那…呢. */
function isWhole({ text, cities, stated }: Question): boolean {
  const names = stated.competition !== undefined || stated.skill_level !== undefined;
  return cities.length > 0 && names && !/^那|呢[?]?$/.test(text);
}

/** Nothing is left of it beside a place, a level or a rank. */
export function isBare(kb: KnowledgeBase, { topic }: Question): boolean {
  const words = matchWords(kb, topic).filter(({ fact }) => REPLACES.has(fact.id));
  const rest = words
    .sort((a, b) => b.word.length - a.word.length)
    .reduce((text, { word }) => text.replaceAll(word, " "), topic)
    .replace(EMPTY, "");
  return (rest.match(/\p{Script=Han}|[a-z0-9]/gu) ?? []).length === 0;
}

/** What a follow-up names anew takes the place of what was named before. */
const REPLACES = new Set(["skill_level", "competition", "competition_rank", "award_grade"]);

/** The old question with what the new one names anew in its place: 初级工培训免费吗 + 中级工呢 → 中级工培训免费吗. */
function withReplaced(kb: KnowledgeBase, text: string, question: Question): string {
  const level = LEVEL.exec(question.topic)?.[0];
  const levelled = level ? text.replace(LEVEL, level) : text;
  const anew = new Map(matchWords(kb, question.topic).map(({ fact, word }) => [fact.id, word]));
  return matchWords(kb, levelled)
    .flatMap((match) => {
      if (match.fact.id === "city") return question.cities.length > 0 ? [{ ...match, by: " " }] : [];
      const by = anew.get(match.fact.id);
      return by && match.fact.id !== "skill_level" && REPLACES.has(match.fact.id) ? [{ ...match, by }] : [];
    })
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, by }) => `${rest.slice(0, start)}${by}${rest.slice(end)}`, levelled);
}

const LEVEL = /高级技师|预备技师|技师|高级工|中级工|初级工/;
