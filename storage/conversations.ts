/**
 * Turns of conversations. A turn is one batch: the event's id, the step, the new state, the messages to send and
 * whatever else it says. The two unique inserts come first: a duplicate event or a step that somebody else has
 * taken aborts the batch, and nothing of it remains.
 */
import type { Address, Effect, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import type { Facts } from "../policy-kb/schema.ts";
import { type Database, type Statement, sql } from "./database.ts";
import { keepFacts, newPerson } from "./people.ts";
import { keepUnanswered } from "./unanswered.ts";

/** A person as they stood when the turn began. */
export interface KnownPerson {
  id: string;
  keptFacts: Facts | null;
  /** null where the conversation has been put away. */
  conversation: { step: number; state: string } | null;
}

export interface TurnRecord {
  event: InboundEvent;
  person: KnownPerson | null;
  /** The state after the turn, as JSON. */
  state: string;
  effects: readonly Effect[];
  /** What the person said, where the channel needs it shown again; else null. */
  said: string | null;
  newId: () => string;
}

interface LoadedRow extends Record<string, string | number | null> {
  id: string;
  kept_facts: string | null;
  step: number | null;
  state: string | null;
}

export async function loadPerson(database: Database, from: Address): Promise<KnownPerson | null> {
  const [row] = await database.query<LoadedRow>(
    `SELECT person.id, person.kept_facts, conversation.step, conversation.state
     FROM address JOIN person ON person.id = address.person
     LEFT JOIN conversation ON conversation.person = person.id
     WHERE address.channel = ? AND address.external = ?`,
    [from.channel, from.external],
  );
  if (!row) return null;
  const { id, step, state } = row;
  const keptFacts = row.kept_facts === null ? null : (JSON.parse(row.kept_facts) as Facts);
  return { id, keptFacts, conversation: step === null || state === null ? null : { step, state } };
}

/**
 * Writes a turn, whole or not at all.
 * @returns the person's id and the step that was taken
 * @throws Conflict when the event was taken in before or the step is taken: see `isDuplicate`
 */
export async function commitTurn(
  database: Database,
  turn: TurnRecord,
): Promise<{ person: string; step: number }> {
  const person = turn.person?.id ?? turn.newId();
  const step = (turn.person?.conversation?.step ?? 0) + 1;
  await database.batch(turnStatements(turn, person, step));
  return { person, step };
}

function turnStatements(turn: TurnRecord, person: string, step: number): Statement[] {
  const { event, effects } = turn;
  const at = Date.parse(event.at);
  const taken = sql`INSERT INTO inbound (channel, event_id, at) VALUES (${event.from.channel}, ${event.id}, ${at})`;
  const start = turn.person ? [] : newPerson(person, event.from, at);
  const open = turn.person?.conversation ? [] : [openConversation(person, at)];
  const guard = sql`INSERT INTO conversation_step (person, step, said, event_id, at)
    VALUES (${person}, ${step}, ${turn.said}, ${turn.said === null ? null : (event.echo ?? event.id)}, ${at})`;
  if (effects.some((effect) => effect.kind === "forget"))
    return [taken, ...start, ...open, guard, sql`DELETE FROM person WHERE id = ${person}`];
  const state = sql`UPDATE conversation SET step = ${step}, state = ${turn.state}, updated_at = ${at}
    WHERE person = ${person}`;
  return [taken, ...start, ...open, guard, state, ...effectStatements(turn, person, step, at)];
}

function openConversation(person: string, at: number): Statement {
  return sql`INSERT INTO conversation (person, step, state, updated_at) VALUES (${person}, 0, '', ${at})`;
}

function effectStatements(turn: TurnRecord, person: string, step: number, at: number): Statement[] {
  const messages = turn.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
  return [
    ...turn.effects.flatMap((effect) => keptStatements(effect, person, step, at)),
    ...messages.map((message, index) => queueMessage(turn, person, step, index + 1, message, at)),
  ];
}

function keptStatements(effect: Effect, person: string, step: number, at: number): Statement[] {
  switch (effect.kind) {
    case "remember":
      return [keepFacts(person, effect.facts)];
    case "unremember":
      return [keepFacts(person, null)];
    case "unanswered":
      return [keepUnanswered(person, step, effect, at)];
    case "send":
    case "forget":
      return [];
  }
}

function queueMessage(
  { event, newId }: TurnRecord,
  person: string,
  step: number,
  position: number,
  message: OutboundMessage,
  at: number,
): Statement {
  const { channel, external } = event.from;
  return sql`INSERT INTO outbox (id, person, channel, external, step, position, message, state, due_at, created_at)
    VALUES (${newId()}, ${person}, ${channel}, ${external}, ${step}, ${position}, ${JSON.stringify(message)},
      'waiting', ${at}, ${at})`;
}

/** After a Conflict: whether the same event was taken in before, or only the step was taken by another. */
export async function isDuplicate(database: Database, event: InboundEvent): Promise<boolean> {
  const rows = await database.query("SELECT 1 FROM inbound WHERE channel = ? AND event_id = ?", [
    event.from.channel,
    event.id,
  ]);
  return rows.length > 0;
}
