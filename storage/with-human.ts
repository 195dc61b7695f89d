/**
 * Who is answered by a human in our place (接待人员 of 微信客服). Only a hint: a session also ends without a word to
 * us, so who is marked is asked for before anything they say is kept from the conversation.
 */
import type { Address } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

/** @param since milliseconds since 1970; null: they are ours again */
export function markWithHuman({ channel, external }: Address, since: number | null): Statement {
  return sql`UPDATE address SET human_since = ${since} WHERE channel = ${channel} AND external = ${external}`;
}

export async function isMarkedWithHuman(
  database: Database,
  { channel, external }: Address,
): Promise<boolean> {
  const rows = await database.query(
    "SELECT 1 FROM address WHERE channel = ? AND external = ? AND human_since IS NOT NULL",
    [channel, external],
  );
  return rows.length > 0;
}
