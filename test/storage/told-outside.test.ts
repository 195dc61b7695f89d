/** What a reader of the file that leaves the bureau can work out by subtraction, across its sheets. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { surveyTables } from "../../handlers/surveys/statistics.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import type { StatisticTable } from "../../handlers/surveys/tables.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { figuresAndGivers } from "../../storage/survey-statistics.ts";
import { toldOfFew } from "../support/attacker.ts";
import { overBothEngines } from "../support/databases.ts";
import { diceFrom, fileAll, randomFiling, type TestFiling } from "../support/survey-filings.ts";
import { addRound, creditCodeOf } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

type Change = (index: number, cells: Record<string, string | number | boolean>) => void;
const LEVELS = ["junior", "intermediate", "senior", "technician", "senior_technician"];

async function published(change: Change, many = 12): Promise<StatisticTable[]> {
  const database = openSqlite(":memory:");
  await migrate(database, readMigrations());
  await database.batch([addRound({ id: "r" })]);
  const levels = (skills2021.choices.levels ?? []).map(({ id }) => id);
  const filings = Array.from({ length: many }, (_, index): TestFiling => {
    const cells: Record<string, string | number | boolean> = {
      type: "private",
      size: "medium",
      field: skills2021.choices.fields?.[0]?.id ?? "",
      employees: 100 + 7 * index,
      wage: 6000 + index,
      training_set_aside: 10_000 + 13 * index,
      training_used: 9_000 + 11 * index,
    };
    for (const [at, level] of levels.entries()) {
      const count = 4 + ((index * 3 + at) % 5);
      cells[`headcount/${level}`] = count;
      const parts = [1, 1, 1, count - 3];
      (skills2021.choices.ages ?? []).forEach(({ id }, i) => {
        cells[`age/${level}/${id}`] = parts[i] ?? 0;
      });
      const degrees = [1, 1, count - 2];
      (skills2021.choices.degrees ?? []).forEach(({ id }, i) => {
        cells[`education/${level}/${id}`] = degrees[i] ?? 0;
      });
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
  const levels = (skills2021.choices.levels ?? []).map(({ id }) => id);
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

overBothEngines("figures told apart by six questions", (database) => {
  it("are added up by each", async () => {
    await database.batch([addRound({ id: "six" })]);
    const by = ["type", "size", "field", "type", "size", "field"];
    const survey = { ...skills2021, statistics: { ...skills2021.statistics, by } };
    const filings = Array.from({ length: 9 }, (_, index) => randomFiling(skills2021, index, diceFrom(index)));
    await fileAll(database, skills2021, "six", filings);
    const { enterprises } = (await figuresAndGivers(database, "six", survey)).figures;
    const together = Map.groupBy(enterprises, (one) => one.by);
    expect([...together.keys()].sort()).toEqual([-1, 0, 1, 2, 3, 4, 5, 6]);
    for (const own of together.values()) expect(own.reduce((sum, one) => sum + one.enterprises, 0)).toBe(9);
  });
});

/** The survey with short lists, so that exact fractions stay quick. */
const short: Survey = {
  ...skills2021,
  choices: Object.fromEntries(Object.entries(skills2021.choices).map(([id, list]) => [id, list.slice(-3)])),
};
const ids = (list: string) => (short.choices[list] ?? []).map(({ id }) => id);
type Numbers = Record<string, number>;

function city(seed: number, many: number, regions: number): (TestFiling & { cells: Numbers })[] {
  const dice = diceFrom(seed);
  return Array.from({ length: many }, (_, index) => {
    const cells: Record<string, string | number> = { employees: 100 + dice(900) };
    for (const [question, list] of [
      ["type", "types"],
      ["size", "sizes"],
      ["field", "fields"],
    ] as const)
      cells[question] = ids(list)[dice(2 + dice(2))] ?? "";
    for (const money of ["wage", "training_set_aside", "training_used"])
      if (dice(4)) cells[money] = dice(5_000);
    const hasDegrees = dice(5) > 0;
    for (const level of ids("levels")) {
      const people = dice(4) && dice(9);
      cells[`headcount/${level}`] = people;
      for (const [matrix, list] of [
        ["age", "ages"],
        ["education", "degrees"],
      ] as const) {
        if (people === 0 || (matrix === "education" && !hasDegrees)) continue;
        const first = dice(people + 1);
        const second = dice(people - first + 1);
        ids(list).forEach((id, at) => {
          cells[`${matrix}/${level}/${id}`] = [first, second, people - first - second][at] ?? 0;
        });
      }
    }
    return {
      creditCode: creditCodeOf(index + 1),
      name: `企业${index}`,
      region: `第${dice(regions)}区`,
      cells,
    } as TestFiling & { cells: Numbers };
  });
}

