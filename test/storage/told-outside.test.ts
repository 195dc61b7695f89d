/** What a reader of the file that leaves the bureau can work out by subtraction, across its sheets. */
import { expect, it } from "vitest";
import { surveyTables } from "../../handlers/surveys/statistics.ts";
import type { StatisticTable } from "../../handlers/surveys/tables.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { figuresAndGivers, surveyFigures } from "../../storage/survey-statistics.ts";
import { overBothEngines } from "../support/databases.ts";
import { fileAll, type TestFiling } from "../support/survey-filings.ts";
import { addRound, creditCodeOf } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

type Change = (index: number, cells: Record<string, string | number | boolean>) => void;
const LEVELS = ["junior", "intermediate", "senior", "technician", "senior_technician"];

async function published(change: Change, many = 12): Promise<StatisticTable[]> {
  const database = openSqlite(":memory:");
  await migrate(database, readMigrations());
  await database.batch([addRound({ id: "r" })]);
  const levels = (skills2021.choices["levels"] ?? []).map(({ id }) => id);
  const filings = Array.from({ length: many }, (_, index): TestFiling => {
    const cells: Record<string, string | number | boolean> = {
      type: "private",
      size: "medium",
      field: skills2021.choices["fields"]?.[0]?.id ?? "",
      employees: 100 + 7 * index,
      wage: 6000 + index,
      training_set_aside: 10_000 + 13 * index,
      training_used: 9_000 + 11 * index,
    };
    for (const [at, level] of levels.entries()) {
      const count = 4 + ((index * 3 + at) % 5);
      cells[`headcount/${level}`] = count;
      const parts = [1, 1, 1, count - 3];
      (skills2021.choices["ages"] ?? []).forEach(
        ({ id }, i) => (cells[`age/${level}/${id}`] = parts[i] ?? 0),
      );
      const degrees = [1, 1, count - 2];
      (skills2021.choices["degrees"] ?? []).forEach(
        ({ id }, i) => (cells[`education/${level}/${id}`] = degrees[i] ?? 0),
      );
    }
    change(index, cells);
    return { creditCode: creditCodeOf(index + 1), name: `企业${index}`, region: "台儿庄区", cells };
  });
  await fileAll(database, skills2021, "r", filings);
  const { figures, givers } = await figuresAndGivers(database, "r", skills2021);
  const tables = surveyTables(skills2021, figures, { leavesBureau: true, givers });
  await database.close();
  return tables;
}

function table(tables: StatisticTable[], title: string): StatisticTable {
  const found = tables.find((one) => one.title === title);
  if (!found) throw new Error(title);
  return found;
}

it("does not tell the headcounts of the one enterprise that left the education out", async () => {
  const tables = await published((index, cells) => {
    if (index === 5)
      for (const cell of Object.keys(cells)) if (cell.startsWith("education/")) delete cells[cell];
  });
  const heads = table(tables, "技能人才人数").rows[0] ?? [];
  const education = table(tables, "技能人才学历结构");
  const worked = education.rows.slice(0, 5).map((cells, at) => Number(heads[at + 2]) - Number(cells.at(-1)));
  const own = LEVELS.map((_, at) => 4 + ((5 * 3 + at) % 5));
  expect(worked).not.toEqual(own);
});

it("does not tell the sum of two levels that one enterprise alone has", async () => {
  const levels = (skills2021.choices["levels"] ?? []).map(({ id }) => id);
  const tables = await published((index, cells) => {
    for (const level of levels.slice(0, 2))
      if (index !== 5)
        for (const cell of Object.keys(cells))
          if (cell.includes(`/${level}`)) {
            if (cell.startsWith("headcount")) cells[cell] = 0;
            else delete cells[cell];
          }
  });
  const one = table(tables, "技能人才人数");
  const at = (name: string) => one.columns.findIndex((column) => column.startsWith(name));
  const worked = Number(one.rows[0]?.[at("合计")]) - Number(one.rows[0]?.[at("高技能")]);
  expect(worked).not.toBe(4 + (15 % 5) + 4 + (16 % 5));
});

overBothEngines("figures told apart by five questions", (database) => {
  it("are added up", async () => {
    await database.batch([addRound({ id: "five" })]);
    const by = ["type", "size", "field", "type", "size", "field"];
    const survey = { ...skills2021, statistics: { ...skills2021.statistics, by } };
    expect((await surveyFigures(database, "five", survey)).enterprises).toEqual([]);
  });
});
