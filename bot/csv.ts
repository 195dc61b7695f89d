/** Rows as .csv for spreadsheets: UTF-8 with a byte order mark, lines that end with CRLF (RFC 4180). */

type CsvCell = string | number | null;

export async function* csv(
  rows: AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = "\uFEFF";
  for await (const row of rows) {
    piece += `${row.map(csvCell).join(",")}\r\n`;
    if (piece.length < PIECE) continue;
    yield encoder.encode(piece);
    piece = "";
  }
  yield encoder.encode(piece);
}

/** So many characters are sent at once. */
const PIECE = 64 * 1024;

/** With these a spreadsheet takes a text for a formula, in their full width too. */
const LIKE_A_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function csvCell(value: CsvCell): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = LIKE_A_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
