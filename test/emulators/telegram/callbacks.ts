/** Presses of buttons, each waiting for the bot's answerCallbackQuery. */
import type { CallbackQuery, Message, User } from "grammy/types";
import { flagOf, textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import type { Call } from "./request.ts";

/** The vendor gives no number; reports range from 10 s to a minute, so the stricter end is taken. */
const ANSWER_WITHIN = 15_000;
const LONGEST_ANSWER = 200;

/** What a person reads at the top of the chat, or in a box, after a press. */
export interface Notice {
  text: string;
  alert: boolean;
}

interface Press {
  at: number;
  answered: (notice: Notice) => void;
}

interface Pressed {
  from: User;
  message: NonNullable<CallbackQuery["message"]> | Message;
  data: string;
  answered: Press["answered"];
}

export function createCallbacks(clock: { now: number }) {
  const open = new Map<string, Press>();
  let counter = 4_000_000_000_000_000;

  return {
    press: ({ from, message, data, answered }: Pressed): CallbackQuery => {
      const id = String(++counter);
      open.set(id, { at: clock.now, answered });
      return { id, from, message, data, chat_instance: `-70${Math.abs(message.chat.id)}` };
    },
    /** Once for each press: a second answer is refused, which is the strictest reading. */
    answerCallbackQuery: ({ params }: Call): true => {
      const text = textOf(params, "text");
      if (text.length > LONGEST_ANSWER) throw badRequest("MESSAGE_TOO_LONG");
      const id = textOf(params, "callback_query_id");
      const press = open.get(id);
      if (!press || clock.now - press.at > ANSWER_WITHIN)
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      open.delete(id);
      press.answered({ text, alert: flagOf(params, "show_alert") });
      return true;
    },
  };
}
export type Callbacks = ReturnType<typeof createCallbacks>;
