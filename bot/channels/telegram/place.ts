/** Where somebody is met: in a chat between two, or in a group, where each member has a conversation of their own. */
import type { Incoming } from "../channel.ts";

interface Met {
  chat: { id: number; type: string };
  from: { id: number };
}

/** The chat's id, in a group followed by the member's. */
export function placeOf({ chat, from }: Met): Pick<Incoming, "from" | "shared" | "alone"> {
  const inPrivate = chat.type === "private";
  const external = inPrivate ? String(chat.id) : `${chat.id}:${from.id}`;
  return {
    from: { channel: "telegram", external },
    ...(inPrivate ? {} : { shared: true, alone: String(from.id) }),
  };
}

/** The chat that an answer goes to. */
export function chatOf(external: string): number {
  return Number(external.split(":")[0]);
}
