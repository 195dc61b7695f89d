/** A file that somebody sent or uploaded: a filled-in form, a list, or why it is neither. */
import type { Survey } from "../../handlers/surveys/survey.ts";
import { readCsv } from "./csv.ts";
import { checkBeginning } from "./guard.ts";
import { type FormRead, formIn } from "./read-form.ts";
import { readSheets } from "./read-sheets.ts";
import { type Table, tableIn } from "./read-table.ts";
import { Refusal, type Refused } from "./texts.ts";

/** @param name as the person's program called it: it tells a .csv from anything else that is text */
export async function readGivenFile(
  name: string,
  bytes: Uint8Array,
  surveys: readonly Survey[],
): Promise<FormRead | Table | Refused> {
  try {
    if (/\.(?:csv|tsv|txt)$/i.test(name.trim())) return { kind: "table", rows: readCsv(bytes) };
    checkBeginning(bytes);
    const sheets = await readSheets(bytes);
    const form = formIn(sheets, surveys);
    return form.kind === "refused" && form.why === "not_form" ? tableIn(sheets) : form;
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}
