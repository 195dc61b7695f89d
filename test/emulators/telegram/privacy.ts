/** Which messages of a chat the bot gets: in a group with privacy mode, only what is meant for it. */
import type { UserFromGetMe } from "grammy/types";
import { partsOf } from "./entities.ts";
import { botsMessages, type Room, type RoomMessage } from "./rooms.ts";

export function reachesBot({ bot }: { bot: UserFromGetMe }, room: Room, message: RoomMessage): boolean {
  if (room.chat.type === "private") return true;
  if (room.access !== "open") return false;
  if (bot.can_read_all_group_messages || isService(message)) return true;
  if (message.reply_to_message?.from?.id === bot.id) return true;
  return isMeantFor(bot, room, message.text ?? message.caption ?? "");
}

const isService = ({ new_chat_members: joined, left_chat_member: left }: RoomMessage): boolean =>
  joined !== undefined || left !== undefined;

/**
 * A mention is in no list of the vendor's, but it does come through. A command without the bot's name is documented
 * to come only where this bot was the last to write, so one before its first message does not.
 */
function isMeantFor(bot: UserFromGetMe, room: Room, text: string): boolean {
  const own = `@${bot.username}`.toLowerCase();
  if (partsOf(text, "mention").some((mention) => mention.toLowerCase() === own)) return true;
  return partsOf(text, "bot_command").some((command) => {
    const at = command.indexOf("@");
    return at < 0 ? botsMessages(room).length > 0 : command.slice(at).toLowerCase() === own;
  });
}
