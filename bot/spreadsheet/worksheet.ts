/** A worksheet's XML before it is read: no formulas, not too large, and without what is only coloured. */
import { attributeOf, type Tag, tagsOf, textAfter } from "./tags.ts";
import { Refusal } from "./texts.ts";

export const SHEET_LIMITS = {
  rows: 20_000,
  columns: 200,
  /** Rows × columns of all sheets that are read, with what stands empty between: 5,000 enterprises × 20 and some more. */
  positions: 120_000,
  /** Letters in all of them, each counted where it stands: a long text may stand in every cell, and be kept once. */
  letters: 4_000_000,
} as const;

/** A worksheet that may be read, and the lines and columns that are made of it: all up to the last that is used. */
export interface CheckedSheet {
  xml: string;
  rows: number;
  columns: number;
}

/** The same worksheet without the rows in which nothing stands: borders may go down to row 1,048,576. */
export function checkedSheet(xml: string): CheckedSheet {
  const kept: string[] = [];
  const place: Place = { row: undefined, cell: undefined, isUsed: false };
  const size = { rows: 0, columns: 0 };
  let from = 0;
  for (const tag of tagsOf(xml)) {
    if (tag.name === "f" && !tag.closes)
      throw place.cell ? formulaIn(place.cell) : new Refusal("formula_elsewhere");
    if (tag.name === "c" && (tag.closes || tag.empty)) place.cell = undefined;
    if (begins(tag, "row")) Object.assign(place, { row: tag, cell: undefined, isUsed: false });
    if (begins(tag, "c") && !tag.empty) place.cell = tag;
    if (begins(tag, "v") || begins(tag, "is")) {
      const { row, column } = placeOf(place);
      if (place.cell && attributeOf(place.cell, "t") === "e") throw errorIn(place.cell, textAfter(tag, xml));
      Object.assign(size, { rows: Math.max(size.rows, row), columns: Math.max(size.columns, column) });
      place.isUsed = true;
    }
    if (tag.name === "row" && (tag.closes || tag.empty) && place.row && !place.isUsed) {
      kept.push(xml.slice(from, place.row.start));
      from = tag.end;
    }
  }
  kept.push(xml.slice(from));
  return { xml: kept.join(""), ...size };
}

/** The row and the cell that a tag stands in. */
interface Place {
  row: Tag | undefined;
  cell: Tag | undefined;
  isUsed: boolean;
}

const begins = (tag: Tag, name: string) => tag.name === name && !tag.closes;

/** Before anything is made of it: a single cell in the last row would become a million empty ones. */
function placeOf({ row, cell }: Place): { row: number; column: number } {
  if (!row || !cell) throw new Refusal("broken");
  const [, letters, number] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(attributeOf(cell, "r") ?? "") ?? [];
  const rowNumber = attributeOf(row, "r") ?? number;
  if (!letters || rowNumber !== number) throw new Refusal("broken");
  if (Number(number) > SHEET_LIMITS.rows) throw new Refusal("too_many_rows", { most: SHEET_LIMITS.rows });
  const column = columnNumber(letters);
  if (column > SHEET_LIMITS.columns) throw new Refusal("too_many_columns", { most: SHEET_LIMITS.columns });
  return { row: Number(number), column };
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

/** 0, 0 → A1. */
export function cellName(row: number, column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

function formulaIn(cell: Tag): Refusal {
  return new Refusal("formula", { cell: nameOf(cell) });
}

/** The library would take it for an empty one. */
function errorIn(cell: Tag, text: string): Refusal {
  return new Refusal("error_value", {
    cell: nameOf(cell),
    text: /^#[A-Z0-9/!?_]{1,20}$/.exec(text)?.[0] ?? "#",
  });
}

function nameOf(cell: Tag): string {
  return /^[A-Z]{1,3}\d{1,7}$/.exec(attributeOf(cell, "r") ?? "")?.[0] ?? "表格";
}
