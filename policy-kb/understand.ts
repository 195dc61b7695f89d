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
  const plain = normalise(text);
  const matches = matchWords(dictionaryOf(kb), plain);
  const facts: Record<string, FactValue> = {};
  for (const [fact, found] of Map.groupBy(matches, (match) => match.fact)) {
    const value = settle(fact, found);
    if (value !== undefined) facts[fact.id] = value;
  }
  return { ...facts, ...readQuantities(kb, plain, facts), ...readDates(kb, plain, today) };
}

/** The places named in a text, in the order in which they are named. */
export function readCities(kb: KnowledgeBase, text: string): string[] {
  const cities = matchWords(dictionaryOf(kb), normalise(text)).filter((match) => match.fact.id === "city");
  return [...new Set(cities.sort((a, b) => a.start - b.start).map((match) => String(match.value)))];
}

/** 首席技师津贴 and 技师补贴 name what is asked about; they say nothing of who asks. */
const NAMES_A_PROGRAMME = /^的?(?:津贴|补贴|补助|奖励|奖金|资助|资金|政策|待遇|名额|评选|选拔)/;

function matchWords(entries: readonly Entry[], text: string): Match[] {
  const matches: Match[] = [];
  for (const entry of entries)
    for (let start = text.indexOf(entry.word); start >= 0; start = text.indexOf(entry.word, start + 1)) {
      const end = start + entry.word.length;
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
  // Who speaks for a unit also says 我: the unit is meant.
  return fact.id === "role" ? values.find((value) => value !== "个人") : undefined;
}

// ── figures ──────────────────────────────────────────────────────────────────────────────────────

/** What people are counted by; 一家 is a place of work, not a headcount. */
const COUNTERS = new Set(["名", "个", "人", "位"]);
const REACH = 12;

/** A figure belongs to the fact whose cue word stands nearest to it. */
function readQuantities(kb: KnowledgeBase, text: string, known: Facts): Facts {
  const facts: Record<string, number> = {};
  const numeric = [...kb.facts.values()].filter((fact) => fact.kind === "number" || fact.kind === "money");
  for (const quantity of quantities(text)) {
    const fact = nearestFact(numeric, text, quantity, known);
    if (fact && facts[fact.id] === undefined) facts[fact.id] = quantity.value;
  }
  return facts;
}

function nearestFact(facts: Fact[], text: string, quantity: Quantity, known: Facts): Fact | undefined {
  const fits = facts.filter((fact) => isOfKind(fact, quantity, known));
  const near = fits.map((fact) => ({ fact, distance: cueDistance(fact, text, quantity) }));
  return near.sort((a, b) => a.distance - b.distance).find(({ distance }) => distance <= REACH)?.fact;
}

function isOfKind(fact: Fact, { value, unit }: Quantity, known: Facts): boolean {
  if (fact.kind === "money") return unit === "元" || unit === "块" || (unit === "" && value >= 1_000);
  // Headcounts are an enterprise's or a school's; a single person is one.
  return known.role !== "个人" && COUNTERS.has(unit);
}

function cueWords(fact: Fact): string[] {
  let words = cues.get(fact);
  if (!words) {
    words = fact.words.map((word) => normalise(word));
    cues.set(fact, words);
  }
  return words;
}

function cueDistance(fact: Fact, text: string, { start, end }: Quantity): number {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(end, end + REACH);
  const distances = cueWords(fact).flatMap((word) => {
    const [last, first] = [before.lastIndexOf(word), after.indexOf(word)];
    // What follows a number is what it counts; what stands before it is less sure.
    return [last < 0 ? Infinity : before.length - last - word.length + 2, first < 0 ? Infinity : first];
  });
  return Math.min(Infinity, ...distances);
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
