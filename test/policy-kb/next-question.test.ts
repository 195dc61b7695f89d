import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextQuestion } from "../../policy-kb/next-question.ts";
import type { Facts, FactValue } from "../../policy-kb/schema.ts";
import { kb } from "../support/knowledge.ts";

/** Answers at random what is asked until nothing more is, and gives the questions. */
function interview(facts: Facts, pick: (limit: number) => number, unsureOf: () => boolean) {
  let known: Facts = { today: "2026-11-20", ...facts };
  const unsure = new Set<string>();
  const asked: string[] = [];
  let untilDecided = 0;
  for (let next = nextQuestion(kb, known, unsure); next; next = nextQuestion(kb, known, unsure)) {
    asked.push(next.id);
    if (kb.benefits.some((benefit) => benefit.test.verdict(known) === "unknown")) untilDecided += 1;
    if (asked.length > 60) break;
    for (const id of next.facts) {
      const fact = kb.facts.get(id);
      const before = known[id];
      if (!fact) throw new Error(`no fact ${id}`);
      expect(unsure.has(id)).toBe(false);
      expect(before).toBeUndefined();
      const values: readonly FactValue[] =
        fact.kind === "choice"
          ? fact.choices.map((choice) => choice.value)
          : fact.kind === "yesno"
            ? [true, false]
            : fact.kind === "date"
              ? ["2015-07-01", "2024-07-01", "2026-01-15"]
              : [1, 20, 300_000];
      if (unsureOf()) unsure.add(id);
      else known = { ...known, [id]: values[pick(values.length)] as FactValue };
    }
  }
  return { asked, untilDecided, known };
}

const dice = fc.infiniteStream(fc.nat(1_000_000));
const roller = (stream: Iterator<number>) => (limit: number) => (stream.next().value as number) % limit;

describe("the next question", () => {
  it("is never about what is known, comes to an end, and leaves nothing open that could be asked", () => {
    fc.assert(
      fc.property(dice, (stream) => {
        const roll = roller(stream[Symbol.iterator]());
        const { asked, known } = interview({}, roll, () => false);
        expect(asked.length).toBeLessThanOrEqual(60);
        expect(new Set(asked).size).toBe(asked.length);
        expect(kb.benefits.filter((benefit) => benefit.test.verdict(known) === "unknown")).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("comes to an end for people who often do not know", () => {
    fc.assert(
      fc.property(dice, (stream) => {
        const roll = roller(stream[Symbol.iterator]());
        const { asked } = interview({}, roll, () => roll(3) === 0);
        expect(asked.length).toBeLessThanOrEqual(60);
        expect(new Set(asked).size).toBe(asked.length);
      }),
      { numRuns: 200 },
    );
  });

  it("decides everything for the median person, of any city and role, in at most eight", () => {
    const cities = kb.documents.map(({ region }) => region);
    const roles = kb.facts.get("role")?.choices.map(({ value }) => value) ?? [];
    const counts = fc
      .sample(dice, { numRuns: 1_000, seed: 11 })
      .map((stream, index) => {
        const city = cities[index % cities.length] as string;
        const role = roles[Math.floor(index / cities.length) % roles.length] as string;
        return interview({ city, role }, roller(stream[Symbol.iterator]()), () => false).untilDecided;
      })
      .sort((a, b) => a - b);
    expect(counts[500]).toBeLessThanOrEqual(8);
  });

  it.each(["个人", "企业", "院校", "培训机构"])(
    "decides everything for %s in 淄博 in about eight",
    (role) => {
      const counts = fc
        .sample(dice, { numRuns: 200, seed: 7 })
        .map(
          (stream) =>
            interview({ city: "淄博市", role }, roller(stream[Symbol.iterator]()), () => false).untilDecided,
        )
        .sort((a, b) => a - b);
      expect(counts[100]).toBeLessThanOrEqual(8);
    },
  );

  it("asks for the place first when nothing is known", () => {
    expect(nextQuestion(kb, { today: "2026-11-20" }, new Set())?.id).toBe("city");
  });
});
