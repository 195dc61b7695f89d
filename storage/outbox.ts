/** What is to go out: claimed with a lease, sent, marked. A claim whose lease has run out may be taken again. */
import type { Address, ChannelId, OutboundMessage } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

export interface Outgoing {
  /** Stable over retries: the channel's own idempotency key where it has one. */
  id: string;
  to: Address;
  message: OutboundMessage;
  /** This one included. */
  attempts: number;
  /** What the channel gave along for answering the event that this answers; may be stale. */
  ticket: string | null;
  /** When it was written, in milliseconds since 1970. */
  at: number;
  /** How often it was sent before without our knowing whether it arrived. */
  unclear: number;
  /** What the message's file holds: put here by who delivers it, and stored nowhere. */
  contents?: Uint8Array;
  /** The last that may go before the person writes again, and more waits for them. */
  more?: true;
}

interface OutboxRow extends Record<string, string | number | null> {
  id: string;
  external: string;
  message: string;
  attempts: number;
  unclear: number;
  ticket: string | null;
  step: number;
  position: number;
  created_at: number;
}

/** How long a sender may take before another may try. */
export const LEASE_MS = 60_000;

/**
 * Takes what is due: of up to `people` people, who have waited longest, up to `each` messages in their order. Whose
 * earlier message somebody else is sending just now, or must wait, waits too: nobody's messages overtake each other.
 */
export async function claim(
  database: Database,
  channel: ChannelId,
  now: number,
  { people, each }: { people: number; each: number },
): Promise<Outgoing[]> {
  const [rows = []] = await database.batch([
    sql`UPDATE outbox SET unclear = unclear + (state = 'claimed'), state = 'claimed', attempts = attempts + 1,
        lease_until = ${now + LEASE_MS}
      WHERE id IN (SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY external ORDER BY step, position) AS place FROM outbox
        WHERE channel = ${channel} AND state IN ('waiting', 'claimed') AND due_at <= ${now} AND external IN (
          SELECT external FROM outbox AS due
          WHERE channel = ${channel} AND state IN ('waiting', 'claimed') AND due_at <= ${now}
            AND NOT EXISTS (SELECT 1 FROM outbox AS busy WHERE busy.channel = due.channel
              AND busy.external = due.external AND busy.state IN ('waiting', 'claimed') AND busy.lease_until >= ${now})
            AND NOT EXISTS (SELECT 1 FROM address WHERE address.channel = due.channel
              AND address.external = due.external AND address.wait_until > ${now})
          GROUP BY external ORDER BY min(created_at) LIMIT ${people})
      ) WHERE place <= ${each})
      RETURNING id, external, message, attempts, unclear, ticket, step, position, created_at`,
  ]);
  return (rows as OutboxRow[])
    .toSorted((a, b) => a.created_at - b.created_at || a.step - b.step || a.position - b.position)
    .map(({ external, message, created_at: at, step: _step, position: _position, ...rest }) => {
      const parsed = JSON.parse(message) as OutboundMessage;
      return { ...rest, to: { channel, external }, message: parsed, at };
    });
}

export type Outcome =
  /** `as`: the channel's own id of the message. */
  | { kind: "sent"; as?: string }
  /** `untried`: it does not count as an attempt. `unclear`: it may have arrived. */
  | { kind: "later"; at: number; untried?: true; unclear?: true }
  /** `left`: nobody is there any more, nor for what else is on its way to them. */
  | { kind: "never"; why: string; left?: true }
  /** The channel lets us speak again only after the person has. */
  | { kind: "held"; why: string }
  /** The line broke after it had gone out: whether it arrived is not known. */
  | { kind: "uncertain"; why: string };

/** Marks what became of claimed rows, all in one batch. */
export async function settle(
  database: Database,
  outcomes: readonly { outgoing: Outgoing; outcome: Outcome }[],
  now: number,
): Promise<void> {
  await database.batch(
    outcomes.flatMap(({ outgoing, outcome }) => [
      settleStatement(outgoing, outcome),
      ...afterwards(outgoing.to, outcome, now),
    ]),
  );
}

/** Only what is still claimed: what was taken back, or claimed and marked by another, meanwhile stays as it is. */
function settleStatement({ id }: Outgoing, outcome: Outcome): Statement {
  switch (outcome.kind) {
    case "sent":
      return sql`UPDATE outbox SET state = 'sent', lease_until = NULL, sent_as = ${outcome.as ?? null}
        WHERE id = ${id} AND state = 'claimed'`;
    case "later":
      return sql`UPDATE outbox SET state = 'waiting', lease_until = NULL, due_at = max(due_at, ${outcome.at}),
        attempts = attempts - ${outcome.untried ? 1 : 0}, unclear = unclear + ${outcome.unclear ? 1 : 0}
        WHERE id = ${id} AND state = 'claimed'`;
    case "never":
      return sql`UPDATE outbox SET state = 'failed', lease_until = NULL, why = ${outcome.why}
        WHERE id = ${id} AND state = 'claimed'`;
    case "held":
    case "uncertain":
      return sql`UPDATE outbox SET state = ${outcome.kind}, lease_until = NULL, why = ${outcome.why}
        WHERE id = ${id} AND state = 'claimed'`;
  }
}

