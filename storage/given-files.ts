/** Files that are still to be fetched: noted before the channel is answered, fetched on a lease, gone when taken in. */
import type { ChannelId } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

export interface WaitingFile {
  channel: ChannelId;
  id: string;
  /** As JSON. */
  event: string;
  /** This one included. */
  tries: number;
}

/** Longer than a file takes to be fetched and read. */
export const FILE_LEASE_MS = 120_000;

/** @param external who sent it, where they are known: it goes with them */
export function noteFile(
  { channel, id, event }: Pick<WaitingFile, "channel" | "id" | "event">,
  external: string | null,
  at: number,
): Statement {
  return sql`INSERT INTO given_file (channel, event_id, external, event, due_at)
    VALUES (${channel}, ${id}, ${external}, ${event}, ${at})`;
}

/** Takes what is due, those who have waited longest first. */
export async function claimFiles(database: Database, now: number, most: number): Promise<WaitingFile[]> {
  const [rows = []] = await database.batch([
    sql`UPDATE given_file SET lease_until = ${now + FILE_LEASE_MS}, tries = tries + 1
      WHERE (channel, event_id) IN (SELECT channel, event_id FROM given_file
        WHERE due_at <= ${now} AND lease_until < ${now} ORDER BY due_at LIMIT ${most})
      RETURNING channel, event_id AS id, event, tries`,
  ]);
  return rows as unknown as WaitingFile[];
}

/** Whether it is still wanted: whoever sent it may have asked for their deletion meanwhile. */
export async function isFileWanted(database: Database, { channel, id }: WaitingFile): Promise<boolean> {
  const rows = await database.query("SELECT 1 FROM given_file WHERE channel = ? AND event_id = ?", [
    channel,
    id,
  ]);
  return rows.length > 0;
}

export function dropFile({ channel, id }: WaitingFile): Statement {
  return sql`DELETE FROM given_file WHERE channel = ${channel} AND event_id = ${id}`;
}

/** Gives it back. @param due when it may be tried again */
export function fetchLater({ channel, id, tries }: WaitingFile, due: number): Statement {
  return sql`UPDATE given_file SET due_at = ${due}, lease_until = 0, tries = ${tries}
    WHERE channel = ${channel} AND event_id = ${id}`;
}
