/** Every encoded figure must stand in its clause, with what it counts. */
import { describe, expect, it } from "vitest";
import { readEvidence, sealedClauses, sealTexts } from "../../policy-kb/commands/evidence.ts";
import type { Benefit, PolicyDocument } from "../../policy-kb/load.ts";
import type { Amount } from "../../policy-kb/schema.ts";
import { splitClauses } from "../../policy-kb/source-text.ts";
import { clausesOf, verifyDocument } from "../../policy-kb/verify.ts";
import { kb } from "../support/knowledge.ts";
import { textOf, textsAreHere } from "../support/source-texts.ts";

const TEXT = `关于某某的通知
一、加快集聚
1.甲计划。给予
2,500元、3000元补贴，
共3项，最高5万元。
2.乙计划。按20%补贴，连续5年，满六个月，1：1配套。
四、工作要求
(一) 加强领导。每年10家。
各级有关部门要落实。就高不就低。
附件1：调查表
单位：人`;

describe("cutting a source text into clauses", () => {
  it("finds numbered clauses, lettered parts, the closing rules and the annex", () => {
    const clauses = splitClauses(TEXT, { numbering: "arabic", closing: "各级有关", absent: [] });
    expect([...clauses.keys()]).toEqual(["序言", "一", "1", "2", "四", "四(一)", "文末", "附件1"]);
    expect(clauses.get("1")).toContain("最高5万元");
    expect(clauses.get("1")).not.toContain("乙计划");
  });

  it("counts （一）（二）（四） where the document does", () => {
    const text = "（一）甲\n1、小项\n（二）目标任务。\n1、小项\n（四）乙";
    expect([...splitClauses(text, { numbering: "parenthesised", absent: [] }).keys()]).toEqual([
      "1",
      "2",
      "4",
    ]);
  });
});

