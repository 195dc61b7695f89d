/** One person's phone in the demo: what they did, between what came. */
import type { Seen } from "../emulators/seen.ts";
import type { Hand } from "../support/hands.ts";

export type Line =
  | { from: "me"; text: string }
  /** `at` is its place among what came; `ticked` what is ticked in it and not confirmed yet. */
  | { from: "bot"; seen: Seen; at: number; ticked: readonly string[] };

/** What is done at the phone; `at` is the place of the message in which something is tapped. */
export interface Act {
  act: string;
  text: string;
  at: number;
}

export interface Phone {
  lines: () => Line[];
  /** Says why it could not be done; null where it was. */
  act: (act: Act) => Promise<string | null>;
}

/** As every list to tick labels its button. */
const CONFIRM = "选好了";
/** Telegram has no lists to tick: each tick there is a press of its own. */
const isTicked = ({ choices }: Seen) =>
  choices.includes(CONFIRM) && !choices.some((one) => /^[☐☑]/.test(one));

export function createPhone(hand: Hand): Phone {
  const mine: { text: string; after: number }[] = [];
  const ticked = new Map<number, string[]>();
  const acts: Record<string, (text: string) => Promise<unknown>> = {
    arrives: async () => hand.arrives?.(),
    says: (text) => hand.says(text),
    taps: (label) => hand.taps(label),
    voice: async () => hand.shows("voice", {}),
    place: async () =>
      hand.shows("location", { latitude: 36.81, longitude: 118.05, address: "山东省淄博市张店区" }),
  };
  const words: Record<string, string> = { arrives: "（打开对话）", voice: "（语音）", place: "（位置）" };

  const tick = (at: number, label: string): void => {
    const before = ticked.get(at) ?? [];
    ticked.set(at, before.includes(label) ? before.filter((one) => one !== label) : [...before, label]);
  };
  const done = async (text: string, doing: () => Promise<unknown> | undefined): Promise<string | null> => {
    mine.push({ text: text.replaceAll("\n", "、"), after: hand.sees().length });
    try {
      await doing();
      return null;
    } catch (error) {
      mine.pop();
      return error instanceof Error ? error.message : String(error);
    }
  };
  const confirm = (at: number): Promise<string | null> => {
    const labels = ticked.get(at) ?? [];
    ticked.delete(at);
    return done(labels.join("、") || CONFIRM, () => hand.ticks?.(labels, CONFIRM));
  };

  return {
    lines: () => {
      const seen = hand.sees();
      const said = (at: number) => mine.filter(({ after }) => after === at);
      return Array.from({ length: seen.length + 1 }, (_, at) => at).flatMap((at): Line[] => [
        ...said(at).map(({ text }) => ({ from: "me" as const, text })),
        ...seen
          .slice(at, at + 1)
          .map((one) => ({ from: "bot" as const, seen: one, at, ticked: ticked.get(at) ?? [] })),
      ]);
    },
    act: async ({ act, text, at }) => {
      const pressed = hand.sees()[at];
      if (act === "taps" && hand.ticks && pressed && isTicked(pressed)) {
        if (text === CONFIRM) return confirm(at);
        tick(at, text);
        return null;
      }
      return done(words[act] ?? text, () => acts[act]?.(text));
    },
  };
}
