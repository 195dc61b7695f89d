/** A turn's messages in the shape that WeCom's app carries. */
import type { OutboundMessage } from "../../../handlers/event.ts";
import { fitTo, type Limits } from "../fit.ts";
import { cardOf, fitsOnCard, shapeOf } from "./cards.ts";

const TEXT = { most: 2_048, unit: "bytes" } as const;

export function fitForWecom(messages: readonly OutboundMessage[]): OutboundMessage[] {
  return messages
    .map(withoutMarkup)
    .flatMap(lastPartOnCard)
    .flatMap((message) => fitTo(limitsFor(message), [message]));
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
  const withChoices = fitsOnCard(message) ? TEXT.most : 0;
  return { text: TEXT, withChoices, taps: (one) => shapeOf(one) !== null, folds: false };
}

/** WeCom shows `<a href>` as a link, whoever typed it. Before the cutting, since the other sign takes more bytes. */
function withoutMarkup(message: OutboundMessage): OutboundMessage {
  const { text, buttons, checklist } = message;
  return {
    ...message,
    text: harmless(text),
    ...(buttons ? { buttons: buttons.map(labelled) } : {}),
    ...(checklist ? { checklist: { ...checklist, options: checklist.options.map(labelled) } } : {}),
  };
}

const harmless = (text: string): string => text.replaceAll("<", "＜");
const labelled = <Labelled extends { label: string }>(one: Labelled): Labelled => ({
  ...one,
  label: harmless(one.label),
});

/** The part of `message/send` that says what is sent; a file is uploaded first. @param id unique, stable over retries */
export function contentOf(message: OutboundMessage, id: string) {
  const template_card = cardOf(message, id);
  return template_card ? { msgtype: "template_card", template_card } : textContent(message.text);
}

export function textContent(content: string) {
  return { msgtype: "text", text: { content } };
}
