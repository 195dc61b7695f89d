/**
 * What a page says, held against what stands in the draft by now: each cell has what it was made with, what is written
 * there, and what is there now. Nobody's change is overwritten by somebody who has not seen it.
 */
import {
  type Cell,
  type Cells,
  type CellValue,
  cellOf,
  fieldOf,
  partsOf,
  rowsOf,
} from "../../handlers/surveys/cells.ts";
import { fillIn, type Given } from "../../handlers/surveys/fill.ts";
import { readCell } from "../../handlers/surveys/read-cell.ts";
import type { Repeat } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import type { Act, Page, Written } from "./posted.ts";
import { type Stray, withRowsFollowed } from "./rows-followed.ts";
import { pageTexts } from "./texts.ts";

/** Stays in its field as it was typed, and is not written. */
export interface Held {
  is: string;
  was: string;
  /** Why it is not written; null where somebody else has changed the cell meanwhile, empty while it is being typed. */
  says: string | null;
}

export interface Merged {
  /** The page with its rows where they stand by now. */
  page: Page;
  /** What was typed in rows that are no longer there: nothing is asked, and nothing written. */
  strays: Stray[];
  given: Given;
  held: Map<Cell, Held>;
  /** What others have changed since the page was made, and is now shown in it. */
  news: Set<Cell>;
}

export interface Moment {
  survey: Survey;
  /** What stands in the draft. */
  now: Cells;
  /** "2026-11-20" */
  today: string;
}

/** A cell's value as a page carries it along. */
export function plain(value: CellValue | undefined): string {
  return value === undefined ? "" : String(value);
}

export function merge(moment: Moment, page: Page, act: Act): Merged {
  const { survey, now } = moment;
  const followed = withRowsFollowed(moment, page, act);
  const { strays } = followed;
  const decided = settled(moment, followed.page, followed.act);
  const news = newCells(moment, decided);
  const merged: Merged = { page: decided, strays, given: {}, held: new Map(), news };
  const given: Record<Cell, CellValue | null> = {};
  for (const [cell, written] of decided) {
    const field = fieldOf(survey, cell);
    if (!field || ("fixed" in field && field.fixed)) continue;
    const there = plain(now[cell]);
    const reading = readCell(survey, cell, written.is, moment.today);
    const mine = reading.ok ? plain(reading.value ?? undefined) : undefined;
    const { is, was } = written;
    if (is === was || mine === was) {
      if (there !== was) merged.news.add(cell);
    } else if (!reading.ok) merged.held.set(cell, { is, was, says: reading.says });
    else if (mine === there) continue;
    else if (mayWrite(moment, decided, followed.act, cell, written)) given[cell] = reading.value;
    // What this page has moved, and somebody else too: no question would be about the row that was meant.
    else if (followed.arranged.has(partsOf(cell).question) && !isSameRow(moment, decided, cell)) {
      if (is !== "") strays.push({ cell, row: nameOfRow(survey, decided, cell), is });
    } else merged.held.set(cell, { is: mine ?? is, was, says: null });
  }
  const { cells } = fillIn(survey, now, given);
  for (const [cell, value] of Object.entries(given))
    if (value !== null && cells[cell] === undefined) {
      merged.held.set(cell, { is: plain(value), was: "", says: pageTexts.notAsked });
      delete given[cell];
    }
  return { ...merged, given };
}

/** Rows of the page's repeats that others have added; cells that the page had are looked at one by one. */
function newCells({ now }: Moment, page: Page): Set<Cell> {
  const isNew = (cell: Cell) => {
    const { question, row } = partsOf(cell);
    // Where the whole of a repeat is shown, its own cell is there.
    return row !== "" && page.has(question) && !page.has(cell);
  };
  return new Set(Object.keys(now).filter(isNew));
}

