/**
 * Puts filings where statistics find them: each that counts has a profile (its region and its answers to the
 * questions of `statistics.by`), and its figures lie beside those of the same profile. It follows from the filed
 * cells alone and can be made anew at any time; nothing of it is confidential, nor is anything sealed looked at.
 */
import { type Database, type Statement, sql } from "./database.ts";

/** Few enough that one batch does not keep others waiting. */
const AT_ONCE = 200;

/**
 * To go with the filing's own batch, behind it, or later: what is left out is found by `bringUpToDate`.
 * @param by the survey's `statistics.by`
 */
export function countFilings(drafts: readonly string[], by: readonly string[]): Statement[] {
  const [these, questions] = [JSON.stringify(drafts), JSON.stringify(by)];
  const filings = `SELECT id FROM survey_filing WHERE draft IN (SELECT value FROM json_each(?))`;
  const counting = `FROM survey_draft AS draft
    JOIN survey_filing AS filing ON filing.draft = draft.id AND filing.number = draft.filing
    JOIN enterprise ON enterprise.credit_code = draft.credit_code`;
  // The answers stand in the order of the questions, whichever are missing.
  const answers = `(SELECT json_group_array(text ORDER BY asked.key) FROM json_each(?) AS asked
    LEFT JOIN survey_filed_cell AS answer
      ON answer.filing = filing.id AND answer.question = asked.value AND answer.line = '' AND answer.field = '')`;
  return [
    {
      sql: `UPDATE survey_filed_cell SET profile = NULL WHERE profile IS NOT NULL AND filing IN (${filings})`,
      params: [these],
    },
    sql`UPDATE survey_filing SET profile = NULL WHERE draft IN (SELECT value FROM json_each(${these}))`,
    {
      sql: `INSERT OR IGNORE INTO survey_profile (round, region, questions, answers)
        SELECT DISTINCT draft.round, region, ?, ${answers} ${counting}
        WHERE draft.id IN (SELECT value FROM json_each(?))`,
      params: [questions, questions, these],
    },
    {
      sql: `UPDATE survey_filing SET profile = (SELECT profile.id FROM survey_profile AS profile
          WHERE (profile.round, profile.region, profile.questions, profile.answers) =
            (SELECT draft.round, region, ?, ${answers} ${counting} WHERE filing.id = survey_filing.id))
        WHERE draft IN (SELECT value FROM json_each(?))`,
      params: [questions, questions, these],
    },
    // The rows of a repeat are numbered, all other lines have names.
    {
      sql: `UPDATE survey_filed_cell
        SET profile = (SELECT profile FROM survey_filing WHERE survey_filing.id = survey_filed_cell.filing)
        WHERE number IS NOT NULL AND line NOT GLOB '[0-9]*' AND filing IN (${filings} AND profile IS NOT NULL)`,
      params: [these],
    },
  ];
}

/** Filings that are not yet where they count: new ones, those of a region that was put right, other questions. */
export async function bringUpToDate(database: Database, round: string, by: readonly string[]): Promise<void> {
  const rows = await database.query<{ draft: string }>(
    `SELECT draft.id AS draft FROM survey_draft AS draft
     JOIN survey_filing AS filing ON filing.draft = draft.id AND filing.number = draft.filing
     JOIN enterprise ON enterprise.credit_code = draft.credit_code
     LEFT JOIN survey_profile AS profile ON profile.id = filing.profile
     WHERE draft.round = ? AND (profile.id IS NULL OR profile.region <> enterprise.region OR questions <> ?)`,
    [round, JSON.stringify(by)],
  );
  const drafts = rows.map(({ draft }) => draft);
  for (let from = 0; from < drafts.length; from += AT_ONCE)
    await database.batch(countFilings(drafts.slice(from, from + AT_ONCE), by));
}
