/** `kb export`: the contract's keys and no others, and nothing lost that they can hold. */
import { describe, expect, it } from "vitest";
import { exportLines } from "../../policy-kb/export.ts";
import type { Measure } from "../../policy-kb/load.ts";
import { kb } from "../support/knowledge.ts";

const AMOUNT = "kind yuan min max ratio of";

interface Line {
  targets: { what: string; number: number; unit: string; by: string | null; comparator: string }[];
  benefits: { id: string; amount: { ratio: number | null; of: string | null }; quota: number | null }[];
}

const measures = new Map(kb.measures.map((measure) => [measure.key, measure]));

/** The export of one clause, perhaps with something changed in it. */
function lineOf(key: string, changes: Partial<Measure> = {}): Line {
  const measure = measures.get(key);
  if (!measure) throw new Error(`there is no clause ${key}`);
  return exportLines({ ...kb, measures: [{ ...measure, ...changes }] })[0] as Line;
}

describe("kb export", () => {
  it("has the contract's keys and no others", () => {
    for (const line of exportLines(kb) as Line[]) {
      for (const target of line.targets)
        expect(Object.keys(target).join(" ")).toBe("what number unit by comparator");
      for (const benefit of line.benefits) {
        expect(Object.keys(benefit).join(" ")).toBe("id title recipient amount per period months cap quota");
        expect(Object.keys(benefit.amount).join(" ")).toBe(AMOUNT);
      }
    }
  });

  it("gives both ends of a target that is a range, each in a row", () => {
    const rows = lineOf("taian-2021/9").targets.filter(({ what }) => what.includes("中职学校"));
    const what = "建设高水平中职学校（2—4所）";
    expect(rows).toEqual([
      { what, number: 2, unit: "所", by: "2025-12", comparator: ">=" },
      { what, number: 4, unit: "所", by: "2025-12", comparator: "<=" },
    ]);
  });

  it("says 左右 of a range that is only about so much", () => {
    const rows = lineOf("weihai-2021/7").targets.filter(({ what }) => what.includes("中职学校"));
    expect(rows.map(({ what, number, comparator }) => [what, number, comparator])).toEqual([
      ["建设高水平中职学校（3—5所左右）", 3, "~"],
      ["建设高水平中职学校（3—5所左右）", 5, "~"],
    ]);
  });

  it("says how often a target is to be met, once", () => {
    expect(lineOf("zibo-2022/10").targets[0]?.what).toBe("每年“金蓝领”培训人数");
    expect(lineOf("zibo-2022/2").targets.map(({ what }) => what.match(/每/g)?.length)).toEqual([1, 1, 1, 1]);
  });

  it("gives a quota's upper end, and the whole of it among the targets", () => {
    const { benefits, targets } = lineOf("zibo-2022/13");
    expect(benefits.find(({ id }) => id === "zibo-2022/13/base-award")?.quota).toBe(5);
    const rows = targets.filter(({ what }) => what.includes("3—5家"));
    expect(rows.map(({ what, number, comparator }) => [what.slice(0, 2), number, comparator])).toEqual([
      ["每年", 3, ">="],
      ["每年", 5, "<="],
    ]);
  });

  it("adds a quota that no target of the clause says, once for all tiers", () => {
    const { targets } = lineOf("zibo-2022/2", { targets: [] });
    expect(targets).toContainEqual({
      what: expect.stringMatching(/^每两年.*名额$/),
      number: 20,
      unit: "名",
      by: null,
      comparator: "~",
    });
    expect(lineOf("zibo-2022/2").targets).toHaveLength(4);
    const tiers =
      measures
        .get("zibo-2022/2")
        ?.benefits.slice(0, 1)
        .flatMap((one) => [one, one]) ?? [];
    expect(lineOf("zibo-2022/2", { targets: [], benefits: tiers }).targets).toHaveLength(1);
  });

  it("says that a share is the least", () => {
    expect(lineOf("zibo-2022/18").benefits[0]?.amount).toMatchObject({
      ratio: 0.5,
      of: "创收净收入（不低于此比例）",
    });
    expect(lineOf("zibo-2022/3").benefits[0]?.amount.of).toBe("协议年薪");
  });
});
