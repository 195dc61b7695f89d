/** An .xlsx file → its sheets as rows of values, once the guard has let it pass. */
import { workbookParts } from "./guard.ts";
import { Refusal } from "./texts.ts";

export type SheetValue = string | number | boolean | Date | null;

export interface SheetRows {
  name: string;
  rows: SheetValue[][];
}

/** @throws Refusal */
export async function readSheets(bytes: Uint8Array): Promise<SheetRows[]> {
  const parts = await workbookParts(bytes);
  // Both only where a file is read, so that the server starts without them.
  const [{ zipSync }, { default: readExcelFile }] = await Promise.all([
    import("fflate"),
    import("read-excel-file/universal"),
  ]);
  try {
    // Stored, not deflated: to unpack that the library needs neither time nor a worker thread.
    const checked = zipSync(parts, { level: 0 });
    const sheets = await readExcelFile(checked.buffer as ArrayBuffer);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: (data ?? []) as SheetValue[][] }));
  } catch {
    // It names XML tags, which help nobody who filled in a form.
    throw new Refusal("broken");
  }
}
