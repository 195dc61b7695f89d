/**
 * The figures of a round, added up by the database over the filed cells: in total, by region and by each question of
 * `statistics.by`. What they mean, what is hidden and how it is worded: handlers/surveys/statistics.ts.
 */
import type { SurveyQuestion } from "../handlers/surveys/schema.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import type { Database, Row } from "./database.ts";
import { type Place, type Query, rolledUp } from "./survey-places.ts";
import { bringUpToDate } from "./survey-profiles.ts";
import { type RowFigure, rowFigures } from "./survey-rows.ts";

/** One cell of the form over a group. */
export interface CellFigure extends Place, Row {
  /** As `Cell`: age/junior/from_18. */
  cell: string;
  /** How many gave it, and how many other than 0. */
  given: number;
  some: number;
  sum: number;
  /** Of one enterprise: for the bureau's own eyes. */
  least: number;
  most: number;
}

/** A number or money question beside how many people work there, over those that gave both. */
export interface HeadFigure extends Place, Row {
  question: string;
  given: number;
  sum: number;
  heads: number;
  /** The sum of each enterprise's figure × its heads. */
  weighted: number;
}

export interface PlaceFigure extends Place, Row {
  enterprises: number;
}

export interface SurveyFigures {
  enterprises: PlaceFigure[];
  cells: CellFigure[];
  heads: HeadFigure[];
  /** By the repeat's id. */
  rows: Record<string, RowFigure[]>;
}

export async function surveyFigures(
  database: Database,
  round: string,
  survey: Survey,
): Promise<SurveyFigures> {
  const { by, staff } = survey.statistics;
  await bringUpToDate(database, round, by);
  const questions = [...survey.questions.values()];
  const rows: [string, RowFigure[]][] = [];
  for (const question of questions)
    if (question.kind === "repeat")
      rows.push([question.id, await rowFigures(database, round, by.length, question)]);
  return {
    enterprises: await database.query(...enterprisesOf(round, by.length)),
    cells: await database.query(...cellsOf(round, by.length)),
    heads: staff === undefined ? [] : await database.query(...headsOf(round, by.length, staff, questions)),
    rows: Object.fromEntries(rows),
  };
}

function enterprisesOf(round: string, questions: number): Query {
  const figures = `SELECT mine.id AS profile, count(*) AS enterprises
    FROM mine JOIN survey_filing ON survey_filing.profile = mine.id GROUP BY mine.id`;
  return [rolledUp(figures, questions, [], { enterprises: "sum" }), [round]];
}

function cellsOf(round: string, questions: number): Query {
  const figures = `SELECT mine.id AS profile, rtrim(question || '/' || line || '/' || field, '/') AS cell, count(*) AS given,
      count(*) FILTER (WHERE number <> 0) AS some, sum(number) AS sum, min(number) AS least, max(number) AS most
    FROM mine JOIN survey_filed_cell AS cell ON cell.profile = mine.id AND cell.profile IS NOT NULL
    GROUP BY mine.id, question, line, field`;
  const how = { given: "sum", some: "sum", sum: "sum", least: "min", most: "max" } as const;
  return [rolledUp(figures, questions, ["cell"], how), [round]];
}

function headsOf(round: string, questions: number, staff: string, all: readonly SurveyQuestion[]): Query {
  const asked = all.filter(({ kind, id }) => (kind === "money" || kind === "number") && id !== staff);
  const figures = `SELECT mine.id AS profile, cell.question, count(*) AS given, sum(cell.number) AS sum,
      sum(heads.number) AS heads, sum(cell.number * heads.number) AS weighted
    FROM mine
    JOIN survey_filed_cell AS heads ON heads.profile = mine.id AND heads.profile IS NOT NULL
      AND heads.question = ? AND heads.line = '' AND heads.field = ''
    JOIN survey_filed_cell AS cell ON cell.filing = heads.filing AND cell.number IS NOT NULL
      AND cell.question IN (SELECT value FROM json_each(?)) AND cell.line = '' AND cell.field = ''
    GROUP BY mine.id, cell.question`;
  const how = { given: "sum", sum: "sum", heads: "sum", weighted: "sum" } as const;
  return [
    rolledUp(figures, questions, ["question"], how),
    [round, staff, JSON.stringify(asked.map(({ id }) => id))],
  ];
}
