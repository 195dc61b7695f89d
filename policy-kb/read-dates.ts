/** Dates as people say them → dates as exact as they were said. */
import { dayRange, isoDay, later, shanghaiDay } from "./dates.ts";
import type { KnowledgeBase } from "./load.ts";
import { normalise, quantities } from "./normalise.ts";
import { cueWords } from "./read-figures.ts";
import type { Fact, Facts } from "./schema.ts";

/** A date in the text, and where it stands. */
interface Said {
  date: string;
  start: number;
  end: number;
  /** Counted back from today (三年了, 刚): it belongs to one event only. */
  relative: boolean;
}

const ABSOLUTE =
  /((?:19|20)\d{2})\s*(?:年|[-/.])\s*(?:(\d{1,2})\s*(?:月|[-/.])?\s*(?:(\d{1,2})\s*[日号]?)?)?/g;
const NAMED_YEAR = /(今年|大前年|去年|前年)\s*(?:(\d{1,2})\s*月(?:(\d{1,2})\s*[日号])?)?/g;
const YEARS_BACK: Record<string, number> = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 };
const JUST_NOW = /刚|今天|昨天|前几天|这个月|本月|才(?=[^,。]{0,6}[来到进])/g;

/** The dates whose cue words stand in the same clause; `text` is normalised. */
export function readDates(kb: KnowledgeBase, text: string, today: string): Facts {
  const facts: Record<string, string> = {};
  const dated = [...kb.facts.values()].filter((fact) => fact.kind === "date");
  for (const clause of text.replace(SO_FAR, "").split(/[,。;!?]/)) {
    const cues = dated.flatMap((fact) => cueIn(fact, clause));
    const said = cues.length ? datesIn(clause, today) : [];
    for (const { fact, at } of cues) {
      const date = dateOf(at, said, cues);
      if (date) facts[fact.id] = date;
    }
  }
  const afterGraduating = AFTER_GRADUATING.exec(text);
  if (facts.graduated_on && afterGraduating && kb.facts.has("hired_on"))
    facts.hired_on = spanAfter(facts.graduated_on, afterGraduating[1] ?? "");
  return facts;
}

/** 来张家港做工，到现在八个月: the span belongs to what was told before it. */
const SO_FAR = /,(?=到现在|到今天|到上个?月|至今|算起来)/g;

interface Cue {
  fact: Fact;
  at: number;
}

function cueIn(fact: Fact, clause: string): Cue[] {
  const places = cueWords(fact)
    .map((word) => clause.indexOf(word))
    .filter((at) => at >= 0);
  return places.length ? [{ fact, at: Math.min(...places) }] : [];
}

/** The nearest date; what is counted back from today only where no other event stands nearer to it. */
function dateOf(at: number, said: readonly Said[], cues: readonly Cue[]): string | undefined {
  const distance = (place: number, { start, end }: Said) =>
    place < start ? start - place : Math.max(0, place - end);
  const own = said.filter(
    (one) => !one.relative || cues.every((cue) => distance(at, one) <= distance(cue.at, one)),
  );
  return own.sort((a, b) => distance(at, a) - distance(at, b))[0]?.date;
}

/** 2021年7月 → 2021-07, 去年6月 → 2025-06, 毕业三年了 → 2023: as exact as it was said, and no more. */
export function readDate(text: string, today: string): string | undefined {
  return datesIn(normalise(text), today)[0]?.date;
}

/** Dates named come before those that are counted back, those before a mere 刚. */
function datesIn(text: string, today: string): Said[] {
  const named = [...namedDates(text, today)];
  const spans = spansBack(text, today).filter(
    ({ start, end }) => !named.some((one) => start < one.end && end > one.start),
  );
  const now = [...text.matchAll(JUST_NOW)].map(({ 0: word, index: start }) => ({
    date: shanghaiDay(today).slice(0, 7),
    start,
    end: start + word.length,
    relative: true,
  }));
  return [...named, ...spans, ...(named.length ? [] : now)];
}

function namedDates(text: string, today: string): Said[] {
  const year = Number(today.slice(0, 4));
  const said = (match: RegExpMatchArray, date: string): Said => {
    const start = match.index ?? 0;
    return { date, start, end: start + match[0].length, relative: false };
  };
  return [
    ...[...text.matchAll(ABSOLUTE)].map((match) => said(match, isoDate(match[1], match[2], match[3]))),
    ...[...text.matchAll(NAMED_YEAR)].map((match) =>
      said(match, isoDate(String(year - (YEARS_BACK[match[1] ?? ""] ?? 0)), match[2], match[3])),
    ),
  ];
}

/** 三年了, 半年前, 八个月, 正好五年. */
function spansBack(text: string, today: string): Said[] {
  const now = dayRange(shanghaiDay(today))?.first ?? 0;
  return quantities(text).flatMap(({ value, unit, start, end }) => {
    if (unit !== "个月" && (unit !== "年" || value >= 60)) return [];
    const months = Math.round(value * (unit === "年" ? 12 : 1));
    const day = isoDay(later(now, { months: -months }));
    const isExact = /(?:正好|刚好|恰好|整整|刚满)$/.test(text.slice(0, start));
    const date = isExact ? day : months % 12 === 0 && unit === "年" ? day.slice(0, 4) : day.slice(0, 7);
    return [{ date, start, end: end + unit.length, relative: true }];
  });
}

/** 毕业半年后入职, 毕业两年后才进厂: the second date told from the first. */
const AFTER_GRADUATING =
  /毕业[^。;]{0,14}?((?:半|[\d一二两三四五六七八九十]+个?)(?:年半?|月))(?:以?后|之后)[^。;,]{0,10}(?:入职|上班|进厂|就业|工作|进公司|来|到)/;

function spanAfter(date: string, words: string): string {
  const [span] = quantities(words);
  const months = Math.round((span?.value ?? 0) * (span?.unit === "年" ? 12 : 1));
  const day = later(dayRange(date)?.first ?? 0, { months });
  return isoDay(day).slice(0, date.length);
}

function isoDate(year = "", month?: string, day?: string): string {
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, "0"))
    .join("-");
}

const CERTIFIED = /(?:证书?|技师|高级工|中级工|初级工)/;
const GOT = /取得|拿到|拿的|拿证|考的|考下|考出|考取|获得|发的|下来|办的/;
/** Younger certificates are new without doubt, older ones are not; what lies between the bureau must say. */
const [NEW_MONTHS, OLD_MONTHS] = [12, 24];

/** 2026年9月取得技师证书 is new, 技师证是2012年考的 is not. */
export function certifiedLately(text: string, today: string): boolean | undefined {
  const now = dayRange(shanghaiDay(today))?.first ?? 0;
  for (const clause of text.split(/[,。;!?]/)) {
    if (!CERTIFIED.test(clause) || !GOT.test(clause) || /毕业|工作/.test(clause)) continue;
    const [said] = datesIn(clause, today);
    const range = said && dayRange(said.date);
    if (!range) continue;
    if (range.first >= later(now, { months: -NEW_MONTHS })) return true;
    if (range.last < later(now, { months: -OLD_MONTHS })) return false;
  }
  return undefined;
}
