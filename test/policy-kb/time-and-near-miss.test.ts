import { describe, expect, it } from "vitest";
import { assess } from "../../policy-kb/assess.ts";
import { instalments, turnings } from "../../policy-kb/calendar.ts";
import { requirement } from "../../policy-kb/explain.ts";
import { loadKnowledge } from "../../policy-kb/load.ts";
import { nearMisses } from "../../policy-kb/near-miss.ts";
import type { Facts } from "../../policy-kb/schema.ts";
import { shortOf } from "../../policy-kb/short-of.ts";
import { kb as real } from "../support/knowledge.ts";

const benefit = (id: string, more: object) => ({ id, title: id, recipient: "worker", ...more });
const kb = loadKnowledge(
  {
    file: "facts",
    data: {
      facts: [
        {
          id: "city",
          kind: "choice",
          label: "城市",
          ask: "？",
          choices: [{ value: "甲市" }, { value: "乙市" }],
        },
        {
          id: "role",
          kind: "choice",
          label: "身份",
          ask: "？",
          choices: [{ value: "个人" }, { value: "企业" }],
        },
        {
          id: "level",
          kind: "choice",
          label: "等级",
          ask: "？",
          ordered: true,
          choices: [{ value: "高级工" }, { value: "技师" }, { value: "高级技师" }],
          within_power: { say: "考下{value}", brings: { fresh: true } },
        },
        { id: "fresh", kind: "yesno", label: "新证", ask: "？" },
        { id: "full_time", kind: "yesno", label: "全职", ask: "？", within_power: { say: "转为全职" } },
        { id: "prize", kind: "yesno", label: "获奖", ask: "？" },
        { id: "graduated", kind: "date", label: "毕业", ask: "？" },
        { id: "started", kind: "date", label: "入职", ask: "？" },
      ],
    },
  },
  [
    {
      file: "jia",
      data: {
        id: "jia",
        title: "甲",
        short: "甲",
        number: null,
        region: "甲市",
        issued: null,
        period: { from: null, to: null },
        stacking: [{ id: "high", kind: "highest_only", clause: 1, text: "就高", fund: "市" }],
        measures: [
          {
            clause: 1,
            title: "一",
            kind: "benefit",
            summary: "。",
            benefits: [
              benefit("technician", {
                fund: "市",
                when: {
                  all: [
                    { fact: "level", is: "技师" },
                    { fact: "fresh", is: true },
                  ],
                },
                amount: { kind: "exact", yuan: 2_500 },
              }),
              benefit("senior", {
                fund: "市",
                when: {
                  all: [
                    { fact: "level", is: "高级技师" },
                    { fact: "fresh", is: true },
                  ],
                },
                amount: { kind: "exact", yuan: 3_000 },
              }),
              benefit("prize", { when: { fact: "prize", is: true }, amount: { kind: "exact", yuan: 9_999 } }),
              benefit("monthly", {
                when: {
                  all: [
                    { fact: "full_time", is: true },
                    { fact: "today", within: { years: 5, of: "graduated" } },
                  ],
                },
                amount: { kind: "exact", yuan: 500 },
                period: "month",
                months: 60,
                paid_from: "started",
              }),
              benefit("loyal", {
                when: { fact: "today", after: { years: 1, of: "started" } },
                amount: { kind: "exact", yuan: 2_000 },
              }),
            ],
          },
        ],
      },
    },
  ],
);
const person: Facts = { today: "2026-11-20", city: "甲市", role: "个人" };

describe("a near miss", () => {
  it("says what a higher level would bring, beside what is held already", () => {
    const facts = { ...person, level: "技师", fresh: true };
    const [miss] = nearMisses(kb, assess(kb, facts));
    expect(miss?.changes).toEqual([{ fact: "level", to: "高级技师" }]);
    expect(miss?.benefits.map(({ id }) => id)).toEqual(["jia/1/senior"]);
    expect(miss?.gain).toBe(500);
  });

  it("never asks for a lower level, nor for what is not in a person's power", () => {
    const facts = { ...person, level: "高级技师", fresh: true, prize: false };
    expect(nearMisses(kb, assess(kb, facts))).toEqual([]);
  });

  it("names the fewest changes: two where one is not enough, none where nothing helps", () => {
    const facts = { ...person, full_time: false, graduated: "2024-07-01" };
    const misses = nearMisses(kb, assess(kb, facts));
    expect(misses.map(({ changes }) => changes)).toEqual([[{ fact: "full_time", to: true }]]);
    expect(misses[0]?.gain).toBe(30_000);
    const late = { ...person, full_time: false, graduated: "2014-07-01" };
    expect(nearMisses(kb, assess(kb, late))).toEqual([]);
  });
});

describe("with nothing but time passing", () => {
  it("says the first day on which an answer changes, soonest first", () => {
    const facts = { ...person, full_time: true, graduated: "2021-12-01", started: "2026-03-01" };
    expect(turnings(kb, facts).map(({ benefit: { id }, on, from, to }) => [id, on, from, to])).toEqual([
      ["jia/1/monthly", "2026-12-02", "yes", "no"],
      ["jia/1/loyal", "2027-03-01", "no", "yes"],
    ]);
  });

  it("knows of a date that is only known to its month when it is surely decided", () => {
    const facts = { ...person, started: "2026-03" };
    expect(turnings(kb, facts).map(({ on, from, to }) => [on, from, to])).toEqual([
      ["2027-03-01", "no", "unknown"],
    ]);
  });

  it("says nothing of what is past or not known", () => {
    expect(turnings(kb, { ...person, full_time: true, graduated: "2010", started: "2010" })).toEqual([]);
    expect(turnings(kb, person)).toEqual([]);
  });

  it("gives payments their first and last month", () => {
    const monthly = kb.benefits.find(({ id }) => id === "jia/1/monthly");
    const facts = { ...person, started: "2026-03-01" };
    expect(monthly && instalments(monthly, facts)).toEqual({
      first: "2026-03",
      last: "2031-02",
      times: 60,
      yuan: 500,
    });
    expect(monthly && instalments(monthly, person)).toBeUndefined();
  });
});

describe("short of one condition", () => {
  const lines = (facts: Facts) =>
    shortOf(real, assess(real, { today: "2026-11-20", ...facts })).map(({ benefit, leaf }) => [
      benefit.family,
      requirement(leaf, facts, real),
    ]);

  it("a salary just below the bound is told with both figures", () => {
    const facts = {
      city: "淄博市",
      role: "企业",
      engagement: "柔性引进",
      leading_talent_level: "省级领军人才",
      agreement_salary: 180_000,
    };
    expect(lines(facts)).toContainEqual([
      "zibo-2022/3/flexible-salary",
      "要求协议年薪20万元以上（您是18万元）",
    ]);
  });

  it("a title that is awarded is not near to who has none", () => {
    const facts = { city: "淄博市", role: "个人", skill_level: "技师", title_tech_master: false };
    expect(lines(facts)).toEqual([]);
  });

  it("a fourth place is told once, with all places that are paid", () => {
    const facts = { city: "淄博市", role: "个人", competition: "市级一类竞赛", competition_rank: "其他名次" };
    expect(lines(facts)).toEqual([
      ["zibo-2022/22/class-one", "要求名次是第一名、第二名或第三名（您是其他名次）"],
    ]);
  });
});
