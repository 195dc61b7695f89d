/** Waiting for what the server under test does in its own time, without sleeping. */

/** Real milliseconds after which a wait fails, so that a test says what it waited for. */
const PATIENCE_MS = 5000;

export interface Waiting {
  /** Something has happened: every wait looks again. */
  changed: () => void;
  /** Resolves with the first value that is not undefined; rejects after 5 s. */
  until: <T>(look: () => T | undefined, what: () => string) => Promise<T>;
}

export function createWaiting(): Waiting {
  const looks = new Set<() => void>();
  return {
    changed: () => {
      for (const look of [...looks]) look();
    },
    until: (look, what) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          looks.delete(again);
          clearTimeout(timer);
        };
        const again = () => {
          const found = look();
          if (found === undefined) return;
          stop();
          resolve(found);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`waited in vain for ${what()}`));
        }, PATIENCE_MS);
        looks.add(again);
        again();
      }),
  };
}
