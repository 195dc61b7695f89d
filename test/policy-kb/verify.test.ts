/** Every encoded figure must stand in its clause; one changed on purpose is caught. */
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readTexts } from "../../policy-kb/files.ts";
import type { PolicyDocument } from "../../policy-kb/load.ts";
import { splitClauses } from "../../policy-kb/source-text.ts";
import { verifyDocument } from "../../policy-kb/verify.ts";
import { kb } from "../support/knowledge.ts";

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

/** Every number of a document, changed by one, one at a time. */
function mutants(document: PolicyDocument): { path: string; mutant: PolicyDocument }[] {
  const found: { path: string; mutant: PolicyDocument }[] = [];
  const visit = (value: unknown, path: string, rebuild: (changed: unknown) => unknown): void => {
    if (typeof value === "number") {
      const changed = path.endsWith("ratio") ? value + 0.0137 : value + 7_654_321;
      found.push({ path, mutant: rebuild(changed) as PolicyDocument });
    } else if (Array.isArray(value))
      for (const [index, inner] of value.entries())
        visit(inner, `${path}.${index}`, (changed) => rebuild(value.with(index, changed)));
    else if (value && typeof value === "object")
      for (const [key, inner] of Object.entries(value))
        if (!["examples", "test", "clause", "order", "layout"].includes(key))
          visit(inner, `${path}.${key}`, (changed) => rebuild({ ...value, [key]: changed }));
  };
  visit(document, "", (changed) => changed);
  return found;
}

const SOURCES = "../shared/seeds";
describe.skipIf(!existsSync(SOURCES))(`with the source texts (skipped where ${SOURCES} is absent)`, () => {
  const texts = existsSync(SOURCES) ? readTexts(SOURCES) : [];
  const textOf = (document: PolicyDocument) =>
    texts.find((text) => text.replace(/\s+/g, "").includes(document.title)) ?? "";

  it.each(kb.documents.map((document) => [document.id, document] as const))("%s holds", (_id, document) => {
    const { figures, faults } = verifyDocument(document, textOf(document));
    expect(faults).toEqual([]);
    expect(figures).toBeGreaterThan(50);
  });

  it.each(kb.documents.map((document) => [document.id, document] as const))(
    "%s: any figure changed on purpose is caught",
    (_id, document) => {
      const text = textOf(document);
      const unnoticed = mutants(document)
        .filter(({ mutant }) => verifyDocument(mutant, text).faults.length === 0)
        .map(({ path }) => path);
      expect(unnoticed).toEqual([]);
    },
  );
});
