/**
 * Turns of conversations. A turn is one batch: the event's id, the step, the new state, the messages to send and
 * whatever else it says. The two unique inserts come first: a duplicate event or a step that somebody else has
 * taken aborts the batch, and nothing of it remains.
 */
import type { Address, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import type { Facts } from "../policy-kb/schema.ts";
import { type Database, type Statement, sql } from "./database.ts";
import { deskStatements, isDeskEffect } from "./desk-effects.ts";
import { joinPeople, offerCode, partAddress } from "./linking.ts";
import { notify } from "./notices.ts";
import { openWindow } from "./outbox.ts";
import { comeBack, forgetPerson, keepFacts, newPerson, openConversation } from "./people.ts";
import type { StoredEffect } from "./survey-cells.ts";
import { surveyStatements } from "./survey-effects.ts";
import { keepUnanswered } from "./unanswered.ts";

/** A person as they stood when the turn began. */
export interface KnownPerson {
  id: string;
  keptFacts: Facts | null;
  /** null where the conversation has been put away. */
  conversation: { step: number; state: string } | null;
  /** They had blocked the bot or left the app: now that they are heard of they are back. */
  hadLeft: boolean;
}

export interface TurnRecord {
  event: InboundEvent;
  person: KnownPerson | null;
  /** The state after the turn, as JSON. */
  state: string;
  effects: readonly StoredEffect[];
  /** The messages among the effects, as the channels can carry them: one for each call to one. */
  messages: readonly { to: Address; message: OutboundMessage }[];
  /** What else is written with the turn. */
  also?: readonly Statement[];
  /**
   * The channel counts what we send after what a person says, and now they said something: how many messages it
   * lets us send. Else null.
   */
  opensWindow: number | null;
  /** What the person said, where the channel needs it shown again; else null. */
  said: string | null;
  newId: () => string;
}

interface LoadedRow extends Record<string, string | number | null> {
  id: string;
  kept_facts: string | null;
  step: number | null;
  state: string | null;
  left_at: number | null;
}

export async function loadPerson(database: Database, from: Address): Promise<KnownPerson | null> {
  const [row] = await database.query<LoadedRow>(
    `SELECT person.id, person.kept_facts, conversation.step, conversation.state, address.left_at
     FROM address JOIN person ON person.id = address.person
     LEFT JOIN conversation ON conversation.person = person.id
     WHERE address.channel = ? AND address.external = ?`,
    [from.channel, from.external],
  );
  if (!row) return null;
  const { id, step, state } = row;
  const keptFacts = row.kept_facts === null ? null : (JSON.parse(row.kept_facts) as Facts);
  const conversation = step === null || state === null ? null : { step, state };
  return { id, keptFacts, conversation, hadLeft: row.left_at !== null };
}

/**
 * Writes a turn, whole or not at all.
 * @returns the person whose talk goes on, and the step that was taken
 * @throws Conflict when the event was taken in before or the step is taken: see `isDuplicate`
 */
export async function commitTurn(
  database: Database,
  turn: TurnRecord,
): Promise<{ person: string; step: number }> {
  const person = turn.person?.id ?? turn.newId();
  const step = (turn.person?.conversation?.step ?? 0) + 1;
  const after = goesOnAs(turn, person, step);
  await database.batch([...takeStep(turn, person, step), ...whatFollows(turn, person, step, after)]);
  return after;
}

/** Whose conversation it is after the turn: joined with another one, or apart from it, it may be another's. */
function goesOnAs(
  { effects, newId }: TurnRecord,
  person: string,
  step: number,
): { person: string; step: number } {
  for (const effect of effects) {
    // One step between them is the join's own: see `joinPeople`.
    if (effect.kind === "link") return { person: effect.into, step: effect.step + 1 + step };
    if (effect.kind === "unlink") return { person: newId(), step };
  }
  return { person, step };
}

/** The two unique inserts, and before the second whatever it refers to. */
function takeStep(turn: TurnRecord, person: string, step: number): Statement[] {
  const { event } = turn;
  const at = Date.parse(event.at);
  return [
    takeIn(event),
    ...(turn.person ? [] : newPerson(person, event, at)),
    ...(turn.person?.conversation ? [] : [openConversation(person, at)]),
    sql`INSERT INTO conversation_step (person, step, said, event_id, at)
      VALUES (${person}, ${step}, ${turn.said}, ${turn.said === null ? null : (event.echo ?? event.id)}, ${at})`,
  ];
}

/** The event's id, unique within its channel: the same event again fails here. */
export function takeIn({ id, from, at }: Pick<InboundEvent, "id" | "from" | "at">): Statement {
  return sql`INSERT INTO inbound (channel, event_id, at) VALUES (${from.channel}, ${id}, ${Date.parse(at)})`;
}

function whatFollows(
  turn: TurnRecord,
  person: string,
  step: number,
  after: { person: string; step: number },
): Statement[] {
  const { event, effects, messages } = turn;
  const at = Date.parse(event.at);
  if (effects.some((effect) => effect.kind === "forget")) return [forgetPerson(person)];
  const own = { person, step };
  return [
    ...effects.flatMap((effect) => keptStatements(effect, own, after, event)),
    sql`UPDATE conversation SET step = ${after.step}, state = ${turn.state}, updated_at = ${at}
      WHERE person = ${after.person}`,
    ...(turn.person?.hadLeft ? [comeBack(event.from)] : []),
    // At least one of what is held, so that it does not wait for ever behind long answers.
    ...(turn.opensWindow === null
      ? []
      : openWindow(event.from, at, Math.max(1, turn.opensWindow - messages.length))),
    ...messages.map((one, index) => queueMessage(turn, after, index + 1, one)),
    ...(turn.also ?? []),
  ];
}

interface Place {
  person: string;
  step: number;
}

function keptStatements(
  effect: StoredEffect,
  { person, step }: Place,
  after: Place,
  event: InboundEvent,
): Statement[] {
  const at = Date.parse(event.at);
  if (isDeskEffect(effect)) return deskStatements(effect, person, at);
  switch (effect.kind) {
    case "remember":
      return [keepFacts(person, effect.facts)];
    case "unremember":
      return [keepFacts(person, null)];
    case "unanswered":
      return [keepUnanswered(person, step, effect, at)];
    case "offer_link":
      return offerCode(person, effect.code, at);
    case "link":
      return joinPeople(person, effect, at);
    case "unlink":
      return [
        ...partAddress(person, after.person, event, at),
        // The step was taken in the common conversation, which goes on without this address.
        sql`UPDATE conversation SET step = ${step} WHERE person = ${person}`,
      ];
    case "send":
    case "tell":
    case "forget":
      return [];
    default:
      return surveyStatements(effect, person, at);
  }
}

function queueMessage(
  { event, newId }: TurnRecord,
  { person, step }: Place,
  position: number,
  { to, message }: TurnRecord["messages"][number],
): Statement {
  const { channel, external } = to;
  const at = Date.parse(event.at);
  // It is part of the talk of whoever is there, not of this one.
  if (to !== event.from) return notify(newId(), to, message, at);
  // Of use for one answer only.
  const ticket = position === 1 ? (event.ticket ?? null) : null;
  return sql`INSERT INTO outbox (id, person, channel, external, step, position, message, state, ticket, due_at, created_at)
    VALUES (${newId()}, ${person}, ${channel}, ${external}, ${step}, ${position}, ${JSON.stringify(message)},
      'waiting', ${ticket}, ${at}, ${at})`;
}

/** After a Conflict: whether the same event was taken in before, or only the step was taken by another. */
export async function isDuplicate(
  database: Database,
  event: Pick<InboundEvent, "id" | "from">,
): Promise<boolean> {
  const rows = await database.query("SELECT 1 FROM inbound WHERE channel = ? AND event_id = ?", [
    event.from.channel,
    event.id,
  ]);
  return rows.length > 0;
}
