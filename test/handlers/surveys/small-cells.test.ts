import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEWEST, hiddenFigures } from "../../../handlers/surveys/small-cells.ts";
import { toldOfFew } from "../../support/attacker.ts";

/** One line of groups under its total: of each group, how many enterprises are in it. */
function line(...groups: number[]): number[][][] {
  return groups.flatMap((many, index) => Array.from({ length: many }, () => [[0, index + 1]]));
}

const hiddenIn = (figures: number, givers: number[][][]) => [...hiddenFigures(figures, givers)];

describe("small cells", () => {
  it("hides nothing where nothing is small, nor a nought", () => {
    expect(hiddenIn(4, line(3, 5, 9))).toEqual([]);
    expect(hiddenIn(4, line(4, 0, 9))).toEqual([]);
  });

  it("hides a small one, and the last where only one would be hidden", () => {
    expect(hiddenIn(4, line(9, 5, 2))).toEqual([2, 3]);
    expect(hiddenIn(5, line(9, 5, 1, 1))).toEqual([2, 3, 4]);
    expect(hiddenIn(5, line(9, 5, 1, 2))).toEqual([3, 4]);
  });

  it("hides all of too few enterprises", () => {
    expect(hiddenIn(2, line(2))).toEqual([0, 1]);
    expect(hiddenIn(1, [])).toEqual([]);
  });

  it("hides what differs from something shown by one enterprise only", () => {
    const all = Array.from({ length: 12 }, (_, index) => [index === 4 ? [0] : [0, 1]]);
    expect(hiddenIn(2, all)).toEqual([1]);
  });

  it("never lets anything of one or two enterprises be worked out, whatever the figures are", () => {
    const amounts = (figures: number) => fc.array(fc.subarray([...Array(figures).keys()]), { maxLength: 4 });
    const run = fc
      .integer({ min: 1, max: 7 })
      .chain((figures) => fc.tuple(fc.constant(figures), fc.array(amounts(figures), { maxLength: 14 })));
    let told = 0;
    fc.assert(
      fc.property(run, ([figures, givers]) => {
        const hidden = hiddenFigures(figures, givers);
        const shown = [...Array(figures).keys()].filter((figure) => !hidden.has(figure));
        told += shown.length;
        const columns = givers.flatMap((amounts, owner) =>
          amounts.map((adds) => ({
            owner,
            values: shown.map((figure) => (adds.includes(figure) ? 1n : 0n)),
          })),
        );
        expect(toldOfFew(columns, FEWEST - 1)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    expect(told).toBeGreaterThan(100);
  });
});

describe("the attacker of the tests", () => {
  it("finds what sums and differences tell of one or two, and nothing else", () => {
    const columns = (...owners: number[][]) =>
      owners.map((values, owner) => ({ owner, values: values.map(BigInt) }));
    expect(toldOfFew(columns([1, 1], [1, 1], [1, 1], [1, 0]), 2)).toEqual([3]);
    expect(toldOfFew(columns([1, 1], [1, 1], [1, 1], [1, 0], [1, 0]), 2)).toEqual([3, 4]);
    expect(toldOfFew(columns([1, 1], [1, 1], [1, 1], [1, 0], [1, 0], [1, 0]), 2)).toBeUndefined();
    // The first is the sum of the others, but for one.
    expect(
      toldOfFew(columns([1, 1, 0], [1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1], [1, 0, 1], [1, 0, 0]), 1),
    ).toEqual([6]);
  });
});
