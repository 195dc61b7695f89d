/** What each enterprise gave, by nobody's name: to judge which figures of a round may leave the bureau. */
import type { GivenRow, Giver } from "../handlers/surveys/figures.ts";
import type { Repeat } from "../handlers/surveys/schema.ts";
import type { Row, Statement } from "./database.ts";
import { moneyOf, wantedRows } from "./survey-rows.ts";

interface GiverRow extends Row {
  filing: number;
  region: string;
  answers: string;
  cells: string;
}

interface WantedRow extends Row {
  filing: number;
  name: string;
  people: number;
}

/** Those who are alike stand side by side. */
export function giversOf(round: string): Statement {
  return {
    sql: `SELECT filing.id AS filing, region, answers,
        (SELECT json_group_object(rtrim(question || '/' || line || '/' || field, '/'), number)
         FROM survey_filed_cell AS cell WHERE cell.filing = filing.id AND cell.profile IS NOT NULL) AS cells
      FROM survey_profile AS profile JOIN survey_filing AS filing ON filing.profile = profile.id
      WHERE round = ? ORDER BY region, answers, filing.id`,
    params: [round],
  };
}

export function givenRowsOf(round: string, repeat: Repeat): Statement {
  const { text, params } = wantedRows(repeat, moneyOf(repeat));
  return {
    sql: `WITH mine AS (SELECT id FROM survey_profile WHERE round = ?)
      SELECT *, max(name) OVER (PARTITION BY key) AS name FROM (${text})`,
    params: [round, ...params],
  };
}

/** What `giversOf` and, for each repeat, `givenRowsOf` gave. */
export function giversFrom(
  givers: readonly Row[],
  repeats: readonly Repeat[],
  wanted: readonly (readonly Row[])[],
): Giver[] {
  const rows = repeats.map((repeat, index) => {
    const own = Map.groupBy((wanted[index] ?? []) as WantedRow[], ({ filing }) => filing);
    return (filing: number) => (own.get(filing) ?? []).map((row) => givenRow(repeat, row));
  });
  return (givers as GiverRow[]).map(({ filing, region, answers, cells }) => ({
    ...{ region, answers: JSON.parse(answers), cells: JSON.parse(cells) },
    rows: Object.fromEntries(repeats.map(({ id }, index) => [id, rows[index]?.(filing) ?? []])),
  }));
}

function givenRow(repeat: Repeat, row: WantedRow): GivenRow {
  const money = moneyOf(repeat).map((_, index) => (row[`money${index}`] ?? null) as number | null);
  return { name: row.name, people: row.people, money };
}
