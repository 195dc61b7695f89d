import { describe, expect, it } from "vitest";
import type { Seen } from "../emulators/seen.ts";
import { createPhone } from "./phone.ts";

const LIST: Seen = { text: "您属于哪几种？", choices: ["新拿到证书", "全职上班", "都没有", "选好了"] };

function phoneWith(seen: Seen[]) {
  const done: unknown[] = [];
  const note =
    (name: string) =>
    async (...given: unknown[]) =>
      done.push([name, ...given]);
  const hand = {
    arrives: note("arrives"),
    says: note("says"),
    taps: note("taps"),
    ticks: note("ticks"),
    shows: async () => {
      throw new Error("a voice cannot be sent here");
    },
    gives: note("gives"),
    seesNew: () => [],
    sees: () => seen,
  };
  const phone = createPhone(hand);
  const taps = (text: string) => phone.act({ act: "taps", text, at: 0 });
  return { phone, taps, done };
}

describe("a phone of the demo", () => {
  it("ticks several in a list, unticks one, and confirms them together", async () => {
    const { phone, taps, done } = phoneWith([LIST]);
    for (const label of ["新拿到证书", "都没有", "全职上班", "都没有"]) await taps(label);
    expect(done).toEqual([]);
    expect(phone.lines()).toEqual([{ from: "bot", seen: LIST, at: 0, ticked: ["新拿到证书", "全职上班"] }]);
    expect(await taps("选好了")).toBeNull();
    expect(done).toEqual([["ticks", ["新拿到证书", "全职上班"], "选好了"]]);
    expect(phone.lines().at(-1)).toEqual({ from: "me", text: "新拿到证书、全职上班" });
  });

  it("presses what is no list, as Telegram's ticks are", async () => {
    const { taps, done } = phoneWith([{ text: "", choices: ["☐ 新拿到证书", "选好了"] }]);
    await taps("☐ 新拿到证书");
    await taps("选好了");
    expect(done).toEqual([
      ["taps", "☐ 新拿到证书"],
      ["taps", "选好了"],
    ]);
  });

  it("says why something cannot be done, and shows it as not done", async () => {
    const { phone } = phoneWith([]);
    expect(await phone.act({ act: "voice", text: "", at: -1 })).toBe("a voice cannot be sent here");
    expect(phone.lines()).toEqual([]);
  });
});
