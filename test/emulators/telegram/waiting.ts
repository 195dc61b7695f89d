/** Waits for what a server does in its own time, without sleeping: looks again whenever something has happened. */
export function createWaiting() {
  let waiting: { holds: () => boolean; resolve: () => void }[] = [];
  return {
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        if (holds()) resolve();
        else waiting.push({ holds, resolve });
      }),
    changed: (): void => {
      const held = waiting.filter(({ holds }) => holds());
      waiting = waiting.filter((one) => !held.includes(one));
      for (const { resolve } of held) resolve();
    },
  };
}
