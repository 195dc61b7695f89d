/** Every time that is shown is the city's, wherever the reader's clock stands. */
const format = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

const DAY_MS = 86_400_000;
const GAP_MS = 5 * 60_000;
const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

/** @param {number} ms */
function inShanghai(ms) {
  const parts = Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]));
  const day = Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
  return { day, year: Number(parts.year), clock: `${parts.hour}:${parts.minute}` };
}

/**
 * The time as WeChat writes it: 14:05, 昨天 14:05, 星期三 14:05, 3月5日 14:05, 2024年3月5日 14:05.
 * @param {string} iso
 * @param {number} nowMs
 */
export function timeLabel(iso, nowMs) {
  const then = inShanghai(Date.parse(iso));
  const now = inShanghai(nowMs);
  const days = (now.day - then.day) / DAY_MS;
  const date = new Date(then.day);
  if (days <= 0) return then.clock;
  if (days === 1) return `昨天 ${then.clock}`;
  if (days < 7) return `${WEEKDAYS[date.getUTCDay()]} ${then.clock}`;
  const short = `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${then.clock}`;
  return then.year === now.year ? short : `${then.year}年${short}`;
}

/**
 * Whether a time stands above this message: above the first, and after more than five quiet minutes.
 * @param {string | undefined} before
 * @param {string} iso
 */
export function needsTime(before, iso) {
  return before === undefined || Date.parse(iso) - Date.parse(before) > GAP_MS;
}
