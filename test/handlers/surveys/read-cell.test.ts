/** What was written in one cell, as its value; or why it is none. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CellValue, fieldOf } from "../../../handlers/surveys/cells.ts";
import { readCell } from "../../../handlers/surveys/read-cell.ts";
import { skills2021, trainingNeeds } from "../../support/survey-file.ts";

const TODAY = "2026-11-20";
const read = (cell: string, raw: CellValue) => readCell(skills2021, cell, raw, TODAY);
/** The value, or the words of the refusal. */
const readOf = (cell: string, raw: CellValue) => {
  const reading = read(cell, raw);
  return reading.ok ? reading.value : reading.says;
};

const NO_FIGURE = "职工总数请写一个准确的数。";
const NOT_WHOLE = "职工总数请写整数。";

describe("a number of people", () => {
  it.each<[CellValue, number]>([
    ["12", 12],
    [" 12 ", 12],
    [12, 12],
    ["１２", 12],
    ["十二", 12],
    ["一百零五", 105],
    ["两百五", 250],
    ["1,234", 1234],
    ["1，234", 1234],
    ["2.5万", 25_000],
    ["12人", 12],
    ["12 人", 12],
    ["12.0", 12],
    ["12人左右", 12],
    ["约20万人", 200_000],
    ["共320名", 320],
    ["职工320人", 320],
    ["员工：320", 320],
    ["12\u200b", 12],
  ])("%j is %d", (raw, value) => expect(readOf("employees", raw)).toBe(value));

  it.each<[CellValue, string]>([
    ["1e3", NO_FIGURE],
    ["0x10", NO_FIGURE],
    ["-5", NO_FIGURE],
    ["−5", NO_FIGURE],
    ["负5", NO_FIGURE],
    ["负五", NO_FIGURE],
    ["l2", NO_FIGURE],
    ["1o", NO_FIGURE],
    ["几十人", NO_FIGURE],
    ["十几", NO_FIGURE],
    ["100多人", NO_FIGURE],
    ["100来人", NO_FIGURE],
    ["不到100", NO_FIGURE],
    ["超过100", NO_FIGURE],
    ["100以上", NO_FIGURE],
    ["5-6", NO_FIGURE],
    ["12,34", NO_FIGURE],
    ["1/2", NO_FIGURE],
    ["50%", NO_FIGURE],
    ["很多", NO_FIGURE],
    ["NaN", NO_FIGURE],
    ["Infinity", NO_FIGURE],
    ["=1+1", NO_FIGURE],
    ["女职工12", NO_FIGURE],
    [Number.NaN, NO_FIGURE],
    [Number.POSITIVE_INFINITY, NO_FIGURE],
    [true, NO_FIGURE],
    ["2.5", NOT_WHOLE],
    [2.5, NOT_WHOLE],
    [0, "职工总数不能少于1。"],
    [-5, "职工总数不能少于1。"],
    ["0", "职工总数不能少于1。"],
    ["100.0001万", "职工总数不能多于1,000,000。"],
    ["999999999999999999999999", "职工总数不能多于1,000,000。"],
    [`9${"9".repeat(400)}`, NO_FIGURE],
  ])("%j is refused", (raw, says) => expect(readOf("employees", raw)).toBe(says));

  it.each(["0", "零", "〇", "无", "没有"])("%j of a level is nobody", (raw) =>
    expect(readOf("headcount/junior", raw)).toBe(0),
  );

  it("of a level may be written with the level's own name", () => {
    expect(readOf("headcount/senior", "高工5人")).toBe(5);
    expect(readOf("headcount/total", "合计 27")).toBe(27);
  });
});

describe("money", () => {
  it.each<[CellValue, number]>([
    ["6500", 6500],
    ["6500元", 6500],
    ["6,500.50元/月", 6500.5],
    ["¥6500", 6500],
    ["每月", Number.NaN],
    ["六千五", 6500],
    ["1.2万", 12_000],
    [6533.333333333, 6533.33],
    ["0.005", 0.01],
  ])("%j is %d", (raw, value) =>
    expect(readOf("wage", raw)).toBe(Number.isNaN(value) ? "人均月工资请写一个准确的数。" : value),
  );

  it("has an end, since it is kept to the cent", () => {
    expect(readOf("training_used", "1万亿")).toBe("用于职工培训经费请写一个准确的数。");
    expect(readOf("training_used", 1e12)).toBe(1e12);
    expect(readOf("training_used", 1e12 + 1)).toBe("用于职工培训经费不能多于1,000,000,000,000。");
  });

  it("is never a negative nothing", () => expect(Object.is(readOf("training_used", -0), 0)).toBe(true));
});

