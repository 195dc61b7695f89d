/**
 * Messages that answer nobody: to the owner of an address, behind whatever was said there last. They belong to the step
 * that the talk stands at, as its last, so that they neither take a step nor stand in the way of one.
 */
import type { Address, OutboundMessage } from "../handlers/event.ts";
import type { Statement } from "./database.ts";

/** The step of somebody's talk, and its last message. Both stand in a statement that has an `address`. */
export const STEP = `coalesce((SELECT step FROM conversation WHERE conversation.person = address.person), 0)`;
export const LAST_POSITION = `coalesce((SELECT max(position) FROM outbox AS before
  WHERE before.person = address.person AND before.step = ${STEP}), 0)`;
/** In a talk between two, with somebody who is there. */
export const REACHABLE = "address.alone IS NULL AND address.left_at IS NULL";

/** What asks to hand in a draft, and has not gone out, is taken back: it is not true any more. */
export function takeBack(drafts: Statement): Statement {
  return {
    sql: `DELETE FROM outbox WHERE about IN (${drafts.sql}) AND ${NOT_OUT}`,
    params: drafts.params,
  };
}

/** The same, from one who may not fill it any more. */
export function takeBackFrom(person: string, draft: string): Statement {
  return {
    sql: `DELETE FROM outbox WHERE about = ? AND person = ? AND ${NOT_OUT}`,
    params: [draft, person],
  };
}

const NOT_OUT = "state IN ('waiting', 'held')";

/** Nothing is written where nobody (any more) is at the address. */
export function notify(
  id: string,
  { channel, external }: Address,
  message: OutboundMessage,
  at: number,
): Statement {
  return {
    sql: `INSERT INTO outbox (id, person, channel, external, step, position, message, state, due_at, created_at)
      SELECT ?, person, channel, external, ${STEP}, 1 + ${LAST_POSITION}, ?, 'waiting', ?, ?
      FROM address WHERE channel = ? AND external = ? AND address.left_at IS NULL`,
    params: [id, JSON.stringify(message), at, at, channel, external],
  };
}
