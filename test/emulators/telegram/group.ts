/** A supergroup, whose people write by `person.in(group)`. */
import type { User } from "grammy/types";
import { memberChanged } from "./person.ts";
import type { World } from "./place.ts";
import { createView } from "./rooms.ts";
import type { Answer } from "./webhook.ts";

export type Group = ReturnType<typeof createGroup>;

export function createGroup(world: World, id: number, title: string) {
  const room = world.rooms.open({ id, type: "supergroup", title });
  const { rooms, updates, bot } = world;
  const { id: botId, is_bot, first_name, username } = bot;
  const botUser: User = { id: botId, is_bot, first_name, username };

  return {
    id,
    room,
    ...createView(room),
    /** Somebody adds the bot: it is told twice, of its standing and by a service message. Gives the latter's answer. */
    add: async ({ user }: { user: User }): Promise<Answer> => {
      const before = room.access === "kicked" ? "kicked" : "left";
      room.access = "open";
      await memberChanged(world, room, user, before, "member");
      const { message } = rooms.post(room, user, { new_chat_members: [botUser] });
      return updates.issue("message", { message }, id);
    },
    /** Somebody throws the bot out. */
    remove: ({ user }: { user: User }): Promise<Answer> => {
      if (room.access !== "open") throw new Error("the bot is not in this group");
      room.access = "kicked";
      return memberChanged(world, room, user, "member", "kicked");
    },
  };
}
