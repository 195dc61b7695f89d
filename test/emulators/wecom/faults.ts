/** What a test can make go wrong between the server and the vendor. */

import type { ErrorCode } from "./refusal.ts";

/** Every method, in `failNext` and `hold`. */
const ANY = "*";

export type Fault =
  /** The vendor refuses with this code; nothing is done. */
  | ErrorCode
  /** The connection breaks before anything is done. */
  | "no answer"
  /** The message is taken, then the connection breaks: the sender cannot know. */
  | "taken without answer"
  /** A gateway on the way answers with a page of its own. */
  | { status: number; body?: string };

export function createFaults() {
  const waiting: { method: string; fault: Fault }[] = [];
  const gates = new Map<string, { opened: Promise<void>; open: () => void }>();

  return {
    /** The next calls of a method ("message/send", or "*" for any) go wrong so. */
    failNext: (method: string, fault: Fault, times = 1): void => {
      for (let left = times; left > 0; left--) waiting.push({ method, fault });
    },
    /** Calls of a method wait, before anything is done, until the function that this gives is called. */
    hold: (method: string): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const open = () => {
        gates.delete(method);
        resolve();
      };
      gates.set(method, { opened: promise, open });
      return open;
    },
    passed: async (method: string): Promise<void> => {
      await gates.get(method)?.opened;
      await gates.get(ANY)?.opened;
    },
    take: (method: string): Fault | null => {
      const at = waiting.findIndex((next) => next.method === method || next.method === ANY);
      return at < 0 ? null : (waiting.splice(at, 1)[0]?.fault ?? null);
    },
    openAll: (): void => {
      for (const { open } of [...gates.values()]) open();
    },
  };
}
