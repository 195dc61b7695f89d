/** A press is shown to have been taken in: the button's clock stops, and the message shows what was picked. */
import { type Api, GrammyError, HttpError } from "grammy";
import { inTurn } from "../../in-turn.ts";
import type { Log } from "../../services.ts";
import type { Channel, Incoming, Pressed } from "../channel.ts";
import { whyOf } from "./api.ts";
import { keyboardOf, linkRow } from "./buttons.ts";
import type { PressMark } from "./decode.ts";
import { NO_PREVIEW } from "./send.ts";
import { texts } from "./texts.ts";

export const LONGEST_TEXT = 4096;
const LONGEST_NOTICE = 200;

export function acknowledgeBy(api: Api, log: Log): NonNullable<Channel["acknowledge"]> {
  const tried = async (call: Promise<unknown>): Promise<boolean> => {
    try {
      await call;
      return true;
    } catch (error) {
      if (!(error instanceof GrammyError || error instanceof HttpError)) throw error;
      if (isNothing(error)) return true;
      log.warn({ channel: "telegram", why: whyOf(error) }, "a press could not be shown");
      return false;
    }
  };
  return async (incoming, pressed) => {
    const mark = incoming.mark as PressMark | undefined;
    if (!mark) return;
    // Ticks that follow each other quickly end as the last one left them.
    await inTurn(`press:${mark.chat}:${mark.message}`, async () => {
      const shows = await tried(show(api, mark, incoming, pressed));
      const text = notice(incoming, pressed, shows).slice(0, LONGEST_NOTICE);
      await tried(api.answerCallbackQuery(mark.query, text ? { text } : {}));
    });
  };
}

async function show(
  api: Api,
  { chat, message }: PressMark,
  { shared, happening }: Incoming,
  pressed: Pressed | null,
): Promise<void> {
  if (!pressed) {
    // Nothing can come of these buttons any more; in a group they may be somebody else's.
    if (!shared) await api.editMessageReplyMarkup(chat, message);
    return;
  }
  if (happening.kind === "ticked") {
    const inline_keyboard = keyboardOf(pressed.message, pressed.id, pressed.ticked);
    await api.editMessageReplyMarkup(chat, message, { reply_markup: { inline_keyboard } });
    return;
  }
  const text = `${pressed.message.text}\n\n${texts.picked(pressed.label)}`;
  const inline_keyboard = linkRow(pressed.message);
  // Without one the buttons go.
  const left = inline_keyboard.length ? { reply_markup: { inline_keyboard } } : {};
  if (text.length <= LONGEST_TEXT) await api.editMessageText(chat, message, text, { ...NO_PREVIEW, ...left });
  else await api.editMessageReplyMarkup(chat, message, left);
}

/** What is said at the top of the chat: only what the message itself does not show. */
function notice({ shared, happening }: Incoming, pressed: Pressed | null, shows: boolean): string {
  if (!pressed && shared) return texts.notYours;
  if (!pressed) return happening.kind === "ticked" ? texts.expired : "";
  if (shows) return "";
  if (happening.kind !== "ticked") return texts.picked(pressed.label);
  const options = pressed.message.checklist?.options ?? [];
  return texts.ticked(pressed.ticked.flatMap((place) => options[place]?.label ?? []));
}

/** The message shows it already, it is gone, or the press was long ago. */
function isNothing(error: GrammyError | HttpError): boolean {
  return (
    error instanceof GrammyError &&
    /message is not modified|message to edit not found|query is too old/i.test(error.description)
  );
}
