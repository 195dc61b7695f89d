/** Drafts as they stand, and what was changed in them. */
import type { Cell } from "../handlers/surveys/cells.ts";
import type { Change, Draft, Filed, Way } from "../handlers/surveys/draft.ts";
import type { Database, Row, Value } from "./database.ts";
import { type CellRow, cellsFrom, type StoredCells } from "./survey-cells.ts";
import { IS_OPEN, mayFill, ROUND, type RoundRow, roundFrom } from "./survey-rounds.ts";

/** As `Draft`, with what is confidential still sealed. */
export interface StoredDraft extends Omit<Draft, "cells"> {
  cells: StoredCells;
}

interface DraftRow extends RoundRow, Omit<CellRow, "question"> {
  draft: string;
  credit_code: string;
  name: string;
  region: string;
  version: number;
  revision: number;
  to_confirm: number;
  filing: number | null;
  filed_revision: number;
  receipt: string;
  filed_at: number;
  /** null where no cell is filled. */
  question: string | null;
}

/** The draft and its cells in one statement: they are of one moment. */
const DRAFT = `SELECT ${ROUND}, survey_draft.id AS draft, enterprise.credit_code, name, region,
    survey_draft.version, survey_draft.revision, to_confirm, filing,
    filed.revision AS filed_revision, filed.receipt, filed.at AS filed_at,
    question, line, field, survey_draft_cell.number, text, sealed
  FROM survey_draft
  JOIN survey_round ON survey_round.id = survey_draft.round
  JOIN enterprise ON enterprise.credit_code = survey_draft.credit_code
  JOIN survey_editor ON survey_editor.draft = survey_draft.id AND ${mayFill("survey_editor")}
  LEFT JOIN survey_filing AS filed ON filed.draft = survey_draft.id AND filed.number = survey_draft.filing
  LEFT JOIN survey_draft_cell ON survey_draft_cell.draft = survey_draft.id`;

/** A draft that the person may fill; null for any other. */
export async function draftOf(database: Database, id: string, person: string): Promise<StoredDraft | null> {
  const [draft] = await drafts(database, "survey_draft.id = ? AND survey_editor.person = ?", [id, person]);
  return draft ?? null;
}

/** Drafts of open rounds that the person may fill, the one changed last at the head. */
export function draftsOf(database: Database, person: string, now: number): Promise<StoredDraft[]> {
  return drafts(database, `survey_editor.person = ? AND ${IS_OPEN}`, [person, now]);
}

/** Drafts that were handed in, of rounds that are over, the one changed last at the head. */
export function filedOf(database: Database, person: string, now: number): Promise<StoredDraft[]> {
  return drafts(database, `survey_editor.person = ? AND filing IS NOT NULL AND NOT (${IS_OPEN})`, [
    person,
    now,
  ]);
}

async function drafts(database: Database, where: string, params: Value[]): Promise<StoredDraft[]> {
  const rows = await database.query<DraftRow>(
    `${DRAFT} WHERE ${where} ORDER BY survey_draft.changed_at DESC, survey_draft.id`,
    params,
  );
  return [...Map.groupBy(rows, (row) => row.draft).values()].map(draftFrom);
}

function draftFrom(rows: DraftRow[]): StoredDraft {
  const [row] = rows as [DraftRow];
  const { draft: id, credit_code: creditCode, name, region, version, revision } = row;
  return {
    ...{ id, version, revision },
    round: roundFrom(row),
    enterprise: { creditCode, name, region },
    cells: cellsFrom(rows.filter((cell): cell is DraftRow & CellRow => cell.question !== null)),
    filed: filedFrom(row),
    toConfirm: row.to_confirm === 1,
  };
}

function filedFrom({ filing, receipt, filed_at: at, filed_revision: revision }: DraftRow): Filed | null {
  return filing === null ? null : { number: filing, receipt, at: new Date(at).toISOString(), revision };
}

interface ChangeRow extends Row {
  revision: number;
  at: number;
  way: Way;
  person: string | null;
  cells: string;
}

/** What was changed after a revision, oldest first. */
export async function changesAfter(database: Database, draft: string, after: number): Promise<Change[]> {
  const rows = await database.query<ChangeRow>(
    `SELECT revision, at, way, person, cells FROM survey_draft_change WHERE draft = ? AND revision > ?
     ORDER BY revision`,
    [draft, after],
  );
  return rows.map(({ at, cells, ...change }) => ({
    ...change,
    at: new Date(at).toISOString(),
    cells: JSON.parse(cells) as Cell[],
  }));
}
