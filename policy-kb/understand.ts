/** A self-description → facts, by the knowledge base's own dictionary (`words` in facts.yaml). */

import { dayRange, isoDay, later, shanghaiDay } from "./dates.ts";
import { type Match, matchWords } from "./dictionary.ts";
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import { placeOf } from "./places.ts";
import { certifiedLately, readDates } from "./read-dates.ts";
import { readQuantities } from "./read-figures.ts";
import { type ContestResult, resultsIn } from "./read-results.ts";
import type { Fact, Facts, FactValue } from "./schema.ts";
import { readRole } from "./speaker.ts";

/** What a text tells about the person or the enterprise; `today` is "2026-11-20". */
export function readFacts(kb: KnowledgeBase, text: string, today: string): Facts {
  const whole = normalise(text);
  const plain = ofThemselves(whole);
  const facts: Record<string, FactValue> = {};
  // Where somebody works is said in passing too, so that places are read in the whole text.
  const cities = matchWords(kb, whole).filter((match) => match.fact.id === "city");
  const matches = wordsTold(kb, plain).filter((match) => match.fact.id !== "city");
  for (const [fact, found] of Map.groupBy(matches, (match) => match.fact)) {
    const value = fact.id === "role" ? undefined : settle(fact, found);
    if (value !== undefined) facts[fact.id] = value;
  }
  const city = placeOf(cities, whole);
  if (city) facts.city = city;
  Object.assign(facts, resultsIn(matches)[0]);
  const role = readRole(matches, plain, facts);
  if (role) facts.role = role;
  if (role === "个人") Object.assign(facts, highestLevel(matches));
  const dates = readDates(kb, plain, today);
  // A date says more than 考下 does.
  const fresh = certifiedLately(plain, today) ?? facts.newly_certified;
  if (fresh !== undefined && kb.facts.has("newly_certified")) facts.newly_certified = fresh;
  // 去年毕业，现在在…上班: work that is told after the graduation came after it.
  if (
    dates.graduated_on &&
    !dates.hired_on &&
    kb.facts.has("came_after_graduating") &&
    THEN_WORKED.test(plain)
  )
    facts.came_after_graduating ??= true;
  const { graduated_on, hired_on } = dates;
  if (graduated_on && hired_on && kb.facts.has("came_after_graduating")) {
    const after = cameAfter(String(hired_on), String(graduated_on));
    if (after !== undefined) facts.came_after_graduating = after;
  }
  // 头一回来，干了八个月: who came for the first time has been here as long as at work.
  if (facts.first_time_in_city === true && hired_on && facts.full_year_in_city === undefined) {
    const full = cameAfter(oneYearBefore(today), String(hired_on));
    if (full !== undefined) facts.full_year_in_city = full;
  }
  return { ...facts, ...readQuantities(kb, plain, facts), ...dates };
}

function oneYearBefore(today: string): string {
  return isoDay(later(dayRange(shanghaiDay(today))?.first ?? 0, { years: -1 }));
}

/** Whether one date surely lies after another; undefined where both may be the same day. */
function cameAfter(one: string, other: string): boolean | undefined {
  const [a, b] = [dayRange(one), dayRange(other)];
  if (!a || !b) return undefined;
  return a.first > b.last ? true : a.last < b.first ? false : undefined;
}

/** Contest results told, each with its own contest, the strongest first. */
export function readResults(kb: KnowledgeBase, text: string): ContestResult[] {
  return resultsIn(wordsTold(kb, ofThemselves(normalise(text))));
}

/** Who has passed several levels holds the highest of them. */
function highestLevel(matches: readonly Match[]): Facts {
  const levels = matches.filter(({ fact, negated }) => fact.id === "skill_level" && !negated);
  const ranks = levels[0]?.fact.choices.map(({ value }) => value) ?? [];
  const [highest] = levels
    .map(({ value }) => value)
    .sort((a, b) => ranks.indexOf(String(b)) - ranks.indexOf(String(a)));
  return highest === undefined ? {} : { skill_level: highest };
}

