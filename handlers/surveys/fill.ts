/** Brings new values into a draft. What they make pointless goes: ages of a level that has nobody, reasons for what is fine. */
import { type Cell, type Cells, type CellValue, cellOf, fieldOf, partsOf, WHY } from "./cells.ts";
import { problemsOf, rowsAsked } from "./problems.ts";
import { readCell } from "./read-cell.ts";
import { isRelevant } from "./relevant.ts";
import type { Repeat, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/**
 * New values; null empties a cell. A number of rows that is given for a repeat cuts off the rows beyond it, so that 0
 * is 不缺, also where some had been written before.
 */
export type Given = Readonly<Record<Cell, CellValue | null>>;

export interface Fill {
  /** All cells as they are afterwards. */
  cells: Cells;
  /** What has to be written for it. */
  set: Cells;
  cleared: Cell[];
}

export function fillIn(survey: Survey, before: Cells, given: Given): Fill {
  const cells = asCells(tidied(survey, brought(survey, before, given)));
  return { cells, ...difference(before, cells) };
}

/** The cells that have another value, and those that have none any more. */
export function difference(before: Cells, after: Cells): Pick<Fill, "set" | "cleared"> {
  return {
    set: only(after, (cell) => before[cell] !== after[cell]),
    cleared: Object.keys(before).filter((cell) => after[cell] === undefined),
  };
}

/**
 * After the survey has changed: what still fits stays, and the cells that had to go, by the names that they had
 * before (a row of a repeat may have moved up).
 */
export function fitting(survey: Survey, before: Cells, today: string): { cells: Cells; lost: Cell[] } {
  const fits = (cell: Cell) => {
    const value = before[cell];
    if (value === undefined || !fieldOf(survey, cell)) return false;
    const reading = readCell(survey, cell, value, today);
    return reading.ok && reading.value === value;
  };
  const kept = tidied(survey, only(before, fits));
  const stayed = new Set(kept.map(({ was }) => was));
  return { cells: asCells(kept), lost: Object.keys(before).filter((cell) => !stayed.has(cell)) };
}

/** A cell that stays, and what it was called before the rows of its repeat moved up. */
interface Kept {
  was: Cell;
  cell: Cell;
  value: CellValue;
}

function asCells(kept: readonly Kept[]): Cells {
  return Object.fromEntries(kept.map(({ cell, value }) => [cell, value]));
}

function only(cells: Cells, keeps: (cell: Cell) => boolean): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([cell]) => keeps(cell)));
}

function brought(survey: Survey, before: Cells, given: Given): Cells {
  const isCut = (cell: Cell) => {
    const { question, row } = partsOf(cell);
    const rows = row && survey.questions.get(question)?.kind === "repeat" ? given[question] : undefined;
    return typeof rows === "number" && Number(row) > rows;
  };
  const all = Object.entries({ ...only(before, (cell) => !isCut(cell)), ...given });
  return Object.fromEntries(all.flatMap(([cell, value]) => (value === null ? [] : [[cell, value]])));
}

/** In the order of the form, since whether a question is asked hangs on earlier ones; reasons come last. */
function tidied(survey: Survey, cells: Cells): Kept[] {
  let kept = Object.entries(cells).map(([cell, value]): Kept => ({ was: cell, cell, value }));
  for (const question of survey.questions.values()) kept = ofUse(survey, question, kept);
  const whys = new Set(problemsOf(survey, asCells(kept)).map(({ why }) => why?.cell));
  return kept.filter(({ cell }) => partsOf(cell).question !== WHY || whys.has(cell));
}

function ofUse(survey: Survey, question: SurveyQuestion, kept: Kept[]): Kept[] {
  const { id, kind, relevant } = question;
  if (relevant !== undefined && !isRelevant(relevant, asCells(kept)))
    return kept.filter(({ cell }) => partsOf(cell).question !== id);
  if (kind === "repeat") return closedUp(survey, question, kept);
  if (kind !== "matrix") return kept;
  const rows = new Set(rowsAsked(survey, question, asCells(kept)));
  return kept.filter(({ cell }) => partsOf(cell).question !== id || rows.has(partsOf(cell).row));
}

/** Rows of a repeat in which nothing stands are left out, and the others move up, with the reasons given for them. */
function closedUp(survey: Survey, { id }: Repeat, kept: Kept[]): Kept[] {
  const places = placesOf(id, kept);
  const made = new Set(survey.checks.flatMap(({ each, id: check }) => (each === id ? check : [])));
  const movedUp = (one: Kept): Kept[] => {
    const { question, row, column } = partsOf(one.cell);
    const isReason = question === WHY && made.has(row);
    if (question !== id && !isReason) return [one];
    const at = places.get(isReason ? column : row);
    if (at === undefined) return [];
    return [{ ...one, cell: isReason ? cellOf(WHY, row, String(at)) : cellOf(id, at, column) }];
  };
  const rows = kept.flatMap(movedUp);
  // Nothing in any row: that there is no need stands only where somebody has said so.
  const saidNone = kept.some(({ cell, value }) => cell === id && value === 0);
  return places.size || saidNone ? [...rows, { was: id, cell: id, value: places.size }] : rows;
}

/** The rows in which something stands → where they stand once the others are left out. */
function placesOf(repeat: string, kept: readonly Kept[]): Map<string, number> {
  const parts = kept.map(({ cell }) => partsOf(cell));
  const rows = new Set(parts.flatMap(({ question, row }) => (question === repeat && row ? Number(row) : [])));
  return new Map([...rows].sort((a, b) => a - b).map((row, index) => [String(row), index + 1]));
}
