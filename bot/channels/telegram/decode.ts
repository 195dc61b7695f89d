/** Telegram's updates as the conversation is to hear them. */
import type { Happening, NotText } from "../../../handlers/event.ts";
import type { GaveFile, Incoming } from "../channel.ts";
import { isTable } from "../download.ts";
import { pickOf } from "./buttons.ts";
import { meantFor, type Self } from "./group.ts";
import { placeOf } from "./place.ts";
import type { Press, ReadMessage, Standing, Update } from "./update.ts";

type Document = NonNullable<ReadMessage["document"]>;

/** What `acknowledge` needs to show that a press was taken in. */
export interface PressMark {
  query: string;
  chat: number;
  message: number;
}

/** @returns null where the update is nothing for us: a service message, a group's talk among its members, a bot */
export function decodeUpdate(update: Update, self: () => Self): Incoming | null {
  const id = String(update.update_id);
  const { message, edited_message: edited, callback_query: press, my_chat_member: standing } = update;
  if (press) return decodePress(id, press);
  if (standing) return decodeStanding(id, standing);
  if (message) return decodeMessage(id, message, self, happeningOf);
  if (edited) return decodeMessage(id, edited, self, editOf);
  return null;
}

function decodeMessage(
  updateId: string,
  whole: ReadMessage,
  self: () => Self,
  read: (message: ReadMessage) => Incoming["happening"] | null,
): Incoming | null {
  const { from, chat } = whole;
  // Two bots that answer each other would never end.
  if (!from || from.is_bot) return null;
  const message = chat.type === "private" ? whole : meantFor(self(), whole);
  const happening = message && read(message);
  if (!happening) return null;
  const place = placeOf({ chat, from });
  const id = (happening.kind === "showed" && albumOf(whole)) || updateId;
  return { id, ...place, happening, ...(place.shared ? { ticket: String(whole.message_id) } : {}) };
}

/** Each picture of an album is an update: those without words count as one. */
function albumOf({ media_group_id: album, caption }: ReadMessage): string | null {
  return album !== undefined && !caption ? `album ${album}` : null;
}

function happeningOf(message: ReadMessage): Incoming["happening"] | null {
  const text = message.text ?? message.caption;
  const { document, chat } = message;
  // Words below a table are about it; in a group, where no file is opened, they are what is meant.
  if (chat.type === "private" && document && isTable(document.file_name ?? "")) return given(document);
  // A picture that comes with a question is no reason to leave the question unheard.
  return text === undefined || (!text && message.text === undefined) ? shown(message) : heard(text);
}

/** A live location moves by edits, too, and is not to be answered at each step. */
function editOf({ text, caption }: ReadMessage): Happening | null {
  const words = text ?? caption;
  return words ? { kind: "said", text: words, edited: true } : null;
}

/** `/start payload` comes from a link or the Start button; every other command is a word as good as any. */
function heard(text: string): Happening {
  const bare = text.replace(/^(\/\w+)@\w+/, "$1");
  const start = /^\/start(?:\s+(.*))?$/s.exec(bare.trim());
  if (!start) return { kind: "said", text: bare };
  const carried = start[1]?.trim();
  return carried ? { kind: "arrived", start: carried } : { kind: "arrived", asked: true };
}

/** The first that is there counts: a venue is a location too, a moving picture a file too. */
const SHOWN: readonly (readonly [keyof ReadMessage, NotText])[] = [
  ["venue", "location"],
  ["location", "location"],
  ["voice", "voice"],
  ["audio", "voice"],
  ["photo", "photo"],
  ["live_photo", "photo"],
  ["video", "video"],
  ["video_note", "video"],
  ["animation", "video"],
  ["sticker", "sticker"],
  ["dice", "sticker"],
  ["contact", "contact"],
  ["document", "file"],
  ["poll", "poll"],
  ["story", "other"],
  ["game", "other"],
  ["checklist", "other"],
  ["paid_media", "other"],
  ["rich_message", "other"],
  ["giveaway", "other"],
  ["invoice", "other"],
];

function given({ file_id: get, file_name: name = "", file_size: size }: Document): GaveFile {
  return { kind: "gave_file", name, size: size ?? null, get };
}

/** What is none of these is a service message: somebody joined, a message was pinned. */
function shown(message: ReadMessage): Happening | null {
  const [, what] = SHOWN.find(([field]) => message[field] !== undefined) ?? [];
  if (what === undefined) return null;
  const at = message.venue?.location ?? message.location;
  if (!at) return { kind: "showed", what };
  const { latitude, longitude } = at;
  const address = message.venue?.address;
  return { kind: "showed", what, place: { latitude, longitude, ...(address ? { address } : {}) } };
}

function decodePress(id: string, { id: query, from, data = "", message }: Press): Incoming | null {
  if (!message) return null;
  const { chat, message_id } = message;
  const mark: PressMark = { query, chat: chat.id, message: message_id };
  const place = placeOf({ chat, from });
  const happening = pickOf(data) ?? ({ kind: "pressed_nothing" } as const);
  return { id, ...place, happening, mark, ...(place.shared ? { ticket: String(message_id) } : {}) };
}

/** Who blocks the bot has left; a group that throws it out tells by refusing what is sent. */
function decodeStanding(id: string, { chat, from, new_chat_member: now }: Standing): Incoming | null {
  if (chat.type !== "private") return null;
  const kind = now.status === "kicked" ? "left" : "returned";
  return { id, ...placeOf({ chat, from }), happening: { kind } };
}
