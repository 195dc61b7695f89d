/** Brings new values into a draft. What they make pointless goes: ages of a level that has nobody, reasons for what is fine. */
import { type Cell, type Cells, type CellValue, cellOf, fieldOf, partsOf, rowsOf, WHY } from "./cells.ts";
import { problemsOf, rowsAsked } from "./problems.ts";
import { readCell } from "./read-cell.ts";
import { isRelevant } from "./relevant.ts";
import type { Repeat } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** New values; null empties a cell. */
export type Given = Readonly<Record<Cell, CellValue | null>>;

export interface Fill {
  /** All cells as they are afterwards. */
  cells: Cells;
  /** What has to be written for it. */
  set: Cells;
  cleared: Cell[];
}

export function fillIn(survey: Survey, before: Cells, given: Given): Fill {
  const all = Object.entries({ ...before, ...given });
  let cells: Cells = Object.fromEntries(
    all.flatMap(([cell, value]) => (value === null ? [] : [[cell, value]])),
  );
  for (const question of survey.questions.values())
    if (question.kind === "repeat") cells = closedUp(question, cells);
  cells = only(cells, (cell) => isOfUse(survey, cell, cells));
  return { cells, ...difference(before, cells) };
}

/** The cells that have another value, and those that have none any more. */
export function difference(before: Cells, after: Cells): Pick<Fill, "set" | "cleared"> {
  return {
    set: only(after, (cell) => before[cell] !== after[cell]),
    cleared: Object.keys(before).filter((cell) => after[cell] === undefined),
  };
}

/** After the survey has changed: what still fits stays, and the cells that must be given again. */
export function fitting(survey: Survey, before: Cells, today: string): { cells: Cells; lost: Cell[] } {
  const fits = (cell: Cell) => {
    const value = before[cell];
    if (value === undefined || !fieldOf(survey, cell)) return false;
    const reading = readCell(survey, cell, value, today);
    return reading.ok && reading.value === value;
  };
  const { cells } = fillIn(survey, only(before, fits), {});
  return { cells, lost: Object.keys(before).filter((cell) => cells[cell] === undefined) };
}

/** Rows of a repeat in which nothing stands are left out, and the others move up. */
function closedUp({ id, fields }: Repeat, cells: Cells): Cells {
  const rows = Array.from({ length: rowsOf(cells, id) }, (_, index) =>
    fields.flatMap((field) => {
      const value = cells[cellOf(id, index + 1, field.id)];
      return value === undefined ? [] : [[field.id, value] as const];
    }),
  ).filter((row) => row.length > 0);
  const moved = rows.flatMap((row, index) =>
    row.map(([field, value]) => [cellOf(id, index + 1, field), value] as const),
  );
  const others = only(cells, (cell) => partsOf(cell).question !== id);
  // Nothing in any row: that there is no need stands only where somebody has said so.
  const count = rows.length || (cells[id] === 0 ? 0 : undefined);
  return { ...others, ...(count === undefined ? {} : { [id]: count }), ...Object.fromEntries(moved) };
}

function isOfUse(survey: Survey, cell: Cell, cells: Cells): boolean {
  const { question: id, row } = partsOf(cell);
  if (id === WHY) return problemsOf(survey, cells).some(({ why }) => why?.cell === cell);
  const question = survey.questions.get(id);
  if (!question) return true;
  if (!isRelevant(question.relevant, cells)) return false;
  return question.kind !== "matrix" || rowsAsked(survey, question, cells).includes(row);
}

function only(cells: Cells, keeps: (cell: Cell) => boolean): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([cell]) => keeps(cell)));
}
