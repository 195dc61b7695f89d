import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pay } from "../../policy-kb/amounts.ts";
import { answerQuestion } from "../../policy-kb/answer.ts";
import type { Granted } from "../../policy-kb/combine.ts";
import { strayFigures } from "../../policy-kb/gate.ts";
import { repair } from "../../policy-kb/homophones.ts";
import type { Benefit, Measure } from "../../policy-kb/load.ts";
import { normalise } from "../../policy-kb/normalise.ts";
import { kb } from "../support/knowledge.ts";

const TODAY = { today: "2026-11-20" };
const measure = (key: string) => kb.measures.find((one) => one.key === key) as Measure;

describe("the number gate", () => {
  const measureOf = measure("zibo-2022/6");
  const stray = (reply: string, shown: Granted[] = []) => strayFigures(kb, measureOf, shown, reply);

  it("lets through what the clause holds, what is told back, and sums that were worked out", () => {
    expect(stray("技师2,500元，高级技师3,000元，一家企业一年合计最高5万元（第6条）")).toEqual([]);
    expect(stray("要求协议年薪5万元以上（您是18万元）")).toEqual([]);
    const [benefit] = measureOf.benefits;
    const payment = pay(benefit as Benefit, { role: "企业", new_technicians: 14 });
    expect(stray("2,500元×14人，合计3.5万元", [{ benefit: benefit as Benefit, payment }])).toEqual([]);
  });

  it("trusts no sum for standing beside 合计 or brackets", () => {
    expect(stray("津贴合计999,999元")).toEqual(["999999元"]);
    expect(stray("津贴123万元（市级财政出）")).toEqual(["1230000元"]);
  });

  it("stops a sum, a share or a year that comes from nowhere", () => {
    expect(stray("技师2,600元")).toEqual(["2600元"]);
    expect(stray("补20%")).toEqual(["20%"]);
    expect(stray("到2031年")).toEqual(["2031年"]);
    expect(stray("每人700元")).toEqual(["700元"]);
  });

  it("holds for every reply about every clause", () => {
    for (const one of kb.measures)
      for (const question of one.questions) {
        const answer = answerQuestion(kb, question, { ...TODAY, city: regionOf(one) });
        expect(answer.defect, question).toBeUndefined();
      }
  });
});

describe("what may not be held beside money of others", () => {
  it("is told with a no", () => {
    const question = "淄博的技能提升补贴和自主评价企业的在岗培训补贴能一起拿吗";
    const { reply, verdict } = answerQuestion(kb, question, TODAY);
    expect(verdict).toBe("no");
    expect(reply).toMatch(/专账资金里出的职业培训补贴，两样不能同时拿/);
  });
});

function regionOf({ doc }: Measure): string {
  return kb.documents.find(({ id }) => id === doc)?.region ?? "";
}

describe("a clause's own questions", () => {
  it("are answered from it: nine of ten at the first place, all but a few at the first three", () => {
    const asked = kb.measures.flatMap((one) => one.questions.map((question) => ({ one, question })));
    const ranks = asked.map(({ one, question }) => {
      const { citations } = answerQuestion(kb, question, { ...TODAY, city: regionOf(one) });
      return citations.findIndex(({ doc, clause }) => doc === one.doc && clause === one.clause);
    });
    expect(ranks.filter((rank) => rank === 0).length / asked.length).toBeGreaterThan(0.9);
    expect(ranks.filter((rank) => rank >= 0).length / asked.length).toBeGreaterThan(0.96);
  });
});

describe("homophones", () => {
  it.each([
    ["有捕贴不", "有补贴不"],
    ["新考的技诗", "新考的技师"],
    ["首席机师的津帖", "首席技师的津贴"],
    ["金兰领", "金蓝领"],
    ["学途制", "学徒制"],
    ["臺兒莊職工技能競賽", "台儿庄职工技能竞赛"],
  ])("%s is read as %s", (typed, meant) => {
    expect(repair(kb, normalise(typed))).toBe(meant);
  });

  it.each(["公积金怎么提取", "事业单位", "张家港引进人才", "还有别的钱吗", "厂里升级设备", "教师工资"])(
    "%s is left as it is",
    (typed) => {
      expect(repair(kb, typed)).toBe(typed);
    },
  );
});

describe("whatever is typed", () => {
  const scripts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc
      .array(fc.constantFrom(..."淄博威海技师补贴多少钱没有不能吗，。？！年月12345万元的了 "), {
        maxLength: 300,
      })
      .map((all) => all.join("")),
  );

  it("never throws, and answers with words", () => {
    fc.assert(
      fc.property(scripts, (typed) => {
        const { reply } = answerQuestion(kb, typed, TODAY);
        expect(reply.length).toBeGreaterThan(0);
        expect(reply).not.toMatch(/undefined|NaN|\[object/);
      }),
      { numRuns: 500 },
    );
  });

  it("takes no more steps for what is beyond the length that is read", () => {
    const story = "我在淄博一家厂里上班，今年考下技师，".repeat(100);
    const [short, long] = [story, story.repeat(100)].map((text) => answerQuestion(kb, text, TODAY).reply);
    expect(long).toBe(short);
  });
});
