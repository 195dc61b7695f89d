/** Statistics over as many filings as a big city's round has, on SQLite in a file. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSurveys } from "../bot/survey-files.ts";
import { migrate } from "../storage/migrate.ts";
import { readMigrations } from "../storage/migration-files.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { surveyFigures } from "../storage/survey-statistics.ts";
import { diceFrom, fileAll, randomFiling } from "../test/support/survey-filings.ts";
import { addRound } from "../test/support/survey-rounds.ts";
import type { Row } from "./measure.ts";

const FILINGS = 10_000;
const GOAL_MS = 300;
const ROUNDS = 7;

export async function benchSurveys(): Promise<Row[]> {
  const survey = (await readSurveys()).get("skills-2021");
  if (!survey) throw new Error("there is no survey skills-2021");
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const database = openSqlite(join(folder, "bench.db"));
  await migrate(database, readMigrations());
  const dice = diceFrom(1);
  const filings = Array.from({ length: FILINGS }, (_, index) => randomFiling(survey, index + 1, dice));
  const cells = filings.reduce((sum, filing) => sum + Object.keys(filing.cells).length, 0);
  await database.batch([addRound({ id: "bench" })]);
  await fileAll(database, survey, "bench", filings);
  const once = async () => {
    const start = performance.now();
    await surveyFigures(database, "bench", survey);
    return performance.now() - start;
  };
  const first = await once();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await once());
  await database.close();
  rmSync(folder, { recursive: true });
  const of = `${FILINGS.toLocaleString("en-US")} filings of ${Math.round(cells / FILINGS)} cells`;
  const median = times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  return [
    { what: `all statistics of a round, ${of}`, value: median, unit: "ms", goal: GOAL_MS },
    { what: "the same for the first time, none of them counted before", value: first, unit: "ms" },
  ];
}
