/** Codes for one answer to an event: a welcome, a word in the queue, a good-bye. Each works once. */

import type { ServiceState } from "./kf-conversations.ts";
import { refuse } from "./refusal.ts";
import { HOUR, SECOND, type World } from "./world.ts";

interface Code {
  openKfId: string;
  customer: string;
  /** Works only in this state; null: in any. */
  state: ServiceState | null;
  ends: number;
  used: boolean;
}

/** A welcome and a good-bye within 20 s, a word in the queue or from the agent's side within 48 h. */
const lifeOf = (state: ServiceState | null): number =>
  state === null || state === 4 ? 20 * SECOND : 48 * HOUR;

export type KfCodes = ReturnType<typeof createKfCodes>;

export function createKfCodes({ clock, count }: World) {
  const given = new Map<string, Code>();
  return {
    make: (openKfId: string, customer: string, state: ServiceState | null): string => {
      const text = `kf-code-${String(count("kf code")).padStart(6, "0")}`;
      given.set(text, { openKfId, customer, state, ends: clock.now + lifeOf(state), used: false });
      return text;
    },
    /** Refused alike where unknown, used or too late; which code the real one gives is not written down anywhere. */
    find: (text: string): Code => {
      const code = given.get(text);
      if (!code) return refuse(95007, "unknown code");
      if (code.used) return refuse(95007, "code is used");
      return code.ends <= clock.now ? refuse(95007, "code is too old") : code;
    },
  };
}
