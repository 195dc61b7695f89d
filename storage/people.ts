/** People: where they can be reached, what is kept about them with their yes, and its deletion. */
import type { Address, ChannelId, OutboundMessage } from "../handlers/event.ts";
import type { StoredAbout } from "../handlers/turn.ts";
import type { Facts } from "../policy-kb/schema.ts";
import { type Database, type Statement, sql } from "./database.ts";
import { forgetOldCodes, staffRecord } from "./staff.ts";
import { STILL_FILLS, surveysOf } from "./survey-people.ts";
import { forgetUnanswered } from "./unanswered.ts";

/** @param alone the channel's name for them in a chat between two, where this one is a group */
export function newPerson(
  id: string,
  { from: { channel, external }, alone = null }: { from: Address; alone?: string | null },
  at: number,
): Statement[] {
  return [
    sql`INSERT INTO person (id, created_at) VALUES (${id}, ${at})`,
    sql`INSERT INTO address (channel, external, person, alone) VALUES (${channel}, ${external}, ${id}, ${alone})`,
  ];
}

export function openConversation(person: string, at: number): Statement {
  return sql`INSERT INTO conversation (person, step, state, updated_at) VALUES (${person}, 0, '', ${at})`;
}

/** In a group everybody has a conversation of their own; asked for alone, those belong to the same person. */
const IN_GROUPS = `SELECT met.person FROM address AS met
  JOIN address AS own ON own.channel = met.channel AND own.external = met.alone WHERE own.person = ?`;

export function forgetPerson(person: string): Statement {
  return { sql: `DELETE FROM person WHERE id = ? OR id IN (${IN_GROUPS})`, params: [person, person] };
}

export function keepFacts(person: string, facts: Facts | null): Statement {
  return sql`UPDATE person SET kept_facts = ${facts && JSON.stringify(facts)} WHERE id = ${person}`;
}

/** They had blocked the bot or left the app. */
export function comeBack({ channel, external }: Address): Statement {
  return sql`UPDATE address SET left_at = NULL WHERE channel = ${channel} AND external = ${external}`;
}

export async function personAt(database: Database, { channel, external }: Address): Promise<string | null> {
  const [row] = await database.query<{ person: string }>(
    "SELECT person FROM address WHERE channel = ? AND external = ?",
    [channel, external],
  );
  return row?.person ?? null;
}

/** One line of what was said, by the person or by the assistant. */
export interface Entry {
  step: number;
  /** 0 is the person's own, 1 and on are the replies. */
  position: number;
  at: number;
  /** The id of the event that the person's own line came with. */
  event: string | null;
  message: OutboundMessage;
}

interface EntryRow extends Record<string, string | number | null> {
  step: number;
  position: number;
  at: number;
  event: string | null;
  message: string;
}

/** What was said by a channel after a place in the talk, oldest first; from the start, and by all, without one. */
export async function transcript(
  database: Database,
  person: string,
  channel: ChannelId | null = null,
  after: { step: number; position: number } = { step: 0, position: 0 },
): Promise<Entry[]> {
  const rows = await database.query<EntryRow>(
    `SELECT step, 0 AS position, at, event_id AS event, json_object('text', said) AS message
     FROM conversation_step WHERE person = ? AND said IS NOT NULL AND step > ?
     UNION ALL
     SELECT step, position, created_at AS at, NULL AS event, message
     FROM outbox WHERE person = ? AND channel = coalesce(?, channel) AND (step > ? OR (step = ? AND position > ?))
     ORDER BY step, position`,
    [person, after.step, person, channel, after.step, after.step, after.position],
  );
  return rows.map((row) => ({ ...row, message: JSON.parse(row.message) as OutboundMessage }));
}

/** One message that was said to the person by a channel; null where there is none at this place. */
export async function saidAt(
  database: Database,
  person: string,
  channel: ChannelId,
  { step, position }: { step: number; position: number },
): Promise<OutboundMessage | null> {
  const [row] = await database.query<{ message: string }>(
    "SELECT message FROM outbox WHERE person = ? AND step = ? AND position = ? AND channel = ?",
    [person, step, position, channel],
  );
  return row ? (JSON.parse(row.message) as OutboundMessage) : null;
}

