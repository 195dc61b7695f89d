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

const HINT = `\n\n${texts.more}`;
/** Whichever message turns out to be the last for now has room for the hint. */
const ROOM = bytes(HINT);

export function fit(messages: readonly OutboundMessage[]): OutboundMessage[] {
  const text = { ...TEXT, most: TEXT.most - ROOM };
  const limits = { text, withChoices: HEAD_BYTES - ROOM, taps: isTapped, links: () => true, folds: true };
  const fitted = fitTo(limits, messages.map(withoutLinks));
  return messages.some(({ handover }) => handover) ? handedOverLast(fitted) : fitted;
}

/** What waits goes out after the person's next word, so they are told to say one. */
export function withHint(text: string): string {
  return `${text}${HINT}`.trimStart();
}

/** Several picks are told by numbers: a menu knows only one. */
export function isTapped(message: OutboundMessage): boolean {
  const choices = choicesOf(message);
  return (
    !message.checklist &&
    choices.length + (message.link ? 1 : 0) <= MOST_TAPS &&
    choices.every(({ label }) => bytes(label) <= LABEL_BYTES)
  );
}

/** Once a human has taken over nothing more goes out, so it is the turn's last message that hands over. */
function handedOverLast(pieces: readonly OutboundMessage[]): OutboundMessage[] {
  return pieces.map(({ handover: _one, ...piece }, index) =>
    index === pieces.length - 1 ? { ...piece, handover: true } : piece,
  );
}
