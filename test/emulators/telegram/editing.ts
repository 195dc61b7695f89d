/** editMessageText and editMessageReplyMarkup. */
import { isDeepStrictEqual } from "node:util";
import type { Message } from "grammy/types";
import { entitiesIn } from "./entities.ts";
import { type Markup, markupOf } from "./keyboard.ts";
import { integerOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import type { Call } from "./request.ts";
import { labelsOf, messageOf, type Posted, type Room, type RoomMessage, type Rooms } from "./rooms.ts";
import { shownText } from "./text.ts";

interface Editing {
  rooms: Rooms;
  clock: { now: number };
  countMessage: (chatId: number) => void;
}

export function createEditing({ rooms, clock, countMessage }: Editing) {
  const change = (room: Room, posted: Posted, words: Partial<Message>, markup: Markup): Message => {
    const { reply_markup: _, entities: __, ...before } = posted.message;
    const keyboard = markup.inline.length ? { reply_markup: { inline_keyboard: markup.inline } } : {};
    const after = { ...before, ...words, ...keyboard };
    if (isDeepStrictEqual(after, posted.message))
      throw badRequest(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    countMessage(room.chat.id);
    // Buttons that merely go are nothing that a person would look at again.
    const quiet = before.text === after.text && markup.inline.length === 0 && labelsOf(posted).length > 0;
    if (!quiet) posted.noticed = rooms.notice();
    posted.markup = markup;
    posted.message = { ...after, edit_date: Math.floor(clock.now / 1000) } as RoomMessage;
    return posted.message;
  };

  return {
    editMessageText: (call: Call): Message => {
      const { text, entities } = shownText(call, "MESSAGE_TOO_LONG");
      const markup = markupOf(call, true);
      const room = rooms.reach(call);
      const posted = editable(call, room);
      if (posted.message.text === undefined) throw badRequest("there is no text in the message to edit");
      const marked = [...entities, ...entitiesIn(text)];
      return change(room, posted, { text, ...(marked.length ? { entities: marked } : {}) }, markup);
    },
    /** Without `reply_markup` the buttons go. */
    editMessageReplyMarkup: (call: Call): Message => {
      const markup = markupOf(call, true);
      const room = rooms.reach(call);
      const posted = editable(call, room);
      const { entities } = posted.message;
      return change(room, posted, entities ? { entities } : {}, markup);
    },
  };
}

/** The bot's own message; one with a person's keyboard cannot be edited. */
function editable({ params }: Call, room: Room): Posted {
  const posted = messageOf(room, integerOf(params, "message_id"));
  if (!posted) throw badRequest("message to edit not found");
  if (!posted.message.from.is_bot || posted.markup.keyboard) throw badRequest("message can't be edited");
  return posted;
}
