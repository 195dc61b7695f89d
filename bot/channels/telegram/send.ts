/** One message out: always as plain text, so that nothing anybody typed is ever read as markup. */
import { type Api, InputFile } from "grammy";
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";
import { keyboardOf } from "./buttons.ts";
import { outcomeOf } from "./outcome.ts";
import { chatOf } from "./place.ts";

/** A preview would hide the words below it; and to make one, addresses are fetched that are for the person only. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } } as const;

export function sendBy(api: Api, now: () => number): (outgoing: Outgoing) => Promise<Outcome> {
  return (outgoing) => outcomeOf(outgoing, now, () => sendOne(api, outgoing));
}

function sendOne(api: Api, { id, to, message, ticket, contents }: Outgoing): Promise<{ message_id: number }> {
  const chat = chatOf(to.external);
  const reply = replyTo(ticket);
  if (message.file && contents)
    return api.sendDocument(chat, new InputFile(contents, message.file.name), reply);
  const keyboard = keyboardOf(message, id);
  const markup = keyboard.length ? { reply_markup: { inline_keyboard: keyboard } } : {};
  return api.sendMessage(chat, message.text, { ...NO_PREVIEW, ...reply, ...markup });
}

/** In a group it is shown what is answered, unless that has been deleted. */
function replyTo(ticket: string | null) {
  return ticket === null
    ? {}
    : { reply_parameters: { message_id: Number(ticket), allow_sending_without_reply: true } };
}
