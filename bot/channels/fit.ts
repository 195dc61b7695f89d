/**
 * A turn's messages as a channel can carry them: folded, cut, and with choices written out as a numbered list
 * where there are not buttons enough. The numbers are those by which `pickedBy` reads "2".
 */
import { type Choice, choicesOf, numberIn, offeredBy } from "../../handlers/choices.ts";
import type { OutboundMessage } from "../../handlers/event.ts";
import { sizeOf, splitText, type TextUnit } from "./text.ts";

export interface Limits {
  text: { most: number; unit: TextUnit };
  /** The longest text that goes in one message with choices, in the same unit. */
  withChoices: number;
  /** Whether the channel shows these choices as something to tap; else they are written out. */
  taps: (message: OutboundMessage) => boolean;
  /** One turn becomes as few messages as it can. */
  folds: boolean;
}

type Offered = ReturnType<typeof offeredBy>;

const texts = {
  pick: "请选一个：",
  byNumber: "回复数字就行：",
  byNumbers: "回复数字就行，可以选几个（比如“1、2”）：",
  byWords: (labels: readonly string[]) => `也可以回复：${labels.join("、")}`,
};

export function fitTo(limits: Limits, messages: readonly OutboundMessage[]): OutboundMessage[] {
  return fitEach(() => limits, limits.folds ? fold(limits, messages) : messages);
}

/** Where the limits depend on the message; nothing is folded. */
export function fitEach(
  limitsOf: (message: OutboundMessage) => Limits,
  messages: readonly OutboundMessage[],
): OutboundMessage[] {
  const offered = offeredBy(messages);
  return messages.flatMap((message) => {
    const limits = limitsOf(message);
    return cut(limits, limits.taps(message) ? message : writeOut(message, offered));
  });
}

/** Neighbours become one message, unless one brings a file or together they have too many choices to tap. */
function fold(limits: Limits, messages: readonly OutboundMessage[]): OutboundMessage[] {
  const taps = (message: OutboundMessage) => choicesOf(message).length === 0 || limits.taps(message);
  const folded: OutboundMessage[] = [];
  for (const message of messages) {
    const before = folded.at(-1);
    const joined = before && !before.file && !message.file && !before.checklist && join(before, message);
    if (joined && (taps(joined) || !taps(before) || !taps(message))) folded[folded.length - 1] = joined;
    else folded.push(message);
  }
  return folded;
}

/** The later message's choices come first, as `offeredBy` counts them. */
function join(before: OutboundMessage, after: OutboundMessage): OutboundMessage {
  const { buttons: more = [], typed, ...rest } = after;
  const labels = new Set(choicesOf(after).map(({ label }) => label));
  const buttons = [...more, ...(before.buttons ?? []).filter(({ label }) => !labels.has(label))];
  const leading = choicesOf(after).length ? typed : before.typed;
  return {
    ...rest,
    text: [before.text, after.text].filter(Boolean).join("\n\n"),
    ...(buttons.length ? { buttons } : {}),
    ...(leading ? { typed: leading } : {}),
  };
}

/** Whoever sends such a message sees that the choices stand in its text. */
function writeOut(message: OutboundMessage, offered: Offered): OutboundMessage {
  const choices = choicesOf(message);
  if (choices.length === 0) return message;
  return { ...message, text: `${message.text}\n\n${listOf(message, choices, offered)}` };
}

/** Numbered through the whole turn, in the order in which a number is understood. */
function listOf({ checklist }: OutboundMessage, choices: readonly Choice[], offered: Offered): string {
  // Where a number is an answer of its own, numbers cannot pick.
  if (!offered?.numbered) return texts.byWords(choices.map(({ label }) => label));
  const lines = choices.map((choice) => `${numberIn(offered, choice)}. ${choice.label}`);
  return [checklist ? texts.byNumbers : texts.byNumber, ...lines].join("\n");
}

/** The choices stay with the last piece; a file goes with the first message that can bear it: its own. */
function cut({ text, withChoices, taps }: Limits, message: OutboundMessage): OutboundMessage[] {
  const { text: whole, file, ...choices } = message;
  const tapped = choicesOf(message).length > 0 && taps(message);
  const pieces = splitText(whole, text);
  const last = pieces.pop() ?? "";
  const files = file ? [{ text: "", file }] : [];
  const before = pieces.map((piece) => ({ text: piece }));
  if (file && !last && choicesOf(message).length === 0) return files;
  if (!tapped || sizeOf(last, text.unit) <= withChoices)
    return [...before, { text: last, ...choices }, ...files];
  return [...before, { text: last }, { text: texts.pick, ...choices }, ...files];
}
