import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv } from "../../../handlers/staff/csv.ts";
import { readLines, readTable } from "../../../handlers/staff/read-list.ts";
import { creditCodeOf } from "../../support/survey-rounds.ts";

const HEAD = ["统一社会信用代码", "企业名称", "区县", "联系人", "电话"];
const REGIONS = ["张店区", "临淄区"];
const row = (number: number, changes: Partial<Record<number, string>> = {}) =>
  [creditCodeOf(number), `第${number}家公司`, "张店区", "王强", "13800000001"].map(
    (cell, at) => changes[at] ?? cell,
  );
const whyOf = (cells: string[], regions = REGIONS) =>
  readTable([HEAD, cells], regions)?.bad.flatMap(({ why }) => why) ?? null;

describe("a list of enterprises", () => {
  it("is read with its columns in any order, by the names that people give them", () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    const names = [
      fc.constantFrom("统一社会信用代码", "信用代码", "统一社会信用代码（18位）", "纳税人识别号"),
      fc.constantFrom("企业名称", "单位名称", "公司名称", "单位", "名称"),
      fc.constantFrom("区县", "所属区县", "县区", "区域"),
      fc.constantFrom("联系人", "企业联系人", "负责人", "填表人"),
      fc.constantFrom("电话", "联系电话", "手机号", "联系人电话", "联系方式"),
    ];
    fc.assert(
      fc.property(orders, fc.tuple(...names), fc.nat(3), (order, heads, above) => {
        const title = Array.from({ length: above }, () => ["2026年企业名单", "", ""]);
        const rows = [...title, order.map((at) => heads[at] ?? ""), order.map((at) => row(1)[at] ?? "")];
        const { good } = readTable(rows, REGIONS) ?? { good: [] };
        expect(good).toEqual([
          {
            ...{ creditCode: creditCodeOf(1), name: "第1家公司", region: "张店区" },
            ...{ contact: "王强", phone: "13800000001" },
          },
        ]);
      }),
    );
  });

  it("needs a column of codes and one of names", () => {
    expect(
      readTable(
        [
          ["企业名称", "电话"],
          ["某某公司", "1"],
        ],
        [],
      ),
    ).toBeNull();
    expect(readTable([], [])).toBeNull();
  });

  it.each([
    [row(1, { 0: "" }), ["no_code"]],
    [row(1, { 0: "91370300MA0000001B" }), ["bad_code"]],
    [row(1, { 0: "9.13703E+17" }), ["code_rounded"]],
    [row(1, { 1: "" }), ["no_name"]],
    [row(1, { 1: '=HYPERLINK("http://x","点我")' }), ["odd_name"]],
    [row(1, { 1: "长".repeat(101) }), ["odd_name"]],
    [row(1, { 2: "沂源县" }), ["other_region"]],
    [row(1, { 2: "" }), ["no_region"]],
    [row(1, { 4: "12345" }), ["bad_phone"]],
    [row(1, { 4: "=1+1" }), ["bad_phone"]],
    [row(1, { 0: "=A1", 4: "12345" }), ["bad_code", "bad_phone"]],
    [row(1, { 4: "" }), []],
    [row(1, { 3: "" }), []],
    [row(1, { 2: "张店" }), []],
    [row(1, { 4: "13800000001.0" }), []],
    [row(1, { 0: `'${creditCodeOf(1).toLowerCase()} ` }), []],
  ])("says what is wrong with a row: %j", (cells, why) => {
    expect(whyOf(cells)).toEqual(why);
  });

  it("takes any region, or none, where the round is for all, and the only one where it is for one", () => {
    expect(whyOf(row(1, { 2: "沂源县" }), [])).toEqual([]);
    expect(whyOf(row(1, { 2: "" }), [])).toEqual([]);
    expect(readTable([HEAD, row(1, { 2: "" })], ["张店区"])?.good[0]?.region).toBe("张店区");
  });

  it("takes the first of two with one code, and names the row of the other", () => {
    const list = readTable([HEAD, row(1), [], row(2), row(1, { 1: "又一次" })], REGIONS);
    expect(list?.good).toHaveLength(2);
    expect(list?.bad).toEqual([{ row: 5, whose: "又一次", why: ["double"], first: 2 }]);
  });

  it("reads 2,000 rows with bad ones among them", () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => row(index, index % 500 === 7 ? { 4: "1" } : {}));
    const list = readTable([HEAD, ...rows], REGIONS);
    expect(list?.good).toHaveLength(1_996);
    expect(list?.bad.map((one) => one.row)).toEqual([9, 509, 1009, 1509]);
  });

  it("is read from lines in any order, by what each part looks like", () => {
    const parts = fc.shuffledSubarray(row(3), { minLength: 5 });
    const between = fc.constantFrom("，", ",", "\t", " ", "、", "; ");
    fc.assert(
      fc.property(parts, between, (order, mark) => {
        expect(readLines(order.join(mark), REGIONS)?.good).toEqual([
          {
            ...{ creditCode: creditCodeOf(3), name: "第3家公司", region: "张店区" },
            ...{ contact: "王强", phone: "13800000001" },
          },
        ]);
      }),
    );
  });

  it("is not found in a sentence", () => {
    expect(readLines("就那几家吧", REGIONS)).toBeNull();
    expect(readLines("", REGIONS)).toBeNull();
  });

  it("never fails, whatever is sent", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string())), fc.string(), (rows, text) => {
        readTable([HEAD, ...rows], REGIONS);
        readTable(rows, []);
        readLines(text, []);
      }),
    );
  });
});

describe("a file for a spreadsheet", () => {
  it("computes nothing, and keeps commas, quotes and lines within a cell", () => {
    expect(
      csv([
        ["=1+1", "+86", "-1", "@x"],
        ['甲,"乙"', "一\n二"],
      ]),
    ).toBe('\uFEFF\'=1+1,\'+86,\'-1,\'@x\r\n"甲,""乙""","一\n二"\r\n');
  });
});
