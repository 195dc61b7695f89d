/** What staff see of a round: how far it is, who is missing, who waits to be let in. */
import type { Missing, RegionProgress, Waiting } from "../handlers/staff/record.ts";
import type { Enterprise, Round } from "../handlers/surveys/draft.ts";
import type { Database, Row } from "./database.ts";
import { REACHABLE } from "./notices.ts";
import { ROUND, type RoundRow, roundFrom } from "./survey-rounds.ts";

/** The newest first. */
export async function allRounds(database: Database): Promise<Round[]> {
  const rows = await database.query<RoundRow>(
    `SELECT ${ROUND} FROM survey_round ORDER BY created_at DESC, id`,
  );
  return rows.map(roundFrom);
}

/** Everybody who is on a round's list or has begun; the round is bound twice. */
const TAKING_PART = `FROM enterprise
  LEFT JOIN survey_invitation AS list ON list.round = ? AND list.credit_code = enterprise.credit_code
  LEFT JOIN survey_draft AS draft ON draft.round = ? AND draft.credit_code = enterprise.credit_code`;

interface ProgressRow extends Row {
  region: string;
  invited: number;
  begun: number;
  submitted: number;
  others_begun: number;
  others_submitted: number;
  to_confirm: number;
}

export async function progressOf(database: Database, round: string): Promise<RegionProgress[]> {
  const rows = await database.query<ProgressRow>(
    `SELECT region, sum(listed) AS invited, sum(listed AND begun) AS begun, sum(listed AND filed) AS submitted,
       sum(NOT listed AND begun) AS others_begun, sum(NOT listed AND filed) AS others_submitted, sum(to_confirm) AS to_confirm
     FROM (SELECT region, list.credit_code IS NOT NULL AS listed, draft.id IS NOT NULL AND draft.filing IS NULL AS begun,
         draft.filing IS NOT NULL AS filed, coalesce(draft.to_confirm, 0) AS to_confirm
       ${TAKING_PART} WHERE list.credit_code IS NOT NULL OR draft.id IS NOT NULL)
     GROUP BY region ORDER BY region`,
    [round, round],
  );
  return rows.map(({ others_begun: othersBegun, others_submitted: othersSubmitted, to_confirm, ...row }) => ({
    ...{ ...row, othersBegun, othersSubmitted },
    toConfirm: to_confirm,
  }));
}

/** As `Missing`, with whom the list names, sealed. */
export interface MissingSealed extends Missing {
  contactSealed: string | null;
  phoneSealed: string | null;
}

interface MissingRow extends EnterpriseRow {
  contact_sealed: string | null;
  phone_sealed: string | null;
  begun: number;
  reachable: number;
}

/** On the list, and not handed in. */
export async function missingIn(database: Database, round: string): Promise<MissingSealed[]> {
  const rows = await database.query<MissingRow>(
    `SELECT enterprise.credit_code, name, region, contact_sealed, phone_sealed, draft.id IS NOT NULL AS begun,
       EXISTS (SELECT 1 FROM survey_editor AS editor JOIN address ON address.person = editor.person AND ${REACHABLE}
         WHERE editor.draft = draft.id AND editor.state = 'in' AND editor.as_staff = 0) AS reachable
     ${TAKING_PART} WHERE list.credit_code IS NOT NULL AND draft.filing IS NULL
     ORDER BY region, name, enterprise.credit_code`,
    [round, round],
  );
  return rows.map((row) => ({
    ...enterpriseFrom(row),
    begun: row.begun === 1,
    reachable: row.reachable === 1,
    contactSealed: row.contact_sealed,
    phoneSealed: row.phone_sealed,
  }));
}

export async function invitedTo(database: Database, round: string): Promise<string[]> {
  const rows = await database.query<{ credit_code: string }>(
    "SELECT credit_code FROM survey_invitation WHERE round = ?",
    [round],
  );
  return rows.map((row) => row.credit_code);
}

