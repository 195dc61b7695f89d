/** An .xlsx file → its sheets as rows of values, once the guard has let it pass. */
import { workbookParts } from "./guard.ts";
import { Refusal } from "./texts.ts";
import { SHEET_LIMITS } from "./worksheet.ts";

export type SheetValue = string | number | boolean | Date | null;

export interface SheetRows {
  name: string;
  rows: SheetValue[][];
}

/** The sheets on which something stands that may be needed. @throws Refusal */
export async function readSheets(bytes: Uint8Array): Promise<SheetRows[]> {
  const all = await read(await workbookParts(bytes));
  // Where a workbook names one sheet many times, it is read once.
  const sheets = [...new Map(all.map((sheet) => [sheet.rows, sheet])).values()];
  const letters = sheets.reduce((sum, { rows }) => sum + lettersIn(rows), 0);
  if (letters > SHEET_LIMITS.letters) throw new Refusal("too_much_text");
  return sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map(trimmed)) }));
}

const trimmed = (value: SheetValue) => (typeof value === "string" ? value.trim() || null : value);

function lettersIn(rows: readonly SheetValue[][]): number {
  let letters = 0;
  for (const row of rows) for (const value of row) if (typeof value === "string") letters += value.length;
  return letters;
}

async function read(parts: Record<string, Uint8Array>): Promise<SheetRows[]> {
  // Both only where a file is read, so that the server starts without them.
  const [{ zipSync }, { default: readExcelFile }] = await Promise.all([
    import("fflate"),
    import("read-excel-file/universal"),
  ]);
  try {
    // Stored, not deflated: to unpack that the library needs neither time nor a worker thread.
    const checked = zipSync(parts, { level: 0 });
    // What is trimmed is counted before, since one long blank text may stand in every cell.
    const sheets = await readExcelFile(checked.buffer as ArrayBuffer, { trim: false });
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: (data ?? []) as SheetValue[][] }));
  } catch {
    // It names XML tags, which help nobody who filled in a form.
    throw new Refusal("broken");
  }
}
