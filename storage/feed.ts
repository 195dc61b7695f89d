/**
 * Places from which events are fetched page by page (微信客服 accounts): that there is something to fetch is noted
 * first; one process at a time fetches it, on a lease; a page's events and where the next page begins are written
 * together; an event goes once it was taken in.
 */
import type { ChannelId } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

export interface FeedPlace {
  channel: ChannelId;
  account: string;
}

export interface Feed {
  /** When we were first told of it, in milliseconds since 1970. */
  since: number;
  /** Where the next page begins; null before the first. */
  cursor: string | null;
  /** What the last call to fetch carried. */
  token: string | null;
  /** When that came; null where nobody called. */
  wantedAt: number | null;
}

export interface FetchedEvent {
  number: number;
  event: string;
  tries: number;
}

/** How long a fetcher may be silent before another may go on; every page and every event taken in renews it. */
export const FEED_LEASE_MS = 60_000;

/** There is something to fetch. */
export function wantFeed({ channel, account }: FeedPlace, token: string | null, at: number): Statement {
  return sql`INSERT INTO feed (channel, account, since, token, wanted_at) VALUES (${channel}, ${account}, ${at}, ${token}, ${at})
    ON CONFLICT (channel, account) DO UPDATE SET token = excluded.token, wanted_at = excluded.wanted_at`;
}

/** The accounts with something to fetch or to take in, and those not looked at since `lookedBefore`. */
export async function dueFeeds(
  database: Database,
  channel: ChannelId,
  lookedBefore: number,
): Promise<string[]> {
  const rows = await database.query<{ account: string }>(
    `SELECT account FROM feed WHERE channel = ? AND (wanted_at IS NOT NULL OR coalesce(looked_at, 0) < ?
       OR EXISTS (SELECT 1 FROM fetched WHERE fetched.channel = feed.channel AND fetched.account = feed.account))
     ORDER BY account`,
    [channel, lookedBefore],
  );
  return rows.map(({ account }) => account);
}

/** Takes the lease, or renews one's own; null while somebody else has it, or where there is no such feed. */
export async function leaseFeed(
  database: Database,
  { channel, account }: FeedPlace,
  fetcher: string,
  now: number,
): Promise<Feed | null> {
  const [rows = []] = await database.batch([
    sql`UPDATE feed SET fetcher = ${fetcher}, lease_until = ${now + FEED_LEASE_MS}
      WHERE channel = ${channel} AND account = ${account}
        AND (fetcher IS NULL OR fetcher = ${fetcher} OR lease_until < ${now})
      RETURNING since, cursor, token, wanted_at`,
  ]);
  const [row] = rows as { since: number; cursor: string | null; token: string | null; wanted_at: number }[];
  return row ? { since: row.since, cursor: row.cursor, token: row.token, wantedAt: row.wanted_at } : null;
}

/**
 * Writes a page's events and where the next begins, both or neither.
 * @returns false where the lease was lost meanwhile: then nothing is written
 */
export async function keepPage(
  database: Database,
  { channel, account }: FeedPlace,
  fetcher: string,
  { cursor, events }: { cursor: string | null; events: readonly string[] },
  now: number,
): Promise<boolean> {
  // Each statement asks for the lease itself: a batch is undone by a conflict only, not by a row that is not there.
  const [, rows = []] = await database.batch([
    sql`INSERT INTO fetched (channel, account, number, event)
      SELECT feed.channel, feed.account, feed.kept + page.key + 1, page.value
      FROM feed, json_each(${JSON.stringify(events)}) AS page
      WHERE feed.channel = ${channel} AND feed.account = ${account} AND feed.fetcher = ${fetcher}`,
    sql`UPDATE feed SET cursor = ${cursor}, kept = kept + ${events.length}, lease_until = ${now + FEED_LEASE_MS}
      WHERE channel = ${channel} AND account = ${account} AND fetcher = ${fetcher} RETURNING kept`,
  ]);
  return rows.length > 0;
}

/** What was fetched and not yet taken in, in its order. */
export async function fetchedEvents(
  database: Database,
  { channel, account }: FeedPlace,
): Promise<FetchedEvent[]> {
  return database.query<{ number: number; event: string; tries: number }>(
    "SELECT number, event, tries FROM fetched WHERE channel = ? AND account = ? ORDER BY number",
    [channel, account],
  );
}

/** It was taken in, or is given up. A crash before leaves it to be taken in again, which its id shows. */
export function dropFetched(
  { channel, account }: FeedPlace,
  fetcher: string,
  number: number,
  now: number,
): Statement[] {
  return [
    sql`DELETE FROM fetched WHERE channel = ${channel} AND account = ${account} AND number = ${number}`,
    sql`UPDATE feed SET lease_until = ${now + FEED_LEASE_MS}
      WHERE channel = ${channel} AND account = ${account} AND fetcher = ${fetcher}`,
  ];
}

export function countTry({ channel, account }: FeedPlace, number: number): Statement {
  return sql`UPDATE fetched SET tries = tries + 1
    WHERE channel = ${channel} AND account = ${account} AND number = ${number}`;
}

/**
 * All of it was fetched: gives the lease back.
 * @returns false where there was another call meanwhile, or the lease was lost: then there is more to fetch
 */
export async function finishFeed(
  database: Database,
  { channel, account }: FeedPlace,
  fetcher: string,
  { token, wantedAt }: Feed,
  now: number,
): Promise<boolean> {
  const [rows = []] = await database.batch([
    sql`UPDATE feed SET token = NULL, wanted_at = NULL, looked_at = ${now}, fetcher = NULL, lease_until = NULL
      WHERE channel = ${channel} AND account = ${account} AND fetcher = ${fetcher}
        AND wanted_at IS ${wantedAt} AND token IS ${token}
      RETURNING account`,
  ]);
  return rows.length > 0;
}

/** Gives the lease back with work left. */
export function releaseFeed({ channel, account }: FeedPlace, fetcher: string): Statement {
  return sql`UPDATE feed SET fetcher = NULL, lease_until = NULL
    WHERE channel = ${channel} AND account = ${account} AND fetcher = ${fetcher}`;
}
