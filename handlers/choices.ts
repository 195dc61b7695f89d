/** What a message offers to pick, in one order for everybody: who numbers a list and who reads "2" agree by this. */
import { normalise, quantities } from "../policy-kb/normalise.ts";
import type { Happening, OutboundMessage } from "./event.ts";

export type Choice =
  | { kind: "button"; id: string; label: string }
  | { kind: "option"; question: string; value: string; label: string }
  /** None of the options. */
  | { kind: "none"; question: string; label: string };

/** Options to tick first, then "none of them", then the buttons. */
export function choicesOf({ checklist, buttons = [] }: OutboundMessage): Choice[] {
  const question = checklist?.question ?? "";
  return [
    ...(checklist?.options ?? []).map((option) => ({ kind: "option" as const, question, ...option })),
    ...(checklist ? [{ kind: "none" as const, question, label: checklist.none }] : []),
    ...buttons.map((button) => ({ kind: "button" as const, ...button })),
  ];
}

/** The choices that a turn leaves a person with: the last message's first, so that its "1" is 1. */
export function offeredBy(
  messages: readonly OutboundMessage[],
): { choices: Choice[]; numbered: boolean } | null {
  const offering = messages.filter((message) => choicesOf(message).length > 0).toReversed();
  const seen = new Set<string>();
  // What stands under two messages counts once; two choices of one list may read the same and be two.
  const choices = offering.flatMap((message) => {
    const more = choicesOf(message).filter(({ label }) => !seen.has(label));
    for (const { label } of more) seen.add(label);
    return more;
  });
  return choices.length ? { choices, numbered: !offering[0]?.typed } : null;
}

/** From 1 on; what stands under a later message too has its number there. */
export function numberIn(offered: { choices: readonly Choice[] }, choice: Choice): number {
  const isSame = (one: Choice) => one.label === choice.label && idOf(one) === idOf(choice);
  const place = offered.choices.findIndex(isSame);
  return (place < 0 ? offered.choices.findIndex(({ label }) => label === choice.label) : place) + 1;
}

function idOf(choice: Choice): string {
  if (choice.kind === "button") return choice.id;
  return choice.kind === "option" ? choice.value : "";
}

/** Whether what is offered answers this question: then what is said is read as its answer first. */
export function isOfferedBy(question: string, { choices }: { choices: readonly Choice[] }): boolean {
  return choices.some((choice) =>
    choice.kind === "button" ? choice.id.startsWith(`answer:${question}:`) : choice.question === question,
  );
}

export function happeningOf(choice: Choice): Happening {
  const { label } = choice;
  switch (choice.kind) {
    case "button":
      return { kind: "pressed", button: choice.id, label };
    case "option":
      return { kind: "chose", question: choice.question, values: [choice.value], label };
    case "none":
      return { kind: "chose", question: choice.question, values: [], label };
  }
}

const ORDINAL =
  /^(?:我?选择?|回复)?\s*第?\s*([0-9]{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:个|项|号|种|条)?[.、。!~]?$/;

/** The place that 2, 第二个 or 选2 names, from 1 on; undefined where the text is nothing of the kind. */
export function ordinalIn(text: string): number | undefined {
  const match = ORDINAL.exec(normalise(text));
  return match ? quantities(match[1] ?? "")[0]?.value : undefined;
}

/** What a person picked by its number or by the words that stand on it. */
export function pickedBy(
  text: string,
  offered: { choices: readonly Choice[]; numbered: boolean } | null,
): Choice | undefined {
  if (!offered) return undefined;
  const plain = normalise(text);
  const named = offered.choices.find(({ label }) => normalise(label) === plain);
  const place = offered.numbered ? ordinalIn(text) : undefined;
  return named ?? (place === undefined ? undefined : offered.choices[place - 1]);
}
