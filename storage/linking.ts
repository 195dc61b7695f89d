/** One person by several channels: codes of one use, joining two conversations, and taking them apart. */
import type { Address, Effect } from "../handlers/event.ts";
import type { Facts } from "../policy-kb/schema.ts";
import { type Database, type Statement, sql } from "./database.ts";
import { keepFacts, openConversation } from "./people.ts";
import { moveStaff } from "./staff.ts";
import { joinSurveys } from "./survey-people.ts";

export const CODE_HOLDS_MS = 10 * 60_000;

/** A new code takes the place of the person's former one. */
export function offerCode(person: string, code: string, at: number): Statement[] {
  return [
    sql`DELETE FROM link_code WHERE person = ${person} OR expires_at < ${at}`,
    sql`INSERT INTO link_code (code, person, expires_at) VALUES (${code}, ${person}, ${at + CODE_HOLDS_MS})`,
  ];
}

export interface CodeOwner {
  person: string;
  step: number;
  state: string;
  keptFacts: Facts | null;
}

/** Whose code it is and how their conversation stands; null where it does not hold (any more). */
export async function codeOwner(database: Database, code: string, now: number): Promise<CodeOwner | null> {
  const [row] = await database.query<{
    person: string;
    step: number;
    state: string;
    kept_facts: string | null;
  }>(
    `SELECT link_code.person, step, state, kept_facts FROM link_code
     JOIN conversation ON conversation.person = link_code.person JOIN person ON person.id = link_code.person
     WHERE code = ? AND expires_at >= ?`,
    [code, now],
  );
  if (!row) return null;
  const { person, step, state, kept_facts } = row;
  return { person, step, state, keptFacts: kept_facts === null ? null : (JSON.parse(kept_facts) as Facts) };
}

/**
 * Everything of one person becomes the other's. The join takes a step of the other's conversation: where that one has
 * moved on meanwhile, the step is taken and the batch is undone. The joining person's own steps are counted from there.
 */
export function joinPeople(
  person: string,
  { into, step, code, keptFacts }: Extract<Effect, { kind: "link" }>,
  at: number,
): Statement[] {
  const taken = step + 1;
  return [
    sql`DELETE FROM link_code WHERE code = ${code}`,
    sql`INSERT INTO conversation_step (person, step, at) VALUES (${into}, ${taken}, ${at})`,
    sql`UPDATE conversation_step SET person = ${into}, step = step + ${taken} WHERE person = ${person}`,
    sql`UPDATE outbox SET person = ${into}, step = step + ${taken} WHERE person = ${person}`,
    sql`UPDATE unanswered SET person = ${into}, step = step + ${taken} WHERE person = ${person}`,
    sql`UPDATE address SET person = ${into} WHERE person = ${person}`,
    ...joinSurveys(person, into),
    ...moveStaff(person, into),
    keepFacts(into, keptFacts),
    sql`DELETE FROM person WHERE id = ${person}`,
  ];
}

/** The address becomes a person of its own, with all that was ever said there. */
export function partAddress(
  person: string,
  apart: string,
  { from: { channel, external } }: { from: Address },
  at: number,
): Statement[] {
  return [
    sql`INSERT INTO person (id, created_at) VALUES (${apart}, ${at})`,
    openConversation(apart, at),
    sql`UPDATE address SET person = ${apart} WHERE channel = ${channel} AND external = ${external}`,
    sql`UPDATE outbox SET person = ${apart} WHERE person = ${person} AND channel = ${channel}
      AND external = ${external}`,
    // Words are kept only where the channel does not show them itself; which were said there, their answers tell.
    sql`UPDATE conversation_step SET person = ${apart} WHERE person = ${person} AND said IS NOT NULL
      AND step IN (SELECT step FROM outbox WHERE person = ${apart})`,
  ];
}

/** One channel for each address of the person. */
export async function channelsOf(database: Database, person: string): Promise<string[]> {
  const rows = await database.query<{ channel: string }>(
    "SELECT channel FROM address WHERE person = ? ORDER BY channel",
    [person],
  );
  return rows.map(({ channel }) => channel);
}

/** Where the person can be reached; not groups. */
export async function addressesOf(database: Database, person: string): Promise<Address[]> {
  return await database.query<{ channel: string; external: string }>(
    "SELECT channel, external FROM address WHERE person = ? AND alone IS NULL ORDER BY channel, external",
    [person],
  );
}