describe("a figure stands in a clause only with its unit", () => {
  const six = kb.documents.find(({ id }) => id === "zibo-2022")?.measures.find(({ clause }) => clause === 6);
  const benefit = six?.benefits[0];
  if (!six || !benefit) throw new Error("zibo-2022/6 is encoded");

  /** Whether one sum, encoded as the only figure of a clause, is found in these words. */
  const found = (clause: string, amount: Amount, rest: Partial<Benefit> = {}) =>
    verifyDocument(
      {
        ...DOCUMENT,
        measures: [
          {
            ...BARE,
            clause: 1,
            benefits: [
              {
                ...benefit,
                amount,
                condition: { fact: "city", is: "淄博市" },
                cap: null,
                note: undefined,
                ...rest,
              },
            ],
          },
        ],
      },
      kb.facts,
      clausesOf(`1.某计划。${clause}`, DOCUMENT.layout),
    ).faults.length === 0;
  const DOCUMENT = kb.documents[0] as PolicyDocument;
  const BARE = { ...six, summary: "", note: undefined, details: [], targets: [], deadline: null };
  const exact = (yuan: number): Amount => ({ kind: "exact", yuan });

  it.each([
    ["选拔100名，给予2000元补贴", 100, false],
    ["自2022年起给予2000元补贴", 2022, false],
    ["占35%，给予2000元补贴", 35, false],
    ["培训1000人次，补贴每人500元", 1000, false],
    ["分别给予1万元、8000元、5000元奖励", 10_000, true],
    ["分别给予1万元、8000元、5000元奖励", 8_000, true],
    ["发放2000、1000、500元奖金", 2_000, true],
    ["分别给予20万、10万", 100_000, true],
    ["分别给予20万元、10万", 100_000, true],
    ["给予10万、5万和2万元奖励", 50_000, true],
    ["补贴3-5万元", 30_000, true],
    ["2000-5000元/人的培训补贴", 2_000, true],
    ["给予二十万元补贴", 200_000, true],
    ["人数达到10万，给予5000元", 100_000, false],
    ["等级 补贴（元） 名额（名）\n技师 2000 30\n高级技师 3000 20", 3_000, true],
    ["等级 补贴（元） 名额（名）\n技师 2000 30\n高级技师 3000 20", 30, false],
    ["等级 补贴（万元）\n技师 2\n高级技师 3", 20_000, true],
    ["补助标准（单位：元）\n技师 高级技师\n2000 3000", 3_000, true],
  ])("%s: %d yuan → %s", (clause, yuan, stands) => {
    expect(found(clause, exact(yuan))).toBe(stands);
  });

  it.each([
    ["管理期内，连续3年", 36, true],
    ["2021年6月30日前，满六个月", 6, true],
    ["2021年6月30日前", 6, false],
    ["第6家，60名", 60, false],
    ["满半年", 6, true],
  ])("%s: %d months → %s", (clause, months, stands) => {
    expect(found(clause, { kind: "unspecified" }, { months })).toBe(stands);
  });

  it.each([
    ["每年选拔40名左右", { number: 40, unit: "人" }, true],
    ["前3名的选手，评选30名", { number: 3, unit: "名" }, false],
    ["给予一次性奖励", { number: 1, unit: "次" }, false],
    ["每年3—5家左右", { number: 3, upTo: 5, unit: "家" }, true],
    ["每年3—5项", { number: 3, upTo: 5, unit: "家" }, false],
    ["每年给予5万元", { number: 50_000, unit: "人" }, false],
  ])("%s: quota %o → %s", (clause, quota, stands) => {
    const whole = { every: null, about: false, ...quota };
    expect(found(clause, { kind: "unspecified" }, { quota: whole })).toBe(stands);
  });

  it.each([
    ["按1：1给予配套，占50%", 1, "match", true],
    ["给予1家企业2倍配套", 1, "match", false],
    ["按50%给予补助", 0.5, "share", true],
    ["给予50元补助", 0.5, "share", false],
    ["按百分之三十补助", 0.3, "share", true],
  ] as const)("%s: ratio %d as %s → %s", (clause, ratio, as, stands) => {
    expect(found(clause, { kind: "ratio", ratio, base: "费用", floor: false, as })).toBe(stands);
  });

  it.each([
    ["每年选30名", "每年选拔30名左右", true],
    ["每年选40名", "每年选拔30名左右", false],
    ["每人给30元", "每年选拔30名左右", false],
  ])("a detail that says %s, of %s → %s", (detail, clause, stands) => {
    const measures = [{ ...BARE, clause: 1, details: ["怎么选看贡献。", detail], benefits: [] }];
    const clauses = clausesOf(`1.某计划。${clause}`, DOCUMENT.layout);
    const { faults } = verifyDocument({ ...DOCUMENT, measures }, kb.facts, clauses);
    expect(faults.length === 0).toBe(stands);
  });

  it.each([
    ["到2023年实现全覆盖", 100, true],
    ["到2023年覆盖率达到95%", 100, false],
    ["到2023年实现全覆盖", 90, false],
  ])("%s: a target of %d%% → %s", (clause, number, stands) => {
    const target = { what: "覆盖率", number, unit: "%", by: null, every: null, comparator: "=" as const };
    const measures = [{ ...BARE, clause: 1, targets: [target], benefits: [] }];
    const clauses = clausesOf(`1.某计划。${clause}`, DOCUMENT.layout);
    const { faults } = verifyDocument({ ...DOCUMENT, measures }, kb.facts, clauses);
    expect(faults.length === 0).toBe(stands);
  });

  it.each([
    ["2025-12", "到2025年", true],
    ["2025-12", "到2025年底", true],
    ["2025-12", "2025年12月", true],
    ["2025-12", "到2025年6月", false],
    ["2025-12", "12月，2025人", false],
    ["2025", "到2025年6月", true],
    ["2025", "2025元", false],
  ])("a deadline of %s in %s → %s", (deadline, clause, stands) => {
    const measures = [{ ...BARE, clause: 1, deadline, benefits: [] }];
    const clauses = clausesOf(`1.某计划。${clause}`, DOCUMENT.layout);
    const { faults } = verifyDocument({ ...DOCUMENT, measures }, kb.facts, clauses);
    expect(faults.length === 0).toBe(stands);
  });
});

const documents = kb.documents.map((document) => [document.id, document] as const);

describe("without the source texts, against what was sealed of them", () => {
  it.each(documents)("%s holds", (_id, document) => {
    const { figures, faults } = verifyDocument(document, kb.facts, sealedClauses(readEvidence(), document));
    expect(faults).toEqual([]);
    expect(figures).toBeGreaterThan(50);
  });

  it("a seal is for one figure of one clause, and a document without its text keeps its seals", () => {
    const [first, second] = kb.documents as [PolicyDocument, PolicyDocument];
    const before = { salt: "salt", clauses: { [`${second.id}/1`]: "kept" } };
    const evidence = sealTexts(kb, ({ id }) => (id === first.id ? TEXT : undefined), before);
    const clauses = sealedClauses(evidence, first);
    expect([clauses(1)?.has("2500元"), clauses(1)?.has("2501元"), clauses(2)?.has("2500元")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(evidence.clauses[`${second.id}/1`]).toBe("kept");
    expect(sealedClauses(evidence, second)(99)).toBeUndefined();
  });
});

describe.skipIf(!textsAreHere)("with the source texts (skipped where they are absent)", () => {
  it.each(documents)("%s holds", (_id, document) => {
    const clauses = clausesOf(textOf(document), document.layout);
    expect(verifyDocument(document, kb.facts, clauses).faults).toEqual([]);
  });

  it("what was sealed is what they hold: npm run -s kb -- seal FOLDER", () => {
    expect(sealTexts(kb, textOf, readEvidence())).toEqual(readEvidence());
  });
});
