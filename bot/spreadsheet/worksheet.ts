/** A worksheet's XML before it is read: no formulas, not too large, and without what is only coloured. */
import { attributeOf, type Tag, tagsOf } from "./tags.ts";
import { Refusal } from "./texts.ts";

export const SHEET_LIMITS = { rows: 20_000, columns: 200, cells: 200_000 } as const;

/** The same worksheet without the rows in which nothing stands: borders may go down to row 1,048,576. */
export function checkedSheet(xml: string): string {
  const kept: string[] = [];
  const place: Place = { row: undefined, cell: undefined, isUsed: false };
  let [from, cells] = [0, 0];
  for (const tag of tagsOf(xml)) {
    if (tag.name === "f" && place.cell) throw formulaIn(place.cell);
    if (begins(tag, "row")) Object.assign(place, { row: tag, cell: undefined, isUsed: false });
    if (begins(tag, "c")) place.cell = tag;
    if (begins(tag, "v") || begins(tag, "is")) {
      checkPlace(place);
      if (++cells > SHEET_LIMITS.cells) throw new Refusal("too_much_text");
    }
    if (tag.name === "row" && (tag.closes || tag.empty) && place.row && !place.isUsed) {
      kept.push(xml.slice(from, place.row.start));
      from = tag.end;
    }
  }
  kept.push(xml.slice(from));
  return kept.join("");
}

/** The row and the cell that a tag stands in. */
interface Place {
  row: Tag | undefined;
  cell: Tag | undefined;
  isUsed: boolean;
}

const begins = (tag: Tag, name: string) => tag.name === name && !tag.closes;

/** Before anything is made of it: a single cell in the last row would become a million empty ones. */
function checkPlace(place: Place): void {
  const { row, cell } = place;
  if (!row || !cell) throw new Refusal("broken");
  const [, letters, number] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(attributeOf(cell, "r") ?? "") ?? [];
  const rowNumber = attributeOf(row, "r") ?? number;
  if (!letters || rowNumber !== number) throw new Refusal("broken");
  if (Number(number) > SHEET_LIMITS.rows) throw new Refusal("too_many_rows", { most: SHEET_LIMITS.rows });
  if (columnNumber(letters) > SHEET_LIMITS.columns)
    throw new Refusal("too_many_columns", { most: SHEET_LIMITS.columns });
  place.isUsed = true;
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
  const name = /^[A-Z]{1,3}\d{1,7}$/.exec(attributeOf(cell, "r") ?? "")?.[0];
  return new Refusal("formula", { cell: name ?? "表格" });
}
