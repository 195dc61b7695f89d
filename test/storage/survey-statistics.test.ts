import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { type CellValue, partsOf } from "../../handlers/surveys/cells.ts";
import type { Place } from "../../handlers/surveys/figures.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { sql } from "../../storage/database.ts";
import { countFilings } from "../../storage/survey-profiles.ts";
import { surveyFigures } from "../../storage/survey-statistics.ts";
import { overBothEngines } from "../support/databases.ts";
import { diceFrom, fileAll, filed, randomFiling, type TestFiling } from "../support/survey-filings.ts";
import { addRound } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

let counter = 0;

overBothEngines("statistics of surveys", (database) => {
  let round = "";
  beforeEach(async () => {
    counter += 1;
    round = `round${counter}`;
    await database.batch([addRound({ id: round })]);
  });

  it("adds up what a plain recomputation adds up, whatever was handed in", async () => {
    const run = fc.record({ seed: fc.nat(), many: fc.integer({ min: 0, max: 12 }), sparse: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(run, async ({ seed, many, sparse }) => {
        counter += 1;
        round = `round${counter}`;
        const filings = filingsOf(many, seed, sparse);
        await database.batch([addRound({ id: round })]);
        await fileAll(database, skills2021, round, filings);
        await expectRecomputed(filings);
      }),
      { numRuns: 12 },
    );
  });

  it("counts the last filing of an enterprise only, whether it was counted at once or is found later", async () => {
    const [first, second] = [filingsOf(6, 1), filingsOf(6, 2)];
    await fileAll(database, skills2021, round, first);
    await surveyFigures(database, round, skills2021);
    const again = second.slice(0, 3);
    await fileAll(database, skills2021, round, again, 2);
    const draft = `${round}/${again[0]?.creditCode}`;
    await database.batch(countFilings([draft], skills2021.statistics.by));
    const regions = new Map(first.map(({ creditCode, region }) => [creditCode, region]));
    const counting = [...again, ...first.slice(3)];
    await expectRecomputed(counting.map((one) => ({ ...one, region: regions.get(one.creditCode) ?? "" })));
  });

  it("follows a region that is put right, and a question by which figures are newly told apart", async () => {
    const filings = filingsOf(8, 3);
    await fileAll(database, skills2021, round, filings);
    await expectRecomputed(filings);
    const [moved] = filings as [TestFiling];
    moved.region = "博山区";
    await database.batch([
      sql`UPDATE enterprise SET region = '博山区' WHERE credit_code = ${moved.creditCode}`,
    ]);
    await expectRecomputed(filings);
    const statistics = { ...skills2021.statistics, by: ["field", "type"] };
    await expectRecomputed(filings, { ...skills2021, statistics });
  });

  it("takes nothing from other rounds and drafts that are not handed in, and is empty without any", async () => {
    const other = `${round}b`;
    await database.batch([addRound({ id: other })]);
    await fileAll(database, skills2021, other, filingsOf(5, 4));
    await expectRecomputed([]);
    await expectRecomputed([], skills2021);
  });

  it("says of a name how many want it, and what half of the people get", async () => {
    const wants = (number: number, name: string, people: number, pay: number): TestFiling => ({
      ...randomFiling(skills2021, counter * 100 + number, diceFrom(1)),
      cells: { demand: 1, "demand/1/occupation": name, "demand/1/people": people, "demand/1/pay": pay },
    });
    const rows = [
      wants(1, "CNC 操作工", 3, 5000),
      wants(2, "cnc操作工", 1, 9000),
      wants(3, "CNC操作工", 2, 6000),
    ];
    await fileAll(database, skills2021, round, rows);
    const { rows: figures } = await surveyFigures(database, round, skills2021);
    const named = figures.demand?.filter(({ name }) => name !== null);
    const money = { field: "pay", enterprises: 3, people: 6, weighted: 36_000, median: 5_500 };
    expect(named).toEqual([
      { by: -1, place: null, name: "cnc操作工", enterprises: 3, people: 6, money: [money] },
    ]);
  });

  it("keeps sealed cells out of the index that statistics read", async () => {
    const [filing] = filingsOf(1, 5) as [TestFiling];
    await database.batch([
      ...filed(skills2021, round, [filing]),
      ...countFilings([`${round}/${filing.creditCode}`], skills2021.statistics.by),
    ]);
    const counted = await database.query<{ sealed: number; texts: number; figures: number }>(
      `SELECT count(sealed) AS sealed, count(text) AS texts, count(cell.number) AS figures
       FROM survey_filed_cell AS cell JOIN survey_filing ON survey_filing.id = cell.filing
       WHERE cell.profile IS NOT NULL AND draft = ?`,
      [`${round}/${filing.creditCode}`],
    );
    expect(counted).toEqual([{ sealed: 0, texts: 0, figures: expect.any(Number) }]);
    expect(counted[0]?.figures).toBeGreaterThan(10);
  });

  async function expectRecomputed(filings: readonly TestFiling[], survey: Survey = skills2021) {
    const figures = await surveyFigures(database, round, survey);
    const plain = recomputed(survey, filings);
    expect(sorted(figures.enterprises)).toEqual(sorted(plain.enterprises));
    expect(sorted(figures.cells)).toEqual(sorted(plain.cells));
    expect(sorted(figures.extremes)).toEqual(sorted(plain.extremes));
    expect(sorted(figures.heads)).toEqual(sorted(plain.heads));
    expect(sorted(figures.rows.demand ?? [])).toEqual(sorted(plain.demand));
  }
});

/** In order, and without the noise of adding fractions in another order. */
function sorted(figures: readonly unknown[]): unknown[] {
  const written = (one: unknown) =>
    JSON.stringify(one, (_, value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value));
  return figures
    .map((one) => JSON.parse(written(sortedKeys(one))))
    .sort((one, other) => (written(one) < written(other) ? -1 : 1));
}

function sortedKeys(one: unknown): unknown {
  return Object.fromEntries(Object.entries(one as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filingsOf(many: number, seed: number, sparse = false): TestFiling[] {
  const dice = diceFrom(seed);
  return Array.from({ length: many }, (_, index) =>
    randomFiling(skills2021, counter * 100 + index, dice, sparse),
  );
}

/** The same, without a database: every filing looked at anew for every figure. */
function recomputed(survey: Survey, filings: readonly TestFiling[]) {
  const groups = groupsOf(survey, filings);
  return {
    enterprises: groups.map(([place, own]) => ({ ...place, enterprises: own.length })),
    cells: groups.flatMap(([place, own]) => cellFigures(own).map((figure) => ({ ...place, ...figure }))),
    extremes: groups.flatMap(([place, own]) => extremes(own).map((figure) => ({ ...place, ...figure }))),
    heads: groups.flatMap(([place, own]) => headFigures(own).map((figure) => ({ ...place, ...figure }))),
    demand: [
      ...groups.flatMap(([place, own]) => {
        const rows = own.flatMap(rowsOf);
        return rows.length ? [{ ...place, name: null, ...rowFigure(rows, false) }] : [];
      }),
      ...[...Map.groupBy(filings.flatMap(rowsOf), ({ key }) => key).values()].map((rows) => ({
        ...{
          by: -1,
          place: null,
          name: rows
            .map(({ name }) => name)
            .sort()
            .at(-1),
        },
        ...rowFigure(rows, true),
      })),
    ],
  };
}

function groupsOf(survey: Survey, filings: readonly TestFiling[]): [Place, TestFiling[]][] {
  const places = [
    (one: TestFiling) => one.region,
    ...survey.statistics.by.map((question) => (one: TestFiling) => (one.cells[question] as string) ?? null),
  ];
  const groups = places.flatMap((placeOf, by) =>
    [...Map.groupBy(filings, placeOf)].map(([place, own]): [Place, TestFiling[]] => [{ by, place }, own]),
  );
  return filings.length ? [...groups, [{ by: -1, place: null }, [...filings]]] : groups;
}

function cellFigures(filings: readonly TestFiling[]) {
  const isFigure = (cell: string, value: CellValue) =>
    typeof value !== "string" && !/^\d/.test(partsOf(cell).row);
  const all = filings.flatMap(({ cells }) =>
    Object.entries(cells).flatMap(([cell, value]) =>
      isFigure(cell, value) ? [{ cell, value: Number(value) }] : [],
    ),
  );
  return [...Map.groupBy(all, ({ cell }) => cell)].map(([cell, given]) => {
    const values = given.map(({ value }) => value);
    return {
      cell,
      ...{ given: values.length, some: values.filter((value) => value !== 0).length, sum: sum(values) },
    };
  });
}

function extremes(filings: readonly TestFiling[]) {
  return ["employees", "wage", "training_set_aside", "training_used"].flatMap((question) => {
    const values = filings.flatMap(({ cells }) =>
      typeof cells[question] === "number" ? [cells[question]] : [],
    );
    return values.length ? [{ question, least: Math.min(...values), most: Math.max(...values) }] : [];
  });
}

function headFigures(filings: readonly TestFiling[]) {
  return ["wage", "training_set_aside", "training_used"].flatMap((question) => {
    const both = filings.flatMap(({ cells: { employees, [question]: value } }) =>
      typeof employees === "number" && typeof value === "number" ? [{ employees, value }] : [],
    );
    if (both.length === 0) return [];
    return [
      {
        ...{ question, given: both.length, sum: sum(both.map(({ value }) => value)) },
        heads: sum(both.map(({ employees }) => employees)),
        weighted: sum(both.map(({ employees, value }) => employees * value)),
      },
    ];
  });
}

interface Wanted {
  enterprise: string;
  name: string;
  key: string;
  people: number;
  pay: number;
}

function rowsOf({ creditCode, cells }: TestFiling): Wanted[] {
  const rows = Array.from({ length: 20 }, (_, index) => index + 1);
  return rows.flatMap((row) => {
    const name = cells[`demand/${row}/occupation`];
    if (typeof name !== "string") return [];
    const [people, pay] = [Number(cells[`demand/${row}/people`]), Number(cells[`demand/${row}/pay`])];
    return [{ enterprise: creditCode, name, key: name.replace(/[ 　]/g, "").toLowerCase(), people, pay }];
  });
}

function rowFigure(rows: readonly Wanted[], withMedian: boolean) {
  const enterprises = new Set(rows.map(({ enterprise }) => enterprise)).size;
  const people = sum(rows.map((row) => row.people));
  const heads = rows.flatMap((row) => Array<number>(row.people).fill(row.pay)).sort((a, b) => a - b);
  const middle = ((heads[Math.ceil(people / 2) - 1] ?? 0) + (heads[Math.floor(people / 2)] ?? 0)) / 2;
  const weighted = sum(rows.map((row) => row.people * row.pay));
  const money = [{ field: "pay", enterprises, people, weighted, median: withMedian ? middle : null }];
  return { enterprises, people, money };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
