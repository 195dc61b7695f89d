/**
 * A self-description → facts, by the knowledge base's own dictionary: `words` in facts.yaml, longest first, each
 * stretch of text used once, so that 首席技师 is not also read as 技师.
 */
import { shanghaiDay } from "./dates.ts";
import type { KnowledgeBase } from "./load.ts";
import { normalise, type Quantity, quantities } from "./normalise.ts";
import type { Fact, Facts, FactValue } from "./schema.ts";

interface Entry {
  word: string;
  fact: Fact;
  value: FactValue;
}

interface Match extends Entry {
  start: number;
  end: number;
  negated: boolean;
}

const dictionaries = new WeakMap<KnowledgeBase, Entry[]>();
const cues = new WeakMap<Fact, string[]>();

/** Every word that tells a choice or a yes or no, longest first. */
function dictionaryOf(kb: KnowledgeBase): Entry[] {
  let entries = dictionaries.get(kb);
  if (!entries) {
    entries = [...kb.facts.values()].flatMap(entriesOf).sort((a, b) => b.word.length - a.word.length);
    dictionaries.set(kb, entries);
  }
  return entries;
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
    const value = fact.id === "role" ? readRole(found, plain) : settle(fact, found);
    if (value !== undefined) facts[fact.id] = value;
  }
  if (facts.role === undefined) {
    const role =
      readRole([], plain) ??
      (facts.employer_type === "企业" && ONE_ENTERPRISE.test(plain) ? "企业" : undefined);
    if (role) facts.role = role;
  }
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

/** The same text with what is told of others, or of what came to nothing, blanked out. */
function ofThemselves(text: string): string {
  const speaks = /(?:我|俺)(?:是|在|当|现在|自己)/.test(text);
  return text.replace(/[^,。;!?]+/g, (clause) =>
    CAME_TO_NOTHING.test(clause) || (speaks && OF_OTHERS.test(clause)) ? " ".repeat(clause.length) : clause,
  );
}

const THEN_WORKED = /毕业[^。;]*(?:上班|工作|就业|入职|全职|进厂)/;
const CAME_TO_NOTHING = /没过|没考过|没考上|没通过|落榜|没评上|没拿到证|差[^,。]{0,4}分/;
const OF_OTHERS = /(?:徒弟|师傅|师父|同事|工友|朋友|邻居|同学)(?!作品)/;

const UNITS: [string, RegExp][] = [
  ["院校", /^[^,。;]{0,16}(?:学院|学校|技校|院校|职校|职专|中专|大学|高中)/],
  ["培训机构", /^[^,。;]{0,16}(?:培训机构|培训学校|培训中心|培训基地)/],
  ["企业", /^[^,。;]{0,16}(?:企业|公司|厂|集团|车间)/],
];
const ONE_ENTERPRISE = /(?:一家|某|这家|本地的?)[^,。;]{0,10}(?:企业|公司|厂|集团)/;
/** 我刚考下…, 俺拿了…: whoever says so speaks for themselves, whatever unit they name beside it. */
const OWN_DEED =
  /(?:我|俺|本人)(?!们)(?:是|在|也|都|刚|新|今年|去年|前年|已经|自己|刚刚|才|就|一个人){0,3}(?:考|拿|获|评上|被评|入选|毕业|参赛|得了|得过)/;

/** Who is asking: their own deed says it, then what 我们是… says that they are, then single words. */
function readRole(found: readonly Match[], text: string): string | undefined {
  if (OWN_DEED.test(text)) return "个人";
  const we = /(?:我们|俺们|咱们|咱)(?:这)?是?/.exec(text);
  const after = we ? text.slice(we.index + we[0].length) : "";
  const unit = we && UNITS.find(([, pattern]) => pattern.test(after));
  if (unit && /是$/.test(we[0])) return unit[0];
  const values = [...new Set(found.filter((match) => !match.negated).map((match) => String(match.value)))];
  if (values.length <= 1) return values[0] ?? unit?.[0];
  return values.find((value) => value !== "个人");
}

/** 首席技师津贴 and 技师补贴 name what is asked about; they say nothing of who asks. */
const NAMES_A_PROGRAMME = /^的?(?:津贴|补贴|补助|奖励|奖金|资助|资金|政策|待遇|名额|评选|选拔)/;

/** 消防二级证 is a level of something else. */
const OTHER_PAPERS = /(?:消防|建造|安全员|英语|计算机|普通话|心理|会计|驾驶|教师|资质)[^,。;]{0,4}$/;

function matchWords(entries: readonly Entry[], text: string): Match[] {
  const matches: Match[] = [];
  for (const entry of entries)
    for (let start = text.indexOf(entry.word); start >= 0; start = text.indexOf(entry.word, start + 1)) {
      const end = start + entry.word.length;
      if (entry.fact.id === "role" && text[end] === "们") continue;
      if (entry.fact.id === "skill_level" && OTHER_PAPERS.test(text.slice(Math.max(0, start - 6), start)))
        continue;
      if (entry.fact.id !== "city" && NAMES_A_PROGRAMME.test(text.slice(end, end + 6))) continue;
      const taken = matches.some(
        (m) => start < m.end && end > m.start && !(m.start === start && m.end === end),
      );
      if (!taken) matches.push({ ...entry, start, end, negated: isNegated(text, start) });
    }
  return matches;
}

