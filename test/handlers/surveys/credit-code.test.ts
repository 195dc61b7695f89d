/** 统一社会信用代码: what GB 32100-2015 lets through, and what its check character catches. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCharacter, readCreditCode, whyNoCreditCode } from "../../../handlers/surveys/credit-code.ts";
import { readCell } from "../../../handlers/surveys/read-cell.ts";
import { skills2021 } from "../../support/survey-file.ts";

const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Codes that listed and other large companies publish, with figures and letters at their ends. */
const PUBLISHED = [
  "914403001922038216",
  "9144030071526726XG",
  "91110000802100433B",
  "91330100799655058B",
  "91370200163562681G",
  "91370200264574251E",
  "91440300708461136T",
  "91110108551385082Q",
];

const letters = (count: number) =>
  fc.array(fc.constantFrom(...LETTERS), { minLength: count, maxLength: count }).map((all) => all.join(""));
const figures = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(""));
const valid = fc
  .tuple(letters(2), figures(6), letters(9))
  .map((parts) => parts.join(""))
  .map((first) => first + checkCharacter(first));

describe("a code", () => {
  it.each(PUBLISHED)("%s is one", (code) => expect(readCreditCode(code)).toBe(code));

  it("is read with small letters, blanks and in another width", () => {
    expect(readCreditCode(" 9144 0300 7152 6726 xg ")).toBe("9144030071526726XG");
    expect(readCreditCode("９１４４０３００７１５２６７２６ＸＧ")).toBe("9144030071526726XG");
    expect(readCreditCode("9144030071526726-XG\u200b")).toBe("9144030071526726XG");
  });

  it("made by the rule is one", () => {
    fc.assert(
      fc.property(valid, (code) => {
        expect(readCreditCode(code)).toBe(code);
      }),
    );
  });

  it("with any one character wrong is none: all of them tried on the published codes", () => {
    for (const code of PUBLISHED)
      for (let at = 0; at < 18; at++)
        for (const letter of [..."IOSVZ", ...LETTERS].filter((one) => one !== code[at]))
          expect(readCreditCode(code.slice(0, at) + letter + code.slice(at + 1))).toBeUndefined();
  });

  it("with any two characters exchanged is none, unless they are the same", () => {
    const place = fc.integer({ min: 0, max: 17 });
    fc.assert(
      fc.property(valid, place, place, (code, one, other) => {
        // The first and the last one weigh the same, so the standard lets this pair pass.
        fc.pre(Math.abs(one - other) !== 17);
        const exchanged = [...code];
        [exchanged[one], exchanged[other]] = [exchanged[other] ?? "", exchanged[one] ?? ""];
        const text = exchanged.join("");
        expect(readCreditCode(text)).toBe(text === code ? code : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it("has its check character by the weights of the standard", () => {
    const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    fc.assert(
      fc.property(letters(17), (first) => {
        const sum = WEIGHTS.reduce((sum, weight, at) => sum + weight * LETTERS.indexOf(first[at] ?? ""), 0);
        expect((sum + LETTERS.indexOf(checkCharacter(first))) % 31).toBe(0);
      }),
    );
  });
});

describe("what is no code", () => {
  it.each([
    ["370303600123456", "old_number"],
    ["3703 0360 0123 456", "old_number"],
    ["914403001922038217", "check"],
    ["9144030019220382I6", "check"],
    ["91440300192203821", "length"],
    ["9144030019220382166", "length"],
    ["", "length"],
    ["没有", "length"],
  ])("%s: %s", (text, why) => {
    expect(readCreditCode(text)).toBeUndefined();
    expect(whyNoCreditCode(text)).toBe(why);
  });

  it("is refused with where the right one is found", () => {
    const says = (raw: string) => JSON.stringify(readCell(skills2021, "credit_code", raw, "2026-11-20"));
    expect(says("370303600123456")).toMatch(/老注册号.*18位.*国家企业信用信息公示系统/);
    expect(says("914403001922038217")).toContain("可能抄错了一位");
  });
});
