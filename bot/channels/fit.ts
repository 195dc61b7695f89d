/**
 * A turn's messages as a channel can carry them: folded, cut, and with choices written out as a numbered list
 * where there are not buttons enough. The numbers are those by which `pickedBy` reads "2".
 */
import { type Choice, choicesOf, numberIn, offeredBy } from "../../handlers/choices.ts";
import type { Link, OutboundMessage } from "../../handlers/event.ts";
import { sizeOf, splitText, type TextUnit } from "./text.ts";

export interface Limits {
  text: { most: number; unit: TextUnit };
  /** The longest text that goes in one message with choices or a link, in the same unit. */
  withChoices: number;
  /** Whether the channel shows these choices as something to tap; else they are written out. */
  taps: (message: OutboundMessage) => boolean;
  /** Whether the channel shows this link as something to tap; left out where it shows none: the address is written out. */
  links?: (link: Link) => boolean;
  /** One turn becomes as few messages as it can. */
  folds: boolean;
}

type Offered = ReturnType<typeof offeredBy>;

const texts = {
  pick: "请选一个：",
  open: "点下面打开：",
  address: ({ label, url }: Link) => `${label}：\n${url}`,
  byNumber: "回复数字就行：",
  byNumbers: "回复数字就行，可以选几个（比如“1、2”）：",
  byWords: (labels: readonly string[]) => `也可以回复：${labels.join("、")}`,
};

export function fitTo(limits: Limits, messages: readonly OutboundMessage[]): OutboundMessage[] {
  const linked = messages.map((message) => withLink(limits, message));
  return fitEach(() => limits, limits.folds ? fold(limits, linked) : linked);
}

/** Where the limits depend on the message; nothing is folded. */
export function fitEach(
  limitsOf: (message: OutboundMessage) => Limits,
  messages: readonly OutboundMessage[],
): OutboundMessage[] {
  const offered = offeredBy(messages);
  return messages.flatMap((given) => {
    const limits = limitsOf(given);
    const message = withLink(limits, given);
    return cut(limits, limits.taps(message) ? message : writeOut(message, offered));
  });
}

function withLink({ links }: Limits, message: OutboundMessage): OutboundMessage {
  return message.link && links?.(message.link) ? message : linkInWords(message);
}

/** The address stands on a line of its own, where programs know it for one. */
export function linkInWords({ link, ...message }: OutboundMessage): OutboundMessage {
  if (!link) return message;
  return { ...message, text: [message.text, texts.address(link)].filter(Boolean).join("\n\n") };
}

/** Neighbours become one, unless one brings a file, both a link, or together they have too many choices to tap. */
function fold(limits: Limits, messages: readonly OutboundMessage[]): OutboundMessage[] {
  const taps = (message: OutboundMessage) => choicesOf(message).length === 0 || limits.taps(message);
  const folded: OutboundMessage[] = [];
  for (const message of messages) {
    const before = folded.at(-1);
    const joined = before && isToJoin(before, message) && join(before, message);
    if (joined && (taps(joined) || !taps(before) || !taps(message))) folded[folded.length - 1] = joined;
    else folded.push(message);
  }
  return folded;
}

function isToJoin(before: OutboundMessage, after: OutboundMessage): boolean {
  return !before.file && !after.file && !before.checklist && !(before.link && after.link);
}

/** The later message's choices come first, as `offeredBy` counts them. */
function join(before: OutboundMessage, after: OutboundMessage): OutboundMessage {
  const { buttons: more = [], typed, ...rest } = after;
  const labels = new Set(choicesOf(after).map(({ label }) => label));
  const buttons = [...more, ...(before.buttons ?? []).filter(({ label }) => !labels.has(label))];
  const leading = choicesOf(after).length ? typed : before.typed;
  return {
    ...(before.link ? { link: before.link } : {}),
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

/** The choices and the link stay with the last piece; a file goes with the first message that can bear it: its own. */
function cut({ text, withChoices, taps }: Limits, message: OutboundMessage): OutboundMessage[] {
  const { text: whole, file, ...choices } = message;
  const hasChoices = choicesOf(message).length > 0;
  const tapped = message.link !== undefined || (hasChoices && taps(message));
  const pieces = splitText(whole, text);
  const last = pieces.pop() ?? "";
  const files = file ? [{ text: "", file }] : [];
  const before = pieces.map((piece) => ({ text: piece }));
  if (file && !last && !hasChoices && !message.link) return files;
  const lead = hasChoices ? texts.pick : texts.open;
  if (!tapped || sizeOf(last, text.unit) <= withChoices)
    return [...before, { text: last || (message.link ? lead : ""), ...choices }, ...files];
  return [...before, { text: last }, { text: lead, ...choices }, ...files];
}
