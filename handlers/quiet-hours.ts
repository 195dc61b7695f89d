/** Nobody is spoken to unasked at night. */

const [MINUTE, DAY] = [60_000, 86_400_000];
const SHANGHAI = 8 * 60 * MINUTE;

/**
 * The moment itself, or the end of the quiet hours that it lies in.
 * @param at ISO time; @param hours "22:00" to "08:00", Asia/Shanghai; from and to the same: none
 */
export function afterQuietHours(at: string, { from, to }: { from: string; to: string }): string {
  const now = Date.parse(at);
  const [begin, end] = [clock(from), clock(to)];
  const time = (now + SHANGHAI) % DAY;
  const isQuiet = begin <= end ? time >= begin && time < end : time >= begin || time < end;
  return isQuiet ? new Date(now + ((end - time + DAY) % DAY)).toISOString() : at;
}

function clock(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return (hours * 60 + minutes) * MINUTE;
}
