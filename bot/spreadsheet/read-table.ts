/** A list that staff send, as .xlsx or .csv → rows of texts. */
import { readCsv } from "./csv.ts";
import { isZip } from "./guard.ts";
import { rawValue } from "./raw-value.ts";
import { readSheets, type SheetRows } from "./read-sheets.ts";
import { Refusal, type Refused } from "./texts.ts";

export interface Table {
  kind: "table";
  rows: string[][];
}

export async function readTable(bytes: Uint8Array): Promise<Table | Refused> {
  try {
    return isZip(bytes) ? tableIn(await readSheets(bytes)) : { kind: "table", rows: readCsv(bytes) };
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

/** The first sheet on which anything stands. */
export function tableIn(sheets: readonly SheetRows[]): Table {
  const tables = sheets.map(({ rows }) =>
    rows.map((row) => row.map((value) => String(rawValue(undefined, value)))),
  );
  return { kind: "table", rows: tables.find((rows) => rows.some((row) => row.some(Boolean))) ?? [] };
}
