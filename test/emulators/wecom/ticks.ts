/** What can be tapped or ticked on a card, and what its submit button reports. */

import { fail } from "./callbacks.ts";
import type { MultipleCard, VoteCard } from "./cards.ts";
import type { AppMessage } from "./messages.ts";
import type { XmlFields } from "./xml.ts";

export type CardMessage = AppMessage & { kind: "card" };

/** What stands chosen under one question of a card. */
export interface Selected {
  question: string;
  options: string[];
}

export const selectedXml = ({ question, options }: Selected): XmlFields => ({
  QuestionKey: question,
  OptionIds: { OptionId: options },
});

export function labelsOf({ card }: CardMessage): string[] {
  switch (card.card_type) {
    case "text_notice":
      return [];
    case "button_interaction":
      return card.button_list.map(({ text }) => text);
    case "vote_interaction":
      return [...card.checkbox.option_list.map(({ text }) => text), card.submit_button.text];
    case "multiple_interaction":
      return [
        ...card.select_list.flatMap((list) => list.option_list.map(({ text }) => text)),
        card.submit_button.text,
      ];
  }
}

type Newest = <Found extends AppMessage>(is: (body: AppMessage) => body is Found) => Found | null;

export const newestToTick = (newest: Newest): CardMessage =>
  newest(
    (shown): shown is CardMessage =>
      shown.kind === "card" && shown.replaced === null && "submit_button" in shown.card,
  ) ?? fail("no card is to be ticked");

/** What a submitted card reports; null leaves everything as the card set it beforehand. */
export function ticked(card: VoteCard | MultipleCard, labels: readonly string[] | null): Selected[] {
  const known = card.card_type === "vote_interaction" ? [card.checkbox] : card.select_list;
  const texts = known.flatMap(({ option_list }) => option_list.map(({ text }) => text));
  const strange = labels?.find((label) => !texts.includes(label));
  if (strange !== undefined) return fail(`${strange} is not on the card`);
  if (card.card_type === "multiple_interaction")
    return card.select_list.map((list) => chosen(list, labels ?? []));
  const { question_key, option_list, mode } = card.checkbox;
  const picked = option_list.filter(({ text, is_checked }) =>
    labels ? labels.includes(text) : is_checked === true,
  );
  if (mode !== 1 && picked.length > 1) return fail("only one may be ticked on this card");
  return [{ question: question_key, options: picked.map(({ id }) => id) }];
}

/** A list always has something chosen: the first where nothing else is. */
function chosen(list: MultipleCard["select_list"][number], labels: readonly string[]): Selected {
  const { option_list, selected_id, question_key } = list;
  const option =
    option_list.find(({ text }) => labels.includes(text)) ??
    option_list.find(({ id }) => id === selected_id) ??
    option_list[0];
  return { question: question_key, options: option ? [option.id] : [] };
}
