/** Measuring: medians over rounds, so that one hiccup of the machine decides nothing. */
export interface Row {
  what: string;
  value: number;
  unit: "µs" | "ms" | "MB" | "%";
  /** At most this, on the machine of `docs/performance`. */
  goal?: number;
}

/** Keeps what is measured from being optimised away. */
const sink: { last?: unknown } = {};

export function medianMicroseconds(run: () => unknown, rounds = 41): number {
  const once = (times: number) => {
    const start = performance.now();
    for (let i = 0; i < times; i++) sink.last = run();
    return ((performance.now() - start) * 1_000) / times;
  };
  once(2_000);
  const results = Array.from({ length: rounds }, () => once(200)).sort((a, b) => a - b);
  return results[Math.floor(rounds / 2)] ?? Number.NaN;
}
