/** Choices as a template card: up to 6 buttons, or a list of up to 20 to tick. */
import type { TemplateCard } from "@wecom/aibot-node-sdk";
import { choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { texts } from "./texts.ts";

/** Lengths in characters, as the vendor recommends them: on some screens more is cut off. */
export const BUTTONS = { most: 6, label: 10 };
const OPTIONS = { most: 20, label: 11 };
const [TITLE, BELOW_TITLE, SUBTITLE] = [26, 30, 112];

/** What the button below a list is called in the event that it makes. */
export const CONFIRM = "confirm";

const lengthOf = (text: string): number => Array.from(text).length;
const allWithin = (most: number, labels: readonly string[]): boolean =>
  labels.every((label) => label && lengthOf(label) <= most);

/** Whether the message's choices fit on a card. */
export function fitsOnCard(message: OutboundMessage): boolean {
  const { checklist } = message;
  const labels = tappable(message);
  return checklist
    ? labels.length <= OPTIONS.most &&
        allWithin(OPTIONS.label, labels) &&
        allWithin(BUTTONS.label, [checklist.confirm])
    : labels.length > 0 && labels.length <= BUTTONS.most && allWithin(BUTTONS.label, labels);
}

/** What can be tapped, in the order of `choicesOf`. A list to tick has no room for buttons beside its own. */
function tappable({ checklist, buttons = [] }: OutboundMessage): string[] {
  const shown = checklist ? { checklist } : { buttons };
  return choicesOf({ text: "", ...shown }).map(({ label }) => label);
}

/** A choice's name on the wire is its place. */
export function placeOfKey(key: string): number | undefined {
  return /^\d{1,2}$/.test(key) ? Number(key) : undefined;
}

export interface Rendered {
  /** What goes before the card, since it does not fit on it; may be empty. */
  words: string;
  card: TemplateCard;
}

/** What was picked of a card's choices. */
export interface Picked {
  label: string;
  places: readonly number[];
}

/**
 * @param message one that `fitsOnCard`
 * @param id unique among all cards of the bot; it comes back with what is picked
 * @param picked the card shows it, and a list can no longer be changed
 */
export function render(message: OutboundMessage, id: string, picked?: Picked): Rendered {
  const whole = withOtherWays(message).toWellFormed();
  const below = picked?.label ? { desc: shorten(texts.picked(picked.label), BELOW_TITLE) } : {};
  const { words, title, subtitle } = layOut(whole, message);
  const main_title = { title, ...below };
  if (message.checklist) return { words, card: { ...listCard(message, picked), main_title, task_id: id } };
  const sub = subtitle ? { sub_title_text: subtitle } : {};
  return { words, card: { ...buttonCard(message), main_title, ...sub, task_id: id } };
}

/** The buttons for which a list to tick has no room can be said. */
function withOtherWays({ text, checklist, buttons = [] }: OutboundMessage): string {
  if (!checklist || buttons.length === 0) return text;
  return `${text}\n\n${texts.alsoReply(buttons.map(({ label }) => label))}`;
}

/** A link stands in the words, since nothing written on a card is one: so these go before it. */
function layOut(text: string, { checklist, typed, link }: OutboundMessage) {
  const [first = "", ...more] = text.trim().split("\n");
  const rest = more.join("\n").trim();
  const room = checklist ? 0 : SUBTITLE;
  if (!link && first && lengthOf(first) <= TITLE && lengthOf(rest) <= room)
    return { words: "", title: first, subtitle: rest };
  const title = checklist ? texts.pickSeveral : typed ? texts.orTap : texts.pick;
  return { words: text, title, subtitle: "" };
}

function buttonCard(message: OutboundMessage): TemplateCard {
  return {
    card_type: "button_interaction",
    button_list: tappable(message).map((text, place) => ({ text, key: String(place) })),
  };
}

function listCard(message: OutboundMessage, picked?: Picked): TemplateCard {
  const option_list = tappable(message).map((text, place) => ({
    id: String(place),
    text,
    ...(picked?.places.includes(place) ? { is_checked: true } : {}),
  }));
  const done = picked ? { disable: true } : {};
  return {
    card_type: "vote_interaction",
    checkbox: { question_key: "list", mode: 1, option_list, ...done },
    submit_button: { text: message.checklist?.confirm ?? "", key: CONFIRM },
  };
}

function shorten(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : [...letters.slice(0, most - 1), "…"].join("");
}
