/** In a group the bot listens only to what is meant for it. */
import type { ReadMessage } from "./update.ts";

/** The bot itself; without its name, as long as that cannot be fetched, only replies to it are known. */
export interface Self {
  id: number;
  username: string | null;
}

type Entity = NonNullable<ReadMessage["entities"]>[number];

/**
 * The message without the bot's name in it; null where it is not meant for the bot: neither its name nor a command
 * for it stands there, nor does it reply to the bot.
 */
export function meantFor({ id, username }: Self, message: ReadMessage): ReadMessage | null {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const named = username === null ? [] : entities.filter(namesUs(text, `@${username}`.toLowerCase()));
  const isReply = message.reply_to_message?.from?.id === id;
  if (named.length === 0 && !isReply) return null;
  const mentions = named.filter(({ type }) => type === "mention");
  const words = mentions.toReversed().reduce(cutOut, text).trim();
  return message.text === undefined ? { ...message, caption: words } : { ...message, text: words };
}

const namesUs =
  (text: string, name: string) =>
  ({ type, offset, length }: Entity): boolean => {
    const words = text.slice(offset, offset + length).toLowerCase();
    return type === "bot_command" ? words.endsWith(name) : type === "mention" && words === name;
  };

function cutOut(text: string, { offset, length }: Entity): string {
  return `${text.slice(0, offset).trimEnd()} ${text.slice(offset + length).trimStart()}`;
}
