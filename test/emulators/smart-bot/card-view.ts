/** A template card as a person sees it and can tap it. */
import type { Seen } from "../seen.ts";
import type { Card } from "./card.ts";

/** What happens when something on a card is tapped. */
export type Tap =
  /** Tells the server, with what is ticked. */
  | { kind: "button"; key: string }
  /** Ticks one option of a question; of a single choice, in place of the one before. */
  | { kind: "option"; question: string; id: string; many: boolean }
  /** Says the question in the person's name. */
  | { kind: "question"; text: string }
  /** Leaves the chat. */
  | { kind: "link"; address: string };

interface Question {
  key: string;
  many: boolean;
  disabled: boolean;
  options: { id: string; text: string; ticked: boolean }[];
}

/** The questions of a card, with what is ticked before the person does anything. */
export function questionsOf(card: Card): Question[] {
  if (card.card_type === "vote_interaction") {
    const { question_key, mode, disable, option_list } = card.checkbox;
    const options = option_list.map(({ id, text, is_checked }) => ({
      id,
      text,
      ticked: is_checked ?? false,
    }));
    return [{ key: question_key, many: mode === 1, disabled: disable ?? false, options }];
  }
  return selectionsOf(card).map(({ question_key, disable, selected_id, option_list }) => {
    const known = option_list.some(({ id }) => id === selected_id);
    const chosen = known ? selected_id : option_list[0]?.id;
    const options = option_list.map(({ id, text }) => ({ id, text, ticked: id === chosen }));
    return { key: question_key, many: false, disabled: disable ?? false, options };
  });
}

function selectionsOf(card: Card) {
  if (card.card_type === "multiple_interaction") return card.select_list;
  if (card.card_type === "button_interaction" && card.button_selection) return [card.button_selection];
  return [];
}

/** Everything that can be tapped, in the order in which it stands on the card. */
export function tapsOf(card: Card): { label: string; tap: Tap }[] {
  const options = questionsOf(card)
    .filter(({ disabled }) => !disabled)
    .flatMap(({ key, many, options }) =>
      options.map(({ id, text }) => ({
        label: text,
        tap: { kind: "option" as const, question: key, id, many },
      })),
    );
  return [...jumps(card), ...options, ...buttons(card)];
}

function jumps(card: Card): { label: string; tap: Tap }[] {
  const list = "jump_list" in card ? (card.jump_list ?? []) : [];
  return list.flatMap(({ type, title, url, appid, question }): { label: string; tap: Tap }[] => {
    if (type === 3) return [{ label: title, tap: { kind: "question", text: question ?? "" } }];
    const address = url ?? appid;
    return type && address ? [{ label: title, tap: { kind: "link", address } }] : [];
  });
}

function buttons(card: Card): { label: string; tap: Tap }[] {
  const menu = "action_menu" in card ? (card.action_menu?.action_list ?? []) : [];
  const list = card.card_type === "button_interaction" ? card.button_list : [];
  const submit = "submit_button" in card ? [card.submit_button] : [];
  return [...list, ...submit, ...menu].map(({ text, key }) => ({
    label: text,
    tap: { kind: "button", key },
  }));
}

export function seeCard(card: Card): Seen {
  return { text: linesOf(card).join("\n"), choices: tapsOf(card).map(({ label }) => label) };
}

function linesOf(card: Card): string[] {
  const lines: (string | undefined)[] = [card.source?.desc, card.main_title?.title, card.main_title?.desc];
  if (card.card_type === "text_notice") lines.push(card.emphasis_content?.title, card.emphasis_content?.desc);
  if (card.card_type === "news_notice") {
    lines.push(card.image_text_area?.title, card.image_text_area?.desc);
    for (const { title, desc } of card.vertical_content_list ?? []) lines.push(title, desc);
  }
  if ("quote_area" in card) lines.push(card.quote_area?.title, card.quote_area?.quote_text);
  if ("sub_title_text" in card) lines.push(card.sub_title_text);
  if ("horizontal_content_list" in card) {
    for (const { keyname, value } of card.horizontal_content_list ?? [])
      lines.push(value === undefined ? keyname : `${keyname} ${value}`);
  }
  if ("jump_list" in card)
    lines.push(...(card.jump_list ?? []).filter(({ type }) => !type).map(({ title }) => title));
  lines.push(...selectionsOf(card).map(({ title }) => title));
  return lines.filter((line) => line !== undefined);
}