/** How many enterprises a list holds that waits for the person's yes; null where it waits no more. */
export async function listWaiting(database: Database, list: string, person: string): Promise<number | null> {
  const [row] = await database.query<{ rows: number }>(
    `SELECT (SELECT count(*) FROM survey_list_row WHERE list = survey_list.id) AS rows
     FROM survey_list WHERE id = ? AND person = ?`,
    [list, person],
  );
  return row?.rows ?? null;
}

// ── who fills ───────────────────────────────────────────────────────────────────────────────────

interface EnterpriseRow extends Row {
  credit_code: string;
  name: string;
  region: string;
}

function enterpriseFrom({ credit_code: creditCode, name, region }: EnterpriseRow): Enterprise {
  return { creditCode, name, region };
}

interface WaitingRow extends EnterpriseRow {
  draft: string;
  person: string;
  code: string | null;
  since: number;
  channel: string | null;
  external: string | null;
}

/** Those who have asked to be let in, who has waited longest at the head. */
export async function askingIn(database: Database, round: string): Promise<Waiting[]> {
  const rows = await database.query<WaitingRow>(
    `SELECT enterprise.credit_code, name, region, draft.id AS draft, editor.person, code, since, channel, external
     FROM survey_draft AS draft JOIN survey_editor AS editor ON editor.draft = draft.id AND editor.state = 'asked'
     JOIN enterprise ON enterprise.credit_code = draft.credit_code
     LEFT JOIN address ON address.person = editor.person AND ${REACHABLE}
     WHERE draft.round = ? ORDER BY since, draft.id, editor.person, channel, external`,
    [round],
  );
  const byOne = Map.groupBy(rows, ({ draft, person }) => `${draft} ${person}`);
  return [...byOne.values()].map((all) => {
    const [row] = all as [WaitingRow];
    const addresses = all.flatMap(({ channel, external }) =>
      channel !== null && external !== null ? [{ channel, external }] : [],
    );
    const { draft, person, since } = row;
    return {
      draft,
      person,
      code: row.code ?? "",
      enterprise: enterpriseFrom(row),
      since: new Date(since).toISOString(),
      addresses,
    };
  });
}

/** Filled by staff in a round, and not confirmed. */
export async function toConfirmIn(
  database: Database,
  round: string,
): Promise<{ draft: string; enterprise: Enterprise }[]> {
  const rows = await database.query<EnterpriseRow & { draft: string }>(
    `SELECT draft.id AS draft, enterprise.credit_code, name, region FROM survey_draft AS draft
     JOIN enterprise ON enterprise.credit_code = draft.credit_code
     WHERE draft.round = ? AND draft.to_confirm = 1 ORDER BY draft.changed_at DESC, draft.id`,
    [round],
  );
  return rows.map((row) => ({ draft: row.draft, enterprise: enterpriseFrom(row) }));
}

/** Of a code, for a person, bound twice: they are staff, or fill the draft as staff. */
export const IS_STAFFS = `(EXISTS (SELECT 1 FROM staff WHERE person = ? AND revoked_at IS NULL)
  OR EXISTS (SELECT 1 FROM survey_editor AS filler WHERE filler.draft = survey_handover.draft AND filler.person = ?
    AND as_staff = 1))`;

/** Whose draft a code hands over; null where it does not hold (any more). */
export async function handoverOf(
  database: Database,
  hash: string,
  now: number,
  person: string | null,
): Promise<{ draft: string; enterprise: Enterprise; isStaffs: boolean } | null> {
  const [row] = await database.query<EnterpriseRow & { draft: string; is_staffs: number }>(
    `SELECT survey_handover.draft, enterprise.credit_code, name, region, ${IS_STAFFS} AS is_staffs FROM survey_handover
     JOIN survey_draft ON survey_draft.id = survey_handover.draft
     JOIN enterprise ON enterprise.credit_code = survey_draft.credit_code
     WHERE hash = ? AND used_at IS NULL AND expires_at >= ?`,
    [person, person, hash, now],
  );
  return row ? { draft: row.draft, enterprise: enterpriseFrom(row), isStaffs: row.is_staffs === 1 } : null;
}
