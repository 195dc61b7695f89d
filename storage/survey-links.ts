/** Links from the chat to the form page, each of one use. */
import { type Database, type Statement, sql } from "./database.ts";

export const LINK_HOLDS_MS = 15 * 60_000;

export interface LinkTo {
  draft: string;
  person: string;
}

export function offerLink(
  { draft, nonce }: { draft: string; nonce: string },
  person: string,
  at: number,
): Statement[] {
  return [
    sql`DELETE FROM survey_link WHERE expires_at < ${at}`,
    sql`INSERT INTO survey_link (nonce, draft, person, expires_at)
      VALUES (${nonce}, ${draft}, ${person}, ${at + LINK_HOLDS_MS})`,
  ];
}

/** Where it leads, while it holds. */
export async function linkTo(database: Database, nonce: string, now: number): Promise<LinkTo | null> {
  const [row] = await database.query<{ draft: string; person: string }>(
    "SELECT draft, person FROM survey_link WHERE nonce = ? AND spent_at IS NULL AND expires_at >= ?",
    [nonce, now],
  );
  return row ?? null;
}

/** Of any number who spend it at once, one is given where it leads. */
export async function spendLink(database: Database, nonce: string, now: number): Promise<LinkTo | null> {
  const [rows] = await database.batch([
    sql`UPDATE survey_link SET spent_at = ${now} WHERE nonce = ${nonce} AND spent_at IS NULL AND expires_at >= ${now}
      RETURNING draft, person`,
  ]);
  const [row] = (rows ?? []) as unknown as LinkTo[];
  return row ?? null;
}
