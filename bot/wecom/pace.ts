/** WeCom drops what one person is sent too often, and says nothing: so it waits here. Counts in this process only. */

/** The vendor's 30 a minute and 1000 an hour; a little longer, since its clock is not ours. */
const LIMITS = [
  { most: 30, withinMs: 65_000 },
  { most: 1_000, withinMs: 3_660_000 },
];
const LONGEST_MS = Math.max(...LIMITS.map(({ withinMs }) => withinMs));
/** Whoever was not sent anything for so long is forgotten, looked for once in so many messages. */
const TIDY_EVERY = 1_000;

export interface Pace {
  /** Counts one message to a person. When it may go, in milliseconds since 1970, where it may not go now. */
  take: (person: string) => number | null;
}

/** @param now milliseconds since 1970 */
export function createPace(now: () => number): Pace {
  const sent = new Map<string, number[]>();
  let taken = 0;
  const tidy = (at: number) => {
    for (const [person, times] of sent) if ((times.at(-1) ?? 0) <= at - LONGEST_MS) sent.delete(person);
  };
  return {
    take: (person) => {
      const at = now();
      if (++taken % TIDY_EVERY === 0) tidy(at);
      const times = (sent.get(person) ?? []).filter((time) => time > at - LONGEST_MS);
      const free = Math.max(...LIMITS.map(({ most, withinMs }) => (times.at(-most) ?? 0) + withinMs));
      if (free > at) return free;
      sent.set(person, [...times, at]);
      return null;
    },
  };
}