/** What was decided about cells that two have changed is carried out before anything is compared. */
function settled(moment: Moment, page: Page, act: Act): Page {
  let result = new Map(page);
  if (act.kind === "theirs") {
    const written = result.get(act.cell);
    if (written) result.set(act.cell, { ...written, is: written.was });
  }
  for (const question of moment.survey.questions.values())
    if (question.kind === "repeat") result = withRowsApart(question, moment, result, act);
  return result;
}

function mayWrite(moment: Moment, page: Page, act: Act, cell: Cell, written: Written): boolean {
  const there = plain(moment.now[cell]);
  // A figure waits until it is settled which of two names its row has.
  const isDecided = act.kind === "mine" && act.cell === cell && act.seen === there;
  if (isDecided && (isName(moment, cell) || isSameRow(moment, page, cell))) return true;
  return isAsLeft(moment, cell, written) && isSameRow(moment, page, cell);
}

/** What stands there is what the page had, or what it has sent itself. */
export function isAsLeft({ survey, now, today }: Moment, cell: Cell, { was, sent }: Written): boolean {
  const there = plain(now[cell]);
  return (
    there === was ||
    sent.some((raw) => {
      const reading = readCell(survey, cell, raw, today);
      return reading.ok && plain(reading.value ?? undefined) === there;
    })
  );
}

/** Rows are known by what stands first in them: where others have moved them, a figure must not go into another row. */
function isSameRow(moment: Moment, page: Page, cell: Cell): boolean {
  const { question: id, row, column } = partsOf(cell);
  const question = moment.survey.questions.get(id);
  if (question?.kind !== "repeat" || column === "") return true;
  const first = cellOf(id, row, question.fields[0]?.id);
  const written = page.get(first);
  return !written || isAsLeft(moment, first, written) || written.is === plain(moment.now[first]);
}

function isName({ survey }: Moment, cell: Cell): boolean {
  const { question: id, column } = partsOf(cell);
  const question = survey.questions.get(id);
  return question?.kind === "repeat" && question.fields[0]?.id === column;
}

function nameOfRow(survey: Survey, page: Page, cell: Cell): string {
  const { question: id, row } = partsOf(cell);
  const question = survey.questions.get(id);
  return (question?.kind === "repeat" && page.get(cellOf(id, row, question.fields[0]?.id))?.is) || "";
}

/** A row begun on this page goes behind those that others have begun at the same place; so does one that is set apart. */
function withRowsApart(question: Repeat, moment: Moment, page: Page, act: Act): Page {
  const { id, fields } = question;
  const cellsOf = (row: number) => fields.map((field) => cellOf(id, row, field.id));
  const shown = Array.from({ length: question.most }, (_, index) => index + 1).filter((row) =>
    cellsOf(row).some((cell) => page.has(cell)),
  );
  const result = new Map(page);
  let end = Math.max(
    rowsOf(moment.now, id),
    ...shown.filter((row) => cellsOf(row).some((c) => page.get(c)?.is)),
  );
  for (const row of shown) {
    const isSetApart = act.kind === "apart" && act.question === id && act.row === row;
    if ((!isSetApart && !isTaken(moment, page, cellsOf(row))) || end >= question.most) continue;
    end += 1;
    for (const field of fields) {
      const written = page.get(cellOf(id, row, field.id));
      result.delete(cellOf(id, row, field.id));
      if (written) result.set(cellOf(id, end, field.id), { is: written.is, was: "", sent: [] });
    }
  }
  return result;
}

/** New on this page, and by now something else stands there. */
function isTaken(moment: Moment, page: Page, cells: readonly Cell[]): boolean {
  const written = cells.flatMap((cell) => {
    const one = page.get(cell);
    return one ? [{ cell, ...one }] : [];
  });
  const isNew = written.every(({ was }) => was === "") && written.some(({ is }) => is !== "");
  const foreign = written.some((one) => {
    const there = plain(moment.now[one.cell]);
    return there !== "" && there !== one.is && !isAsLeft(moment, one.cell, one);
  });
  return isNew && foreign;
}
