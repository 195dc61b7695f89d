/** What the gateway keeps in mind of a bot, and the checks that every command shares. */
import { z } from "zod";
import type { Chat, Message } from "./chats.ts";
import { type MediaStore, parse } from "./media.ts";
import { refusal } from "./refusal.ts";
import type { Switches } from "./switches.ts";

const MOST_BYTES = 20_480;

/** A callback that went out, by whose req_id the server may answer. */
export interface Callback {
  kind: "message" | "enter" | "card" | "other";
  chat: Chat;
  /** The connection's number: with another one the req_id is worth nothing (as was seen). */
  connection: number;
  at: number;
  answered: boolean;
  /** What was pressed. */
  card?: Pressed;
  /** A card has come with a stream: a message is answered with one at most. */
  hasCard?: boolean;
}

export interface Pressed {
  message: Message;
  taskId: string;
}

interface Stream {
  reqId: string;
  message: Message;
}

export interface Desk {
  clock: { now: number };
  chats: Map<string, Chat>;
  callbacks: Map<string, Callback>;
  streams: Map<string, Stream>;
  taskIds: Set<string>;
  media: MediaStore;
  switches: Switches;
}

export interface Asked {
  reqId: string;
  connection: number;
  body: unknown;
}

export type Body = Record<string, unknown>;

export const bodyOf = (body: unknown): Body => parse(z.record(z.string(), z.unknown()), body);

/** What stands under the message's type, which is all that stands beside it. */
export function only(message: Body, field: string): unknown {
  const more = Object.keys(message).filter((key) => key !== "msgtype" && key !== field);
  if (more.length > 0) throw refusal("bad parameter", more.join(", "));
  return message[field];
}

/** @throws {Refusal} where the req_id is not of such a callback of this connection, is used up or too old. */
export function callbackFor(
  { callbacks, clock }: Desk,
  { reqId, connection }: Asked,
  kind: Callback["kind"],
  within: number,
): Callback {
  const callback = callbacks.get(reqId);
  const mine = callback?.connection === connection && callback.kind === kind && !callback.answered;
  if (!callback || !mine) throw refusal("unknown req_id", reqId);
  if (clock.now - callback.at > within) throw refusal("too late", reqId);
  return callback;
}

/** Answers and own messages count together, and every frame of a stream; what is refused does not. */
export function counted({ clock, switches }: Desk, chat: Chat, say: () => void): undefined {
  const since = (ms: number) => chat.sentAt.filter((at) => clock.now - at < ms).length;
  if (switches.limitsRates && (since(60_000) >= 30 || since(3_600_000) >= 1000)) throw refusal("too often");
  say();
  chat.sentAt.push(clock.now);
}

export function atMost(bytes: number) {
  return (text: string): boolean => Buffer.byteLength(text) <= bytes;
}

/** @throws {Refusal} where the text is longer than a message may be. */
export function fitting(text: string): string {
  if (!atMost(MOST_BYTES)(text)) throw refusal("too long");
  return text;
}

/** Words that are well-formed Unicode: half of a surrogate pair cannot be sent as UTF-8. */
export const content = z.string().refine((text) => text.isWellFormed(), "is not well-formed");
export const feedback = z.strictObject({ id: z.string().min(1).refine(atMost(256)) });
