import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, splitText, type TextUnit } from "../../../bot/channels/text.ts";

const letters = new Intl.Segmenter("zh", { granularity: "grapheme" });
const bare = (text: string) => text.replaceAll(/\s+/g, "");

describe("cutting a long text", () => {
  it("leaves a short one as it is", () => {
    expect(splitText("您好。", { most: 9, unit: "bytes" })).toEqual(["您好。"]);
    expect(splitText("", { most: 9, unit: "bytes" })).toEqual([]);
  });

  it("cuts after a sentence, and after a line before that", () => {
    const limit = { most: 14, unit: "utf16" as const };
    expect(splitText("您可以领2,500元。材料带身份证。", limit)).toEqual([
      "您可以领2,500元。",
      "材料带身份证。",
    ]);
    expect(splitText("您可以领钱\n材料。带身份证，还有证书。", limit)).toEqual([
      "您可以领钱",
      "材料。带身份证，还有证书。",
    ]);
  });

  it("counts bytes where the channel does", () => {
    expect(splitText("一二三四五六七八九十", { most: 12, unit: "bytes" })).toEqual([
      "一二三四",
      "五六七八",
      "九十",
    ]);
  });

  it("leaves an address whole", () => {
    const pieces = splitText("办事的地方和要带的材料请看这里https://example.org/a/long/path谢谢", {
      most: 36,
      unit: "utf16",
    });
    expect(pieces.some((piece) => piece.includes("https://example.org/a/long/path"))).toBe(true);
  });

  it("never cuts an address that fits into a piece, whatever stands around it", () => {
    const words = fc.string({ unit: fc.constantFrom("好", "。", "\n", " ", "?", ",", "a"), maxLength: 90 });
    const address = "https://jinengtong.test/survey/round?nonce=Ab-9_x;x=1,2&y=3";
    fc.assert(
      fc.property(words, words, fc.integer({ min: 64, max: 120 }), (before, after, most) => {
        const pieces = splitText(`${before}\n${address}\n${after}`, { most, unit: "utf16" });
        expect(pieces.some((piece) => piece.includes(address))).toBe(true);
      }),
    );
  });

  it("never cuts inside a letter, loses nothing, and stays within the limit", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 400 });
    const unit = fc.constantFrom<TextUnit>("utf16", "bytes");
    fc.assert(
      fc.property(text, unit, fc.integer({ min: 64, max: 200 }), (whole, kind, most) => {
        const pieces = splitText(whole, { most, unit: kind });
        expect(bare(pieces.join(""))).toBe(bare(whole));
        for (const piece of pieces) {
          expect(sizeOf(piece, kind)).toBeLessThanOrEqual(most);
          expect(piece.isWellFormed()).toBe(whole.isWellFormed());
        }
        const ends = new Set([...letters.segment(bare(whole))].map(({ index }) => index));
        let at = 0;
        for (const piece of pieces.slice(0, -1)) {
          at += bare(piece).length;
          expect(ends.has(at) || at === bare(whole).length).toBe(true);
        }
      }),
    );
  });

  it("ends even where one letter is longer than a piece", () => {
    const pile = `e${"\u0301".repeat(100)}`;
    expect(splitText(pile, { most: 40, unit: "bytes" }).join("")).toBe(pile);
  });
});
