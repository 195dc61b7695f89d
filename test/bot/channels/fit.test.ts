import { describe, expect, it } from "vitest";
import { fitTo, type Limits } from "../../../bot/channels/fit.ts";
import { choicesOf, offeredBy } from "../../../handlers/choices.ts";

const limits: Limits = {
  text: { most: 60, unit: "utf16" },
  withChoices: 20,
  taps: (message) => choicesOf(message).length <= 3,
  folds: true,
};
const buttons = (...labels: string[]) => labels.map((label) => ({ id: `do:${label}`, label }));

describe("a turn's messages as a channel carries them", () => {
  it("folds them into one, the last one's choices first, as they are counted", () => {
    const messages = [
      { text: "一", buttons: buttons("菜单", "人工") },
      { text: "二", buttons: buttons("继续", "菜单") },
    ];
    const [folded, ...more] = fitTo(limits, messages);
    expect(more).toEqual([]);
    expect(folded?.text).toBe("一\n\n二");
    expect(choicesOf(folded ?? { text: "" })).toEqual(offeredBy(messages)?.choices);
  });

  it("leaves them apart where a file or a list to tick comes in between", () => {
    const checklist = {
      question: "q",
      options: [{ value: "a", label: "甲" }],
      confirm: "选好了",
      none: "都没有",
    };
    const file = { name: "a.txt", type: "text/plain", text: "a" };
    const fitted = fitTo(limits, [
      { text: "一", checklist },
      { text: "二" },
      { text: "三", file },
      { text: "四" },
    ]);
    expect(fitted.map(({ text, file: one }) => one?.name ?? text)).toEqual(["一", "二", "三", "a.txt", "四"]);
  });

  it("writes choices out where they cannot be tapped, by the numbers that pick them", () => {
    const [message] = fitTo(limits, [{ text: "哪个？", buttons: buttons("甲", "乙", "丙", "丁") }]);
    expect(message?.text).toBe("哪个？\n\n回复数字就行：\n1. 甲\n2. 乙\n3. 丙\n4. 丁");
    expect(message?.buttons).toHaveLength(4);
  });

  const link = { label: "打开表格", url: `https://jinengtong.test/survey/${"k".repeat(30)}?a=1;b=2` };

  it("writes an address out where it cannot be tapped, whole and on a line of its own", () => {
    const fitted = fitTo({ ...limits, text: { most: 70, unit: "utf16" } }, [
      { text: `${"长".repeat(28)}。`, link, buttons: buttons("好", "不") },
    ]);
    expect(fitted.flatMap(({ text }) => text.split("\n"))).toContain(link.url);
    expect(fitted.at(-1)?.buttons).toHaveLength(2);
    expect(fitted.some((one) => one.link)).toBe(false);
  });

  it("keeps what can be tapped with the last piece, and two of them apart", () => {
    const withLinks = { ...limits, links: () => true };
    const long = fitTo(withLinks, [{ text: `${"长".repeat(59)}。短。`, link }]);
    expect(long.map((one) => one.link)).toEqual([undefined, link]);
    const tight = fitTo(withLinks, [{ text: "长".repeat(30), link }]);
    expect(tight).toEqual([{ text: "长".repeat(30) }, { text: "点下面打开：", link }]);
    expect(fitTo(withLinks, [{ text: "一", link }, { text: "二" }])).toEqual([{ text: "一\n\n二", link }]);
    expect(
      fitTo(withLinks, [
        { text: "一", link },
        { text: "二", link },
      ]),
    ).toHaveLength(2);
    const file = { name: "a.txt", type: "text/plain", text: "a" };
    expect(fitTo(withLinks, [{ text: "", link, file }])).toEqual([
      { text: "点下面打开：", link },
      { text: "", file },
    ]);
  });

  it("numbers nothing where a number is waited for", () => {
    const [message] = fitTo(limits, [
      { text: "几年？", buttons: buttons("甲", "乙", "丙", "丁"), typed: true },
    ]);
    expect(message?.text).toBe("几年？\n\n也可以回复：甲、乙、丙、丁");
  });

  it("keeps the choices with the last piece, or below it where they do not fit together", () => {
    const fitted = fitTo(limits, [{ text: `${"长".repeat(59)}。短。`, buttons: buttons("好") }]);
    expect(fitted.map(({ text, buttons: some }) => [text.length, some?.length])).toEqual([
      [60, undefined],
      [2, 1],
    ]);
    const apart = fitTo(limits, [{ text: "长".repeat(30), buttons: buttons("好") }]);
    expect(apart.map(({ text }) => text.slice(0, 5))).toEqual(["长长长长长", "请选一个："]);
    expect(apart[1]?.buttons).toHaveLength(1);
  });
});
