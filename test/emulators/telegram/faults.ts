/** What a test can make go wrong between the server and the Bot API. */
import { type ApiError, Refused } from "./refusal.ts";

export type Fault =
  /** The call is refused with this error; nothing is done. */
  | Refused
  | ApiError
  /** A gateway on the way answers with a page of its own, which is no JSON. */
  | { status: number; page: string }
  /** The connection drops before anything is done. */
  | "no answer"
  /** The call is taken, then the connection drops: the sender cannot know. */
  | "taken without answer";

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const waiting: { method: string; fault: Fault }[] = [];
  return {
    /** The next calls of a method ("*" for any) go wrong so. */
    failNext: (method: string, fault: Fault, times = 1): void => {
      for (let left = times; left > 0; left--) waiting.push({ method, fault });
    },
    /** The fault of a call that has come, which is used up by it. */
    take: (method: string): Exclude<Fault, Refused> | null => {
      const at = waiting.findIndex((next) => next.method === method || next.method === "*");
      const fault = at < 0 ? undefined : waiting.splice(at, 1)[0]?.fault;
      return fault instanceof Refused ? fault.error : (fault ?? null);
    },
  };
}
