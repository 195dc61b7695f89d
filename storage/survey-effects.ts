/**
 * What a turn, the form page or a file does to a draft. Each begins with an insert that fails as a whole where it may
 * not be done: another has changed the draft meanwhile, the round is closed, the person is not in. A `Conflict` then.
 */
import { type Statement, sql } from "./database.ts";
import { takeBack } from "./notices.ts";
import { onlyIf } from "./staff.ts";
import { clearCells, type StoredSurveyEffect, writeCells } from "./survey-cells.ts";
import { offerLink } from "./survey-links.ts";
import { DAY_OF, IS_OPEN, mayFill } from "./survey-rounds.ts";

type Of<K extends StoredSurveyEffect["kind"]> = Extract<StoredSurveyEffect, { kind: K }>;

export function surveyStatements(effect: StoredSurveyEffect, person: string, at: number): Statement[] {
  switch (effect.kind) {
    case "begin_survey":
      return begin(effect, person, at);
    case "fill_survey":
      return fill(effect, person, at);
    case "file_survey":
      return file(effect, person, at);
    case "try_survey_phone":
      return tryPhone(effect, at);
    case "ask_into_survey":
      return [askIn(effect, person, at)];
    case "let_into_survey":
      return [onlyIf(isIn(effect.draft, person)), letIn(effect, at)];
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
    JOIN survey_editor ON survey_editor.draft = survey_draft.id AND ${mayFill("survey_editor")}
    WHERE survey_draft.id = ? AND survey_draft.revision = ? AND survey_editor.person = ? AND ${IS_OPEN}`;
const OR_NOTHING = "), '')";

/** What staff fill in for an enterprise is theirs in its history. Parameters: draft, person, the way, the way. */
const WAY = `iif(EXISTS (SELECT 1 FROM survey_editor WHERE draft = ? AND person = ? AND as_staff = 1)
    AND ? <> 'rebase', 'staff', ?)`;

function fill(effect: Of<"fill_survey">, person: string, at: number): Statement[] {
  const { draft, revision, version, set, cleared, way } = effect;
  const cells = JSON.stringify([...Object.keys(set), ...cleared]);
  return [
    {
      sql: `INSERT INTO survey_draft_change (draft, revision, at, way, person, cells)
        VALUES (${MINE_AS_IT_STANDS}${OR_NOTHING}, ?, ?, ${WAY}, ?, ?)`,
      params: [draft, revision, person, at, revision + 1, at, draft, person, way, way, person, cells],
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

/** What others may be shown of a name: nothing by which somebody could be lured or called. */
const IS_NAME = `length(text) BETWEEN 2 AND 60 AND text NOT GLOB '*${"[0-9]".repeat(7)}*'
  AND text NOT LIKE '%@%' AND text NOT LIKE '%://%' AND text NOT LIKE '%www.%' AND text NOT LIKE '%微信%'`;

/** An enterprise that is on no list is called as it last called itself, and not as whoever came first did. */
function rename(draft: string, question: string): Statement {
  const cell = `SELECT text FROM survey_draft_cell
    WHERE draft = ? AND question = ? AND line = '' AND field = '' AND ${IS_NAME}`;
  return {
    sql: `UPDATE enterprise SET name = coalesce((${cell}), name)
      WHERE credit_code = (SELECT credit_code FROM survey_draft WHERE id = ?)
        AND NOT EXISTS (SELECT 1 FROM survey_invitation AS list WHERE list.credit_code = enterprise.credit_code)`,
    params: [draft, question, draft],
  };
}

function file(
  { draft, revision, receipt, named }: Of<"file_survey">,
  person: string,
  at: number,
): Statement[] {
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
    takeBack(sql`SELECT ${draft}`),
    ...(named === undefined ? [] : [rename(draft, named)]),
  ];
}

/**
 * A number's end was told, right or wrong. Of many who try at once each must have been judged by how often it was wrong
 * before, so that no more are judged than are counted.
 */
function tryPhone(
  { round, creditCode, wrongBefore, right }: Of<"try_survey_phone">,
  at: number,
): Statement[] {
  const wrong = `iif(wrong_on = ${DAY_OF}, wrong, 0)`;
  const list = "round = ? AND credit_code = ?";
  const asJudged = onlyIf({
    sql: `EXISTS (SELECT 1 FROM survey_invitation WHERE ${list} AND ${wrong} = ?)`,
    params: [round, creditCode, at, wrongBefore],
  });
  const counted = {
    sql: `UPDATE survey_invitation SET wrong = ${wrong} + 1, wrong_on = ${DAY_OF} WHERE ${list}`,
    params: [at, at, round, creditCode],
  };
  return right ? [asJudged] : [asJudged, counted];
}

/** Anew also by whoever was refused, which is for the conversation to judge, and by whoever was in as staff. */
function askIn({ draft, code }: Of<"ask_into_survey">, person: string, at: number): Statement {
  const since = sql`INSERT INTO survey_editor (draft, person, state, code, since)
    VALUES (${draft}, ${person}, 'asked', ${code}, ${at})`;
  return {
    sql: `${since.sql} ON CONFLICT (draft, person) DO UPDATE SET state = 'asked', as_staff = 0, code = excluded.code,
      since = excluded.since WHERE state <> 'asked' AND NOT (${mayFill("survey_editor")})`,
    params: since.params,
  };
}

function isIn(draft: string, person: string): Statement {
  return {
    sql: `EXISTS (SELECT 1 FROM survey_editor WHERE draft = ? AND person = ? AND ${mayFill("survey_editor")})`,
    params: [draft, person],
  };
}

/** Who may is for whoever calls it to judge. */
export function letIn({ draft, person, yes }: Omit<Of<"let_into_survey">, "kind">, at: number): Statement {
  return yes
    ? sql`UPDATE survey_editor SET state = 'in', code = NULL, since = ${at}
        WHERE draft = ${draft} AND person = ${person} AND state = 'asked'`
    : sql`UPDATE survey_editor SET state = 'refused', code = NULL, refused = refused + 1, since = ${at}
        WHERE draft = ${draft} AND person = ${person} AND state = 'asked'`;
}
