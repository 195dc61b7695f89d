/** One fitted message as the API takes it. */
import { type Choice, choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import type { Outgoing } from "../../../storage/outbox.ts";
import { sizeOf } from "../text.ts";
import { HEAD_BYTES, isTapped, LABEL_BYTES, MOST_TAPS, withHint } from "./fit.ts";

export type Content =
  | { msgtype: "text"; text: { content: string } }
  | { msgtype: "msgmenu"; msgmenu: { head_content?: string; list: (Click | View)[] } }
  | { msgtype: "file"; file: { media_id: string } };

interface Click {
  type: "click";
  click: { id: string; content: string };
}

interface View {
  type: "view";
  view: { url: string; content: string };
}

/** A click tells the message's id, with the choice's place. */
export function render({ id, message, more }: Pick<Outgoing, "id" | "message" | "more">): Content {
  const text = more ? withHint(message.text) : message.text;
  const taps = tapsOf({ ...message, text });
  const { link } = message;
  if (taps.length === 0 && !link) return { msgtype: "text", text: { content: text } };
  const clicks = taps.map(({ label, place }) => ({
    type: "click" as const,
    click: { id: `${id}.${place}`, content: label },
  }));
  const views = link ? [{ type: "view" as const, view: { url: link.url, content: link.label } }] : [];
  return {
    msgtype: "msgmenu",
    msgmenu: { ...(text ? { head_content: text } : {}), list: [...views, ...clicks] },
  };
}

/** All choices; of a list to tick, whose options stand in the text with their numbers, the ways past it. */
function tapsOf(message: OutboundMessage): (Choice & { place: number })[] {
  const choices = choicesOf(message).map((choice, place) => ({ ...choice, place }));
  if (isTapped(message)) return choices;
  const past = choices.filter(({ kind }) => message.checklist && kind !== "option");
  const fits =
    past.length + (message.link ? 1 : 0) <= MOST_TAPS &&
    past.every(({ label }) => sizeOf(label, "bytes") <= LABEL_BYTES) &&
    sizeOf(message.text, "bytes") <= HEAD_BYTES;
  return fits ? past : [];
}

/** The message and the choice that a click names; null for a click of somebody else's menu. */
export function pressedBy(menuId: string): { message: string; place: number } | null {
  const [, message, place] = /^([\w-]{1,32})\.(\d{1,3})$/.exec(menuId) ?? [];
  return message === undefined ? null : { message, place: Number(place) };
}
