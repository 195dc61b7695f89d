/** A condition over answers holds, does not hold, or waits for an answer. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import { isRelevant } from "../../../handlers/surveys/relevant.ts";
import type { Relevance } from "../../../handlers/surveys/schema.ts";

const cells: Cells = { type: "state", staff: 100, "forms/online": false };

describe("a condition", () => {
  it.each<[Relevance, boolean]>([
    [{ cell: "type", is: "state" }, true],
    [{ cell: "type", is: "private" }, false],
    [{ cell: "forms/online", is: false }, true],
    [{ cell: "staff", is: 100 }, true],
    [{ cell: "staff", at_least: 100 }, true],
    [{ cell: "staff", at_least: 101 }, false],
    [{ cell: "staff", at_most: 100 }, true],
    [{ cell: "staff", at_most: 99 }, false],
    [{ cell: "type", at_least: 1 }, false],
    [{ not: { cell: "type", is: "private" } }, true],
    [{ all: [{ cell: "type", is: "state" }, { not: { cell: "staff", at_least: 101 } }] }, true],
    [{ any: [{ cell: "type", is: "private" }, { all: [{ cell: "staff", is: 100 }] }] }, true],
  ])("%j is %s", (condition, holds) => expect(isRelevant(condition, cells)).toBe(holds));

  it("that there is none of holds", () => expect(isRelevant(undefined, {})).toBe(true));

  it.each<[Relevance, boolean]>([
    [{ cell: "open", is: "x" }, false],
    [{ not: { cell: "open", is: "x" } }, false],
    [
      {
        any: [
          { cell: "open", is: "x" },
          { cell: "staff", is: 100 },
        ],
      },
      true,
    ],
    [
      {
        all: [
          { cell: "open", is: "x" },
          { cell: "staff", is: 100 },
        ],
      },
      false,
    ],
    [
      {
        not: {
          all: [
            { cell: "open", is: "x" },
            { cell: "staff", is: 1 },
          ],
        },
      },
      true,
    ],
    [
      {
        not: {
          any: [
            { cell: "open", is: "x" },
            { cell: "staff", is: 1 },
          ],
        },
      },
      false,
    ],
  ])("on what is not answered waits: %j is %s", (condition, holds) =>
    expect(isRelevant(condition, cells)).toBe(holds),
  );
});

const leaf = fc.constantFrom<Relevance>(
  { cell: "a", is: "x" },
  { cell: "b", at_least: 3 },
  { cell: "b", at_most: 5 },
  { cell: "c", is: true },
);
const { condition } = fc.letrec<{ condition: Relevance }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.record({ not: tie("condition") }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
  ),
}));
const someCells = fc.record(
  { a: fc.constantFrom("x", "y"), b: fc.integer({ min: 0, max: 8 }), c: fc.boolean() },
  { requiredKeys: [] },
) as fc.Arbitrary<Cells>;

describe("any condition", () => {
  it("never holds together with its opposite, and one of them holds where all is answered", () => {
    fc.assert(
      fc.property(condition, someCells, (one, answers) => {
        const [holds, fails] = [isRelevant(one, answers), isRelevant({ not: one }, answers)];
        expect(holds && fails).toBe(false);
        if (["a", "b", "c"].every((cell) => cell in answers)) expect(holds || fails).toBe(true);
      }),
    );
  });

  it("that holds goes on holding whatever else is answered", () => {
    fc.assert(
      fc.property(condition, someCells, someCells, (one, known, more) => {
        if (isRelevant(one, known)) expect(isRelevant(one, { ...more, ...known })).toBe(true);
      }),
    );
  });
});
