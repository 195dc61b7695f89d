/** One getUpdates that waits: an update, another poller, a webhook, its time or the caller's hanging up ends it. */
import { conflict } from "./refusal.ts";
import type { Call } from "./request.ts";

interface Waiting {
  wake: () => void;
  refuse: (why: string) => void;
}

/** @param cap real milliseconds that a poll waits at most, whatever `timeout` it asks for */
export function createPolling(cap: number) {
  let waiting: Waiting | null = null;

  return {
    /** Resolves when it is worth looking again; a poll that waits already is refused with 409. */
    wait: (call: Call, seconds: number): Promise<void> => {
      waiting?.refuse(
        "terminated by other getUpdates request; make sure that only one bot instance is running",
      );
      return new Promise<void>((resolve, reject) => {
        const ended = () => {
          clearTimeout(timer);
          if (waiting === mine) waiting = null;
        };
        const wake = () => {
          ended();
          resolve();
        };
        const refuse = (why: string) => {
          ended();
          reject(conflict(why));
        };
        const mine: Waiting = { wake, refuse };
        const timer = setTimeout(wake, Math.min(cap, seconds * 1000));
        waiting = mine;
        if (call.gone.aborted) wake();
        else call.gone.addEventListener("abort", wake, { once: true });
      });
    },
    wake: () => waiting?.wake(),
    refuse: (why: string) => waiting?.refuse(why),
  };
}
