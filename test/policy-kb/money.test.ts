import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pay } from "../../policy-kb/amounts.ts";
import { assess } from "../../policy-kb/assess.ts";
import { combine, type Granted } from "../../policy-kb/combine.ts";
import { money } from "../../policy-kb/explain.ts";
import type { Benefit } from "../../policy-kb/load.ts";
import { nearMisses } from "../../policy-kb/near-miss.ts";
import { reportText } from "../../policy-kb/report.ts";
import { strayInReport } from "../../policy-kb/report-gate.ts";
import type { Facts } from "../../policy-kb/schema.ts";
import { workforce } from "../../policy-kb/workforce.ts";
import { kb } from "../support/knowledge.ts";

const benefit = (id: string) => {
  const found = kb.benefits.find((one) => one.id === id);
  if (!found) throw new Error(`no benefit ${id}`);
  return found;
};

describe("what a benefit pays", () => {
  it.each<[string, string, Facts, number | null, number | null]>([
    ["once to a person", "zibo-2022/6/technician", { role: "个人" }, 2_500, 2_500],
    [
      "to a known number of people, under the cap",
      "zibo-2022/6/technician",
      { role: "企业", new_technicians: 21 },
      2_500,
      50_000,
    ],
    ["to people whose number is not known", "zibo-2022/6/technician", { role: "企业" }, 2_500, null],
    ["by the month for years", "zibo-2022/2/chief-technician", { role: "个人" }, 800, 38_400],
    [
      "a share of a sum",
      "zibo-2022/3/flexible-salary",
      { role: "企业", agreement_salary: 220_000 },
      44_000,
      null,
    ],
    [
      "a share, at most so much",
      "zibo-2022/3/flexible-salary",
      { role: "企业", agreement_salary: 900_000 },
      50_000,
      null,
    ],
    ["a share of what is not known", "zibo-2022/3/flexible-salary", { role: "企业" }, null, null],
    ["where the document names no figure", "zibo-2022/12/skill-upgrade", { role: "个人" }, null, null],
  ])("%s", (_what, id, facts, yuan, total) => {
    expect(pay(benefit(id), facts)).toMatchObject({ yuan, total });
  });

  it("never pays more than its cap, nor more for fewer people", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (fewer, more) => {
        const total = (heads: number) =>
          pay(benefit("zibo-2022/6/technician"), { role: "企业", new_technicians: heads }).total ?? 0;
        const [low, high] = [Math.min(fewer, more), Math.max(fewer, more)];
        expect(total(high)).toBeLessThanOrEqual(50_000);
        expect(total(low)).toBeLessThanOrEqual(total(high));
      }),
    );
  });

  it.each([
    [2_500, "2,500元"],
    [300, "300元"],
    [10_000, "1万元"],
    [38_400, "38,400元"],
    [52_000, "5.2万元"],
    [1_250_000, "125万元"],
    [0.5, "0.5元"],
  ])("%d is written %s", (yuan, text) => {
    expect(money(yuan)).toBe(text);
  });
});

describe("what may be held together", () => {
  const grant = (id: string, total: number, changes: Partial<Benefit> = {}): Granted => ({
    benefit: { ...benefit("zibo-2022/22/national-gold"), id: `zibo-2022/22/${id}`, ...changes },
    payment: { yuan: total, total, heads: 1, times: 1, capped: false },
  });
  const person = { role: "个人" };

  it("keeps the highest of the city's money for one person and says what was given up, and why", () => {
    const { yuan, held, givenUp } = combine(kb, [grant("a", 5_000), grant("b", 8_000)], person);
    expect(yuan).toBe(8_000);
    expect(held.map((one) => one.benefit.id)).toEqual(["zibo-2022/22/b"]);
    expect(givenUp.map(({ granted, rule }) => [granted.benefit.id, rule.clause])).toEqual([
      ["zibo-2022/22/a", "文末"],
    ]);
  });

  it("holds a package together as one", () => {
    const granted = [
      grant("a", 5_000, { package: "p" }),
      grant("b", 4_000, { package: "p" }),
      grant("c", 8_000),
    ];
    const { yuan, held } = combine(kb, granted, person);
    expect(yuan).toBe(9_000);
    expect(held).toHaveLength(2);
  });

  it("never takes the better of two away from an enterprise: its workers are different people", () => {
    expect(combine(kb, [grant("a", 5_000), grant("b", 8_000)], { role: "企业" }).yuan).toBe(13_000);
  });

  it("takes nothing away where the document does not say whether several ranks count", () => {
    const facts = { city: "张家港市", role: "企业", newly_introduced: true, today: "2026-11-20" };
    const ranks = { title_national_technician: true, title_provincial_technician: true };
    const { best } = assess(kb, { ...facts, ...ranks });
    expect(best.givenUp).toEqual([]);
    expect(best.yuan).toBe(150_000);
  });

  it("finds the best lawful set: no other choice of one is worth more", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 7 }),
        (totals) => {
          const granted = totals.map((total, index) => grant(`g${index}`, total));
          const { yuan, held, givenUp } = combine(kb, granted, person);
          expect(yuan).toBe(Math.max(...totals));
          expect(held.length + givenUp.length).toBe(granted.length);
        },
      ),
    );
  });
});