describe("words", () => {
  it("lose what nobody sees", () =>
    expect(readOf("name", "  甲\u200b公司\n\t（淄博）\u0000有限\u202e公司 ")).toBe(
      "甲公司 （淄博） 有限公司",
    ));
  it("that show nothing are none", () => expect(readOf("name", "\u200b\u0007")).toBeNull());
  it("are counted as people count: an emoji is one", () => {
    expect(readOf("manager", "👷".repeat(20))).toBe("👷".repeat(20));
    expect(readOf("manager", "👷".repeat(21))).toBe("负责人最多写20个字。");
  });
  it("hold no half of a character", () => expect(readOf("name", "甲\ud83d")).toBe("甲\ufffd"));
  it("may be figures", () => expect(readOf("name", 1919)).toBe("1919"));
  it.each(["", "   ", "/", "—", "——", "-", "／", "\\"])("%j leaves the cell empty", (raw) => {
    expect(readOf("name", raw)).toBeNull();
    expect(readOf("education/senior/college", raw)).toBeNull();
    expect(readOf("manager_phone", raw)).toBeNull();
  });
});

describe("a choice", () => {
  it.each([
    ["state", "state"],
    ["国有企业", "state"],
    [" 國有企業 ", "state"],
    ["民企", "private"],
    ["个体户", "household"],
  ])("%j is %s", (raw, id) => expect(readOf("type", raw)).toBe(id));
  it("is told by its words in any width and case", () => expect(readOf("field", "ｉｔ")).toBe("it"));
  it("of several is one of them, not two", () => {
    const says = "请从这几个里选一个：大型、中型、小型。";
    for (const raw of ["国有", "大/中", "大中", "constructor", "2"]) expect(readOf("size", raw)).toBe(says);
  });
});

describe("a day", () => {
  it.each([
    ["2026-11-20", "2026-11-20"],
    ["2026/1/5", "2026-01-05"],
    ["2026.01.05", "2026-01-05"],
    ["20260105", "2026-01-05"],
    ["2026年1月5日", "2026-01-05"],
    ["2026 年 1 月 5 号", "2026-01-05"],
    ["1月5日", "2026-01-05"],
    ["今天", "2026-11-20"],
    ["昨天", "2026-11-19"],
    ["2024-02-29", "2024-02-29"],
  ])("%j is %s", (raw, day) => expect(readOf("filled_on", raw)).toBe(day));

  it.each([
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-11-200",
    "2026-11",
    "2026年",
    "刚才",
  ])("%j is none", (raw) => expect(readOf("filled_on", raw)).toBe("请写清楚年月日，比如2026-11-20。"));

  it("that is still to come is refused where the day has passed", () => {
    expect(readOf("filled_on", "2026-11-21")).toBe("这个日期还没到，请再看一下。");
    expect(readCell(trainingNeeds, "start", "2027-03-01", TODAY)).toEqual({ ok: true, value: "2027-03-01" });
  });
});

describe("a tick", () => {
  it.each<[CellValue, CellValue | null]>([
    [true, true],
    ["√", true],
    ["是", true],
    [1, true],
    [false, false],
    ["否", false],
    ["□", false],
    ["", null],
    ["x", "请打勾，或者空着。"],
    ["×", "请打勾，或者空着。"],
    [2, "请打勾，或者空着。"],
  ])("%j", (raw, value) => expect(readOf("training/own", raw)).toBe(value));
});

describe("the number of rows", () => {
  it("is within what the form has room for", () => {
    expect(readOf("demand", "3")).toBe(3);
    expect(readOf("demand", 0)).toBe(0);
    expect(readOf("demand", 21)).toBe("技能人才需求不能多于20。");
  });
});

describe("a cell", () => {
  it.each([
    "nothing",
    "name/junior",
    "headcount",
    "headcount/master",
    "headcount/junior/from_18",
    "age/junior",
    "age/junior/from_18/more",
    "age//from_18",
    "age/total/from_18",
    "name/",
    "training",
    "training/own/x",
    "demand/0/pay",
    "demand/01/pay",
    "demand/1e0/pay",
    "demand/+1/pay",
    "demand/21/pay",
    "demand/1",
    "demand/1/boss",
    "demand//pay",
    "why",
    "why/skilled_within_staff",
    "why/wage_low/1",
    "why/pay_low",
    "why/pay_low/0",
    "why/pay_low/21",
    "",
    "constructor",
    "__proto__",
    "headcount/constructor",
  ])("%j is none of the form's", (cell) => {
    expect(fieldOf(skills2021, cell)).toBeUndefined();
    expect(readOf(cell, "1")).toBe("这张表里没有这一格。");
  });

  it.each(["why/wage_low", "why/pay_low/1", "headcount/total", "demand/20/pay", "demand"])(
    "%j is one",
    (cell) => expect(fieldOf(skills2021, cell)).toBeDefined(),
  );

  it("that has been read is read again as the same", () => {
    const cells = [
      "name",
      "type",
      "employees",
      "wage",
      "manager_phone",
      "filled_on",
      "training/own",
      "demand",
    ];
    const raw = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.boolean(),
      fc.constantFrom("国企", "12人", "2.5万", "0533-2345678转8", "今天", "√", "１３８０００００００１"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cells), raw, (cell, text) => {
        const reading = read(cell, text);
        if (reading.ok && reading.value !== null) expect(read(cell, reading.value)).toEqual(reading);
      }),
      { numRuns: 500 },
    );
  });
});
