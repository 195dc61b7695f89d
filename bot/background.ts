/** What runs beside the requests: nobody waits for it, but a stop does. */
import type { Log } from "./services.ts";

export interface Background {
  run: (work: Promise<unknown>) => void;
  /** Resolves once nothing runs any more. */
  idle: () => Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run: (work) => {
      const watched: Promise<unknown> = work
        .catch((error: unknown) => log.warn({ error: String(error) }, "something in the background failed"))
        .finally(() => running.delete(watched));
      running.add(watched);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
