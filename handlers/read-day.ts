/** A day as people name it, also one to come: 12月31日, 下周五, 月底, 两周后. */
import { dayRange, isoDay, later } from "../policy-kb/dates.ts";
import { normalise, quantities } from "../policy-kb/normalise.ts";

const DAYS_FROM_NOW: Record<string, number> = {
  今天: 0,
  今日: 0,
  现在: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
};
const FULL = /^(20\d{2})\s*(?:年|[-/.])?\s*(\d{1,2})\s*(?:月|[-/.])?\s*(\d{1,2})\s*[日号]?$/;
const COMPACT = /^(20\d{2})(\d{2})(\d{2})$/;
const IN_YEAR = /^(今年|明年)?\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?$/;
const IN_MONTH = /^(这个月|本月|下个?月)?\s*(\d{1,2})\s*[日号]$/;
const WEEKDAY = /^(这|本|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])$/;
const SPAN = /^(?:过)?(.{1,4}?)\s*(天|周|个?星期|个?月)(?:之?后|以后)?$/;
const FRAME = /^(?:从|到|在|就|截止?到?|截至)|(?:开始|起|为止|截止|结束|前|之前|吧)[。.!]?$/g;

/** @param today "2026-11-20"; @returns "2026-12-31", undefined where it names no day */
export function readDay(text: string, today: string): string | undefined {
  const plain = withFigures(normalise(text)).replace(FRAME, "").replace(FRAME, "").trim();
  const now = dayRange(today)?.first ?? 0;
  const named = DAYS_FROM_NOW[plain];
  if (named !== undefined) return isoDay(now + named);
  return byNumbers(plain, today) ?? byWeekday(plain, now) ?? byEnd(plain, today) ?? bySpan(plain, now);
}

/** 十二月三十一日 → 12月31日. */
function withFigures(plain: string): string {
  return plain.replace(/[一二三四五六七八九十]+(?=[月日号])/g, (said) =>
    String(quantities(said)[0]?.value ?? said),
  );
}

function byNumbers(plain: string, today: string): string | undefined {
  const full = COMPACT.exec(plain) ?? FULL.exec(plain);
  if (full) return real(Number(full[1]), Number(full[2]), Number(full[3]));
  const year = Number(today.slice(0, 4));
  const inYear = IN_YEAR.exec(plain);
  if (inYear) {
    const [month, day] = [Number(inYear[2]), Number(inYear[3])];
    if (inYear[1]) return real(year + (inYear[1] === "明年" ? 1 : 0), month, day);
    return nearest(
      [year - 1, year, year + 1].map((one) => real(one, month, day)),
      today,
    );
  }
  const inMonth = IN_MONTH.exec(plain);
  if (!inMonth) return undefined;
  const month = Number(today.slice(5, 7)) + (inMonth[1]?.startsWith("下") ? 1 : 0);
  return month > 12 ? real(year + 1, 1, Number(inMonth[2])) : real(year, month, Number(inMonth[2]));
}

/** 1月5日 said in November is next January's, 11月15日 said on the 20th is just over. */
function nearest(days: readonly (string | undefined)[], today: string): string | undefined {
  const far = (day: string) => Math.abs((dayRange(day)?.first ?? 0) - (dayRange(today)?.first ?? 0));
  return days.filter((day) => day !== undefined).sort((a, b) => far(a) - far(b))[0];
}

/** The week begins on Monday; 周五 alone is the next one to come. */
function byWeekday(plain: string, now: number): string | undefined {
  const match = WEEKDAY.exec(plain);
  if (!match) return undefined;
  const wanted = "一二三四五六日".indexOf(match[2] === "天" ? "日" : (match[2] ?? ""));
  // 1970-01-01 was a Thursday.
  const monday = now - ((now + 3) % 7);
  const day = monday + wanted + (match[1] === "下" ? 7 : 0);
  return isoDay(match[1] || day >= now ? day : day + 7);
}

function byEnd(plain: string, today: string): string | undefined {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const ends: Record<string, [number, number]> = {
    月底: [year, month],
    这个月底: [year, month],
    本月底: [year, month],
    下月底: [year, month + 1],
    下个月底: [year, month + 1],
    季度末: [year, Math.ceil(month / 3) * 3],
    年底: [year, 12],
    今年底: [year, 12],
  };
  const end = ends[plain];
  return end && isoDay(Date.UTC(end[0], end[1], 0) / 86_400_000);
}

function bySpan(plain: string, now: number): string | undefined {
  const match = SPAN.exec(plain);
  const count = match?.[1] === "半" ? 0.5 : quantities(match?.[1] ?? "")[0]?.value;
  if (!match || count === undefined || count > 400) return undefined;
  if (match[2]?.endsWith("月"))
    return isoDay(Number.isInteger(count) ? later(now, { months: count }) : now + Math.round(count * 30));
  return isoDay(now + Math.round(count * (match[2] === "天" ? 1 : 7)));
}

function real(year: number, month: number, day: number): string | undefined {
  const text = [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
  return month >= 1 && month <= 12 && day >= 1 && dayRange(text) ? text : undefined;
}
