/** Choices as WeCom's template cards: buttons where they are few and short, else a list to tick and submit. */
import { choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { texts } from "./texts.ts";

/** The vendor counts signs (字); what is longer is cut on people's screens. */
const signs = (text: string): number => [...text].length;

const [TITLE, DESCRIPTION, SUBTITLE] = [36, 44, 112];
const BUTTONS = { most: 6, label: 10 };
const OPTIONS = { most: 20, label: 17 };

/** What submitting a list to tick reports: one of it was picked, or several. */
export const [ONE, SEVERAL] = ["one", "several"] as const;

export type Card = ReturnType<typeof buttonCard> | ReturnType<typeof voteCard>;

type Shape = "buttons" | "vote";

/** Null where a card cannot show these choices; it depends on the choices alone, not on the text. */
export function shapeOf(message: OutboundMessage): Shape | null {
  const labels = choicesOf(message).map(({ label }) => label);
  const areWithin = ({ most, label }: typeof BUTTONS, some: readonly string[]) =>
    some.length > 0 && some.length <= most && some.every((one) => signs(one) <= label);
  if (!message.checklist && areWithin(BUTTONS, labels)) return "buttons";
  return areWithin(OPTIONS, optionsOf(message)) && signs(wayOut(message)) <= DESCRIPTION ? "vote" : null;
}

/** Whether the text goes onto the card with the choices; else it stands in a message above. */
export function fitsOnCard(message: OutboundMessage): boolean {
  const { title, rest } = wordsOf(message.text);
  if (shapeOf(message) === "buttons") return signs(rest) <= SUBTITLE;
  return title !== "" && signs(describe(rest, message)) <= DESCRIPTION;
}

/** @param id comes back with every press, and is refused when it is sent again */
export function cardOf(message: OutboundMessage, id: string): Card | null {
  const shape = shapeOf(message);
  if (shape === null) return null;
  return shape === "buttons" ? buttonCard(message, id) : voteCard(message, id);
}

function buttonCard(message: OutboundMessage, task_id: string) {
  const { title, rest } = wordsOf(message.text || texts.pick);
  return {
    card_type: "button_interaction" as const,
    task_id,
    ...(title ? { main_title: { title } } : {}),
    ...(rest ? { sub_title_text: rest } : {}),
    button_list: choicesOf(message).map(({ label }, place) => ({ text: label, key: String(place) })),
  };
}

function voteCard(message: OutboundMessage, task_id: string) {
  const { title, rest } = wordsOf(message.text || texts.pick);
  const desc = describe(rest, message);
  const { checklist } = message;
  const key = checklist ? SEVERAL : ONE;
  return {
    card_type: "vote_interaction" as const,
    task_id,
    main_title: { title, ...(desc ? { desc } : {}) },
    checkbox: {
      question_key: key,
      mode: checklist ? 1 : 0,
      option_list: optionsOf(message).map((text, place) => ({ id: String(place), text })),
    },
    submit_button: { text: checklist?.confirm ?? texts.confirm, key },
  };
}

/** A card as it stays after it was submitted: what was picked is ticked, and nothing can be ticked any more. */
export function answeredCard(
  card: Extract<Card, { card_type: "vote_interaction" }>,
  places: readonly number[],
) {
  const option_list = card.checkbox.option_list.map((option, place) => ({
    ...option,
    is_checked: places.includes(place),
  }));
  return { ...card, checkbox: { ...card.checkbox, disable: true, option_list }, replace_text: texts.done };
}

/** Beside the options of a list to tick only "none of them" is one: a way out among them would be ticked along. */
function optionsOf(message: OutboundMessage): string[] {
  const choices = choicesOf(message).filter(({ kind }) => !message.checklist || kind !== "button");
  return choices.map(({ label }) => label);
}

/** A list to tick has but one button: its ways out are told in words. */
function wayOut({ checklist, buttons = [] }: OutboundMessage): string {
  return checklist && buttons.length ? texts.alsoInWords(buttons.map(({ label }) => label)) : "";
}

function describe(rest: string, message: OutboundMessage): string {
  return [rest, wayOut(message)].filter(Boolean).join(" ");
}

/** The first line is the title where it is short enough; else there is none. */
function wordsOf(text: string): { title: string; rest: string } {
  const [first = "", ...others] = text.split("\n");
  return signs(first) <= TITLE ? { title: first, rest: others.join("\n") } : { title: "", rest: text };
}
