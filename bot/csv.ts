/** Rows as .csv, written as fast as they are taken. */
import { CSV_MARK, type CsvCell, csvLine } from "../handlers/csv.ts";

export async function* csv(
  rows: AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = CSV_MARK;
  for await (const row of rows) {
    piece += csvLine(row);
    if (piece.length < PIECE) continue;
    yield encoder.encode(piece);
    piece = "";
  }
  yield encoder.encode(piece);
}

/** So many characters are sent at once. */
const PIECE = 64 * 1024;
