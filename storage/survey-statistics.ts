/**
 * The figures of a round, added up by the database over the filed cells: in total, by region and by each question of
 * `statistics.by`. What they mean, what is hidden and how it is worded: handlers/surveys/statistics.ts.
 */
import type {
  CellFigure,
  ExtremeFigure,
  Giver,
  HeadFigure,
  PlaceFigure,
  SurveyFigures,
} from "../handlers/surveys/figures.ts";
import type { Repeat } from "../handlers/surveys/schema.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import type { Database, Row, Statement } from "./database.ts";
import { givenRowsOf, giversFrom, giversOf } from "./survey-givers.ts";
import { rolledUp } from "./survey-places.ts";
import { bringUpToDate } from "./survey-profiles.ts";
import { type RowRow, rowFigures, rowsOf } from "./survey-rows.ts";

export async function surveyFigures(
  database: Database,
  round: string,
  survey: Survey,
): Promise<SurveyFigures> {
  await bringUpToDate(database, round, survey.statistics.by);
  return figuresFrom(survey, await database.batch(statementsOf(round, survey)));
}

/** The figures, and what each enterprise gave, of the same moment: to judge which of the figures may leave the bureau. */
export async function figuresAndGivers(
  database: Database,
  round: string,
  survey: Survey,
): Promise<{ figures: SurveyFigures; givers: Giver[] }> {
  await bringUpToDate(database, round, survey.statistics.by);
  const repeats = repeatsOf(survey);
  const statements = statementsOf(round, survey);
  const found = await database.batch([
    ...statements,
    giversOf(round),
    ...repeats.map((repeat) => givenRowsOf(round, repeat)),
  ]);
  const [givers = [], ...rows] = found.slice(statements.length);
  return { figures: figuresFrom(survey, found), givers: giversFrom(givers, repeats, rows) };
}

function repeatsOf({ questions }: Survey): Repeat[] {
  return [...questions.values()].filter((question) => question.kind === "repeat");
}

/** In one batch all figures are of one moment: totals agree, whoever hands in meanwhile. */
function statementsOf(round: string, survey: Survey): Statement[] {
  return [
    enterprisesOf(round),
    cellsOf(round),
    extremesOf(round, survey),
    headsOf(round, survey),
    ...repeatsOf(survey).map((repeat) => rowsOf(round, repeat)),
  ];
}

function figuresFrom(survey: Survey, found: readonly Row[][]): SurveyFigures {
  const [enterprises, cells, extremes, heads, ...rows] = found;
  return {
    enterprises: enterprises as PlaceFigure[],
    cells: cells as CellFigure[],
    extremes: extremes as ExtremeFigure[],
    heads: heads as HeadFigure[],
    rows: Object.fromEntries(
      repeatsOf(survey).map((repeat, index) => [
        repeat.id,
        rowFigures(repeat, (rows[index] ?? []) as RowRow[]),
      ]),
    ),
  };
}

function enterprisesOf(round: string): Statement {
  const figures = `SELECT mine.id AS profile, count(*) AS enterprises
    FROM mine JOIN survey_filing ON survey_filing.profile = mine.id GROUP BY mine.id`;
  return { sql: rolledUp(figures, [], { enterprises: "sum" }), params: [round] };
}

function cellsOf(round: string): Statement {
  const figures = `SELECT mine.id AS profile, rtrim(question || '/' || line || '/' || field, '/') AS cell, count(*) AS given,
      count(*) FILTER (WHERE number <> 0) AS some, sum(number) AS sum
    FROM mine JOIN survey_filed_cell AS cell ON cell.profile = mine.id AND cell.profile IS NOT NULL
    GROUP BY mine.id, question, line, field`;
  const how = { given: "sum", some: "sum", sum: "sum" } as const;
  return { sql: rolledUp(figures, ["cell"], how), params: [round] };
}

/** Questions of one figure. */
function figuresAsked({ questions }: Survey, but?: string): string {
  const figures = [...questions.values()].filter(({ kind }) => kind === "money" || kind === "number");
  const asked = figures.filter(({ id }) => id !== but);
  return JSON.stringify(asked.map(({ id }) => id));
}

function extremesOf(round: string, survey: Survey): Statement {
  const figures = `SELECT mine.id AS profile, question, min(number) AS least, max(number) AS most
    FROM mine JOIN survey_filed_cell AS cell ON cell.profile = mine.id AND cell.profile IS NOT NULL
      AND cell.question IN (SELECT value FROM json_each(?)) AND cell.line = '' AND cell.field = ''
    GROUP BY mine.id, question`;
  const sql = rolledUp(figures, ["question"], { least: "min", most: "max" });
  return { sql, params: [round, figuresAsked(survey)] };
}

/** Over the enterprises that gave both the figure and how many work there; without such a question over none. */
function headsOf(round: string, survey: Survey): Statement {
  const { staff = "" } = survey.statistics;
  const figures = `SELECT mine.id AS profile, cell.question, count(*) AS given, sum(cell.number) AS sum,
      sum(heads.number) AS heads, sum(cell.number * heads.number) AS weighted
    FROM mine
    JOIN survey_filed_cell AS heads ON heads.profile = mine.id AND heads.profile IS NOT NULL
      AND heads.question = ? AND heads.line = '' AND heads.field = ''
    JOIN survey_filed_cell AS cell ON cell.filing = heads.filing AND cell.number IS NOT NULL
      AND cell.question IN (SELECT value FROM json_each(?)) AND cell.line = '' AND cell.field = ''
    GROUP BY mine.id, cell.question`;
  const how = { given: "sum", sum: "sum", heads: "sum", weighted: "sum" } as const;
  return {
    sql: rolledUp(figures, ["question"], how),
    params: [round, staff, figuresAsked(survey, staff)],
  };
}
