/** What the gateway's refusals mean for a message. The SDK rejects with the raw ack, or with an Error where none came. */
import { z } from "zod";
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";

const ackSchema = z.object({ errcode: z.number() });

function errcodeOf(error: unknown): number | null {
  return ackSchema.safeParse(error).data?.errcode ?? null;
}

/** 846604 too late, 846605 not known (any more) on this connection. */
export const isSpent = (error: unknown): boolean => [846604, 846605].includes(errcodeOf(error) ?? 0);
/** The stream was finished before: what is tried again had arrived. */
export const isFinished = (error: unknown): boolean => errcodeOf(error) === 846608;
/** A card is not as it must be; of one that is tried again, its id is taken, since it had arrived. */
export const isBadCard = (error: unknown): boolean => errcodeOf(error) === 42045;

/** 30 a minute and 1000 an hour in a chat; the others are WeCom's general ones. */
const TOO_OFTEN = [846607, 45009, 45033];
const NOT_SUBSCRIBED = 846609;
const UNKNOWN_CHAT = 93006;
/** Of a wrong kind, parameter, length, file or card: it would be so the next time too. */
const WRONG = [40007, 40008, 40058, 45002, 42045];

const [SOON_MS, LATER_MS, LAST_ATTEMPT] = [5_000, 20_000, 8];

export function laterFrom(now: number): Outcome {
  return { kind: "later", at: now + SOON_MS, untried: true };
}

/** @param isWelcome nobody has to have written before */
export function outcomeOf(error: unknown, { attempts }: Outgoing, isWelcome: boolean, now: number): Outcome {
  const errcode = errcodeOf(error);
  if (errcode === null) return { kind: "uncertain", why: "no answer came" };
  const why = `errcode ${errcode}`;
  if (TOO_OFTEN.includes(errcode)) return { kind: "later", at: now + LATER_MS, untried: true };
  if (errcode === NOT_SUBSCRIBED) return laterFrom(now);
  // Before a person's first words nothing may be sent but the welcome; that goes with the answer then.
  if (errcode === UNKNOWN_CHAT) return isWelcome ? { kind: "held", why } : { kind: "never", why, left: true };
  if (WRONG.includes(errcode) || attempts >= LAST_ATTEMPT) return { kind: "never", why };
  return { kind: "later", at: now + SOON_MS * attempts };
}
