/** How often a property is tried; `RUNS=20 npm test` tries each twenty times as often. */
export function runsOf(runs: number): number {
  return runs * Number(process.env.RUNS ?? 1);
}
