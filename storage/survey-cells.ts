/** The cells of surveys at rest: one row each, found by question, line and field. */
import type { Effect, SurveyEffect } from "../handlers/event.ts";
import type { DeskEffect } from "../handlers/staff/effects.ts";
import type { Cell, CellValue } from "../handlers/surveys/cells.ts";
import { type Row, type Statement, sql } from "./database.ts";
import type { StoredDeskEffect } from "./desk-effects.ts";

/** Names and numbers of people are kept encrypted. */
export interface Sealed {
  sealed: string;
}

/** A yes is kept as the number 1, so that it can be summed, and comes back as one. */
export type StoredCells = Readonly<Record<Cell, CellValue | Sealed>>;

type Begin = Extract<SurveyEffect, { kind: "begin_survey" }>;
type FillIn = Extract<SurveyEffect, { kind: "fill_survey" }>;
type HandIn = Extract<SurveyEffect, { kind: "file_survey" }>;

/** What is to be done about a survey, with what is confidential sealed. */
export type StoredSurveyEffect =
  | Exclude<SurveyEffect, Begin | FillIn | HandIn>
  // Which question asks what the enterprise is called.
  | (HandIn & { named?: string })
  | (Omit<Begin, "cells"> & { cells: StoredCells })
  | (Omit<FillIn, "set"> & { set: StoredCells });
/** An effect with the cells of surveys sealed. */
export type SealedEffect = Exclude<Effect, SurveyEffect> | StoredSurveyEffect;
export type StoredEffect = Exclude<SealedEffect, DeskEffect> | StoredDeskEffect;

export interface CellRow extends Row {
  question: string;
  line: string;
  field: string;
  number: number | null;
  text: string | null;
  sealed: string | null;
}

export function cellsFrom(rows: readonly CellRow[]): StoredCells {
  return Object.fromEntries(rows.map((row) => [cellName(row), valueIn(row)]));
}

/** `question/line/field` as a cell is called; what is empty is left out. */
export function cellName({ question, line, field }: Pick<CellRow, "question" | "line" | "field">): Cell {
  return [question, line, field].filter(Boolean).join("/");
}

function valueIn({ number, text, sealed }: CellRow): CellValue | Sealed {
  return sealed === null ? (text ?? number ?? "") : { sealed };
}

/** All cells in one statement, since D1 binds only a hundred values to one. */
export function writeCells(draft: string, cells: StoredCells): Statement[] {
  const rows = Object.entries(cells).map(([cell, value]) => [...placeOf(cell), ...columnsOf(value)]);
  if (rows.length === 0) return [];
  return [
    sql`INSERT INTO survey_draft_cell (draft, question, line, field, number, text, sealed)
      SELECT ${draft}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
      FROM json_each(${JSON.stringify(rows)}) WHERE true
      ON CONFLICT (draft, question, line, field)
      DO UPDATE SET number = excluded.number, text = excluded.text, sealed = excluded.sealed`,
  ];
}

export function clearCells(draft: string, cells: readonly Cell[]): Statement[] {
  if (cells.length === 0) return [];
  return [
    sql`DELETE FROM survey_draft_cell WHERE draft = ${draft} AND (question, line, field) IN
      (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${JSON.stringify(cells.map(placeOf))}))`,
  ];
}

function placeOf(cell: Cell): [string, string, string] {
  const [question = "", line = "", field = ""] = cell.split("/");
  return [question, line, field];
}

/** number, text, sealed */
function columnsOf(value: CellValue | Sealed): [number | null, string | null, string | null] {
  if (typeof value === "object") return [null, null, value.sealed];
  return typeof value === "string" ? [null, value, null] : [Number(value), null, null];
}
