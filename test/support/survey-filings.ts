/** Filings for tests and measurements: random answers to any survey, written straight where filings are kept. */
import { type Cells, type CellValue, cellOf } from "../../handlers/surveys/cells.ts";
import type { Field, SurveyQuestion } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { type Database, type Statement, sql } from "../../storage/database.ts";
import { creditCodeOf } from "./survey-rounds.ts";

export interface TestFiling {
  creditCode: string;
  name: string;
  region: string;
  /** A confidential one as it is sealed. */
  cells: Cells;
}

/** A whole number from 0 up to but without the bound. */
export type Dice = (bound: number) => number;

/** The same throws each time, from the same seed. */
export function diceFrom(seed: number): Dice {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % bound;
  };
}

/** @param sparse leaves one question in three empty, not only optional ones */
export function randomFiling(survey: Survey, number: number, dice: Dice, sparse = false): TestFiling {
  const isEmpty = ({ optional }: SurveyQuestion) => (optional || sparse) && dice(3) === 0;
  const cells: Record<string, CellValue> = {};
  for (const question of survey.questions.values())
    if (!isEmpty(question)) Object.assign(cells, randomAnswer(survey, question, cells, dice));
  const creditCode = creditCodeOf(number);
  const filing = {
    creditCode,
    name: `第${number}家公司`,
    region: ["张店区", "临淄区", "淄川区"][dice(3)] ?? "",
  };
  return { ...filing, cells };
}

function randomAnswer(survey: Survey, question: SurveyQuestion, given: Cells, dice: Dice): Cells {
  const choices = (list: string) => (survey.choices[list] ?? []).map(({ id }) => id);
  switch (question.kind) {
    case "counts":
      return from(choices(question.rows), (row) => [cellOf(question.id, row), dice(4) && dice(30)]);
    case "several":
      return from(choices(question.choices), (row) => [cellOf(question.id, row), dice(2) === 1]);
    case "matrix": {
      const rows = choices(question.rows).filter((row) => !question.of || given[cellOf(question.of, row)]);
      return Object.assign(
        {},
        ...rows.map((row) =>
          from(choices(question.columns), (column) => [cellOf(question.id, row, column), dice(9)]),
        ),
      );
    }
    case "repeat": {
      const rows = Array.from({ length: dice(4) }, (_, index) => index + 1);
      const fields = rows.map((row) =>
        from(question.fields, (field) => [
          cellOf(question.id, row, field.id),
          randomValue(survey, field, dice),
        ]),
      );
      return Object.assign({ [question.id]: rows.length }, ...fields);
    }
    default:
      return { [question.id]: randomValue(survey, question, dice) };
  }
}

/** What people write, some of it as formulas, markup and with odd blanks. */
const TEXTS = [
  "电焊工",
  " 电焊 工",
  "CNC",
  "cnc",
  "=1+1",
  "车工",
  '<b>"a",b</b>',
  "@张三",
  "-5",
  "+8",
  "铣工　",
];

function randomValue(survey: Survey, field: Field, dice: Dice): CellValue {
  switch (field.kind) {
    case "choice":
      return survey.choices[field.choices]?.[dice(survey.choices[field.choices]?.length ?? 1)]?.id ?? "";
    case "number":
      return field.min + dice(1_000);
    case "money":
      return dice(2_000_000) / 100;
    case "date":
      return "2026-11-20";
    default:
      return field.confidential ? `sealed ${dice(1_000)}` : (TEXTS[dice(TEXTS.length)] ?? "");
  }
}

function from<T>(list: readonly T[], entry: (one: T) => [string, CellValue]): Record<string, CellValue> {
  return Object.fromEntries(list.map(entry));
}

/** Handed in; once more with a higher number, where the enterprise has done so before: the last filing counts. */
export function filed(
  survey: Survey,
  round: string,
  filings: readonly TestFiling[],
  number = 1,
): Statement[] {
  const list = JSON.stringify(
    filings.map(({ creditCode, name, region }) => ({
      ...{ creditCode, name, region },
      ...{ draft: `${round}/${creditCode}`, receipt: `${round}-${creditCode}-${number}` },
    })),
  );
  const rows = filings.flatMap(({ creditCode, cells }) =>
    Object.entries(cells).map(([cell, value]) => [
      `${round}-${creditCode}-${number}`,
      ...storedCell(survey, cell, value),
    ]),
  );
  return [
    sql`INSERT INTO enterprise (credit_code, name, region, created_at)
      SELECT value ->> 'creditCode', value ->> 'name', value ->> 'region', 0 FROM json_each(${list}) WHERE true
      ON CONFLICT DO NOTHING`,
    sql`INSERT INTO survey_draft (id, round, credit_code, version, revision, begun_at, changed_at)
      SELECT value ->> 'draft', ${round}, value ->> 'creditCode', 1, ${number}, 0, 0 FROM json_each(${list}) WHERE true
      ON CONFLICT DO NOTHING`,
    sql`INSERT INTO survey_filing (draft, number, revision, receipt, version, at)
      SELECT value ->> 'draft', ${number}, ${number}, value ->> 'receipt', ${survey.version}, 0 FROM json_each(${list})`,
    sql`INSERT INTO survey_filed_cell (filing, question, line, field, number, text, sealed)
      SELECT survey_filing.id, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
      FROM json_each(${JSON.stringify(rows)}) JOIN survey_filing ON receipt = value ->> 0`,
    sql`UPDATE survey_draft SET filing = ${number}
      WHERE id IN (SELECT value ->> 'draft' FROM json_each(${list}))`,
  ];
}

/** question, line, field, number, text, sealed */
function storedCell(survey: Survey, cell: string, value: CellValue) {
  const [question = "", line = "", field = ""] = cell.split("/");
  if (survey.questions.get(question)?.confidential) return [question, line, field, null, null, value];
  const columns = typeof value === "string" ? [null, value] : [Number(value), null];
  return [question, line, field, ...columns, null];
}

export async function fileAll(
  database: Database,
  survey: Survey,
  round: string,
  filings: readonly TestFiling[],
  number = 1,
): Promise<void> {
  for (let from = 0; from < filings.length; from += 300)
    await database.batch(filed(survey, round, filings.slice(from, from + 300), number));
}
