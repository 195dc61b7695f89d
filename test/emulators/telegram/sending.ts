/** sendMessage, sendDocument and sendChatAction. */
import type { Message, User } from "grammy/types";
import { seenFile } from "../seen.ts";
import { entitiesIn } from "./entities.ts";
import { markupOf } from "./keyboard.ts";
import { flagOf, jsonOf, textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import { type Call, isObject } from "./request.ts";
import { messageOf, type Posted, type Room, type Rooms } from "./rooms.ts";
import { shownCaption, shownText } from "./text.ts";

const ACTIONS =
  /^(cancel|typing|(upload|record)_(photo|video|audio|voice|document|video_note)|choose_sticker|(find|pick_up)_location)$/;

/** Documented: five seconds, or until the bot's message comes. */
const ACTION_SHOWN_FOR = 5000;

interface Sending {
  clock: { now: number };
  rooms: Rooms;
  bot: User;
  countMessage: (chatId: number) => void;
}

type StoredFile = NonNullable<Posted["file"]> & { document: NonNullable<Message["document"]> };

export function createSending({ clock, rooms, bot, countMessage }: Sending) {
  const stored = new Map<string, StoredFile>();
  const post = (call: Call, room: Room, content: Partial<Message>, file?: Posted["file"]): Message => {
    const markup = markupOf(call);
    const reply = repliedTo(call, room);
    countMessage(room.chat.id);
    const keyboard = markup.inline.length ? { reply_markup: { inline_keyboard: markup.inline } } : {};
    const all = { ...content, ...reply, ...keyboard };
    return rooms.post(room, bot, all, { markup, ...(file ? { file } : {}) }).message;
  };

  return {
    sendMessage: (call: Call): Message => {
      const { text, entities } = shownText(call);
      const marked = [...entities, ...entitiesIn(text)];
      const room = rooms.reach(call);
      return post(call, room, { text, ...(marked.length ? { entities: marked } : {}) });
    },
    sendDocument: (call: Call): Message => {
      const { document, ...file } = fileOf(call, stored);
      const { text: caption, entities } = shownCaption(call);
      const room = rooms.reach(call);
      const words = caption ? { caption, ...(entities.length ? { caption_entities: entities } : {}) } : {};
      return post(call, room, { document, ...words }, file);
    },
    sendChatAction: (call: Call): true => {
      const name = textOf(call.params, "action").toLowerCase();
      if (!ACTIONS.test(name)) throw badRequest("wrong parameter action in request");
      const room = rooms.reach(call);
      room.action = name === "cancel" ? null : { name, until: clock.now + ACTION_SHOWN_FOR };
      return true;
    },
  };
}

/** A file that was uploaded with this call, or the id of one from before. Addresses are not fetched. */
function fileOf({ params, files }: Call, stored: Map<string, StoredFile>): StoredFile {
  const given = textOf(params, "document");
  const attached = /^attach:\/\/(.*)$/s.exec(given)?.[1];
  const upload = files.get(attached ?? "document");
  if (upload) {
    if (upload.content.length === 0) throw badRequest("file must be non-empty");
    const number = stored.size + 1;
    const ids = { file_id: `emulated-document-${number}`, file_unique_id: `document-${number}` };
    const document = { ...ids, file_name: upload.name, file_size: upload.content.length };
    const file = { ...seenFile(upload.name, upload.content), document };
    stored.set(document.file_id, file);
    return file;
  }
  if (given === "" || attached !== undefined) throw badRequest("there is no document in the request");
  const known = stored.get(given);
  if (!known) throw badRequest("wrong file identifier/HTTP URL specified");
  return known;
}

function repliedTo({ params }: Call, room: Room): Partial<Message> {
  const given = jsonOf(params, "reply_parameters");
  if (given === undefined) return {};
  if (!isObject(given)) throw badRequest("object expected as reply parameters");
  const replied = messageOf(room, Number(given.message_id));
  if (replied) {
    const { reply_to_message: _, ...message } = replied.message;
    return { reply_to_message: message as NonNullable<Message["reply_to_message"]> };
  }
  if (given.allow_sending_without_reply === true || flagOf(params, "allow_sending_without_reply")) return {};
  throw badRequest("message to be replied not found");
}