/** Everything that is stored about a person, for 我的数据. */
export async function storedAbout(database: Database, person: string | null): Promise<StoredAbout> {
  const [row] = await database.query<{ kept_facts: string | null; created_at: number }>(
    "SELECT kept_facts, created_at FROM person WHERE id = ?",
    [person],
  );
  const inGroups = await database.query<{ person: string }>(IN_GROUPS, [person]);
  const all = [person, ...inGroups.map((met) => met.person)];
  const ofAll = all.map(() => "?").join(", ");
  const addresses = await database.query<{ channel: string; external: string }>(
    `SELECT channel, external FROM address WHERE person IN (${ofAll}) ORDER BY channel`,
    all,
  );
  const conversations = await database.query<{ state: string }>(
    `SELECT state FROM conversation WHERE person IN (${ofAll}) AND state <> '' ORDER BY person = ? DESC`,
    [...all, person],
  );
  const unanswered = await database.query<{ question: string; at: number }>(
    `SELECT question, at FROM unanswered WHERE person IN (${ofAll}) ORDER BY at`,
    all,
  );
  const surveys = await surveysOf(database, all);
  const entries = (
    await Promise.all(all.map((one) => (one === null ? [] : transcript(database, one))))
  ).flat();
  const keptFacts = row?.kept_facts ? (JSON.parse(row.kept_facts) as Facts) : null;
  const since = new Date(row?.created_at ?? Date.now()).toISOString();
  const said = entries.map(({ at, position, message: { file, link, ...message } }) => ({
    at: new Date(at).toISOString(),
    from: position === 0 ? "me" : "assistant",
    // An export does not hold the exports before it.
    ...message,
    ...(file ? { file: file.name } : {}),
    // An address may still let somebody in.
    ...(link ? { link: link.label } : {}),
  }));
  return {
    since,
    channels: [...new Set(addresses.map(({ channel }) => channel))],
    turns: entries.length,
    keptFacts,
    fillsFor: [...new Set(surveys.mayFill.map(({ enterprise }) => enterprise))],
    everything: {
      since,
      addresses,
      staff: person === null ? null : await staffRecord(database, person),
      keptFacts,
      conversations: conversations.map(({ state }) => JSON.parse(state) as unknown),
      unanswered: unanswered.map(({ question, at }) => ({ at: new Date(at).toISOString(), question })),
      surveys,
      said,
    },
  };
}

/** Conversations are put away after so long a silence, and event ids are remembered no longer than is of use. */
export const KEPT_DAYS = 30;
/** What a person asked to be kept is deleted after so long a silence. */
export const KEPT_FACTS_DAYS = 365;

/** Whoever is staff stays it through a quiet month. */
const IS_STAFF = "EXISTS (SELECT 1 FROM staff WHERE staff.person = person.id AND revoked_at IS NULL)";

/**
 * Deletes what is past its time: conversations, and with them whole people, but for those who asked us to keep facts,
 * the staff, and those who may come back to a survey that is still open; old questions.
 */
export async function putAway(database: Database, now: number): Promise<void> {
  const before = now - KEPT_DAYS * 86_400_000;
  const longBefore = now - KEPT_FACTS_DAYS * 86_400_000;
  const quiet = "SELECT person FROM conversation WHERE updated_at < ?";
  const quietLong = `(kept_facts IS NULL AND NOT ${IS_STAFF}) OR quiet_since < ?`;
  await database.batch([
    { sql: `DELETE FROM outbox WHERE person IN (${quiet})`, params: [before] },
    { sql: `UPDATE person SET quiet_since = ${before} WHERE id IN (${quiet})`, params: [before] },
    sql`DELETE FROM conversation WHERE updated_at < ${before}`,
    {
      sql: `DELETE FROM person WHERE quiet_since IS NOT NULL AND (${quietLong}) AND NOT ${STILL_FILLS}
        AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.person = person.id)`,
      params: [longBefore, now],
    },
    sql`DELETE FROM inbound WHERE at < ${before}`,
    sql`DELETE FROM link_code WHERE expires_at < ${now}`,
    sql`DELETE FROM survey_link WHERE expires_at < ${now}`,
    ...forgetOldCodes(now),
    forgetUnanswered(now),
  ]);
  await database.wipe();
}
