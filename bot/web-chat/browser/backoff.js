const STEPS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * Waits that grow with every failure, and that can be cut short (the network is back, a button was
 * pressed). The jitter keeps a thousand pages from knocking together after a restart.
 */
export function createBackoff() {
  let failures = 0;
  /** @type {(() => void) | null} */
  let wake = null;

  return {
    /** @param {number} atLeastMs what the server asked for, or 0 */
    async wait(atLeastMs) {
      const step = STEPS_MS[Math.min(failures, STEPS_MS.length - 1)] ?? 30_000;
      failures += 1;
      const ms = Math.max(atLeastMs, step * (0.75 + Math.random() / 2));
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
      wake = null;
    },
    /** Ends the wait under way, if there is one. */
    cut: () => wake?.(),
    succeeded: () => {
      failures = 0;
    },
  };
}
