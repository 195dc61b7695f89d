/** Rings while nobody waits are kept: what came in between is looked for at once. */
export interface Bell {
  ring: () => void;
  /** Resolves at the next ring, or after so many milliseconds: whether it rang. */
  wait: (ms?: number) => Promise<boolean>;
}

export function createBell(): Bell {
  let rung = false;
  let wake: () => void = () => undefined;
  return {
    ring: () => {
      rung = true;
      wake();
    },
    wait: async (ms) => {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (ms !== undefined) timer = setTimeout(resolve, ms);
        });
        clearTimeout(timer);
      }
      const was = rung;
      rung = false;
      return was;
    },
  };
}
