/** What stands under a message to tap, and what comes back of it: `message.place`, `message.t` + place, `message.c`. */
import type { InlineKeyboardButton } from "grammy/types";
import { choicesOf } from "../../../handlers/choices.ts";
import type { Link, OutboundMessage } from "../../../handlers/event.ts";
import type { Pick } from "../channel.ts";

/** Telegram takes 100 buttons and nobody reads so many; the ticks of so many options can be kept. */
export const MOST_BUTTONS = 50;
/** Two labels as long as this stand side by side on a narrow telephone. */
const SHORT_LABEL = 8;

export function isTapped(message: OutboundMessage): boolean {
  return choicesOf(message).length <= MOST_BUTTONS;
}

/** Telegram refuses the address of one's own machine. */
export function isOpened({ url }: Link): boolean {
  return URL.parse(url)?.hostname.includes(".") ?? false;
}

export function linkRow({ link }: OutboundMessage): InlineKeyboardButton[][] {
  return link ? [[{ text: link.label, url: link.url }]] : [];
}

/**
 * The link, and the choices unless there are so many that they stand in the text.
 * @param id the message's own, of at most 58 bytes, so that the data stays within Telegram's 64
 */
export function keyboardOf(
  message: OutboundMessage,
  id: string,
  ticked: readonly number[] = [],
): InlineKeyboardButton[][] {
  if (!isTapped(message)) return linkRow(message);
  const { checklist } = message;
  const all = choicesOf(message).map(({ label }, place) => ({
    text: label,
    callback_data: `${id}.${place}`,
  }));
  if (!checklist) return [...linkRow(message), ...inRows(all)];
  const count = checklist.options.length;
  const boxes = checklist.options.map(({ label }, place) => [
    { text: `${ticked.includes(place) ? "☑" : "☐"} ${label}`, callback_data: `${id}.t${place}` },
  ]);
  const confirm = { text: checklist.confirm, callback_data: `${id}.c` };
  return [
    ...linkRow(message),
    ...boxes,
    [confirm, ...all.slice(count, count + 1)],
    ...inRows(all.slice(count + 1)),
  ];
}

function inRows<Button extends { text: string }>(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const fits = [...(row ?? []), button].every(({ text }) => text.length <= SHORT_LABEL);
    if (row?.length === 1 && fits) row.push(button);
    else rows.push([button]);
  }
  return rows;
}

/** Undefined where the data is none of ours, or of a version that is no more. */
export function pickOf(data: string): Pick | undefined {
  const match = /^([^.]{1,58})\.(?:(t?)(\d{1,2})|c)$/.exec(data);
  const [, message, tick, place] = match ?? [];
  if (message === undefined) return undefined;
  if (place === undefined) return { kind: "confirmed", message, places: null };
  return { kind: tick ? "ticked" : "picked", message, place: Number(place) };
}
