/** A turn's messages in the shape that WeCom's app carries. */
import { choicesOf } from "../../../handlers/choices.ts";
import type { Link, OutboundMessage } from "../../../handlers/event.ts";
import { withoutLinks } from "../../wecom/plain.ts";
import { fitEach, fitTo, type Limits } from "../fit.ts";
import { sizeOf } from "../text.ts";
import { cardOf, fitsOnCard, shapeOf } from "./cards.ts";

const TEXT = { most: 2_048, unit: "bytes" } as const;

export function fitForWecom(messages: readonly OutboundMessage[]): OutboundMessage[] {
  return fitEach(limitsFor, messages.map(withoutLinks).flatMap(linkInText).flatMap(lastPartOnCard));
}

/** A card's words are no links, so the text with its link stands above the card. */
function linkInText(message: OutboundMessage): OutboundMessage[] {
  const { text, link, ...choices } = message;
  return link && choicesOf(message).length > 0
    ? [
        { text, link },
        { text: "", ...choices },
      ]
    : [message];
}

function anchor({ label, url }: Link): string {
  return `<a href="${url.replaceAll('"', "%22")}">${label}</a>`;
}

function withAnchor({ text, link }: OutboundMessage): string {
  return link ? [text, anchor(link)].filter(Boolean).join("\n\n") : text;
}

/** Where a long text has choices, its last paragraph goes with them: that is mostly what is asked. */
function lastPartOnCard(message: OutboundMessage): OutboundMessage[] {
  const at = message.text.lastIndexOf("\n\n");
  const last = { ...message, text: message.text.slice(at + 2) };
  const isToPart = at > 0 && !message.file && shapeOf(message) !== null && !fitsOnCard(message);
  return isToPart && fitsOnCard(last) ? [{ text: message.text.slice(0, at) }, last] : [message];
}

/** A message's choices in words, for a card that the vendor refused. */
export function inWords(message: OutboundMessage): string[] {
  return fitTo({ ...limitsFor(message), taps: () => false }, [message]).map(({ text }) => text);
}

function limitsFor(message: OutboundMessage): Limits {
  const common = { taps: (one: OutboundMessage) => shapeOf(one) !== null, links: () => true, folds: false };
  if (!message.link) return { ...common, text: TEXT, withChoices: fitsOnCard(message) ? TEXT.most : 0 };
  const most = TEXT.most - sizeOf(withAnchor({ text: " ", link: message.link }), TEXT.unit);
  return { ...common, text: { ...TEXT, most }, withChoices: most };
}

/** The part of `message/send` that says what is sent; a file is uploaded first. @param id unique, stable over retries */
export function contentOf(message: OutboundMessage, id: string) {
  const template_card = cardOf(message, id);
  return template_card ? { msgtype: "template_card", template_card } : textContent(withAnchor(message));
}

export function textContent(content: string) {
  return { msgtype: "text", text: { content } };
}