/** Each cell of a table that is shown: of which enterprises, and of which cells of the form it is the sum. */
function shownIn(tables: StatisticTable[], filings: TestFiling[], isOf: (title: string) => boolean) {
  const labels = new Map(
    Object.values(short.choices).flatMap((list) => list.map(({ id, label }) => [label, id] as const)),
  );
  const dimensions: Record<string, string> = { 企业类型: "type", 企业规模: "size", 经营领域: "field" };
  const questions = new Map([...short.questions.values()].map(({ id, label }) => [label, id]));
  return tables
    .filter(({ title }) => isOf(title))
    .flatMap(({ title, columns, rows }) =>
      rows.flatMap((row) => {
        const [by, place] = row as [string, string];
        const own = filings.flatMap(({ region, cells }, at) => {
          const answer = cells[dimensions[by] ?? ""];
          return by === "全部" || (by === "地区" ? region === place : answer === labels.get(place))
            ? [at]
            : [];
        });
        const line = columns[2] === "项目" ? labels.get(String(row[2])) : undefined;
        return columns.flatMap((heading, at) => {
          if (at < 2 || typeof row[at] !== "number") return [];
          const id = questions.get(title);
          const isIn = (cell: string) => {
            const [question, level = "", column] = cell.split("/");
            if (question !== id) return false;
            if (columns[2] !== "项目")
              return id !== "headcount"
                ? true
                : heading === "合计" ||
                    (heading === "高技能人才"
                      ? short.statistics.highly_skilled.includes(level)
                      : labels.get(heading) === level);
            return (
              (row[2] === "合计" || line === level) && (heading === "合计" || labels.get(heading) === column)
            );
          };
          if (columns[2] !== "项目" && id !== "headcount" && !heading.includes("合计")) return [];
          return [{ own, isIn, value: row[at], title, heading }];
        });
      }),
    );
}

/** Every lot of people, of one age and one degree, and every amount of money. */
function lotsOf(cells: Numbers): string[][] {
  const parts = (question: string, list: string, level: string) => {
    const all = ids(list).map((id) => `${question}/${level}/${id}`);
    return all.some((cell) => cell in cells) ? all.filter((cell) => cells[cell]).map((cell) => [cell]) : [[]];
  };
  const people = ids("levels")
    .filter((level) => cells[`headcount/${level}`])
    .flatMap((level) =>
      parts("age", "ages", level).flatMap((age) =>
        parts("education", "degrees", level).map((degree) => [`headcount/${level}`, ...age, ...degree]),
      ),
    );
  return [
    ...people,
    ...["employees", "training_set_aside", "training_used"].filter((id) => cells[id]).map((id) => [id]),
  ];
}

it("tells nothing of one or two enterprises to somebody who holds all tables against each other", async () => {
  const run = fc.record({
    seed: fc.nat(),
    many: fc.integer({ min: 5, max: 15 }),
    regions: fc.integer({ min: 1, max: 3 }),
  });
  let told = 0;
  await fc.assert(
    fc.asyncProperty(run, async ({ seed, many, regions }) => {
      const filings = city(seed, many, regions);
      const database = openSqlite(":memory:");
      await migrate(database, readMigrations());
      await database.batch([addRound({ id: "r" })]);
      await fileAll(database, short, "r", filings);
      const { figures, givers } = await figuresAndGivers(database, "r", short);
      const tables = surveyTables(short, figures, { leavesBureau: true, givers });
      await database.close();
      for (const isOf of [
        (title: string) => title.startsWith("技能人才") && !title.includes("需求"),
        (title: string) => !title.startsWith("技能"),
      ]) {
        const shown = shownIn(tables, filings, isOf);
        told += shown.length;
        for (const { own, isIn, value, title, heading } of shown) {
          const sum = own
            .flatMap((at) => Object.entries(filings[at]?.cells ?? {}))
            .filter(([cell]) => isIn(cell))
            .reduce((total, [, one]) => total + one, 0);
          expect(value, `${title} ${heading}`).toBeCloseTo(sum, 1);
        }
        const columns = filings.flatMap(({ cells }, owner) =>
          lotsOf(cells).map((lot) => ({
            owner,
            values: shown.map(({ own, isIn }) => BigInt(own.includes(owner) ? lot.filter(isIn).length : 0)),
          })),
        );
        expect(toldOfFew(columns, 2)).toBeUndefined();
      }
    }),
    { numRuns: 8 },
  );
  expect(told).toBeGreaterThan(100);
}, 60_000);
