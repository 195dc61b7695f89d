/**
 * A callback's req_id, by which it can be answered. It is worth something only on the connection that brought it
 * and for a while, so both are written into it: nothing needs to be kept in mind.
 */
import { z } from "zod";

const ticketSchema = z.object({
  kind: z.enum(["message", "enter", "card"]),
  reqId: z.string(),
  /** The connection's own id. */
  connection: z.string(),
  /** When it came, in milliseconds since 1970. */
  at: z.number(),
});

export type Ticket = z.infer<typeof ticketSchema>;

/**
 * The gateway takes answers to a message for 24 h, but a stream lives 10 minutes from its first frame: within them
 * a stream of the same id, tried again, is known not to have been cut off.
 */
const LIVES_MS = { message: 10 * 60_000, enter: 5_000, card: 5_000 };

export function writeTicket(ticket: Ticket): string {
  return JSON.stringify(ticket);
}

/** null where there is none. */
export function readTicket(written: string | null): Ticket | null {
  return written === null ? null : ticketSchema.parse(JSON.parse(written));
}

export function isFresh({ kind, connection, at }: Ticket, current: string | null, now: number): boolean {
  return connection === current && now - at <= LIVES_MS[kind];
}