describe("a whole enterprise", () => {
  const shared = { today: "2026-11-20", city: "淄博市", employer_type: "企业" };
  const technician = { skill_level: "技师", newly_certified: true };

  it("adds up its people, each with their best set, under one yearly cap", () => {
    const people = Array.from({ length: 21 }, () => technician);
    const { yuan, capped } = workforce(kb, shared, people);
    expect(capped).toEqual([
      { family: "zibo-2022/6/new-skill-leader", heads: 21, full: 52_500, paid: 50_000 },
    ]);
    expect(yuan).toBe(50_000);
  });

  it("never pays more than each alone would have, nor less than the cap leaves", () => {
    const level = fc.constantFrom("高级工", "技师", "高级技师");
    fc.assert(
      fc.property(fc.array(level, { maxLength: 30 }), (levels) => {
        const people = levels.map((skill_level) => ({ skill_level, newly_certified: true }));
        const { yuan, people: each } = workforce(kb, shared, people);
        const alone = each.reduce((sum, one) => sum + one.yuan, 0);
        expect(yuan).toBe(Math.min(alone, 50_000));
      }),
      { numRuns: 50 },
    );
  });
});

describe("a whole assessment", () => {
  const values = [...kb.facts.values()].map((fact) => {
    const one: fc.Arbitrary<unknown> =
      fact.kind === "choice"
        ? fc.constantFrom(...fact.choices.map((choice) => choice.value))
        : fact.kind === "yesno"
          ? fc.boolean()
          : fact.kind === "date"
            ? fc.constantFrom("2015", "2021-11", "2021-11-20", "2025-07-01")
            : fc.integer({ min: 0, max: 1_000_000 });
    return [fact.id, one] as const;
  });
  const someone = fc.record(Object.fromEntries(values), { requiredKeys: [] }) as fc.Arbitrary<Facts>;
  const today = { today: "2026-11-20" };

  it("puts every benefit in exactly one place, and grants nothing of another city", () => {
    fc.assert(
      fc.property(someone, (facts) => {
        const { eligible, refused, open } = assess(kb, { ...facts, ...today });
        const families = new Set(eligible.map((one) => one.benefit.family));
        const merged = kb.benefits.filter((one) => families.has(one.family)).length;
        expect(refused.length + open.length + merged).toBeGreaterThanOrEqual(kb.benefits.length);
        const places = new Set(
          kb.documents.filter(({ region }) => region === facts.city).map(({ id }) => id),
        );
        expect(eligible.filter(({ benefit }) => !places.has(benefit.doc))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("adding a fact never turns a yes or a no back into unknown, nor into the other", () => {
    fc.assert(
      fc.property(someone, someone, (facts, more) => {
        const before = { ...facts, ...today };
        const after = { ...more, ...before };
        for (const one of kb.benefits) {
          const verdict = one.test.verdict(before);
          if (verdict !== "unknown") expect(one.test.verdict(after)).toBe(verdict);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is withheld where a figure comes from nowhere", () => {
    const assessment = assess(kb, { ...today, city: "淄博市", role: "个人", skill_level: "技师" });
    expect(strayInReport(kb, assessment, "您可以领2,500元")).toEqual([]);
    expect(strayInReport(kb, assessment, "您可以领2,600元，占37%")).toEqual(["2600元", "37%"]);
  });

  it("adds and subtracts to the cent", () => {
    const partner = {
      city: "淄博市",
      role: "企业",
      leading_talent_level: "国家级领军人才",
      engagement: "柔性引进",
    };
    const counts = { agreement_salary: 221377, order_graduates: 727194, abroad_trainees: 614475 };
    const open = { full_time_job: false, order_agreement: false, abroad_training: true };
    const gains = nearMisses(kb, assess(kb, { ...partner, ...counts, ...open, ...today }));
    expect(gains.map(({ gain }) => gain)).toContain(7_271_940_000);
  });

  it("can always be told, and tells no number that is not the person's own or the document's", () => {
    fc.assert(
      fc.property(someone, (facts) => {
        const text = reportText(kb, assess(kb, { ...facts, ...today }));
        expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
        expect(strayInReport(kb, assess(kb, { ...facts, ...today }), text)).toEqual([]);
        if (/够条件的：/.test(text)) expect(text).toContain("以人社局审核为准");
      }),
      { numRuns: 300 },
    );
  });
});
