/** One chat as one person has it in front of them: what they can do there, and what they see. */
import type { User, UserFromGetMe } from "grammy/types";
import type { Callbacks, Notice } from "./callbacks.ts";
import { type Content, type Contents, textContent } from "./contents.ts";
import { reachesBot } from "./privacy.ts";
import { createView, type Posted, type Room, type RoomMessage, type Rooms } from "./rooms.ts";
import type { Updates } from "./updates.ts";
import type { Answer } from "./webhook.ts";

/** A client sends a longer text as several messages. */
const LONGEST_MESSAGE = 4096;

export interface World {
  clock: { now: number };
  bot: UserFromGetMe;
  rooms: Rooms;
  updates: Updates;
  callbacks: Callbacks;
  contents: Contents;
}

interface Press {
  posted: Posted;
  data: string;
}

export type Place = ReturnType<typeof createPlace>;

/** @param usable throws where the person cannot write in this chat */
export function createPlace(world: World, room: Room, user: User, usable: () => void) {
  const { clock, rooms, updates, callbacks, contents } = world;
  const notices: Notice[] = [];
  let [last, spinning]: [Press | null, number] = [null, 0];

  const issue = (kind: "message" | "edited_message", message: RoomMessage): Promise<Answer> =>
    reachesBot(world, room, message)
      ? updates.issue(kind, { [kind]: message }, room.chat.id)
      : Promise.resolve({ status: 0, body: "not sent: the bot does not get this message" });
  const send = (content: Content): Promise<Answer> => {
    usable();
    return issue("message", rooms.post(room, user, content).message);
  };
  const say = async (text: string): Promise<Answer> => {
    if (text.trim() === "") throw new Error("a client does not send an empty message");
    const [first, ...rest] = piecesOf(text.trim());
    let answer = await send(textContent(first ?? ""));
    for (const piece of rest) answer = await send(textContent(piece));
    return answer;
  };
  const tap = ({ posted, data }: Press): Promise<Answer> => {
    last = { posted, data };
    spinning++;
    const answered = (notice: Notice) => {
      spinning--;
      if (notice.text) notices.push(notice);
    };
    const query = callbacks.press({ from: user, message: posted.message, data, answered });
    return updates.issue("callback_query", { callback_query: query }, room.chat.id);
  };

  return {
    ...createView(room),
    /** What came at the top of the chat, or in a box, after presses. */
    notices,
    /** Presses that the bot has not answered: each button still shows its clock. */
    spinning: () => spinning,
    /** What the bot is shown to do, such as "typing"; null where nothing is shown. */
    doing: (): string | null => (room.action && clock.now < room.action.until ? room.action.name : null),
    say,
    /**
     * Taps a button by its label, the newest first; one in place of the keyboard says its label.
     * @param older how many newer messages with this label to pass over
     */
    press: async (label: string, older = 0): Promise<Answer> => {
      usable();
      const found = buttonOf(room, label, older);
      if (!found) return keyboardOf(room).includes(label) ? say(label) : missing(room, label);
      const { posted, button } = found;
      if ("callback_data" in button) return tap({ posted, data: button.callback_data });
      return { status: 0, body: `opens ${"url" in button ? button.url : "nothing"}` };
    },
    /** The button of the latest press once more, though it may be gone by now: a double tap. */
    pressAgain: (): Promise<Answer> => {
      if (!last) throw new Error("nothing was pressed yet");
      return tap(last);
    },
    /** Puts other words into the person's latest text. */
    edit: (text: string): Promise<Answer> => {
      usable();
      const posted = room.posted.findLast(
        ({ message }) => message.from.id === user.id && message.text !== undefined,
      );
      if (!posted) throw new Error("there is no text of this person to edit");
      const { entities: _, ...message } = posted.message;
      const edited = { ...message, ...textContent(text), edit_date: Math.floor(clock.now / 1000) };
      posted.message = edited as RoomMessage;
      return issue("edited_message", posted.message);
    },
    /** Says it as an answer to one of the bot's messages: the newest, or an older one. */
    reply: (text: string, older = 0): Promise<Answer> => {
      const posted = room.posted.filter(({ message }) => message.from.is_bot).at(-1 - older);
      if (!posted) throw new Error("the bot has written nothing to reply to");
      const { reply_to_message: _, ...message } = posted.message;
      return send({
        ...textContent(text),
        reply_to_message: message as NonNullable<Content["reply_to_message"]>,
      });
    },
    voice: (seconds = 3) => send(contents.voice(seconds)),
    photo: (caption = "") => send(contents.photo(caption)),
    sticker: (emoji = "👍") => send(contents.sticker(emoji)),
    location: (latitude = 36.81, longitude = 118.05) => send(contents.location(latitude, longitude)),
    document: (name: string, holds: string | Buffer, caption = "") =>
      send(contents.document(name, holds, caption)),
    forward: (text: string, from = "张三") => send(contents.forwarded(text, from)),
    contact: (phone: string) => send(contents.contact(phone, user)),
  };
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += LONGEST_MESSAGE)
    pieces.push(text.slice(from, from + LONGEST_MESSAGE));
  return pieces;
}

function buttonOf({ posted: all }: Room, label: string, older: number) {
  const found = all.toReversed().flatMap((posted) => {
    const button = posted.markup.inline.flat().find(({ text }) => text === label);
    return button ? [{ posted, button }] : [];
  });
  return found[older];
}

/** The keyboard that stands in place of the person's own. */
const keyboardOf = ({ posted }: Room): string[] =>
  posted.findLast(({ markup }) => markup.keyboard)?.markup.keyboard ?? [];

function missing({ posted }: Room, label: string): never {
  const labels = posted.flatMap(({ markup }) => markup.inline.flat().map(({ text }) => text));
  throw new Error(`there is no button "${label}"; there are: ${labels.join(", ") || "none"}`);
}
