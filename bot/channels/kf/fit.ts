/** A turn within what 微信客服 carries: at most five messages after each of the person's, and ten choices to tap. */
import { choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { withoutLinks } from "../../wecom/plain.ts";
import { fitTo } from "../fit.ts";
import { sizeOf } from "../text.ts";
import { texts } from "./texts.ts";

/** After each message of the person's, within 48 hours. */
export const SPEAKS = { messages: 5, withinMs: 48 * 3_600_000 };
export const TEXT = { most: 2_048, unit: "bytes" as const };
/** Bytes over a menu, and on one of its choices. */
export const [HEAD_BYTES, LABEL_BYTES] = [1_024, 128];
export const MOST_TAPS = 10;

const bytes = (text: string) => sizeOf(text, "bytes");

export function fit(messages: readonly OutboundMessage[]): OutboundMessage[] {
  const plain = messages.map(withoutLinks);
  const pieces = fitWith(0, plain);
  const all =
    pieces.length > SPEAKS.messages ? withHints(fitWith(bytes(`\n\n${texts.more}`), plain)) : pieces;
  return messages.some(({ handover }) => handover) ? handedOverLast(all) : all;
}

/** @param room bytes left free in each message */
function fitWith(room: number, messages: readonly OutboundMessage[]): OutboundMessage[] {
  const text = { ...TEXT, most: TEXT.most - room };
  return fitTo({ text, withChoices: HEAD_BYTES - room, taps: isTapped, folds: true }, messages);
}

/** Several picks are told by numbers: a menu knows only one. */
export function isTapped(message: OutboundMessage): boolean {
  const choices = choicesOf(message);
  return (
    !message.checklist &&
    choices.length <= MOST_TAPS &&
    choices.every(({ label }) => bytes(label) <= LABEL_BYTES)
  );
}

/** What is beyond the count waits for the person's next word, so they are told to say one. */
function withHints(pieces: readonly OutboundMessage[]): OutboundMessage[] {
  return pieces.map((piece, index) => {
    const isLastThatGoes = (index + 1) % SPEAKS.messages === 0 && index + 1 < pieces.length;
    return isLastThatGoes && !piece.file ? { ...piece, text: `${piece.text}\n\n${texts.more}` } : piece;
  });
}

/** Once a human has taken over nothing more goes out, so it is the turn's last message that hands over. */
function handedOverLast(pieces: readonly OutboundMessage[]): OutboundMessage[] {
  return pieces.map(({ handover: _one, ...piece }, index) =>
    index === pieces.length - 1 ? { ...piece, handover: true } : piece,
  );
}
