/** In a group the bot listens only to what is meant for it. */
import type { ReadMessage } from "./update.ts";

/** The bot itself; its name is null until it could be fetched. */
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
  const named = entities.filter(username === null ? namesSomeBot(text) : namesUs(text, `@${username}`));
  const isReply = message.reply_to_message?.from?.id === id;
  if (named.length === 0 && !isReply) return null;
  const mentions = named.filter(({ type }) => type === "mention");
  const words = mentions.toReversed().reduce(cutOut, text).trim();
  return message.text === undefined ? { ...message, caption: words } : { ...message, text: words };
}

const namesUs =
  (text: string, name: string) =>
  ({ type, offset, length }: Entity): boolean => {
    const [words, ours] = [text.slice(offset, offset + length).toLowerCase(), name.toLowerCase()];
    return type === "bot_command" ? words.endsWith(ours) : type === "mention" && words === ours;
  };

/** As long as we do not know our name: commands for other bots do not reach us in most groups. */
const namesSomeBot =
  (text: string) =>
  ({ type, offset, length }: Entity): boolean =>
    type === "bot_command" && text.slice(offset, offset + length).includes("@");

function cutOut(text: string, { offset, length }: Entity): string {
  return `${text.slice(0, offset).trimEnd()} ${text.slice(offset + length).trimStart()}`;
}
