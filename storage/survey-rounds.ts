/** Rounds of surveys, and how an enterprise stands in one. */
import type { Address } from "../handlers/event.ts";
import type { Enterprise, Round } from "../handlers/surveys/draft.ts";
import type { Standing } from "../handlers/surveys/record.ts";
import type { Database, Row } from "./database.ts";

/** Of a round at a moment, its one parameter in milliseconds: it can be filled and handed in. */
export const IS_OPEN = `survey_round.closed_at IS NULL
  AND date(? / 1000, 'unixepoch', '+8 hours') BETWEEN survey_round.opens AND survey_round.closes`;

/** Of an editor: whoever came in as staff is in only while they may fill for others. */
export const mayFill = (editor: string) => `${editor}.state = 'in' AND (${editor}.as_staff = 0
  OR EXISTS (SELECT 1 FROM staff WHERE staff.person = ${editor}.person AND revoked_at IS NULL AND role <> 'viewer'))`;

/** Of a moment, its one parameter in milliseconds: the day in Asia/Shanghai. */
export const DAY_OF = "date(? / 1000, 'unixepoch', '+8 hours')";

export const ROUND = `survey_round.id AS round, survey, title, regions, opens, closes, closed_at, invited_only`;

export interface RoundRow extends Row {
  round: string;
  survey: string;
  title: string;
  regions: string;
  opens: string;
  closes: string;
  closed_at: number | null;
  invited_only: number;
}

export function roundFrom(row: RoundRow): Round {
  const { survey, title, opens, closes, closed_at: closed } = row;
  return {
    ...{ id: row.round, survey, title, opens, closes },
    regions: JSON.parse(row.regions) as string[],
    closedAt: closed === null ? null : new Date(closed).toISOString(),
    invitedOnly: row.invited_only === 1,
  };
}

/** Those that can be filled now, the one that closes first at the head. */
export async function openRounds(database: Database, now: number): Promise<Round[]> {
  const rows = await database.query<RoundRow>(
    `SELECT ${ROUND} FROM survey_round WHERE ${IS_OPEN} ORDER BY closes, created_at, id`,
    [now],
  );
  return rows.map(roundFrom);
}

export async function isRoundOpen(database: Database, round: string, now: number): Promise<boolean> {
  const found = await database.query(`SELECT 1 FROM survey_round WHERE id = ? AND ${IS_OPEN}`, [round, now]);
  return found.length > 0;
}

/** Which survey a round asks for; null where there is no such round. */
export async function surveyOfRound(database: Database, round: string): Promise<string | null> {
  const [row] = await database.query<{ survey: string }>("SELECT survey FROM survey_round WHERE id = ?", [
    round,
  ]);
  return row?.survey ?? null;
}

/** As `Standing`, with the number of the list's contact still sealed. */
export interface StoredStanding extends Omit<Standing, "invited"> {
  invited: { phoneSealed: string | null; wrongToday: number } | null;
}

interface StandingRow extends Row {
  name: string | null;
  region: string | null;
  invited_at: number | null;
  phone_sealed: string | null;
  wrong: number;
  draft: string | null;
}

export async function standingOf(
  database: Database,
  round: string,
  creditCode: string,
  person: string | null,
  now: number,
): Promise<StoredStanding> {
  const [row] = await database.query<StandingRow>(
    `SELECT enterprise.name, enterprise.region, invited_at, phone_sealed, survey_draft.id AS draft,
       iif(wrong_on = ${DAY_OF}, wrong, 0) AS wrong
     FROM enterprise
     LEFT JOIN survey_invitation AS list ON list.round = ? AND list.credit_code = enterprise.credit_code
     LEFT JOIN survey_draft ON survey_draft.round = ? AND survey_draft.credit_code = enterprise.credit_code
     WHERE enterprise.credit_code = ?`,
    [now, round, round, creditCode],
  );
  const everybody = row?.draft ? await editorsOf(database, row.draft) : [];
  const mine = everybody.find((one) => one.person === person);
  return {
    enterprise: row ? enterpriseFrom(row, creditCode) : null,
    invited: row?.invited_at ? { phoneSealed: row.phone_sealed, wrongToday: row.wrong } : null,
    begun: Boolean(row?.draft),
    me: mine?.state ?? null,
    myCode: mine?.code ?? null,
    refused: mine?.refused ? { times: mine.refused, at: new Date(mine.since).toISOString() } : null,
    editors: everybody.flatMap(({ state, person, asStaff, addresses }) =>
      state === "in" ? [{ person, asStaff, addresses }] : [],
    ),
    asking: everybody.flatMap(({ state, person, code, addresses }) =>
      state === "asked" ? [{ person, code: code ?? "", addresses }] : [],
    ),
  };
}

function enterpriseFrom({ name, region }: StandingRow, creditCode: string): Enterprise | null {
  return name ? { creditCode, name, region: region ?? "" } : null;
}

interface Editor {
  person: string;
  state: "in" | "asked" | "refused";
  asStaff: boolean;
  since: number;
  code: string | null;
  refused: number;
  /** Where they can be told of something; not in groups. */
  addresses: Address[];
}

interface EditorRow extends Row {
  person: string;
  state: Editor["state"];
  as_staff: number;
  since: number;
  code: string | null;
  refused: number;
  channel: string | null;
  external: string | null;
}

async function editorsOf(database: Database, draft: string): Promise<Editor[]> {
  const rows = await database.query<EditorRow>(
    `SELECT editor.person, state, as_staff, since, code, refused, channel, external FROM survey_editor AS editor
     LEFT JOIN address ON address.person = editor.person AND address.alone IS NULL
     WHERE editor.draft = ? AND (state <> 'in' OR ${mayFill("editor")}) ORDER BY since, editor.person, channel, external`,
    [draft],
  );
  const editors = new Map<string, Editor>();
  for (const { as_staff: asStaff, channel, external, ...row } of rows) {
    const { person } = row;
    const editor = editors.get(person) ?? { ...row, asStaff: asStaff === 1, addresses: [] };
    if (channel !== null && external !== null) editor.addresses.push({ channel, external });
    editors.set(person, editor);
  }
  return [...editors.values()];
}
