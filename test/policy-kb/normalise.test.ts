import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise, quantities } from "../../policy-kb/normalise.ts";

describe("numbers in Chinese text", () => {
  it.each([
    ["两千五", 2500],
    ["2.5万", 25_000],
    ["二十万整", 200_000],
    ["五仟", 5000],
    ["十二个人", 12],
    ["一百零五", 105],
    ["三百五", 350],
    ["2,500元", 2500],
    ["一万二", 12_000],
    ["21个新技师", 21],
    ["一亿", 100_000_000],
    ["二十", 20],
    ["十", 10],
  ])("%s is %d", (text, value) => {
    expect(quantities(normalise(text))[0]?.value).toBe(value);
  });

  it("knows what is counted", () => {
    expect(quantities("14名职工，年薪22万元，毕业3年").map(({ unit }) => unit)).toEqual(["名", "元", "年"]);
  });

  it("never throws, whatever the script or length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 3_000 }), (text) => {
        expect(normalise(text).length).toBeLessThanOrEqual(40_000);
        quantities(normalise(text));
      }),
    );
  });
});
