/**
 * The figures of a text with what they count: 2,500元, 20%, 3年, 40名左右. Clauses and policy files are read by the
 * same rules; `figure-keys.ts` compares what was read.
 */
import { normalise, type Quantity, quantities } from "./normalise.ts";

export interface WrittenFigure {
  value: number;
  /** What it counts: a unit, whatever other character follows, or "". */
  unit: string;
  /** Where it stands in `plain`. */
  start: number;
  end: number;
  /** Month and day after a year: 2025年6月30日 → ["6", "30"]. */
  day: string[];
  /** 万 or 亿 as a number, else 1. */
  scale: number;
}

/** Units of more than one character, and what begins like a unit and is none (一次性). */
const LONG_UNITS = "个月|个百分点|人次|学期|学时|课时|年级|次性|%";
const LIST = /^(?:、|,|和|及|以及|与|或|至|到|[-~—–]+)$/;
const UNIT = new RegExp(`^[整多余几]?(${LONG_UNITS}|(?![和及与或至到以])\\p{Script=Han})`, "u");
const DAY = /^年(\d{1,2})月(?:(\d{1,2})日)?/;
const PART_OF_DATE = /(?:19|20)\d\d年(?:\d{1,2}月)?$/;
const SCALES: Record<string, number> = { 万: 10_000, 亿: 100_000_000 };
/** 给予20万, 奖励10万: a sum of which nobody doubts that it is money. */
const PAYS = /(?:给予?|补助|补贴|奖励|资助|发放|津贴)(?:最高|不低于|不超过|每人|每家|每年)*$/;

export function writtenFigures(text: string): { plain: string; figures: WrittenFigure[] } {
  const plain = plainText(text);
  const figures = quantities(plain).flatMap((quantity) => readFigure(plain, quantity));
  for (let index = figures.length - 2; index >= 0; index -= 1)
    inherit(plain, figures[index], figures[index + 1]);
  for (let index = 1; index < figures.length; index += 1)
    inheritBack(plain, figures[index - 1], figures[index]);
  return { plain, figures };
}

/** Figures that are written as a word: the whole of what there is, half a year. */
const AS_WORDS: [word: string, figure: string][] = [
  ["全覆盖", "覆盖100%"],
  ["半年", "6个月"],
];

/** Blanks go, but figures side by side stay apart; a comma between words must not be read as that of thousands. */
function plainText(text: string): string {
  const apart = text.replace(/(?<=\d)\s+(?=\d)/g, "、").replaceAll("，", "、");
  const close = apart.replace(/\s+/g, "");
  return normalise(
    AS_WORDS.reduce((plain, [word, figure]) => plain.replaceAll(word, figure), close),
    Infinity,
  );
}

/** Month and day belong to their year and are no figures of their own. */
function readFigure(text: string, { value, start, end }: Quantity): WrittenFigure[] {
  const [before, after] = [text.slice(Math.max(0, start - 12), start), text.slice(end, end + 8)];
  if (PART_OF_DATE.test(before) && /^[月日]/.test(after)) return [];
  const scale = SCALES[text[end - 1] ?? ""] ?? 1;
  const day = isYear(value) ? (DAY.exec(after)?.slice(1).filter(Boolean) ?? []) : [];
  return [{ value, unit: unitOf(before, after, scale), start, end, day, scale }];
}

function unitOf(before: string, after: string, scale: number): string {
  if (before.endsWith("百分之")) return "%";
  if (/\d:$/.test(before)) return ":";
  // 第3名, 前3名 are places and not so many people.
  if (/[第前]$/.test(before)) return "第";
  const unit = UNIT.exec(after)?.[1] ?? "";
  return scale > 1 && /^[补奖津资经的]?$/.test(unit) && PAYS.test(before) ? "元" : unit;
}

export function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}

/** 1万、8000、5000元: what has no unit has that of its neighbour in the list. In 3-5万元 the 3 has the 万, too. */
function inherit(text: string, one?: WrittenFigure, next?: WrittenFigure): void {
  if (!one || !next || one.unit || !LIST.test(text.slice(one.end, next.start))) return;
  one.unit = next.unit;
  if (one.scale > 1 || one.value >= (10 * next.value) / next.scale) return;
  one.scale = next.scale;
  one.value *= next.scale;
}

function inheritBack(text: string, previous?: WrittenFigure, one?: WrittenFigure): void {
  if (!previous || !one || one.unit) return;
  const between = text.slice(previous.end, one.start).replace(previous.unit, "");
  if (LIST.test(between)) one.unit = previous.unit;
}
