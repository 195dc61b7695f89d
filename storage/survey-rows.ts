/** The rows of a repeat (需求工种、人数、月工资), added up by the name that stands in them, and by place. */
import type { MoneyFigure, Place, RowFigure } from "../handlers/surveys/figures.ts";
import type { Repeat } from "../handlers/surveys/schema.ts";
import type { Row, Statement } from "./database.ts";
import { rolledUp } from "./survey-places.ts";

export type RowRow = Row &
  Place & {
    name: string | null;
    enterprises: number;
    people: number;
  };

export const moneyOf = ({ fields }: Repeat) =>
  fields.filter(({ kind }) => kind === "money").map(({ id }) => id);

/** What `rowsOf` gave. */
export function rowFigures(repeat: Repeat, rows: readonly RowRow[]): RowFigure[] {
  return rows.map((row) => ({
    ...{ by: row.by, place: row.place, name: row.name },
    ...{ enterprises: row.enterprises, people: row.people },
    money: moneyOf(repeat).map((field, index) => moneyFigure(row, field, index)),
  }));
}

function moneyFigure(row: RowRow, field: string, index: number): MoneyFigure {
  const median = row[`median${index}`] ?? null;
  return {
    field,
    enterprises: Number(row[`enterprises${index}`]),
    people: Number(row[`people${index}`]),
    weighted: Number(row[`weighted${index}`]),
    median: median === null ? null : Number(median),
  };
}

/** 电焊 工 and 电焊工, CNC and cnc are one: blanks and case make no difference, all else does. */
const KEY = "lower(replace(replace(name, ' ', ''), char(12288), ''))";

/** By name and by place in one statement: what both stand on is read once. */
export function rowsOf(round: string, repeat: Repeat): Statement {
  const money = moneyOf(repeat);
  const figures = ["enterprises", "people", ...money.flatMap((_, index) => namesOf(index))];
  const summed = `count(DISTINCT filing) AS enterprises, sum(people) AS people ${each(money, moneySums)}`;
  const how = { name: "max" as const, ...Object.fromEntries(figures.map((name) => [name, "sum" as const])) };
  const { text, params } = wantedRows(repeat, money);
  const byPlace = rolledUp(
    `SELECT profile, NULL AS name, ${summed} ${each(money, (index) => `, NULL AS median${index}`)}
     FROM wanted GROUP BY profile`,
    [],
    { ...how, ...Object.fromEntries(money.map((_, index) => [`median${index}`, "max" as const])) },
    [
      `wanted AS MATERIALIZED (${text})`,
      `named AS (SELECT key, max(name) AS name, ${summed} FROM wanted GROUP BY key)`,
      ...money.map(middle),
    ],
  );
  const medians = each(money, (index) => `, median${index}`);
  const joined = each(money, (index) => `LEFT JOIN middle${index} USING (key)`);
  const columns = ["-1", "NULL", "name", ...figures].join(", ");
  return {
    sql: `${byPlace} UNION ALL SELECT ${columns} ${medians} FROM named ${joined}`,
    params: [round, ...params],
  };
}

/** One line for each row of the profiles `mine`: its first text is the name, its first number how many people, or 1 where there is none. */
export function wantedRows({ id, fields }: Repeat, money: readonly string[]) {
  const first = (kind: string) => fields.find((field) => field.kind === kind)?.id;
  const [name, people] = [first("text"), first("number")];
  const of = (column: string) => `max(cell.${column}) FILTER (WHERE cell.field = ?)`;
  const rows = `SELECT mine.id AS profile, filing.id AS filing,
      ${name === undefined ? "''" : `coalesce(${of("text")}, '')`} AS name,
      ${people === undefined ? "1" : `coalesce(${of("number")}, 0)`} AS people
      ${each(money, (index) => `, ${of("number")} AS money${index}`)}
    FROM mine JOIN survey_filing AS filing ON filing.profile = mine.id
    JOIN survey_filed_cell AS cell ON cell.filing = filing.id AND cell.question = ? AND cell.line <> ''
    GROUP BY mine.id, filing.id, cell.line`;
  const text = `SELECT *, ${KEY} AS key FROM (${rows})`;
  return { text, params: [...[name, people].filter((field) => field !== undefined), ...money, id] };
}

const namesOf = (index: number) => [`enterprises${index}`, `people${index}`, `weighted${index}`];

function moneySums(index: number): string {
  const has = `FILTER (WHERE money${index} IS NOT NULL AND people > 0)`;
  return `, count(DISTINCT filing) ${has} AS enterprises${index},
    coalesce(sum(people) ${has}, 0) AS people${index}, coalesce(sum(people * money${index}) ${has}, 0) AS weighted${index}`;
}

/** The median over people: between the last of the lower half and the first of the upper one, where it falls between. */
function middle(_field: string, index: number): string {
  return `middle${index} AS (
    SELECT key, (min(money) FILTER (WHERE upto * 2 >= whole) + min(money) FILTER (WHERE upto * 2 > whole)) / 2
      AS median${index}
    FROM (SELECT key, money, sum(people) OVER (PARTITION BY key ORDER BY money) AS upto,
        sum(people) OVER (PARTITION BY key) AS whole
      FROM (SELECT key, money${index} AS money, sum(people) AS people FROM wanted
        WHERE money${index} IS NOT NULL AND people > 0 GROUP BY key, money${index}))
    GROUP BY key)`;
}

function each(money: readonly string[], text: (index: number) => string): string {
  return money.map((_, index) => text(index)).join(" ");
}
