/** What of a sheet belongs to which box of the form; and what stands on it that belongs to none. */
import { type Cell, partsOf } from "../../handlers/surveys/cells.ts";
import type { Box } from "../../handlers/surveys/printed.ts";
import type { Repeat } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import type { FormPlace } from "./find-form.ts";
import { rawValue } from "./raw-value.ts";
import type { SheetValue } from "./read-sheets.ts";
import { Refusal } from "./texts.ts";
import { cellName } from "./worksheet.ts";

export type Sheet = readonly SheetValue[][];

/** All rows between a repeat's headings and what follows it, so that rows that were put in are read too. */
export interface RepeatArea {
  question: Repeat;
  /** The sheet's column of each field. */
  columns: number[];
  from: number;
  to: number;
}

export const isWritten = (value: SheetValue | undefined) =>
  value !== undefined && value !== null && (typeof value !== "string" || value.trim() !== "");

export function repeatOf(survey: Survey, cell: Cell = ""): Repeat | undefined {
  const question = survey.questions.get(partsOf(cell).question);
  return question?.kind === "repeat" ? question : undefined;
}

export function repeatAreas(
  survey: Survey,
  boxes: readonly Box[],
  { rows, columns }: FormPlace,
  length: number,
): RepeatArea[] {
  return [...survey.questions.values()].flatMap((question) => {
    const own = boxes.filter(({ cell }) => repeatOf(survey, cell) === question);
    if (question.kind !== "repeat" || own.length === 0) return [];
    const first = Math.min(...own.map(({ row }) => row));
    const last = Math.max(...own.map(({ row }) => row));
    const above = [...rows].filter(([row]) => row < first).map(([, at]) => at);
    const below = [...rows].filter(([row]) => row > last).map(([, at]) => at);
    const ofField = question.fields.map(({ id }) => {
      const box = own.find(({ cell = "" }) => partsOf(cell).column === id);
      return columns.get(box?.column ?? -1) ?? -1;
    });
    return [{ question, columns: ofField, from: Math.max(-1, ...above) + 1, to: Math.min(length, ...below) }];
  });
}

/**
 * What stands between the labels but in no box: beside a box, in a row that was put in, over a label.
 * @throws Refusal that names the cell
 */
export function checkPlaces(
  boxes: readonly Box[],
  lists: readonly RepeatArea[],
  place: FormPlace,
  sheet: Sheet,
): void {
  const labels = boxes.filter(({ kind }) => kind === "label");
  const labelRows = labels.map(({ row }) => place.rows.get(row) ?? 0);
  const columns = [...place.columns.values()];
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  for (let row = Math.min(...labelRows); row <= Math.max(...labelRows); row++)
    for (let column = left; column <= right; column++) {
      const value = sheet[row]?.[column];
      if (!isWritten(value) || inList(lists, row, column) || inBox(boxes, place, row, column)) continue;
      const text = String(rawValue(undefined, value ?? null)).slice(0, 20);
      throw new Refusal("out_of_place", { cell: cellName(row, column), text });
    }
}

function inList(lists: readonly RepeatArea[], row: number, column: number): boolean {
  return lists.some(({ columns, from, to }) => from <= row && row < to && columns.includes(column));
}

function inBox(boxes: readonly Box[], place: FormPlace, row: number, column: number): boolean {
  const [formRow, formColumn] = [lastUpTo(place.rows, row), lastUpTo(place.columns, column)];
  const box = boxes.find(
    (one) =>
      one.row <= formRow &&
      formRow < one.row + one.down &&
      one.column <= formColumn &&
      formColumn < one.column + one.across,
  );
  if (!box || box.kind === "blank") return false;
  if (box.kind !== "answer" && box.kind !== "label") return true;
  return place.columns.get(box.column) === column && place.rows.get(box.row) === row;
}

/** The form's row or column whose place is the last one not beyond this. */
function lastUpTo(map: ReadonlyMap<number, number>, limit: number): number {
  return Math.max(-1, ...[...map].filter(([, at]) => at <= limit).map(([key]) => key));
}
