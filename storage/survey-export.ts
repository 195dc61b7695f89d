/** What was handed in, enterprise by enterprise, page by page: so that an export of any size holds one page at a time. */
import type { Database, Row } from "./database.ts";
import { type CellRow, cellsFrom, type StoredCells } from "./survey-cells.ts";

/** The filing of an enterprise that counts. */
export interface StoredFiling {
  draft: string;
  creditCode: string;
  name: string;
  region: string;
  receipt: string;
  /** Milliseconds since 1970. */
  at: number;
  version: number;
  /** What is confidential is still sealed, and there only where it was asked for. */
  cells: StoredCells;
}

interface FilingRow extends Row {
  filing: number;
  draft: string;
  credit_code: string;
  name: string;
  region: string;
  receipt: string;
  at: number;
  version: number;
}

const PAGE = 200;

/** In the order of their codes. One that is handed in meanwhile is there once, or not yet. */
export async function* filings(
  database: Database,
  round: string,
  withSealed: boolean,
): AsyncGenerator<StoredFiling> {
  for (let after = ""; ; ) {
    const rows = await database.query<FilingRow>(
      `SELECT filing.id AS filing, draft.id AS draft, draft.credit_code, name, region, receipt, at, filing.version
       FROM survey_draft AS draft
       JOIN survey_filing AS filing ON filing.draft = draft.id AND filing.number = draft.filing
       JOIN enterprise ON enterprise.credit_code = draft.credit_code
       WHERE draft.round = ? AND draft.credit_code > ? ORDER BY draft.credit_code LIMIT ?`,
      [round, after, PAGE],
    );
    yield* await withCells(database, rows, withSealed);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.credit_code;
  }
}

async function withCells(
  database: Database,
  rows: readonly FilingRow[],
  withSealed: boolean,
): Promise<StoredFiling[]> {
  const cells = await database.query<CellRow & { filing: number }>(
    `SELECT filing, question, line, field, number, text, ${withSealed ? "sealed" : "NULL AS sealed"}
     FROM survey_filed_cell WHERE filing IN (SELECT value FROM json_each(?)) ${withSealed ? "" : "AND sealed IS NULL"}`,
    [JSON.stringify(rows.map(({ filing }) => filing))],
  );
  const own = Map.groupBy(cells, ({ filing }) => filing);
  return rows.map(({ filing, draft, credit_code: creditCode, name, region, receipt, at, version }) => ({
    ...{ draft, creditCode, name, region, receipt, at, version },
    cells: cellsFrom(own.get(filing) ?? []),
  }));
}

/** How many rows the longest of each repeat has, so that no column stands empty. */
export async function longestRepeats(database: Database, round: string): Promise<Record<string, number>> {
  const rows = await database.query<{ question: string; rows: number }>(
    `SELECT question, max(CAST(line AS INTEGER)) AS rows FROM survey_draft AS draft
     JOIN survey_filing AS filing ON filing.draft = draft.id AND filing.number = draft.filing
     JOIN survey_filed_cell AS cell ON cell.filing = filing.id AND cell.line GLOB '[0-9]*'
     WHERE draft.round = ? GROUP BY question`,
    [round],
  );
  return Object.fromEntries(rows.map(({ question, rows }) => [question, rows]));
}
