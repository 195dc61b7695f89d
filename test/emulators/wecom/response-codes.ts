/** Codes that let a card be changed: one with the answer to sending it, one with each press; each works once, for 72 hours. */

import { refuse } from "./refusal.ts";
import { HOUR, type World } from "./world.ts";

const LIFE = 72 * HOUR;

export type ResponseCodes = ReturnType<typeof createResponseCodes>;

export function createResponseCodes(world: World) {
  const given = new Map<string, { taskId: string; ends: number; used: boolean }>();
  const find = (code: string) => {
    const found = given.get(code);
    if (!found || found.ends < world.clock.now) return refuse(40058, "invalid response_code");
    return found.used ? refuse(42022) : found;
  };
  return {
    make: (taskId: string): string => {
      const code = `response-code-${String(world.count("response code")).padStart(4, "0")}`;
      given.set(code, { taskId, ends: world.clock.now + LIFE, used: false });
      return code;
    },
    /** The task whose cards may be changed; refused where unknown, used or too old. */
    check: (code: string): string => find(code).taskId,
    use: (code: string): void => {
      find(code).used = true;
    },
  };
}
