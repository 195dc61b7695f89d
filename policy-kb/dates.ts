/**
 * Dates as people know them: to the day, the month or only the year. A date is the interval of days that it
 * may be, so that what an imprecise date leaves open stays unknown and is not guessed.
 */
/** Whole days since 1970-01-01, first and last day that the date may be. */
export interface DayRange {
  first: number;
  last: number;
}

const DAY = 86_400_000;
const dayNumber = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / DAY;

/** "2024", "2024-07" or "2024-07-01" → the days it may be; undefined where that is no date. */
export function dayRange(text: string): DayRange | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (day) return daysInMonth(year, month) >= day ? both(dayNumber(year, month, day)) : undefined;
  if (month > 12 || (match[2] && month < 1)) return undefined;
  return month
    ? { first: dayNumber(year, month, 1), last: dayNumber(year, month, daysInMonth(year, month)) }
    : { first: dayNumber(year, 1, 1), last: dayNumber(year, 12, 31) };
}

/** The same date so many years or months later, or earlier where they are negative; 31 January + 1 month is the last day of February. */
export function later(
  day: number,
  span: { years?: number | undefined; months?: number | undefined },
): number {
  const date = new Date(day * DAY);
  const months = date.getUTCMonth() + (span.months ?? 0) + 12 * (span.years ?? 0);
  const [year, month] = [date.getUTCFullYear() + Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  return dayNumber(year, month, Math.min(date.getUTCDate(), daysInMonth(year, month)));
}

/** Days since 1970 → "2024-07-01". */
export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The day in Asia/Shanghai of an ISO time, as "2024-07-01". */
export function shanghaiDay(iso: string): string {
  return new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** "2024-07-01" → "2024年7月1日", "2024-07" → "2024年7月". */
export function chineseDate(text: string): string {
  const [year, month, day] = text.split("-").map(Number);
  return `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}`;
}

function daysInMonth(year: number, month: number): number {
  return month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
}

function both(day: number): DayRange {
  return { first: day, last: day };
}
