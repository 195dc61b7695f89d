/** The values of a form whose place on the sheet is known. Nothing that somebody wrote is passed over in silence. */
import { type Cell, type CellValue, cellOf, fieldOf, partsOf } from "../../handlers/surveys/cells.ts";
import { type Box, NONE, type PrintedForm } from "../../handlers/surveys/printed.ts";
import { readCell } from "../../handlers/surveys/read-cell.ts";
import type { Repeat, Several } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import type { FormPlace } from "./find-form.ts";
import { checkPlaces, isWritten, type RepeatArea, repeatAreas, repeatOf, type Sheet } from "./form-places.ts";
import { rawValue } from "./raw-value.ts";
import type { SheetValue } from "./read-sheets.ts";
import { Refusal } from "./texts.ts";

type Given = Record<Cell, CellValue>;

export interface FormValues {
  given: Given;
  /** Cells that the form has and in which nothing stands. */
  blank: Cell[];
}

/** @throws Refusal where something stands beside the boxes, or where a repeat is too long */
export function formValues(survey: Survey, form: PrintedForm, place: FormPlace, sheet: Sheet): FormValues {
  const boxes = form.rows.flatMap((row) => row.boxes);
  const lists = repeatAreas(survey, boxes, place, sheet.length);
  checkPlaces(boxes, lists, place, sheet);
  const once = boxes.filter(({ kind, cell }) => kind === "answer" && !repeatOf(survey, cell));
  const cells = [
    ...once.map((box): CellIn => ({ cell: box.cell ?? "", value: standsAt(sheet, place, box) })),
    ...lists.flatMap((area) => repeatCells(area, sheet)),
  ];
  const given: Given = {};
  for (const { cell, value } of cells) {
    const raw = rawValue(fieldOf(survey, cell), value);
    if (raw !== "") given[cell] = raw;
  }
  for (const question of survey.questions.values()) {
    if (question.kind === "several") fillTicks(survey, question, given);
    if (question.kind === "repeat") sayNone(question, given);
  }
  for (const box of boxes)
    if (box.kind === "sum") addWrongTotal(survey, box, standsAt(sheet, place, box), given);
  return { given, blank: cells.flatMap(({ cell }) => (given[cell] === undefined ? [cell] : [])) };
}

interface CellIn {
  cell: Cell;
  value: SheetValue;
}

function standsAt(sheet: Sheet, { rows, columns }: FormPlace, { row, column }: Box): SheetValue {
  return sheet[rows.get(row) ?? -1]?.[columns.get(column) ?? -1] ?? null;
}

/** Only the rows in which anything stands, closed up. */
function repeatCells({ question, columns, from, to }: RepeatArea, sheet: Sheet): CellIn[] {
  const rows = sheet.slice(from, to).filter((row) => columns.some((column) => isWritten(row[column])));
  if (rows.length > question.most)
    throw new Refusal("too_many_in_list", { label: question.label, most: question.most });
  // What stood further below before is gone, once anything stands here.
  const count = rows.length ? question.most : 0;
  return Array.from({ length: count }, (_, at) => at).flatMap((at) =>
    question.fields.map(({ id }, field) => ({
      cell: cellOf(question.id, at + 1, id),
      value: rows[at]?.[columns[field] ?? -1] ?? null,
    })),
  );
}

/** A box that is left open is not ticked, once another one is; 都没有 stands for all. */
function fillTicks(survey: Survey, question: Several, given: Given): void {
  const cells = (survey.choices[question.choices] ?? []).map(({ id }) => cellOf(question.id, id));
  for (const cell of cells)
    if (SAYS_NONE.test(String(given[cell])) || given[cell] === question.none) given[cell] = false;
  if (cells.some((cell) => given[cell] !== undefined)) for (const cell of cells) given[cell] ??= false;
}

const SAYS_NONE = /^(?:无|没有|都没有|不缺|无需求|没有需求)$/;

/** 无 in the first row, and nothing else: there is none of it. */
function sayNone({ id, fields, most }: Repeat, given: Given): void {
  const first = cellOf(id, 1, fields[0]?.id);
  const written = Object.keys(given).filter((cell) => partsOf(cell).question === id);
  const says = String(given[first] ?? "");
  if (written.length !== 1 || most < 1 || !(says === NONE || SAYS_NONE.test(says))) return;
  delete given[first];
  given[id] = 0;
}

/** A total is an answer only where it differs: then somebody has to say which figure is wrong. */
function addWrongTotal(survey: Survey, { cell }: Box, value: SheetValue, given: Given): void {
  if (!cell || !isWritten(value)) return;
  const { question } = partsOf(cell);
  const parts = Object.keys(given).filter((part) => part !== cell && partsOf(part).question === question);
  const sum = parts.reduce((total, part) => total + (figureOf(survey, part, given[part] ?? "") ?? 0), 0);
  const raw = rawValue(fieldOf(survey, cell), value);
  if (figureOf(survey, cell, raw) !== sum) given[cell] = raw;
}

function figureOf(survey: Survey, cell: Cell, raw: CellValue): number | undefined {
  const reading = readCell(survey, cell, raw, "");
  return reading.ok && typeof reading.value === "number" ? reading.value : undefined;
}
