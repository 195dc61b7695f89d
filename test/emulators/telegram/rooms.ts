/** The chats that the bot may know: who may write there, and what was written. */
import type { Chat, Message, Update, User } from "grammy/types";
import type { Seen } from "../seen.ts";
import type { Markup } from "./keyboard.ts";
import { integerOf, textOf } from "./params.ts";
import { badRequest, forbidden } from "./refusal.ts";
import type { Call } from "./request.ts";

/** A message as updates carry it: with a sender, in a private chat or a group. */
export type RoomMessage = Message & Update.NonChannel;

export interface Posted {
  message: RoomMessage;
  markup: Markup;
  file?: NonNullable<Seen["file"]>;
  /** Grows with each thing that a person would notice; says what is new to them. */
  noticed: number;
}

export interface Room {
  chat: Chat.PrivateChat | Chat.SupergroupChat;
  /** "unknown": the person has not written yet; "met": only in a group; "outside": the bot was not added to the group. */
  access: "unknown" | "met" | "open" | "blocked" | "deleted" | "outside" | "kicked";
  /** What the person reads below the bot's name, such as "typing". */
  action: { name: string; until: number } | null;
  posted: Posted[];
  nextId: () => number;
}

export function createRooms(clock: { now: number }) {
  const rooms = new Map<number, Room>();
  let [privateIds, noticed] = [0, 0];

  const open = (chat: Room["chat"]): Room => {
    let ids = 0;
    // Private chats share one count of messages, each supergroup has its own: ids repeat among chats.
    const nextId = chat.type === "private" ? () => ++privateIds : () => ++ids;
    const room: Room = {
      chat,
      access: chat.type === "private" ? "unknown" : "outside",
      action: null,
      posted: [],
      nextId,
    };
    rooms.set(chat.id, room);
    return room;
  };

  const post = (room: Room, from: User, content: Partial<Message>, more: Partial<Posted> = {}): Posted => {
    const head = { message_id: room.nextId(), from, chat: room.chat, date: Math.floor(clock.now / 1000) };
    const message = { ...head, ...content } as RoomMessage;
    const posted: Posted = { markup: { inline: [] }, ...more, message, noticed: ++noticed };
    if (from.is_bot) room.action = null;
    room.posted.push(posted);
    return posted;
  };

  return { open, post, notice: () => ++noticed, reach: (call: Call) => reachable(rooms, call) };
}

export type Rooms = ReturnType<typeof createRooms>;

/** The chat of `chat_id` that the bot may write to; refused with the server's words otherwise. */
function reachable(rooms: Map<number, Room>, { params }: Call): Room {
  if (textOf(params, "chat_id") === "") throw badRequest("chat_id is empty");
  const room = rooms.get(integerOf(params, "chat_id"));
  if (!room) throw badRequest("chat not found");
  switch (room.access) {
    case "open":
      return room;
    case "unknown":
      throw badRequest("chat not found");
    case "met":
      throw forbidden("bot can't initiate conversation with a user");
    case "blocked":
      throw forbidden("bot was blocked by the user");
    case "deleted":
      throw forbidden("user is deactivated");
    case "outside":
      throw forbidden("bot is not a member of the supergroup chat");
    case "kicked":
      throw forbidden("bot was kicked from the supergroup chat");
  }
}

export const messageOf = (room: Room, id: number): Posted | undefined =>
  room.posted.find(({ message }) => message.message_id === id);

/** What the bot wrote, oldest first. */
export const botsMessages = (room: Room): Posted[] =>
  room.posted.filter(({ message }) => message.from.is_bot);

export const labelsOf = ({ markup }: Posted): string[] => [
  ...markup.inline.flat().map(({ text }) => text),
  ...(markup.keyboard ?? []),
];

function seenOf(posted: Posted): Seen {
  const { text, caption } = posted.message;
  const links = posted.markup.inline
    .flat()
    .flatMap((button) => ("url" in button ? { label: button.text, url: button.url } : []));
  const words = { text: text ?? caption ?? "", choices: labelsOf(posted) };
  const seen = links.length ? { ...words, links } : words;
  return posted.file ? { ...seen, file: { ...posted.file } } : seen;
}

/** Looks into a room; a person and a group each have one, so that what is new is new to them. */
export function createView(room: Room) {
  let last = 0;
  return {
    sees: (): Seen[] => botsMessages(room).map(seenOf),
    seesNew: (): Seen[] => {
      const fresh = botsMessages(room)
        .filter(({ noticed }) => noticed > last)
        .sort((one, other) => one.noticed - other.noticed);
      last = fresh.at(-1)?.noticed ?? last;
      return fresh.map(seenOf);
    },
  };
}
