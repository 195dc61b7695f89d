import { shanghaiDay } from "../dates.ts";

/** What was typed on the command line is wrong: told in one line, without a stack. */
export class UsageError extends Error {}

/** NOW (ISO time) fixes the clock, so that an answer can be given again. */
export function today(): string {
  const now = process.env.NOW ?? new Date().toISOString();
  if (Number.isNaN(Date.parse(now))) throw new UsageError(`NOW is not an ISO time: ${now}`);
  return shanghaiDay(now);
}
