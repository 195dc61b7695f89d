/** A person with the bot's private chat in front of them. */
import type { Chat, ChatMember, User } from "grammy/types";
import type { Group } from "./group.ts";
import { createPlace, type Place, type World } from "./place.ts";
import type { Room } from "./rooms.ts";
import type { Answer } from "./webhook.ts";

export interface PersonOptions {
  lastName?: string;
  username?: string;
  /** As clients set to Chinese send it by default. */
  language?: string;
}

export type Person = ReturnType<typeof createPerson>;

export function createPerson(world: World, user: User) {
  const { username } = user;
  const names = { first_name: user.first_name, ...(username ? { username } : {}) };
  const chat: Chat.PrivateChat = { id: user.id, type: "private", ...names };
  const room = world.rooms.open(chat);
  const place = createPlace(world, room, user, () => mustBeOpen(room));
  const groups = new Map<Group, Place>();

  return {
    user,
    ...place,
    /**
     * Taps Start, as from a link `t.me/bot?start=payload`: the bot may write from now on.
     * @param payload up to 64 of A-Z, a-z, 0-9, _ and -
     */
    start: (payload = ""): Promise<Answer> => {
      if (!/^[\w-]{0,64}$/.test(payload)) throw new Error(`no link can carry "${payload}"`);
      if (isNew(room)) room.access = "open";
      return place.say(payload ? `/start ${payload}` : "/start");
    },
    block: (): Promise<Answer> => {
      mustBeOpen(room);
      room.access = "blocked";
      return memberChanged(world, room, user, "member", "kicked");
    },
    unblock: (): Promise<Answer> => {
      if (room.access !== "blocked") throw new Error("the bot is not blocked");
      room.access = "open";
      return memberChanged(world, room, user, "kicked", "member");
    },
    /** No update tells of it: only what is sent is refused from now on. */
    deleteAccount: (): void => {
      room.access = "deleted";
    },
    /** The same person in a group. */
    in: (group: Group): Place => {
      if (isNew(room)) room.access = "met";
      const member = groups.get(group) ?? createPlace(world, group.room, user, () => undefined);
      groups.set(group, member);
      return member;
    },
  };
}

const isNew = ({ access }: Room): boolean => access === "unknown" || access === "met";

function mustBeOpen(room: Room): void {
  if (isNew(room)) throw new Error("a client shows only the Start button: call start() first");
  if (room.access !== "open") throw new Error(`nothing can be sent to the bot: ${room.access}`);
}

type Status = "member" | "kicked" | "left";

/** my_chat_member: the bot's own standing in a chat. */
export function memberChanged(
  { clock, bot, updates }: World,
  { chat }: Room,
  from: User,
  before: Status,
  after: Status,
): Promise<Answer> {
  const { id, is_bot, first_name, username } = bot;
  const standing = (status: Status): ChatMember => {
    const member = { user: { id, is_bot, first_name, username } };
    return status === "kicked" ? { ...member, status, until_date: 0 } : { ...member, status };
  };
  const change = {
    chat,
    from,
    date: Math.floor(clock.now / 1000),
    old_chat_member: standing(before),
    new_chat_member: standing(after),
  };
  return updates.issue("my_chat_member", { my_chat_member: change }, chat.id);
}
