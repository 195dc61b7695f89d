/** What one message of the smart bot can hold. */
import { choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { fitTo, type Limits, linkInWords } from "../fit.ts";
import { fitsOnCard } from "./card.ts";

/** The gateway takes 20480 bytes; what must not become markup may take three and a half times its room. */
const TEXT = { most: 5_600, unit: "bytes" } as const;

export const LIMITS: Limits = {
  text: TEXT,
  withChoices: TEXT.most,
  taps: fitsOnCard,
  links: () => true,
  folds: true,
};

/** A turn becomes one message where it can: its words go out as one stream, and then the card with the choices. */
export function fitTurn(messages: readonly OutboundMessage[]): OutboundMessage[] {
  return fitTo(LIMITS, messages).filter(
    (message) => message.text || message.link || message.file || choicesOf(message).length > 0,
  );
}

/** With the choices and the link in it, for where no card can go. */
export function writtenOut(given: OutboundMessage): string {
  const message = linkInWords(given);
  // What does not fit on a card was written out before.
  if (!fitsOnCard(message)) return message.text;
  const pieces = fitTo({ ...LIMITS, taps: () => false }, [message]);
  return pieces.map(({ text }) => text).join("\n\n");
}
