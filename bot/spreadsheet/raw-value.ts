/** A value of a sheet → what the form's cell may be given; `readCell` judges it afterwards. */
import type { CellField, CellValue } from "../../handlers/surveys/cells.ts";
import type { SheetValue } from "./read-sheets.ts";

const DAY_MS = 86_400_000;
/** Days from the beginning of Excel's calendar to 1970. */
const TO_1970 = 25_569;
/** 1954 to 2119: a figure in a date's box that is no year and no 20261120. */
const SERIAL = { from: 20_000, to: 80_000 };

/** "" where nothing stands. */
export function rawValue(field: CellField | undefined, value: SheetValue): CellValue {
  if (value === null) return "";
  if (field?.kind === "date") return rawDay(value);
  if (value instanceof Date) return isFigure(field) ? value.getTime() / DAY_MS + TO_1970 : dayOf(value);
  if (field?.kind === "tick") return rawTick(value);
  if (typeof value === "string") return value.trim();
  return isFigure(field) ? value : String(value);
}

/** A date in a sheet has no time zone; the library gives it as midnight in UTC. */
function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

/** Somebody who types 12 where a date stood before still means 12. */
function isFigure(field: CellField | undefined): boolean {
  return field?.kind === "number" || field?.kind === "money" || field?.kind === "rows";
}

function rawDay(value: string | number | boolean | Date): string {
  if (value instanceof Date) return dayOf(value);
  const text = String(value).normalize("NFKC").trim();
  const serial = Number(text);
  if (serial >= SERIAL.from && serial <= SERIAL.to)
    return dayOf(new Date((Math.floor(serial) - TO_1970) * DAY_MS));
  return text.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
}

const TICKED = /^[☑✅✔√✓]\uFE0F?$/u;
const CROSSED = /^[☐□✗✘×❌╳]\uFE0F?$/u;

function rawTick(value: string | number | boolean): CellValue {
  if (typeof value === "boolean") return value;
  const text = String(value).trim();
  if (TICKED.test(text)) return true;
  return CROSSED.test(text) ? false : text;
}