function isNegated(text: string, start: number): boolean {
  return /(?:没有?|未|不是|并非|无|不)(?:能|曾|去|再|被|有|在|考|取得|拿到?)?$/.test(
    text.slice(Math.max(0, start - 5), start),
  );
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

// ── figures ──────────────────────────────────────────────────────────────────────────────────────

/** What people are counted by; 一家 is a place of work, not a headcount. */
const COUNTERS = new Set(["名", "个", "人", "位"]);
const REACH = 12;

/** A figure belongs to the fact whose cue word stands nearest to it, first of all within its own part of a list. */
function readQuantities(kb: KnowledgeBase, text: string, known: Facts): Facts {
  const facts: Record<string, number> = {};
  const numeric = [...kb.facts.values()].filter((fact) => fact.kind === "number" || fact.kind === "money");
  const all = quantities(text).filter((quantity) => counts(text, quantity));
  for (const [index, quantity] of all.entries()) {
    const from = Math.max(all[index - 1]?.end ?? 0, quantity.start - REACH);
    const to = Math.min(all[index + 1]?.start ?? text.length, quantity.end + REACH);
    const sentence = sentenceAround(text, quantity);
    const fits = numeric.filter((fact) => isOfKind(fact, quantity, known) && stands(fact, sentence));
    const [before, after] = [text.slice(from, quantity.start), text.slice(quantity.end, to)];
    const part = [before.split(/[,、;。]/).at(-1) ?? "", after.split(/[,、;。]/)[0] ?? ""] as const;
    const fact = nearestFact(fits, ...part) ?? nearestFact(fits, before, after);
    if (fact && facts[fact.id] === undefined) facts[fact.id] = quantity.value;
  }
  return facts;
}

/** 二级, 一类 and 三等奖 rank; 一年, 一家 and 一起 are no figures either. */
function counts(text: string, { start, end }: Quantity): boolean {
  const next = text.slice(end);
  return !/^[级类等届期条]/.test(next) && (text.slice(start, end) !== "一" || /^[名人位个]/.test(next));
}

function sentenceAround(text: string, { start, end }: Quantity): string {
  const before =
    text
      .slice(0, start)
      .split(/[。;!?]/)
      .at(-1) ?? "";
  return before + text.slice(start, end) + (text.slice(end).split(/[。;!?]/)[0] ?? "");
}

function stands({ beside, not_beside }: Fact, sentence: string): boolean {
  const has = (word: string) => sentence.includes(word);
  return (beside.length === 0 || beside.some(has)) && !not_beside.some(has);
}

/** The fact with the nearest cue; of two at the same place the longer one (高级技师 before 技师). */
function nearestFact(facts: readonly Fact[], before: string, after: string): Fact | undefined {
  const cues = facts.flatMap((fact) => {
    const best = cueWords(fact)
      .flatMap((word) => cueAt(word, before, after))
      .sort((a, b) => a.distance - b.distance || b.length - a.length)[0];
    return best ? [{ fact, ...best }] : [];
  });
  return cues.sort((a, b) => a.distance - b.distance || b.length - a.length)[0]?.fact;
}

function cueAt(word: string, before: string, after: string): { distance: number; length: number }[] {
  const [last, first] = [before.lastIndexOf(word), after.indexOf(word)];
  const found: { distance: number; length: number }[] = [];
  if (last >= 0) found.push({ distance: before.length - last - word.length, length: word.length });
  if (first >= 0) found.push({ distance: first, length: word.length });
  return found;
}

function cueWords(fact: Fact): string[] {
  let words = cues.get(fact);
  if (!words) {
    words = fact.words.map((word) => normalise(word));
    cues.set(fact, words);
  }
  return words;
}

function isOfKind(fact: Fact, { value, unit }: Quantity, known: Facts): boolean {
  if (fact.kind === "money") return unit === "元" || unit === "块" || (unit === "" && value >= 1_000);
  if (fact.unit === "个月") return unit === "个月";
  // Headcounts are an enterprise's or a school's; a single person is one.
  return known.role !== "个人" && COUNTERS.has(unit);
}

// ── dates ────────────────────────────────────────────────────────────────────────────────────────

const ABSOLUTE =
  /((?:19|20)\d{2})\s*(?:年|[-/.])\s*(?:(\d{1,2})\s*(?:月|[-/.])?\s*(?:(\d{1,2})\s*[日号]?)?)?/;
const YEARS_BACK: Record<string, number> = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 };

function readDates(kb: KnowledgeBase, text: string, today: string): Facts {
  const facts: Record<string, string> = {};
  for (const fact of kb.facts.values()) {
    if (fact.kind !== "date") continue;
    const clauses = text.split(/[,。;!?，；！？]/);
    for (const clause of clauses) {
      if (!cueWords(fact).some((word) => clause.includes(word))) continue;
      const date = readDate(clause, today);
      if (date) facts[fact.id] = date;
    }
  }
  return facts;
}

/** 2021年7月 → 2021-07, 去年6月 → 2025-06, 毕业三年了 → 2023: as exact as it was said, and no more. */
export function readDate(text: string, today: string): string | undefined {
  const plain = normalise(text);
  const absolute = ABSOLUTE.exec(plain);
  if (absolute) return isoDate(absolute[1], absolute[2], absolute[3]);
  const year = Number(today.slice(0, 4));
  const relative = /(今年|大前年|去年|前年)\s*(?:(\d{1,2})\s*月(?:(\d{1,2})\s*[日号])?)?/.exec(plain);
  if (relative) return isoDate(String(year - (YEARS_BACK[relative[1] ?? ""] ?? 0)), relative[2], relative[3]);
  const span = quantities(plain).find((quantity) => quantity.unit === "年" && quantity.value < 60);
  if (span) return String(year - Math.round(span.value));
  return /刚|今天|昨天|前几天|这个月|本月/.test(plain) ? shanghaiDay(today).slice(0, 7) : undefined;
}

function isoDate(year = "", month?: string, day?: string): string {
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, "0"))
    .join("-");
}
