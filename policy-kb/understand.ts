/**
 * A self-description → facts, by the knowledge base's own dictionary: `words` in facts.yaml, longest first, each
 * stretch of text used once, so that 首席技师 is not also read as 技师.
 */
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import { readDates } from "./read-dates.ts";
import { readQuantities } from "./read-figures.ts";
import type { Fact, Facts, FactValue } from "./schema.ts";
import { type Found, readRole } from "./speaker.ts";

interface Entry {
  word: string;
  fact: Fact;
  value: FactValue;
}

interface Match extends Entry, Found {
  start: number;
  end: number;
}

interface Dictionary {
  /** Longest first. */
  entries: Entry[];
  /** Ends where a denial reaches what follows it. */
  denial: RegExp;
}

const dictionaries = new WeakMap<KnowledgeBase, Dictionary>();

/** Every word that tells a choice or a yes or no. */
function dictionaryOf(kb: KnowledgeBase): Dictionary {
  let dictionary = dictionaries.get(kb);
  if (!dictionary) {
    const entries = [...kb.facts.values()].flatMap(entriesOf).sort((a, b) => b.word.length - a.word.length);
    dictionary = { entries, denial: denialBefore(entries) };
    dictionaries.set(kb, dictionary);
  }
  return dictionary;
}

function entriesOf(fact: Fact): Entry[] {
  const entries: Entry[] = fact.choices.flatMap((choice) =>
    choice.words.map((word) => ({ word: normalise(word), fact, value: choice.value })),
  );
  if (fact.kind !== "yesno") return entries;
  const said = (words: readonly string[], value: boolean) =>
    words.map((word) => ({ word: normalise(word), fact, value }));
  return [...said(fact.words, true), ...said(fact.no_words, false)];
}

/** What a text tells about the person or the enterprise; `today` is "2026-11-20". */
export function readFacts(kb: KnowledgeBase, text: string, today: string): Facts {
  const whole = normalise(text);
  const plain = ofThemselves(whole);
  const facts: Record<string, FactValue> = {};
  // Where somebody works is said in passing too, so that places are read in the whole text.
  const cities = matchWords(dictionaryOf(kb), whole).filter((match) => match.fact.id === "city");
  const matches = matchWords(dictionaryOf(kb), plain).filter((match) => match.fact.id !== "city");
  for (const [fact, found] of Map.groupBy([...cities, ...matches], (match) => match.fact)) {
    const value = fact.id === "role" ? undefined : settle(fact, found);
    if (value !== undefined) facts[fact.id] = value;
  }
  const role = readRole(matches, plain, facts);
  if (role) facts.role = role;
  const dates = readDates(kb, plain, today);
  // 去年毕业，现在在…上班: work that is told after the graduation came after it.
  if (
    dates.graduated_on &&
    !dates.hired_on &&
    kb.facts.has("came_after_graduating") &&
    THEN_WORKED.test(plain)
  )
    facts.came_after_graduating ??= true;
  return { ...facts, ...readQuantities(kb, plain, facts), ...dates };
}

/** The places named in a text, in the order in which they are named. */
export function readCities(kb: KnowledgeBase, text: string): string[] {
  const cities = matchWords(dictionaryOf(kb), normalise(text)).filter((match) => match.fact.id === "city");
  return [...new Set(cities.sort((a, b) => a.start - b.start).map((match) => String(match.value)))];
}

/** The same text with what is told of others, of what came to nothing or has not come yet, blanked out. */
function ofThemselves(text: string): string {
  const speaks = /(?:我|俺)(?:是|在|当|现在|自己)/.test(text);
  return text.replace(/[^,。;!?]+/g, (clause) =>
    CAME_TO_NOTHING.test(clause) || (speaks && OF_OTHERS.test(clause)) ? " ".repeat(clause.length) : clause,
  );
}

const THEN_WORKED = /毕业[^。;]*(?:上班|工作|就业|入职|全职|进厂)/;
const CAME_TO_NOTHING =
  /如果|要是|假如|快要|即将|目标|要参加[^,。;]{0,12}(?:大赛|竞赛|比赛)|差一点|差点|没合格|没及格|吊销|作废|没过|没考过|没考上|没考下|没考出|没拿下|没通过|落榜|没评上|没拿到证|差[^,。]{0,4}分/;
const OF_OTHERS = /(?:徒弟|师傅|师父|同事|工友|朋友|邻居|同学)(?!作品)/;

/** 首席技师津贴 and 技师补贴 name what is asked about; they say nothing of who asks. */
const NAMES_A_PROGRAMME = /^的?(?:津贴|补贴|补助|奖励|奖金|资助|资金|政策|待遇|名额|评选|选拔)/;

/** 消防二级证 is a level of something else. */
const OTHER_PAPERS = /(?:消防|建造|安全员|英语|计算机|普通话|心理|会计|驾驶|教师|资质)[^,。;]{0,4}$/;

function matchWords({ entries, denial }: Dictionary, text: string): Match[] {
  const matches: Match[] = [];
  for (const entry of entries)
    for (let start = text.indexOf(entry.word); start >= 0; start = text.indexOf(entry.word, start + 1)) {
      const end = start + entry.word.length;
      if (entry.fact.id === "role" && text[end] === "们") continue;
      // 25个学生 are counted by a unit.
      if (
        entry.fact.id === "role" &&
        entry.word === "学生" &&
        /[\d十百千]\s*[名个位]$/.test(text.slice(0, start))
      )
        continue;
      if (entry.fact.id === "skill_level" && OTHER_PAPERS.test(text.slice(Math.max(0, start - 6), start)))
        continue;
      if (entry.fact.id !== "city" && NAMES_A_PROGRAMME.test(text.slice(end, end + 6))) continue;
      const taken = matches.some(
        (m) => start < m.end && end > m.start && !(m.start === start && m.end === end),
      );
      if (!taken) matches.push({ ...entry, start, end, negated: isNegated(text, start, entry.fact, denial) });
    }
  return matches;
}

/** 没有, 不是, 落选 …, then at most a verb and a place or a contest between it and what it denies. */
function denialBefore(entries: readonly Entry[]): RegExp {
  const places = entries.filter(({ fact }) => fact.id === "city").map(({ word }) => RegExp.escape(word));
  const verbs =
    "能|曾|去|再|被|有|在|获得?|拿到?|取得|评上?|评为|选上|入选|当上|得到?|考|搞|办|做|开展|推行|参加|签|建|过|了";
  const between = "[^,。;]{0,3}[市区省县]|全国|国家级?|省级?|市级?|职业|技能|大赛|竞赛|的";
  return new RegExp(
    `(?:没有?|未|不是|并非|无|不|落选了?)(?:${verbs})*(?:${[between, ...places].join("|")})*$`,
  );
}

function isNegated(text: string, start: number, fact: Fact, denial: RegExp): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  // 不是淄博市首席技师 denies the title, not the place.
  return fact.id === "city" ? /(?:不在|没在|不是在)$/.test(before) : denial.test(before);
}

/** One value where the text agrees with itself; undefined where it names several or denies what it names. */
function settle(fact: Fact, matches: Match[]): FactValue | undefined {
  if (fact.kind === "yesno") {
    const denied = matches.find((match) => match.negated || match.value === false);
    return !denied;
  }
  const values = [...new Set(matches.filter((match) => !match.negated).map((match) => match.value))];
  if (values.length <= 1) return values[0];
  return undefined;
}
