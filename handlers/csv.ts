/** A row as .csv for spreadsheets (RFC 4180); lines end with CRLF. */

export type CsvCell = string | number | null;

/** Before the first line, since Excel takes the encoding for another one otherwise. */
export const CSV_MARK = "\uFEFF";

export function csvLine(row: readonly CsvCell[]): string {
  return `${row.map(csvCell).join(",")}\r\n`;
}

/** With these a spreadsheet takes a text for a formula, in their full width too. */
const LIKE_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function csvCell(value: CsvCell): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = LIKE_A_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
