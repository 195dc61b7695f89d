/** A question as it is typed → what it wants to know, of which place, and what it tells by the way. */

import { OTHER_PLACE } from "./explain.ts";
import { repair } from "./homophones.ts";
import { type Intent, readIntents } from "./intent.ts";
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import type { Facts, FactValue } from "./schema.ts";
import { readCities, readFacts } from "./understand.ts";

export interface Question {
  /** Normalised, homophones put right. */
  text: string;
  /** Without the places: they have done their work by choosing the document. */
  topic: string;
  /** The main one first. */
  intents: Intent[];
  /** Every place named, in the order in which they are named. */
  cities: string[];
  /** Where somebody is, where a question of one place tells that it is another. */
  elsewhere?: string;
  /** What it tells of who asks, place left out. */
  stated: Facts;
  /** It wants a yes or a no. */
  asksWhether: boolean;
  /** The part that asks, without the story around it. */
  asking: string;
}

/** @param today "2026-11-20" */
export function readQuestion(kb: KnowledgeBase, typed: string, today: string): Question {
  const text = inFull(repair(kb, spacedOut(normalise(typed))));
  const { city, ...stated } = readFacts(kb, text, today);
  const cities = readCities(kb, text);
  return {
    text,
    topic: withoutCities(kb, text),
    intents: readIntents(text),
    // 我是威海人，在张家港打工 is about one place; 威海和张家港 about two.
    ...placesMeant(cities, city, text),
    stated,
    asksWhether: asksWhether(text),
    asking: askingPart(text),
  };
}

/** 淄博技校的学生到济南顶岗 asks about 淄博's money for somebody in 济南. */
function placesMeant(
  cities: string[],
  city: FactValue | undefined,
  text: string,
): Pick<Question, "cities" | "elsewhere"> {
  const covered = cities.filter((one) => one !== OTHER_PLACE);
  if (city === undefined || cities.length < 2 || SEVERAL.test(text)) return { cities };
  if (city === OTHER_PLACE && covered.length === 1) return { cities: covered, elsewhere: OTHER_PLACE };
  return { cities: [String(city)] };
}

const SEVERAL = /和|跟|与|、|呢|还是|比|哪|差|分别/;

/** 淄 博 首 席 技 师: typed character by character. */
function spacedOut(text: string): string {
  return text.replace(/(?:^|(?<= ))(?:\p{Script=Han} ){3,}\p{Script=Han}(?= |$)/gu, (run) =>
    run.replaceAll(" ", ""),
  );
}

/** What people say for short, in full. */
const SHORT_FOR: [RegExp, string][] = [[/(?<!企业|齐鲁|金牌)首席(?!技师|专家|工人|员工|代表)/g, "首席技师"]];

function inFull(text: string): string {
  return SHORT_FOR.reduce((full, [short, long]) => full.replace(short, long), text);
}

/** 能…吗, 算不算, 有没有, 够不够, …行不, …没: answered with a yes or a no first. */
const WHETHER =
  /(能|可以|会|算|有|给|发|补|奖|管|让|够|行|是|用|要|报|领|拿|享受|来得及|符合|允|准|该|得|值|属|应|成|要|参加)(?:不\1|没\1)|能否|是否|可否|[吗么嘛](?:[?,。!]|$|\s)|[不没否](?:[?,。!]|$|\s)|没有?(?:[?。!]|$)|对不对|对吗|吧(?:[?,。!]|$)|真的假的|的份|行不行|管不管|还来得及/;
/** 多少, 哪些…: they want something else than a yes or a no, though 有没有 stands beside it. */
const OPEN = /多少|几[个家名项万千百十元块年月成]|哪|什么|啥|谁|怎么|咋|如何|何时/;

function asksWhether(text: string): boolean {
  return (
    WHETHER.test(text) &&
    !/^[^,。?]*(?:有什么|有啥|有哪些)/.test(text) &&
    (!OPEN.test(text) || MAY_I.test(text))
  );
}

/** 我能领吗，能领多少: both are answered. */
const MAY_I =
  /能不能|可不可以|还能|还来得及|能[领拿报享申]|给不给|发不发|算不算|有没有|有[^,。?]{0,6}[没不吗](?:[?,。]|$)/;

/** The last clause that asks something; the whole where none does. */
function askingPart(text: string): string {
  const clauses = text.split(/[,。;!]/).filter((clause) => clause.trim());
  return clauses.findLast((clause) => WHETHER.test(clause) || OPEN.test(clause)) ?? text;
}

const placeNames = new WeakMap<KnowledgeBase, RegExp>();

function withoutCities(kb: KnowledgeBase, text: string): string {
  let places = placeNames.get(kb);
  if (!places) {
    // 张家港户口 and 淄博技校 are more than a place, and stay.
    const words = (kb.facts.get("city")?.choices ?? [])
      .flatMap((choice) => choice.words)
      .filter((word) => !MORE_THAN_A_PLACE.test(word))
      .sort((a, b) => b.length - a.length);
    places = new RegExp(`(?:${words.map(RegExp.escape).join("|")})(?!班(?!组))`, "g");
    placeNames.set(kb, places);
  }
  return text.replace(places, " ");
}

const MORE_THAN_A_PLACE = /班$|户|籍|校|院|能手/;

/** One message can hold several questions, each with a topic of its own. */
export function splitQuestions(text: string): string[] {
  const parts = text.split(/(?<=[?？])|[;；\n]/).map((part) => part.trim());
  const asking = parts.filter(
    (part) => part.length >= 6 && /[?？吗呢]|多少|什么|怎么|咋|哪|几|啥|谁/.test(part),
  );
  return asking.length > 1 && asking.length <= 3 ? asking : [text];
}
