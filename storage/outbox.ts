/** What is to go out: claimed with a lease, sent, marked. A claim whose lease has run out may be taken again. */
import type { Address, OutboundMessage } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

export interface Outgoing {
  /** Stable over retries: the channel's own idempotency key where it has one. */
  id: string;
  person: string;
  to: Address;
  message: OutboundMessage;
  attempts: number;
}

interface OutboxRow extends Record<string, string | number | null> {
  id: string;
  person: string;
  channel: string;
  external: string;
  message: string;
  attempts: number;
}

/** How long a sender may take before another may try. */
export const LEASE_MS = 60_000;

/** Takes up to `most` rows that are due, oldest first. */
export async function claim(database: Database, now: number, most: number): Promise<Outgoing[]> {
  const [rows = []] = await database.batch([
    sql`UPDATE outbox SET state = 'claimed', attempts = attempts + 1, lease_until = ${now + LEASE_MS}
      WHERE id IN (SELECT id FROM outbox WHERE state IN ('waiting', 'claimed') AND due_at <= ${now}
        AND (state = 'waiting' OR lease_until < ${now}) ORDER BY due_at, step, position LIMIT ${most})
      RETURNING id, person, channel, external, message, attempts, due_at, step, position`,
  ]);
  const claimed = rows as (OutboxRow & { due_at: number; step: number; position: number })[];
  return claimed
    .toSorted((a, b) => a.due_at - b.due_at || a.step - b.step || a.position - b.position)
    .map(({ id, person, channel, external, message, attempts }) => ({
      id,
      person,
      to: { channel: channel as Address["channel"], external },
      message: JSON.parse(message) as OutboundMessage,
      attempts,
    }));
}

export type Outcome = { kind: "sent" } | { kind: "later"; at: number } | { kind: "never"; why: string };

/** Marks what became of claimed rows, all in one batch. */
export async function settle(
  database: Database,
  outcomes: readonly { id: string; outcome: Outcome }[],
): Promise<void> {
  await database.batch(outcomes.map(({ id, outcome }) => settleStatement(id, outcome)));
}

function settleStatement(id: string, outcome: Outcome): Statement {
  switch (outcome.kind) {
    case "sent":
      return sql`UPDATE outbox SET state = 'sent', lease_until = NULL WHERE id = ${id}`;
    case "later":
      return sql`UPDATE outbox SET state = 'waiting', lease_until = NULL, due_at = ${outcome.at} WHERE id = ${id}`;
    case "never":
      return sql`UPDATE outbox SET state = 'failed', lease_until = NULL WHERE id = ${id}`;
  }
}
