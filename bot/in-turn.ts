/** Runs what concerns one key one after the other, in the order in which it came; other keys do not wait. */
const last = new Map<string, Promise<unknown>>();

export function inTurn<T>(key: string, run: () => Promise<T>): Promise<T> {
  const before = last.get(key) ?? Promise.resolve();
  const mine = before.then(run, run);
  last.set(key, mine);
  const done = () => {
    if (last.get(key) === mine) last.delete(key);
  };
  mine.then(done, done);
  return mine;
}
