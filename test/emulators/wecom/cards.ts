/** Template cards: which fields each kind takes, and what a person sees of one. */

import { z } from "zod";
import type { Seen } from "../seen.ts";
import * as field from "./card-fields.ts";
import { refuse } from "./refusal.ts";

const taskId = z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/, "is not 1 to 128 of 0-9 A-Z a-z _ - @");

/** Needed where a press is reported; an update may leave it out and the card keeps its own. */
const common = { source: field.source.optional(), task_id: taskId.optional() };
/** Only an update says these: the greyed button's words. */
const updated = { replace_text: field.signs(10).optional() };

const texts = {
  main_title: field.mainTitle.optional(),
  sub_title_text: field.signs(160).optional(),
  quote_area: field.quoteArea.optional(),
  horizontal_content_list: field.horizontals.optional(),
  action_menu: field.actionMenu.optional(),
};
const hasWords = (card: {
  main_title?: { title?: string | undefined } | undefined;
  sub_title_text?: string | undefined;
}) => card.main_title?.title !== undefined || card.sub_title_text !== undefined;
const NO_WORDS = "main_title.title and sub_title_text are both missing";

const notice = z
  .strictObject({
    card_type: z.literal("text_notice"),
    ...common,
    ...texts,
    emphasis_content: field.emphasis.optional(),
    jump_list: field.jumps.optional(),
    card_action: field.cardAction.refine(({ type }) => type !== 0, "type is 0 in a text_notice"),
  })
  .refine(hasWords, NO_WORDS);

const buttonCard = z
  .strictObject({
    card_type: z.literal("button_interaction"),
    ...common,
    ...texts,
    ...updated,
    card_action: field.cardAction.optional(),
    button_selection: field.selection.optional(),
    button_list: field.buttons,
  })
  .refine(hasWords, NO_WORDS);

const voteCard = z.strictObject({
  card_type: z.literal("vote_interaction"),
  ...common,
  ...updated,
  main_title: field.fullTitle,
  checkbox: field.checkbox,
  submit_button: field.submitButton,
});

const multipleCard = z.strictObject({
  card_type: z.literal("multiple_interaction"),
  ...common,
  ...updated,
  main_title: field.fullTitle,
  select_list: field.selects,
  submit_button: field.submitButton,
});

/** news_notice is not modelled, and so refused. */
const cardSchema = z.discriminatedUnion("card_type", [notice, buttonCard, voteCard, multipleCard]);

export type Card = z.infer<typeof cardSchema>;
export type ButtonCard = z.infer<typeof buttonCard>;
export type VoteCard = z.infer<typeof voteCard>;
export type MultipleCard = z.infer<typeof multipleCard>;

/** A card on somebody's phone; `replaced` is the grey word that stands in place of its buttons. */
export interface ShownCard {
  card: Card;
  replaced: string | null;
  /** What a press reports and an update names. */
  taskId: string;
}

/** Whether a press on it is reported, and so whether sending it gives a `response_code`. */
export const isReported = (card: Card): boolean =>
  card.card_type !== "text_notice" || card.action_menu !== undefined;

/** Refuses a card as the vendor would; a field that it does not know is refused too. */
export function readCard(value: unknown, purpose: "send" | "update"): Card {
  const read = cardSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = ["Template_Card", ...(issue?.path ?? [])].join(".");
    return refuse(issue?.path[0] === "task_id" ? 42014 : 40058, `${path} ${issue?.message ?? ""}`);
  }
  if (purpose === "send") refuseForSending(read.data);
  return read.data;
}

function refuseForSending(card: Card): void {
  if (isReported(card) && card.task_id === undefined) refuse(42014, "Template_Card.task_id is missing");
  if ("replace_text" in card) refuse(40058, "Template_Card.replace_text is for updates");
  if (JSON.stringify(card).includes('"disable":')) refuse(40058, "Template_Card disable is for updates");
}

const buttonLabels = (card: Card): string[] => {
  switch (card.card_type) {
    case "text_notice":
      return (card.jump_list ?? []).map(({ title }) => title);
    case "button_interaction":
      return card.button_list.map(({ text }) => text);
    case "vote_interaction":
      return [...card.checkbox.option_list.map(({ text }) => text), card.submit_button.text];
    case "multiple_interaction":
      return [
        ...card.select_list.flatMap(({ option_list }) => option_list.map(({ text }) => text)),
        card.submit_button.text,
      ];
  }
};

/** The words of a card from top to bottom. Cards know no markup: all is shown as it is written. */
function wordsOf(card: Card): (string | undefined)[] {
  const top = [card.source?.desc, card.main_title?.title, card.main_title?.desc];
  if (card.card_type === "vote_interaction") return top;
  if (card.card_type === "multiple_interaction")
    return [...top, ...card.select_list.map(({ title }) => title)];
  const emphasis = card.card_type === "text_notice" ? card.emphasis_content : undefined;
  const selection = card.card_type === "button_interaction" ? card.button_selection?.title : undefined;
  return [
    ...top,
    emphasis?.title,
    emphasis?.desc,
    card.quote_area?.title,
    card.quote_area?.quote_text,
    card.sub_title_text,
    ...(card.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname} ${value ?? ""}`.trim()),
    selection,
  ];
}

export function seenCard({ card, replaced }: ShownCard): Seen {
  const words = [...wordsOf(card), replaced ?? undefined].filter((line) => line !== undefined);
  return { text: words.join("\n"), choices: replaced === null ? buttonLabels(card) : [] };
}
