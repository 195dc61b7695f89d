import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, decisiveLeaves, type Ranks, type Tri, trace } from "../../policy-kb/evaluate.ts";
import type { Condition, Facts } from "../../policy-kb/schema.ts";

const LEVELS = ["初级工", "中级工", "高级工", "技师"];
const ranks: Ranks = (fact) =>
  fact === "level" ? new Map(LEVELS.map((level, rank) => [level, rank])) : undefined;
/** Every value that a fact of these tests can have. */
const DOMAIN: Record<string, readonly (string | number | boolean)[]> = {
  a: [true, false],
  b: [true, false],
  level: LEVELS,
  salary: [0, 5, 10],
};

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constantFrom("a", "b"), is: fc.boolean() }),
  fc.record({ fact: fc.constant("level"), in: fc.subarray(LEVELS, { minLength: 1 }) }),
  fc.record({ fact: fc.constant("level"), at_least: fc.constantFrom(...LEVELS) }),
  fc.record({ fact: fc.constant("level"), at_most: fc.constantFrom(...LEVELS) }),
  fc.record({ fact: fc.constant("salary"), at_least: fc.constantFrom(0, 5, 7, 10) }),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ all: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("node") }),
  ),
})).node;
const facts: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(Object.entries(DOMAIN).map(([id, values]) => [id, fc.constantFrom(...values)])),
  { requiredKeys: [] },
) as fc.Arbitrary<Facts>;

/** Kleene's truth tables, written out: what the compiled closures are held against. */
const AND: Record<Tri, Record<Tri, Tri>> = {
  yes: { yes: "yes", no: "no", unknown: "unknown" },
  no: { yes: "no", no: "no", unknown: "no" },
  unknown: { yes: "unknown", no: "no", unknown: "unknown" },
};
const OR: Record<Tri, Record<Tri, Tri>> = {
  yes: { yes: "yes", no: "yes", unknown: "yes" },
  no: { yes: "yes", no: "no", unknown: "unknown" },
  unknown: { yes: "yes", no: "unknown", unknown: "unknown" },
};
const NOT: Record<Tri, Tri> = { yes: "no", no: "yes", unknown: "unknown" };

function byTable(node: Condition, known: Facts): Tri {
  if ("all" in node) return node.all.map((part) => byTable(part, known)).reduce((x, y) => AND[x][y]);
  if ("any" in node) return node.any.map((part) => byTable(part, known)).reduce((x, y) => OR[x][y]);
  if ("not" in node) return NOT[byTable(node.not, known)];
  const value = known[node.fact];
  if (value === undefined) return "unknown";
  if ("is" in node) return value === node.is ? "yes" : "no";
  if ("in" in node) return node.in.includes(String(value)) ? "yes" : "no";
  const height = (one: unknown) => (typeof one === "number" ? one : LEVELS.indexOf(String(one)));
  if ("at_least" in node) return height(value) >= height(node.at_least) ? "yes" : "no";
  if ("at_most" in node) return height(value) <= height(node.at_most) ? "yes" : "no";
  throw new Error("no time conditions here");
}

function completions(known: Facts): Facts[] {
  return Object.entries(DOMAIN).reduce<Facts[]>(
    (all, [id, values]) =>
      known[id] !== undefined ? all : all.flatMap((one) => values.map((value) => ({ ...one, [id]: value }))),
    [known],
  );
}

describe("three-valued evaluation", () => {
  it("agrees with the truth tables on random conditions and facts", () => {
    fc.assert(
      fc.property(condition, facts, (node, known) => {
        expect(compile(node, ranks).verdict(known)).toBe(byTable(node, known));
      }),
      { numRuns: 2_000 },
    );
  });

  it("says yes or no only where every way to fill in what is missing agrees", () => {
    fc.assert(
      fc.property(condition, facts, (node, known) => {
        const { verdict } = compile(node, ranks);
        const now = verdict(known);
        const all = completions(known).map((one) => verdict(one));
        expect(all).not.toContain("unknown");
        if (now !== "unknown") expect(new Set(all)).toEqual(new Set([now]));
      }),
      { numRuns: 500 },
    );
  });

  it("needs a fact exactly where it is unknown, and never one that is known", () => {
    fc.assert(
      fc.property(condition, facts, (node, known) => {
        const test = compile(node, ranks);
        const needed = new Set<string>();
        if (test.verdict(known) === "unknown") test.needs(known, needed);
        expect(needed.size > 0).toBe(test.verdict(known) === "unknown");
        for (const fact of needed) expect(known[fact]).toBeUndefined();
        for (const fact of needed) expect(test.mentions).toContain(fact);
      }),
      { numRuns: 500 },
    );
  });

  it("traces the same verdict, with leaves that carry it", () => {
    fc.assert(
      fc.property(condition, facts, (node, known) => {
        const traced = trace(node, known, ranks);
        expect(traced.verdict).toBe(compile(node, ranks).verdict(known));
        expect(decisiveLeaves(traced).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("time", () => {
  const within = compile({ fact: "hired", within: { years: 5, of: "graduated" } }, ranks);
  const after = compile({ fact: "today", after: { years: 1, of: "started" } }, ranks);

  it.each([
    ["the very day", "2021-07-01", "2021-07-01", "yes"],
    ["exactly five years later is still in", "2021-07-01", "2026-07-01", "yes"],
    ["one day more is out", "2021-07-01", "2026-07-02", "no"],
    ["before the graduation is out", "2021-07-01", "2021-06-30", "no"],
    ["the month decides where it can", "2021-07", "2026-06", "yes"],
    ["the month leaves the boundary open", "2021-07", "2026-07", "unknown"],
    ["a year alone may be enough", "2021", "2023", "yes"],
    ["a year alone leaves the last year open", "2021", "2026", "unknown"],
    ["the same year is in", "2021", "2021", "yes"],
    ["much later is out", "2015", "2026-01", "no"],
    ["29 February counts to the 28th", "2020-02-29", "2025-02-28", "yes"],
    ["29 February and a day", "2020-02-29", "2025-03-01", "no"],
  ])("within five years: %s", (_why, graduated, hired, verdict) => {
    expect(within.verdict({ graduated, hired })).toBe(verdict);
  });

  it.each([
    ["2025-11-20", "2026-11-20", "yes"],
    ["2025-11-21", "2026-11-20", "no"],
    ["2025-11", "2026-11-20", "unknown"],
    ["2025", "2026-11-20", "unknown"],
    ["2024", "2026-11-20", "yes"],
  ])("a full year: from %s, on %s", (started, today, verdict) => {
    expect(after.verdict({ started, today })).toBe(verdict);
  });

  it("asks again, exactly, for a date that leaves it open", () => {
    const needed = new Set<string>();
    within.needs({ graduated: "2021", hired: "2026-05-01" }, needed);
    expect([...needed]).toEqual(["graduated"]);
  });

  it("takes what is no date as fitting no time", () => {
    expect(within.verdict({ graduated: "2021", hired: "2026-13-45" })).toBe("no");
    expect(within.verdict({ hired: "很久以前" })).toBe("unknown");
  });
});
