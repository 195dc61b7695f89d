/** Rows as a file that a spreadsheet opens as it is. */
import { CSV_MARK, csvLine } from "../csv.ts";

export function csv(rows: readonly (readonly string[])[]): string {
  return CSV_MARK + rows.map(csvLine).join("");
}
