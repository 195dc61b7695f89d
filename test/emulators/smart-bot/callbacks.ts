/** What the gateway tells the server: what a person wrote, and what they did. */
import type { Chat } from "./chats.ts";
import type { Callback, Pressed } from "./desk.ts";

/** What a callback is about, as it stands in its body. */
export type Happening =
  | ({ msgtype: string } & Record<string, unknown>)
  | { msgtype: "event"; event: { eventtype: string } & Record<string, unknown> };

export interface Frame {
  cmd: "aibot_msg_callback" | "aibot_event_callback";
  body: Record<string, unknown>;
}

interface About {
  msgid: string;
  botId: string;
  chat: Chat;
  userid: string;
  /** Since 1970. */
  seconds: number;
  /** Where the server could answer by HTTP, which this gateway does not take. */
  address: string;
}

const eventOf = (happening: Happening): string | null =>
  happening.msgtype === "event" ? (happening.event as { eventtype: string }).eventtype : null;

export function frameOf(about: About, happening: Happening): Frame {
  const { msgid, botId, chat, userid, seconds, address } = about;
  const event = eventOf(happening);
  const group = chat.kind === "group" ? { chatid: chat.id } : {};
  // The vendor's example of this event names neither: who reads them must do without.
  const where = event === "enter_chat" ? {} : { ...group, chattype: chat.kind };
  const answerable = event === null || event === "template_card_event";
  return {
    cmd: event === null ? "aibot_msg_callback" : "aibot_event_callback",
    body: {
      msgid,
      ...(event === null ? {} : { create_time: seconds }),
      aibotid: botId,
      ...where,
      from: { userid },
      ...(answerable ? { response_url: `http://${address}/response?response_code=${msgid}` } : {}),
      ...happening,
    },
  };
}

/** What the gateway remembers of it, but the connection by which it goes out. */
export function callbackOf(
  chat: Chat,
  happening: Happening,
  pressed?: Pressed,
): Pick<Callback, "kind" | "chat" | "card"> {
  const event = eventOf(happening);
  if (event === null) return { kind: "message", chat };
  if (pressed) return { kind: "card", chat, card: pressed };
  return { kind: event === "enter_chat" ? "enter" : "other", chat };
}
