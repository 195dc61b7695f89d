/** What a policy officer is told when a file is wrong: which file, which line, what to do. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkKnowledge } from "../../policy-kb/check.ts";
import { readKnowledge } from "../../policy-kb/files.ts";
import { KnowledgeError } from "../../policy-kb/problems.ts";
import { kb } from "../support/knowledge.ts";

const FACTS = `facts:
  - { id: city, kind: choice, label: 城市, ask: 哪个城市？, choices: [{ value: 甲市, words: [甲] }, { value: 乙市 }] }
  - { id: role, kind: choice, label: 身份, ask: 您是谁？, choices: [{ value: 个人 }, { value: 企业 }] }
  - id: level
    kind: choice
    label: 等级
    ask: 哪一级？
    ordered: true
    choices: [{ value: 高级工 }, { value: 技师 }]
`;
const DOCUMENT = `id: jia-2026
title: 甲市措施
short: 甲市措施
number: null
region: 甲市
issued: 2026-01-01
period: { from: 2026-01-01, to: null }
measures:
  - clause: 1
    title: 补贴
    kind: benefit
    summary: 给一点钱。
    benefits:
      - id: money
        title: 补贴
        recipient: worker
        when: { fact: level, is: 技师 }
        amount: { kind: exact, yuan: 1000 }
        examples:
          - { why: 技师, facts: { role: 个人, level: 技师 }, verdict: yes, yuan: 1000 }
          - { why: 高级工, facts: { role: 个人, level: 高级工 }, verdict: no }
          - { why: 没说等级, facts: { role: 个人 }, verdict: unknown }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kb-"));
  mkdirSync(join(folder, "documents"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function read(document = DOCUMENT, facts = FACTS, more: Record<string, string> = {}) {
  writeFileSync(join(folder, "facts.yaml"), facts);
  writeFileSync(join(folder, "documents/jia-2026.yaml"), document);
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, "documents", name), text);
  return readKnowledge({ folder });
}

async function problem(document: string, facts = FACTS, more: Record<string, string> = {}): Promise<string> {
  try {
    await read(document, facts, more);
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message;
    throw error;
  }
  return "nothing is wrong";
}

describe("a policy file", () => {
  it("loads, and its examples hold", async () => {
    expect(checkKnowledge(await read(), "2026-11-20")).toEqual([]);
  });

  it.each([
    ["broken YAML", DOCUMENT.replace("title: 甲市措施", "title: [甲市"), /jia-2026\.yaml:\d+ YAML/],
    [
      "an unknown key",
      DOCUMENT.replace("recipient: worker", "recipient: worker\n        recipent: x"),
      /jia-2026\.yaml:\d+ measures\.0\.benefits\.0: Unrecognized key/,
    ],
    [
      "a missing title",
      DOCUMENT.replace("    title: 补贴\n    kind", "    kind"),
      /jia-2026\.yaml:9 measures\.0\.title/,
    ],
    [
      "an unknown fact",
      DOCUMENT.replace("fact: level, is", "fact: levl, is"),
      /jia-2026\.yaml:\d+ .*there is no fact levl; add it to facts\.yaml or correct the name/,
    ],
    [
      "a value that is no choice",
      DOCUMENT.replace("is: 技师 }", "is: 特技师 }"),
      /特技师 is not a choice of level: 高级工、技师/,
    ],
    [
      "a value of another kind",
      DOCUMENT.replace("is: 技师 }", "is: true }"),
      /level is of the kind choice, and true is not/,
    ],
    [
      "a clause twice",
      `${DOCUMENT}${DOCUMENT.slice(DOCUMENT.indexOf("  - clause: 1"))}`,
      /clause 1 stands twice/,
    ],
    [
      "a region that facts.yaml does not know",
      DOCUMENT.replace("region: 甲市", "region: 丙市"),
      /丙市 is not among the choices of the fact city/,
    ],
    [
      "no amount",
      DOCUMENT.replace("        amount: { kind: exact, yuan: 1000 }\n", ""),
      /money has no amount; write \{kind: unspecified\}/,
    ],
    [
      "a condition that is none",
      DOCUMENT.replace("{ fact: level, is: 技师 }", "{ fact: level }"),
      /a condition is all, any, not, or one fact with/,
    ],
    [
      "a ratio of an unknown fact",
      DOCUMENT.replace("kind: exact, yuan: 1000", "kind: ratio, ratio: 0.2, of: income"),
      /there is no fact income/,
    ],
    [
      "a negative amount",
      DOCUMENT.replace("yuan: 1000 }\n        examples", "yuan: -5 }\n        examples"),
      /amount\.yuan/,
    ],
    [
      "a date that is none",
      DOCUMENT.replace("issued: 2026-01-01", "issued: gestern"),
      /a date is 2024, 2024-07 or 2024-07-01/,
    ],
    [
      "a rule of a clause that is not there",
      DOCUMENT.replace(
        "measures:",
        "stacking: [{ id: r, kind: highest_only, clause: 9, text: 就高 }]\nmeasures:",
      ),
      /the rule cites clause 9, which the file does not have/,
    ],
    [
      "a rule that stands along with one that is not there",
      DOCUMENT.replace(
        "measures:",
        "stacking: [{ id: r, kind: highest_only, clause: 1, text: 就高, along_with: [s] }]\nmeasures:",
      ),
      /jia-2026\.yaml:8 stacking\.0\.along_with: there is no rule s/,
    ],
    [
      "a period that ends before it begins",
      DOCUMENT.replace("to: null", "to: 2025-12"),
      /jia-2026\.yaml:7 period\.to: the period ends before it begins/,
    ],
    [
      "a date of issue after the period's end",
      DOCUMENT.replace("from: 2026-01-01, to: null", 'from: null, to: "2025"'),
      /jia-2026\.yaml:6 issued: the document is issued after its period ends/,
    ],
    [
      "a range whose ends have changed places",
      DOCUMENT.replace("kind: exact, yuan: 1000", "kind: range, min: 5000, max: 2000"),
      /amount: a range goes from the lower sum \(min\) to the higher one \(max\)/,
    ],
    [
      "a range that is one sum",
      DOCUMENT.replace("kind: exact, yuan: 1000", "kind: range, min: 2000, max: 2000"),
      /amount: a range goes from/,
    ],
  ])("with %s is refused with file, line and remedy", async (_what, document, message) => {
    expect(await problem(document)).toMatch(message);
  });

  it("with a tier that is never reached is refused", async () => {
    const tiers = DOCUMENT.replace(
      /when: .*\n.*amount: .*\n/,
      "tiers: { by: level, rows: [{ id: a, title: 甲, is: 技师, amount: { kind: exact, yuan: 1 } }, { id: b, title: 乙, is: 技师, amount: { kind: exact, yuan: 2 } }] }\n",
    );
    expect(await problem(tiers)).toMatch(/the tier b is never reached: 技师 has a tier already/);
  });

  it("with a period that overlaps another of the same place is refused", async () => {
    const other = DOCUMENT.replace("id: jia-2026", "id: jia-2027").replace(
      "from: 2026-01-01",
      "from: 2027-01-01",
    );
    expect(await problem(DOCUMENT, FACTS, { "jia-2027.yaml": other })).toMatch(
      /the period overlaps that of jia-2026/,
    );
  });

  it("with an example that fails is named by the check", async () => {
    const wrong = await read(DOCUMENT.replace("verdict: no }", "verdict: yes }"));
    expect(checkKnowledge(wrong, "2026-11-20")).toEqual([
      'jia-2026/1/money: the example "高级工" gives verdict no and not yes',
      "jia-2026/1/money: has no example with the verdict no",
    ]);
    const amount = await read(DOCUMENT.replace("verdict: yes, yuan: 1000", "verdict: yes, yuan: 999"));
    expect(checkKnowledge(amount, "2026-11-20")[0]).toMatch(/gives yuan 1000 and not 999/);
  });

  it("with a gap in its numbering is named, unless the document itself leaves the number out", async () => {
    const gap = DOCUMENT.replace("clause: 1", "clause: 2");
    expect(checkKnowledge(await read(gap), "2026-11-20")).toEqual([
      "jia-2026: clause 1 is missing; encode it, or name it in layout.absent",
    ]);
    const declared = gap.replace("measures:", "layout: { numbering: arabic, absent: [1] }\nmeasures:");
    expect(checkKnowledge(await read(declared), "2026-11-20")).toEqual([]);
  });

  it("with a fact that nothing needs is named", async () => {
    const facts = `${FACTS}  - { id: idle, kind: yesno, label: 闲, ask: ？ }\n`;
    expect(checkKnowledge(await read(DOCUMENT, facts), "2026-11-20")).toEqual([
      "facts.yaml: no condition or amount needs the fact idle",
    ]);
  });

  describe("with stacking rules", () => {
    const SECOND = DOCUMENT.slice(DOCUMENT.indexOf("      - id: money")).replace("id: money", "id: more");
    const rule = (id: string, kind: string, more = "") =>
      `{ id: ${id}, kind: ${kind}, clause: 1, text: 就高${more} }`;
    const faults = async (rules: string[], document = DOCUMENT + SECOND) =>
      checkKnowledge(
        await read(document.replace("measures:", `stacking: [${rules.join(", ")}]\nmeasures:`)),
        "2026-11-20",
      );

    it.each([
      ["highest_only", "highest_only"],
      ["highest_only", "exclusive"],
      ["exclusive", "once_per_occupation_level"],
    ])("names %s and %s on the same benefits", async (one, other) => {
      expect(await faults([rule("a", one), rule("b", other)])).toEqual([
        "jia-2026: the rules a and b both bind jia-2026/1/money and 1 more; let one of them decide, or write along_with",
      ]);
    });

    it("takes two that the document needs, and those that are only told", async () => {
      expect(await faults([rule("a", "highest_only"), rule("b", "exclusive", ", along_with: [a]")])).toEqual(
        [],
      );
      expect(await faults([rule("a", "highest_only"), rule("b", "not_with"), rule("c", "on_top")])).toEqual(
        [],
      );
    });

    it.each(["highest_only", "exclusive", "once_per_occupation_level"])(
      "names a %s that has nothing to choose between",
      async (kind) => {
        expect(await faults([rule("a", kind)], DOCUMENT)).toEqual([
          "jia-2026: the rule a binds 1 benefit, and one alone excludes nothing; name what it binds, or take it out",
        ]);
        expect(await faults([rule("a", "on_top"), rule("b", "not_with")], DOCUMENT)).toEqual([]);
      },
    );
  });

  describe("with a condition", () => {
    const FACTS_MORE = `${FACTS}  - { id: years, kind: number, label: 年数, ask: 几年？ }
  - { id: full, kind: yesno, label: 全职, ask: 全职吗？ }
`;
    const faults = async (when: string) => {
      const kb = await read(DOCUMENT.replace("{ fact: level, is: 技师 }", when), FACTS_MORE);
      return checkKnowledge(kb, "2026-11-20").filter((fault) => /contradictory|never hold/.test(fault));
    };

    it.each([
      ["two values of one fact", "{ all: [{ fact: level, is: 技师 }, { fact: level, is: 高级工 }] }"],
      ["a value outside of a list", "{ all: [{ fact: level, is: 技师 }, { fact: level, in: [高级工] }] }"],
      ["bounds crossed", "{ all: [{ fact: years, at_least: 5 }, { fact: years, at_most: 4 }] }"],
      ["ranks crossed", "{ all: [{ fact: level, at_least: 技师 }, { fact: level, at_most: 高级工 }] }"],
      ["yes and no", "{ all: [{ fact: full, is: true }, { fact: full, is: false }] }"],
      ["a yes and its denial", "{ all: [{ fact: full, is: true }, { not: { fact: full, is: true } }] }"],
      [
        "a branch of an any",
        "{ any: [{ fact: level, is: 技师 }, { all: [{ fact: full, is: true }, { fact: full, is: false }] }] }",
      ],
      ["a role that may not ask", "{ fact: role, is: 企业 }"],
    ])("that is contradictory, %s, is named", async (_what, when) => {
      expect(await faults(when)).toEqual([
        expect.stringMatching(/^jia-2026\/1\/money: the condition is contradictory, no \w+ fits \{/),
      ]);
    });

    it.each([
      ["of another place", "{ fact: city, is: 乙市 }"],
      ["with a branch for another place", "{ any: [{ fact: level, is: 技师 }, { fact: city, is: 乙市 }] }"],
    ])("%s is named", async (_what, when) => {
      expect(await faults(when)).toEqual([
        "jia-2026/1/money: {fact:city,is:乙市} can never hold in a document for 甲市",
      ]);
    });

    it.each([
      "{ all: [{ fact: level, is: 技师 }, { fact: level, in: [技师, 高级工] }] }",
      "{ all: [{ fact: years, at_least: 5 }, { fact: years, at_most: 5 }] }",
      "{ any: [{ fact: level, is: 技师 }, { fact: level, is: 高级工 }] }",
      "{ all: [{ fact: level, at_least: 高级工 }, { not: { fact: level, is: 高级工 } }] }",
      "{ any: [{ fact: city, is: 甲市 }, { fact: level, is: 技师 }] }",
    ])("that can hold is not: %s", async (when) => {
      expect(await faults(when)).toEqual([]);
    });
  });

  it("with a word that tells two things of one fact is named", async () => {
    const facts = `${FACTS.replace("{ value: 乙市 }", "{ value: 乙市, words: [甲] }")}  - { id: full, kind: yesno, label: 全职, ask: 全职吗？, words: [全职, 专职], no_words: [兼职, 全职] }\n`;
    const used = DOCUMENT.replace(
      "{ fact: level, is: 技师 }",
      "{ all: [{ fact: level, is: 技师 }, { any: [{ fact: full, is: true }, { fact: level, is: 技师 }] }] }",
    );
    expect(checkKnowledge(await read(used, facts), "2026-11-20")).toEqual([
      "facts.yaml: the word 甲 stands under two choices of city: 甲市 and 乙市",
      "facts.yaml: the word 全职 stands under both the yes and the no of full",
    ]);
  });

  it("names every problem at once", async () => {
    const two = DOCUMENT.replace("is: 技师 }", "is: 特技师 }").replace("region: 甲市", "region: 丙市");
    expect((await problem(two)).split("\n")).toHaveLength(2);
  });
});

describe("the cache", () => {
  it("gives the same as the files, and notices when one changes", async () => {
    await read();
    const cache = mkdtempSync(join(tmpdir(), "cache-"));
    const ids = async () =>
      (await readKnowledge({ folder, cache })).benefits.map(({ id, title }) => `${id} ${title}`);
    expect(await ids()).toEqual(["jia-2026/1/money 补贴"]);
    expect(await ids()).toEqual(["jia-2026/1/money 补贴"]);
    await read(DOCUMENT.replace("id: money\n        title: 补贴", "id: money\n        title: 新补贴"));
    expect(await ids()).toEqual(["jia-2026/1/money 新补贴"]);
    expect(readdirSync(cache)).toHaveLength(1);
    rmSync(cache, { recursive: true });
  });

  it("keeps nothing of files that are wrong", async () => {
    const cache = mkdtempSync(join(tmpdir(), "cache-"));
    writeFileSync(join(folder, "facts.yaml"), FACTS);
    writeFileSync(join(folder, "documents/jia-2026.yaml"), DOCUMENT.replace("region: 甲市", "region: 丙市"));
    await expect(readKnowledge({ folder, cache })).rejects.toThrow(KnowledgeError);
    expect(readdirSync(cache)).toEqual([]);
    rmSync(cache, { recursive: true });
  });
});

describe("the project's own knowledge base", () => {
  it("holds: every worked example of every benefit", async () => {
    expect(checkKnowledge(kb, "2026-11-20")).toEqual([]);
  });

  it("has 淄博's twenty-six clauses and the closing rules", async () => {
    const zibo = kb.documents.find((document) => document.id === "zibo-2022");
    const clauses = zibo?.measures.map((measure) => measure.clause);
    expect(clauses).toEqual([...Array.from({ length: 26 }, (_, index) => index + 1), "文末"]);
  });
});
