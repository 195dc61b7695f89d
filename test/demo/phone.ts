/** One person's phone in the demo: what they did, between what came. */
import type { Seen } from "../emulators/seen.ts";
import type { Hand } from "../support/hands.ts";

export type Line = { from: "me"; text: string } | { from: "bot"; seen: Seen };

export interface Phone {
  lines: () => Line[];
  /** Says why it could not be done; null where it was. */
  act: (kind: string, text: string) => Promise<string | null>;
}

export function createPhone(hand: Hand): Phone {
  const mine: { text: string; after: number }[] = [];
  const acts: Record<string, (text: string) => Promise<unknown>> = {
    arrives: () => hand.arrives(),
    says: (text) => hand.says(text),
    // What is to be ticked is ticked and confirmed in one.
    taps: (label) => hand.taps(label).catch(() => hand.ticks?.([label], "选好了")),
    voice: () => hand.shows("voice", {}),
    place: () =>
      hand.shows("location", { latitude: 36.81, longitude: 118.05, address: "山东省淄博市张店区" }),
  };
  const words: Record<string, string> = { arrives: "（打开对话）", voice: "（语音）", place: "（位置）" };
  return {
    lines: () => {
      const seen = hand.sees();
      const said = (at: number) => mine.filter(({ after }) => after === at);
      return Array.from({ length: seen.length + 1 }, (_, at) => at).flatMap((at): Line[] => [
        ...said(at).map(({ text }) => ({ from: "me" as const, text })),
        ...seen.slice(at, at + 1).map((one) => ({ from: "bot" as const, seen: one })),
      ]);
    },
    act: async (kind, text) => {
      mine.push({ text: words[kind] ?? text.replaceAll("\n", "、"), after: hand.sees().length });
      try {
        await acts[kind]?.(text);
        return null;
      } catch (error) {
        mine.pop();
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}
