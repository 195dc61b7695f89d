/** What a test lets go wrong with the next frames of the server. */

export type Fault =
  /** Refused with this ack. */
  | { errcode: number; errmsg: string }
  /** Not taken, and no ack. */
  | "lost"
  /** Taken, and no ack. */
  | "taken without ack"
  /** Not taken, and the connection drops. */
  | "dropped"
  /** Taken, and the connection drops before the ack: the server cannot know. */
  | "taken, then dropped"
  /** Taken and acked, then the connection drops. */
  | "acked, then dropped";

export interface Faults {
  /** `method` is a command's name, or "any". */
  failNext: (method: string, fault: Fault, times?: number) => void;
  /** The fault of a frame that has come, which is used up by it. */
  take: (method: string) => Fault | null;
}

export function createFaults(): Faults {
  let waiting: { method: string; fault: Fault; times: number }[] = [];
  return {
    failNext: (method, fault, times = 1) => {
      waiting.push({ method, fault, times });
    },
    take: (method) => {
      const next = waiting.find((each) => each.method === method || each.method === "any");
      if (!next) return null;
      next.times--;
      waiting = waiting.filter(({ times }) => times > 0);
      return next.fault;
    },
  };
}
