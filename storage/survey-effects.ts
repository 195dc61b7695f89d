/**
 * What a turn, the form page or a file does to a draft. Each begins with an insert that fails as a whole where it may
 * not be done: another has changed the draft meanwhile, the round is closed, the person is not in. A `Conflict` then.
 */
import { type Statement, sql } from "./database.ts";
import { clearCells, type StoredSurveyEffect, writeCells } from "./survey-cells.ts";
import { offerLink } from "./survey-links.ts";
import { IS_OPEN } from "./survey-rounds.ts";

type Of<K extends StoredSurveyEffect["kind"]> = Extract<StoredSurveyEffect, { kind: K }>;

export function surveyStatements(effect: StoredSurveyEffect, person: string, at: number): Statement[] {
  switch (effect.kind) {
    case "begin_survey":
      return begin(effect, person, at);
    case "fill_survey":
      return fill(effect, person, at);
    case "file_survey":
      return file(effect, person, at);
    case "ask_into_survey":
      return [
        sql`INSERT INTO survey_editor (draft, person, state, since) VALUES (${effect.draft}, ${person}, 'asked', ${at})
          ON CONFLICT (draft, person) DO NOTHING`,
      ];
    case "let_into_survey":
      return [letIn(effect, at)];
    case "offer_survey_page":
      return offerLink(effect, person, at);
  }
}

/** What the enterprise is called stays as it was known; where no draft came of it, the editor has nothing to refer to. */
function begin(
  { round, enterprise, version, cells, asStaff }: Of<"begin_survey">,
  person: string,
  at: number,
) {
  const { creditCode, name, region } = enterprise;
  const [draft, staff] = [`${round}/${creditCode}`, asStaff ? 1 : 0];
  return [
    sql`INSERT INTO enterprise (credit_code, name, region, created_at) VALUES (${creditCode}, ${name}, ${region}, ${at})
      ON CONFLICT (credit_code) DO UPDATE SET
        name = iif(name = '', excluded.name, name), region = iif(region = '', excluded.region, region)`,
    {
      sql: `INSERT INTO survey_draft (id, round, credit_code, version, revision, to_confirm, begun_at, changed_at)
        SELECT ?, id, ?, ?, 0, ?, ?, ? FROM survey_round WHERE id = ? AND ${IS_OPEN} AND (invited_only = 0 OR ? = 1
          OR EXISTS (SELECT 1 FROM survey_invitation AS list WHERE list.round = survey_round.id AND credit_code = ?))`,
      params: [draft, creditCode, version, staff, at, at, round, at, staff, creditCode],
    },
    sql`INSERT INTO survey_editor (draft, person, state, as_staff, since)
      VALUES (${draft}, ${person}, 'in', ${staff}, ${at})`,
    ...writeCells(draft, cells),
  ];
}

/**
 * The draft's id where the person may change it as it stands: else '', to which nothing can refer.
 * Parameters: draft, revision, person, moment.
 */
const MINE_AS_IT_STANDS = `coalesce((SELECT survey_draft.id FROM survey_draft
    JOIN survey_round ON survey_round.id = survey_draft.round
    JOIN survey_editor ON survey_editor.draft = survey_draft.id AND survey_editor.state = 'in'
    WHERE survey_draft.id = ? AND survey_draft.revision = ? AND survey_editor.person = ? AND ${IS_OPEN}`;
const OR_NOTHING = "), '')";

function fill(effect: Of<"fill_survey">, person: string, at: number): Statement[] {
  const { draft, revision, version, set, cleared, way } = effect;
  const cells = JSON.stringify([...Object.keys(set), ...cleared]);
  return [
    {
      sql: `INSERT INTO survey_draft_change (draft, revision, at, way, person, cells)
        VALUES (${MINE_AS_IT_STANDS}${OR_NOTHING}, ?, ?, ?, ?, ?)`,
      params: [draft, revision, person, at, revision + 1, at, way, person, cells],
    },
    sql`UPDATE survey_draft SET revision = ${revision + 1}, version = ${version}, changed_at = ${at}
      WHERE id = ${draft}`,
    ...clearCells(draft, cleared),
    ...writeCells(draft, set),
  ];
}

/** The same figures are not handed in twice, but by the enterprise, which confirms what staff have filled. */
const NOT_YET = ` AND NOT EXISTS (SELECT 1 FROM survey_filing AS filed WHERE filed.draft = survey_draft.id
    AND filed.revision = survey_draft.revision AND NOT (to_confirm = 1 AND as_staff = 0))`;

function file({ draft, revision, receipt }: Of<"file_survey">, person: string, at: number): Statement[] {
  const isStaff = "(SELECT as_staff FROM survey_editor WHERE draft = ? AND person = ?)";
  return [
    {
      sql: `INSERT INTO survey_filing (draft, number, revision, receipt, version, at, person)
        VALUES (${MINE_AS_IT_STANDS}${NOT_YET}${OR_NOTHING},
          1 + (SELECT count(*) FROM survey_filing WHERE draft = ?), ?, ?,
          coalesce((SELECT version FROM survey_draft WHERE id = ?), 0), ?, ?)`,
      params: [draft, revision, person, at, draft, revision, receipt, draft, at, person],
    },
    sql`INSERT INTO survey_filed_cell (filing, question, line, field, number, text, sealed)
      SELECT survey_filing.id, question, line, field, survey_draft_cell.number, text, sealed
      FROM survey_filing JOIN survey_draft_cell ON survey_draft_cell.draft = survey_filing.draft
      WHERE receipt = ${receipt}`,
    {
      sql: `UPDATE survey_draft SET filing = (SELECT number FROM survey_filing WHERE receipt = ?), to_confirm = ${isStaff}
        WHERE id = ?`,
      params: [receipt, draft, person, draft],
    },
  ];
}

/** Who may let in is for the conversation to judge. */
function letIn({ draft, person, yes }: Of<"let_into_survey">, at: number): Statement {
  return yes
    ? sql`UPDATE survey_editor SET state = 'in', since = ${at}
        WHERE draft = ${draft} AND person = ${person} AND state = 'asked'`
    : sql`DELETE FROM survey_editor WHERE draft = ${draft} AND person = ${person} AND state = 'asked'`;
}