function afterwards({ channel, external }: Address, outcome: Outcome, now: number): Statement[] {
  if (outcome.kind === "later")
    return [
      sql`UPDATE address SET wait_until = ${outcome.at} WHERE channel = ${channel} AND external = ${external}`,
    ];
  if (outcome.kind === "never" && outcome.left) return leave({ channel, external }, now);
  return [];
}

/** They have blocked the bot or left the app: what was on its way to them goes nowhere. */
export function leave({ channel, external }: Address, now: number): Statement[] {
  return [
    sql`UPDATE address SET left_at = ${now} WHERE channel = ${channel} AND external = ${external}`,
    sql`UPDATE outbox SET state = 'failed', why = 'left' WHERE channel = ${channel} AND external = ${external}
      AND state IN ('waiting', 'held')`,
  ];
}

/**
 * What the channel took did not arrive; by the id that it was sent with. The word may come before the sending was
 * marked. Held, it goes out anew under another id: the old one is used up.
 */
export function takeBack(
  id: string,
  outcome: { kind: "never"; why: string } | { kind: "held"; why: string; newId: string },
): Statement {
  const [state, newId] = outcome.kind === "held" ? ["held", outcome.newId] : ["failed", id];
  return sql`UPDATE outbox SET id = ${newId}, state = ${state}, lease_until = NULL, why = ${outcome.why}
    WHERE id = ${id} AND state IN ('waiting', 'claimed', 'sent', 'uncertain')`;
}

// ── channels that let us speak only so often after the person has ───────────────────────────────

export interface Window {
  /** When the person last wrote; null where they never did. */
  heardAt: number | null;
  sentSince: number;
  /** Messages that have not gone out yet, those under way included. */
  waiting: number;
}

export async function windowOf(database: Database, { channel, external }: Address): Promise<Window> {
  const [row] = await database.query<{ heard_at: number | null; sent_since: number; waiting: number }>(
    `SELECT heard_at, sent_since, (SELECT count(*) FROM outbox WHERE outbox.channel = address.channel
       AND outbox.external = address.external AND state IN ('waiting', 'claimed', 'held')) AS waiting
     FROM address WHERE channel = ? AND external = ?`,
    [channel, external],
  );
  return { heardAt: row?.heard_at ?? null, sentSince: row?.sent_since ?? 0, waiting: row?.waiting ?? 0 };
}

/** One more was sent (or may have been). */
export function countSent({ channel, external }: Address): Statement {
  return sql`UPDATE address SET sent_since = sent_since + 1 WHERE channel = ${channel} AND external = ${external}`;
}

/** It was counted, and refused: it takes nothing of the count. */
export function uncountSent({ channel, external }: Address): Statement {
  return sql`UPDATE address SET sent_since = max(sent_since - 1, 0)
    WHERE channel = ${channel} AND external = ${external}`;
}

/**
 * The person wrote: the count begins anew, and what was held goes out, before the answer.
 * @param room how many of the held at most, the oldest first, so that they leave room for the answer
 */
export function openWindow({ channel, external }: Address, at: number, room: number): Statement[] {
  return [
    sql`UPDATE address SET heard_at = ${at}, sent_since = 0 WHERE channel = ${channel} AND external = ${external}`,
    sql`UPDATE outbox SET state = 'waiting', due_at = ${at}
      WHERE id IN (SELECT id FROM outbox WHERE channel = ${channel} AND external = ${external} AND state = 'held'
        ORDER BY step, position LIMIT ${room})`,
  ];
}

/** Whether anything is held for them. */
export async function isAnyHeld(database: Database, { channel, external }: Address): Promise<boolean> {
  const rows = await database.query(
    "SELECT 1 FROM outbox WHERE channel = ? AND external = ? AND state = 'held' LIMIT 1",
    [channel, external],
  );
  return rows.length > 0;
}

// ── what was pressed ────────────────────────────────────────────────────────────────────────────

/** A message that went to this person, by its id, and what is ticked in it; null where it is not stored. */
export async function messageTo(
  database: Database,
  person: string,
  id: string,
): Promise<{
  message: OutboundMessage;
  ticked: number[];
  picked: { place: number; at: number } | null;
} | null> {
  const [row] = await database.query<{
    message: string;
    ticked: number;
    picked_place: number | null;
    picked_at: number | null;
  }>("SELECT message, ticked, picked_place, picked_at FROM outbox WHERE id = ? AND person = ?", [id, person]);
  if (!row) return null;
  const { picked_place: place, picked_at: at } = row;
  const picked = place === null || at === null ? null : { place, at };
  return { message: JSON.parse(row.message) as OutboundMessage, ticked: placesIn(row.ticked), picked };
}

/** The choice that was picked last in a message. */
export function notePick(id: string, place: number, at: number): Statement {
  return sql`UPDATE outbox SET picked_place = ${place}, picked_at = ${at} WHERE id = ${id}`;
}

/** Ticks an option, or unticks it. @param place from 0; up to 50 options have room */
export function toggleTick(person: string, id: string, place: number): Statement {
  const bit = 2 ** place;
  return sql`UPDATE outbox SET ticked = (ticked | ${bit}) - (ticked & ${bit}) WHERE id = ${id} AND person = ${person}`;
}

/** Division instead of bit operations, which in JavaScript end at 32 bits. */
function placesIn(ticked: number): number[] {
  return Array.from({ length: 50 }, (_, place) => place).filter(
    (place) => Math.floor(ticked / 2 ** place) % 2 === 1,
  );
}
