/** `npm run -s kb -- …` as outside checks call it. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { assembleKnowledge } from "../../policy-kb/load.ts";
import { kb } from "../support/knowledge.ts";

function run(command: string, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["policy-kb/cli.ts", command], {
    input,
    encoding: "utf8",
    env: { ...process.env, NOW: "2026-11-20T09:00:00+08:00" },
  });
  return {
    status,
    stderr,
    lines: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe("kb", () => {
  it("check says what was checked, on stderr", () => {
    const { status, lines, stderr } = run("check");
    expect([status, lines]).toEqual([0, []]);
    expect(stderr).toMatch(/5 documents, 118 clauses.*examples hold/);
  });

  it("verify without a folder looks at what was sealed", () => {
    const { status, stderr } = run("verify");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^against evidence\.json[\s\S]*zibo-2022: (\d+) of \1 figures/);
  });

  it("without a command says how it is used", () => {
    expect(run("").status).toBe(2);
  });

  it("export gives a measure a line, a row for each tier", () => {
    const { lines } = run("export");
    const six = lines.find((line) => line.doc === "zibo-2022" && line.clause === 6);
    expect(Object.keys(six)).toEqual(
      "doc clause title kind responsible sections cooperating deadline targets benefits".split(" "),
    );
    expect(six).toMatchObject({ doc: "zibo-2022", title: "企业技能带头人培育计划", deadline: null });
    expect(six.responsible).toEqual(["市人力资源社会保障局", "市财政局"]);
    expect(six.benefits).toHaveLength(2);
    expect(six.benefits[0]).toEqual({
      id: "zibo-2022/6/technician",
      title: expect.any(String),
      recipient: "worker",
      amount: { kind: "exact", yuan: 2500, min: null, max: null, ratio: null, of: null },
      per: "person",
      period: "once",
      months: null,
      cap: { yuan: 50_000, per: "enterprise", period: "year" },
      quota: null,
    });
    expect(lines.at(-1)).toMatchObject({ clause: "文末" });
  });

  it("bundle gives what loads the same without a disk", () => {
    const [bundle] = run("bundle").lines;
    const loaded = assembleKnowledge(bundle);
    expect(loaded.benefits.map(({ id }) => id)).toEqual(kb.benefits.map(({ id }) => id));
  });

  it("ask answers line by line and names the lines that it cannot read", () => {
    const question = { id: "q1", question: "淄博首席技师每月津贴多少" };
    const { status, lines, stderr } = run("ask", `${JSON.stringify(question)}\nnonsense\n{"id":2}\n\n`);
    expect(status).toBe(1);
    expect(stderr).toMatch(/line 2: not JSON[\s\S]*line 3: /);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ id: "q1", outcome: "answered", verdict: null });
    expect(lines[0].citations[0]).toEqual({ doc: "zibo-2022", clause: 2 });
    expect(lines[0].reply).toContain("800元");
  });

  it("match finds the welder's 2,500 yuan, with clause, cap and what else may apply", () => {
    const text = "我在淄博一家民企当焊工，刚考下技师，能领什么钱？";
    const [line] = run("match", JSON.stringify({ id: 7, text })).lines;
    expect(Object.keys(line)).toEqual("id eligible not unknown best reply".split(" "));
    expect(line.eligible).toContainEqual({
      doc: "zibo-2022",
      clause: 6,
      benefit: "zibo-2022/6/technician",
      yuan: 2500,
      totalYuan: 2500,
    });
    expect(line.best).toMatchObject({ yuan: 2500 });
    for (const part of ["您可以领2,500元", "第6条", "最高5万元", "条件：", "这些还说不准"])
      expect(line.reply).toContain(part);
    expect(line.not[0].why).toMatch(/要求/);
    expect(line.unknown[0].missing.length).toBeGreaterThan(0);
  });

  it("match adds up an enterprise's people under one cap", () => {
    const text = "淄博一家机械企业，今年14名职工新取得二级证，5名新取得一级证。";
    const [line] = run("match", JSON.stringify({ id: 8, text })).lines;
    expect(line.eligible).toContainEqual(
      expect.objectContaining({ clause: 6, yuan: null, totalYuan: 50_000 }),
    );
  });

  it("match takes an enterprise's people one by one: the highest for each, the cap over all", () => {
    const employees = [
      "刚考下技师",
      "高级工，早就有证",
      "我是淄博市首席技师，还在管理期，今年刚考下高级技师",
    ];
    const [{ workforce }] = run("match", JSON.stringify({ id: 9, text: "淄博一家机械厂", employees })).lines;
    expect(workforce.people.map(({ yuan }: { yuan: number }) => yuan)).toEqual([2_500, 0, 38_400]);
    expect(workforce.yuan).toBe(40_900);
  });
});
