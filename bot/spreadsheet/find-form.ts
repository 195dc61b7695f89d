/** Where the printed form lies on a sheet that people have worked on: found by its labels, or not at all. */
import type { Box, PrintedForm } from "../../handlers/surveys/printed.ts";
import type { SheetValue } from "./read-sheets.ts";

export interface FormPlace {
  /** The form's rows and columns → those of the sheet, for all that begin with a label. */
  rows: ReadonlyMap<number, number>;
  columns: ReadonlyMap<number, number>;
  /** Labels that do not stand where the others say that they should. */
  missing: string[];
  /** How many labels do. */
  found: number;
}

interface Position {
  row: number;
  column: number;
}

/**
 * Rows and columns that were put in between or taken away do no harm; what changes their order does. Notes help to
 * find the place and need not be there.
 */
export function findForm(form: PrintedForm, sheet: readonly SheetValue[][]): FormPlace {
  const named = form.rows.flatMap(({ boxes }) => boxes).filter(({ kind, text }) => NAMED.has(kind) && text);
  const labels = named.filter(({ kind }) => kind === "label");
  const positions = positionsOf(sheet, new Set(named.map(({ text }) => labelKey(text))));
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const candidates = ({ row, column, text }: Box) =>
    (positions.get(labelKey(text)) ?? []).filter(
      (at) => agrees(rows.get(row), at.row) && agrees(columns.get(column), at.column),
    );
  for (let known = -1; known < rows.size + columns.size; ) {
    known = rows.size + columns.size;
    for (const box of named) settle(box, candidates(box));
    for (const [box, at] of repeated(labels, columns, candidates)) settle(box, [at]);
  }
  const missing = labels.filter(({ row, column, text }) => {
    const [sheetRow, sheetColumn] = [rows.get(row), columns.get(column)];
    if (sheetRow === undefined || sheetColumn === undefined) return true;
    const value = sheet[sheetRow]?.[sheetColumn];
    return typeof value !== "string" || labelKey(value) !== labelKey(text);
  });
  const inOrder = isRising(rows) && isRising(columns);
  return {
    rows,
    columns,
    missing: (inOrder ? missing : labels).map(({ text }) => text),
    found: labels.length - missing.length,
  };

  function settle({ row, column }: Box, [only, ...more]: readonly Position[]) {
    if (!only || more.length) return;
    rows.set(row, only.row);
    columns.set(column, only.column);
  }
}

const NAMED = new Set<Box["kind"]>(["label", "title", "note"]);
const agrees = (known: number | undefined, value: number) => known === undefined || known === value;

/** What people retype while the meaning stays: width, blanks, dashes, remarks in brackets. */
function labelKey(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replace(/[‐-―−~～]|至/g, "-")
    .replace(/[\s:*]+/g, "")
    .toLowerCase();
  return plain.replace(/\([^)]*\)/g, "") || plain;
}

function positionsOf(sheet: readonly SheetValue[][], keys: ReadonlySet<string>): Map<string, Position[]> {
  const positions = new Map<string, Position[]>();
  sheet.forEach((values, row) => {
    values.forEach((value, column) => {
      if (typeof value !== "string" || value.length > 500) return;
      const key = labelKey(value);
      if (keys.has(key)) positions.set(key, [...(positions.get(key) ?? []), { row, column }]);
    });
  });
  return positions;
}

/** 初级工 above each of several tables: as many in the sheet's column as in the form's, so one after the other. */
function repeated(
  labels: readonly Box[],
  columns: ReadonlyMap<number, number>,
  candidates: (box: Box) => Position[],
): [Box, Position][] {
  const groups = Map.groupBy(labels, ({ column, text }) => `${column} ${labelKey(text)}`);
  return [...groups.values()].flatMap((group): [Box, Position][] => {
    const [first] = group;
    if (!first || group.length < 2 || !columns.has(first.column)) return [];
    const all = new Map(group.flatMap(candidates).map((at) => [at.row, at]));
    const found = [...all.values()].toSorted((one, other) => one.row - other.row);
    if (found.length !== group.length) return [];
    return group.flatMap((box, at) => (found[at] ? [[box, found[at]] as [Box, Position]] : []));
  });
}

function isRising(map: ReadonlyMap<number, number>): boolean {
  const values = [...map].toSorted(([one], [other]) => one - other).map(([, value]) => value);
  return values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));
}
