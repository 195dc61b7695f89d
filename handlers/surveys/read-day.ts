/** One day as it is written in a cell: 2026-11-20, 2026.11.20, 20261120, 2026年11月20日, 11月20日, 昨天. */
import { dayRange, isoDay } from "../../policy-kb/dates.ts";
import { normalise } from "../../policy-kb/normalise.ts";

const WHOLE = /^((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$/;
const IN_ONE = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const WITHOUT_YEAR = /^()(\d{1,2})月(\d{1,2})[日号]$/;
const BACK: Record<string, number> = { 今天: 0, 今日: 0, 昨天: 1, 昨日: 1, 前天: 2 };

/** "2026-11-20"; undefined where it is no day, or none that there ever is (30 February). */
export function readDay(raw: string, today: string): string | undefined {
  const plain = normalise(raw, 40).replaceAll(" ", "");
  const back = BACK[plain];
  const now = dayRange(today)?.first;
  if (back !== undefined && now !== undefined) return isoDay(now - back);
  const found = WHOLE.exec(plain) ?? IN_ONE.exec(plain) ?? WITHOUT_YEAR.exec(plain);
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map((part) => (part ?? "").padStart(2, "0"));
  const date = `${found[1] ? year : today.slice(0, 4)}-${month}-${day}`;
  return dayRange(date) ? date : undefined;
}
