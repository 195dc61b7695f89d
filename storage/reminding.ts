/** Tells those who have begun and not handed in, each enterprise once a day, in one batch that cannot be doubled. */
import type { DeskEffect } from "../handlers/staff/effects.ts";
import type { Reach } from "../handlers/staff/record.ts";
import { actAsStaff } from "./audit.ts";
import type { Database, Statement, Value } from "./database.ts";
import { LAST_POSITION, REACHABLE, STEP } from "./notices.ts";
import { onlyIf } from "./staff.ts";
import { IS_OPEN } from "./survey-rounds.ts";

/** Editors of the enterprise, and every place where they can be told something. */
const EDITORS = `survey_editor AS editor JOIN address ON address.person = editor.person AND ${REACHABLE}`;
const OF_THE_DRAFT = "editor.draft = survey_draft.id AND editor.state = 'in' AND editor.as_staff = 0";

/** Not told yet on the day of a moment, in Asia/Shanghai. */
const NOT_TOLD = `(reminded_at IS NULL OR date(reminded_at / 1000, 'unixepoch', '+8 hours')
  < date(? / 1000, 'unixepoch', '+8 hours'))`;
const UNSUBMITTED = "survey_draft.round = ? AND survey_draft.filing IS NULL";
const TO_TELL = `${UNSUBMITTED} AND ${NOT_TOLD}`;

export function remind(
  { round, text, dueAt }: Extract<DeskEffect, { kind: "remind_enterprises" }>,
  person: string,
  at: number,
): Statement[] {
  const due = Date.parse(dueAt);
  const told = `FROM survey_draft WHERE ${TO_TELL} AND EXISTS (SELECT 1 FROM ${EDITORS} WHERE ${OF_THE_DRAFT})`;
  const after = { sql: `SELECT json_object('told', count(*)) ${told}`, params: [round, due] };
  return [
    ...actAsStaff(person, { act: "remind_enterprises", what: round, after }, at),
    // Also when it goes out.
    onlyIf({
      sql: `EXISTS (SELECT 1 FROM survey_round WHERE id = ? AND ${IS_OPEN} AND ${IS_OPEN})`,
      params: [round, at, due],
    }),
    queue(round, text, due, at),
    {
      sql: `UPDATE survey_draft SET reminded_at = ? WHERE id IN (SELECT id ${told})`,
      params: [due, round, due],
    },
  ];
}

/** One message for each editor and draft, to where that person was answered last. */
function queue(round: string, text: string, due: number, at: number): Statement {
  const answered = `(SELECT max(created_at) FROM outbox AS said WHERE said.person = address.person
    AND said.channel = address.channel AND said.external = address.external)`;
  const params: Value[] = [text, due, at, round, due];
  return {
    sql: `INSERT INTO outbox (id, person, channel, external, step, position, message, state, about, due_at, created_at)
      SELECT lower(hex(randomblob(16))), person, channel, external, step,
        last + row_number() OVER (PARTITION BY person ORDER BY draft),
        json_object('text', replace(?, '{enterprise}', name)), 'waiting', draft, ?, ?
      FROM (SELECT survey_draft.id AS draft, enterprise.name, address.person, address.channel, address.external,
          ${STEP} AS step, ${LAST_POSITION} AS last,
          row_number() OVER (PARTITION BY survey_draft.id, address.person
            ORDER BY ${answered} DESC, address.channel, address.external) AS place
        FROM survey_draft JOIN enterprise ON enterprise.credit_code = survey_draft.credit_code
        JOIN ${EDITORS} AND ${OF_THE_DRAFT}
        WHERE ${TO_TELL})
      WHERE place = 1`,
    params,
  };
}

/** Whom `remind` would reach. @param due when it would go out, in milliseconds since 1970 */
export async function reachOf(database: Database, round: string, due: number): Promise<Reach> {
  const [row] = await database.query<{ now: number; told: number; to_call: number }>(
    `SELECT coalesce(sum(begun AND can_be AND fresh), 0) AS now, coalesce(sum(begun AND can_be AND NOT fresh), 0) AS told,
       coalesce(sum(NOT can_be), 0) AS to_call
     FROM (SELECT survey_draft.id IS NOT NULL AS begun, ${NOT_TOLD} AS fresh,
         EXISTS (SELECT 1 FROM ${EDITORS} WHERE ${OF_THE_DRAFT}) AS can_be
       FROM enterprise
       LEFT JOIN survey_draft ON survey_draft.round = ? AND survey_draft.credit_code = enterprise.credit_code
       WHERE survey_draft.filing IS NULL AND (survey_draft.id IS NOT NULL OR EXISTS (SELECT 1 FROM survey_invitation AS list
         WHERE list.round = ? AND list.credit_code = enterprise.credit_code)))`,
    [due, round, round],
  );
  return { now: row?.now ?? 0, told: row?.told ?? 0, toCall: row?.to_call ?? 0 };
}
