/** What an officer has for encoding policies: show, diff, new, and the schemas that editors use. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkKnowledge } from "../../policy-kb/check.ts";
import { compareKnowledge } from "../../policy-kb/compare.ts";
import { coverage } from "../../policy-kb/coverage.ts";
import { readSources } from "../../policy-kb/files.ts";
import { assembleKnowledge, loadKnowledge } from "../../policy-kb/load.ts";
import { newDocument } from "../../policy-kb/new-document.ts";
import { documentSchema, jsonSchemas } from "../../policy-kb/schema.ts";
import { showMeasure } from "../../policy-kb/show.ts";
import { kb } from "../support/knowledge.ts";

describe("an officer", () => {
  it("sees a clause as a person would read it, its condition as a tree", () => {
    const text = showMeasure(kb, "zibo-2022/3", "2026-11-20") ?? "";
    for (const part of [
      "第3条",
      "每人每年协议年薪的20%，最高5万元",
      "全部满足：",
      "· 协议年薪20万元以上",
      "→ yes",
    ])
      expect(text).toContain(part);
    expect(showMeasure(kb, "zibo-2022/99", "2026-11-20")).toBeUndefined();
  });

  it("sees which benefits changed between two versions, and how", async () => {
    const sources = await readSources();
    const changed = structuredClone(sources);
    const six = changed.documents
      .find(({ id }) => id === "zibo-2022")
      ?.measures.find(({ clause }) => clause === 6)?.benefits[0];
    if (six?.cap) six.cap.yuan = 60_000;
    six?.tiers?.rows.pop();
    const lines = compareKnowledge(kb, assembleKnowledge(changed));
    expect(lines[0]).toBe("− zibo-2022/6/senior-technician");
    expect(lines.join("\n")).toMatch(/~ zibo-2022\/6\/technician\n {4}amount: .*5万元.* → .*6万元/);
    expect(compareKnowledge(kb, kb)).toEqual([]);
  });

  it("is told what it is that changed, and nothing of what did not", async () => {
    const changed = structuredClone(await readSources());
    const measures = changed.documents.find(({ id }) => id === "zibo-2022")?.measures ?? [];
    const six = measures.find(({ clause }) => clause === 6);
    const [benefit] = six?.benefits ?? [];
    if (!six || !benefit) throw new Error("zibo-2022/6 is encoded");
    six.responsible = ["市财政局"];
    six.targets = [
      { what: "技师", number: 20, unit: "名", by: "2025-12", every: null, comparator: ">=" as const },
    ];
    benefit.recipient = "enterprise";
    benefit.asked_by = ["企业"];
    benefit.fund = undefined;
    benefit.tiers?.rows.pop();
    expect(compareKnowledge(kb, assembleKnowledge(changed))).toEqual([
      "− zibo-2022/6/senior-technician",
      "~ zibo-2022/6",
      "    responsible: 市人力资源社会保障局、市财政局 → 市财政局",
      "    targets: (none) → 技师 >= 20名 by 2025-12",
      "~ zibo-2022/6/technician",
      "    recipient: worker → enterprise",
      expect.stringMatching(/^ {4}amount: 2,500元.* → 每人2,500元/),
      "    fund: 市级财政 → (none)",
      expect.stringMatching(/^ {4}condition: .*身份是个人或企业.* → .*身份是企业/),
    ]);
  });

  it("begins a new document with a file that loads as it stands", async () => {
    const data = parse(newDocument("weifang-2027", "2027-01-02").replaceAll("某某市", "淄博市")) as unknown;
    const { facts, groups } = await readSources();
    const draft = loadKnowledge({ file: "facts.yaml", data: { facts, groups } }, [
      { file: "new.yaml", data },
    ]);
    // Alone it uses few of the facts.
    const faults = checkKnowledge(draft, "2027-01-02").filter((fault) => !fault.startsWith("facts.yaml"));
    expect(faults).toEqual([]);
  });

  it("has schemas for the editor that are those of the code", () => {
    for (const [name, schema] of Object.entries(jsonSchemas()))
      expect(JSON.parse(readFileSync(`policy-kb/${name}`, "utf8")), `npm run kb -- schema`).toEqual(schema);
    expect(documentSchema.safeParse({}).success).toBe(false);
  });

  it("sees how much is encoded", () => {
    const rows = coverage(kb, () => undefined);
    expect(rows.find(({ document }) => document === "zibo-2022")).toMatchObject({
      clauses: 27,
      benefits: 69,
      verified: "",
    });
  });
});
