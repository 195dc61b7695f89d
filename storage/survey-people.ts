/** What surveys have to do with a person: who is joined, told of what is stored, or deleted. */
import type { Cell } from "../handlers/surveys/cells.ts";
import type { Way } from "../handlers/surveys/draft.ts";
import { type Database, type Row, type Statement, sql } from "./database.ts";

/**
 * One person's drafts, changes, filings and links become the other's. Where both are editors of one draft, being in
 * counts more than having asked; whoever is in as staff stays so, lest they confirm what they have filled.
 */
export function joinSurveys(person: string, into: string): Statement[] {
  return [
    sql`UPDATE survey_editor SET state = 'in', code = NULL, as_staff = max(iif(state = 'in', as_staff, 0),
        (SELECT joining.as_staff FROM survey_editor AS joining
         WHERE joining.draft = survey_editor.draft AND joining.person = ${person}))
      WHERE person = ${into} AND draft IN (SELECT draft FROM survey_editor WHERE person = ${person} AND state = 'in')`,
    // What is left over goes with the person.
    sql`UPDATE survey_editor SET person = ${into} WHERE person = ${person}
      AND draft NOT IN (SELECT draft FROM survey_editor WHERE person = ${into})`,
    sql`UPDATE survey_draft_change SET person = ${into} WHERE person = ${person}`,
    sql`UPDATE survey_filing SET person = ${into} WHERE person = ${person}`,
    sql`UPDATE survey_link SET person = ${into} WHERE person = ${person}`,
  ];
}

/** Of a person at a moment, its one parameter in milliseconds: a survey that they fill is not over yet. */
export const STILL_FILLS = `EXISTS (SELECT 1 FROM survey_editor
  JOIN survey_draft ON survey_draft.id = survey_editor.draft
  JOIN survey_round ON survey_round.id = survey_draft.round
  WHERE survey_editor.person = person.id AND survey_editor.state <> 'refused' AND survey_round.closed_at IS NULL
    AND date(? / 1000, 'unixepoch', '+8 hours') <= survey_round.closes)`;

interface EditedRow extends Row {
  draft: string;
  title: string;
  enterprise: string;
  state: "in" | "asked" | "refused";
  as_staff: number;
  since: number;
}

interface DoneRow extends Row {
  draft: string;
  at: number;
}

/** Which drafts they may fill, and what they did in any; not what stands in it, which is the enterprise's. */
export async function surveysOf(database: Database, people: readonly (string | null)[]) {
  const all = JSON.stringify(people);
  const whose = "person IN (SELECT value FROM json_each(?))";
  const edited = await database.query<EditedRow>(
    `SELECT survey_editor.draft, title, enterprise.name AS enterprise, state, as_staff, since FROM survey_editor
     JOIN survey_draft ON survey_draft.id = survey_editor.draft
     JOIN survey_round ON survey_round.id = survey_draft.round
     JOIN enterprise ON enterprise.credit_code = survey_draft.credit_code
     WHERE ${whose} ORDER BY since, survey_editor.draft`,
    [all],
  );
  const changes = await database.query<DoneRow & { way: Way; cells: string }>(
    `SELECT draft, at, way, cells FROM survey_draft_change WHERE ${whose} ORDER BY at, draft, revision`,
    [all],
  );
  const filings = await database.query<DoneRow & { number: number; receipt: string }>(
    `SELECT draft, at, number, receipt FROM survey_filing WHERE ${whose} ORDER BY at, id`,
    [all],
  );
  return {
    mayFill: edited.map(({ as_staff: asStaff, since, ...row }) => ({
      ...row,
      asStaff: asStaff === 1,
      since: iso(since),
    })),
    changes: changes.map(({ at, cells, ...row }) => ({
      ...row,
      at: iso(at),
      cells: JSON.parse(cells) as Cell[],
    })),
    filings: filings.map(({ at, ...row }) => ({ ...row, at: iso(at) })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
