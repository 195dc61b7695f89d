/** Who is looking right now: open pages by session, woken when there is something new to read. */
export interface Hub {
  /** Calls `wake` at each nudge until the returned function is called. */
  watch: (session: string, wake: () => void) => () => void;
  nudge: (session: string) => void;
  /** How many pages of one session are open. */
  count: (session: string) => number;
  /** Wakes everybody for the last time, since the server is going down; resolves when all have left. */
  close: () => Promise<void>;
  isClosed: () => boolean;
}

export function createHub(): Hub {
  const watchers = new Map<string, Set<() => void>>();
  let closed = false;
  let emptied: () => void = () => undefined;
  return {
    watch: (session, wake) => {
      const wakes = watchers.get(session) ?? new Set();
      watchers.set(session, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) watchers.delete(session);
        if (watchers.size === 0) emptied();
      };
    },
    nudge: (session) => {
      for (const wake of watchers.get(session) ?? []) wake();
    },
    count: (session) => watchers.get(session)?.size ?? 0,
    close: async () => {
      closed = true;
      if (watchers.size === 0) return;
      const empty = new Promise<void>((resolve) => {
        emptied = resolve;
      });
      for (const wakes of watchers.values()) for (const wake of wakes) wake();
      await empty;
    },
    isClosed: () => closed,
  };
}