/** The places named in a text, in the order in which they are named. */
export function readCities(kb: KnowledgeBase, text: string): string[] {
  const cities = matchWords(kb, normalise(text)).filter((match) => match.fact.id === "city");
  return [...new Set(cities.sort((a, b) => a.start - b.start).map((match) => String(match.value)))];
}

/** The same text with what is told of others, or has not come yet, blanked out. */
function ofThemselves(text: string): string {
  const speaks = /(?:我|俺)(?:还|也|自己|就|本人)*(?:是|在|当|现在|自己)/.test(text);
  return text.replace(/[^,。;!?]+/g, (clause) =>
    NOT_YET.test(clause) || (speaks && OF_OTHERS.test(clause)) ? " ".repeat(clause.length) : clause,
  );
}

/** All words of a text, save achievements in a clause that tells how they came to nothing. */
function wordsTold(kb: KnowledgeBase, text: string): Match[] {
  const failed = [...text.matchAll(/[^,。;!?]+/g)].flatMap(({ 0: clause, index }) =>
    CAME_TO_NOTHING.test(clause) ? [{ start: index, end: index + clause.length }] : [],
  );
  const isLost = ({ fact, value, start }: Match) =>
    value !== false && isAchievement(fact) && failed.some((one) => start >= one.start && start < one.end);
  return matchWords(kb, text).filter((match) => !isLost(match));
}

function isAchievement({ id, group }: Fact): boolean {
  return ACHIEVEMENTS.has(id) || group === "honours" || group === "platforms" || group === "school_results";
}

const ACHIEVEMENTS = new Set([
  ...["skill_level", "newly_certified", "competition", "competition_rank", "award_grade"],
  ...[
    "reviews_passed",
    "golden_collar_trainee",
    "assessment_passed",
    "first_assessment",
    "trainees_certified",
  ],
]);

const THEN_WORKED = /毕业[^。;]*(?<!没|没找|未|待|没有)(?:上班|工作|就业|入职|全职|进厂)/;
const NOT_YET =
  /考(?:下|出|过|上)?(?:来|了|到)?(?:之?后|的话)?(?:能|可以|会)(?:拿|领|有|补|给|多)|如果|要是|假如|快要|即将|目标|(?:要|准备|打算|想|计划)(?:去)?(?:参加|报名|打)[^,。;]{0,12}(?:大赛|竞赛|比赛|赛)/;
const CAME_TO_NOTHING =
  /差一点|差点|没合格|没及格|吊销|作废|没过(?!完|[^,。]{0,3}期)|没考过|没考上|没考下|没考出|没拿下|没通过|落榜|没评上|没拿到证|差[^,。]{0,4}分/;
const OF_OTHERS =
  /(?:徒弟|师傅|师父|同事|工友|朋友|邻居|同学)(?!作品)|(?:儿子|闺女|女儿|老公|老婆|媳妇|对象|爱人|[爸妈哥姐弟妹])(?![^,。;]{0,3}(?:徒|子承))|小[王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于]|老[王李张刘陈杨赵黄周吴徐孙马朱胡郭]/;

/** One value where the text agrees with itself; undefined where it names several or denies what it names. */
function settle(fact: Fact, matches: Match[]): FactValue | undefined {
  if (fact.kind === "yesno") {
    // 不是民办 affirms: a denial of what says no.
    return !matches.some(({ negated, value }) => negated === (value === true));
  }
  const values = [...new Set(matches.filter((match) => !match.negated).map((match) => match.value))];
  if (values.length <= 1) return values[0];
  // Of several contests hosted or levels of talent the highest is told; levels of skill are a person's own matter.
  const ranks = fact.choices.map(({ value }) => value);
  const isRanked = fact.ordered && fact.id !== "skill_level";
  return isRanked ? ranks.findLast((value) => values.includes(value)) : undefined;
}
