import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Figure, hiddenFigures, type Sum } from "../../../handlers/surveys/small-cells.ts";

const figure = (value: number, enterprises = value): Figure => ({ value, enterprises, isSmall: false });

/** One line of groups under its total, of enterprises apart. */
function line(parts: Record<string, number>) {
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const figures = new Map(Object.entries({ ...parts, total }).map(([key, many]) => [key, figure(many)]));
  return { figures, sums: [{ whole: "total", parts: Object.keys(parts), apart: true }] };
}

function hiddenIn({ figures, sums }: { figures: Map<string, Figure>; sums: Sum[] }): string[] {
  return [...hiddenFigures(figures, sums)].sort();
}

describe("small cells", () => {
  it("hides nothing where nothing is small", () => {
    expect(hiddenIn(line({ a: 3, b: 5, c: 9 }))).toEqual([]);
  });

  it("hides a second one, the smallest, where only one would be hidden", () => {
    expect(hiddenIn(line({ a: 2, b: 9, c: 5 }))).toEqual(["a", "c"]);
  });

  it("hides a third one where two together are still fewer than three", () => {
    expect(hiddenIn(line({ a: 1, b: 1, c: 9, d: 5 }))).toEqual(["a", "b", "d"]);
    expect(hiddenIn(line({ a: 1, b: 2, c: 9, d: 5 }))).toEqual(["a", "b"]);
  });

  it("shows a nought, and hides none in place of something else", () => {
    expect(hiddenIn(line({ a: 2, b: 0, c: 9 }))).toEqual(["a", "c"]);
    expect(hiddenIn(line({ a: 0, b: 4, c: 9 }))).toEqual([]);
  });

  it("hides the total too where there is nothing else to hide", () => {
    expect(hiddenIn(line({ a: 2 }))).toEqual(["a", "total"]);
    expect(hiddenIn(line({ a: 2, b: 0 }))).toEqual(["a", "total"]);
  });

  it("hides all that is told of a group that is too small, a nought as well", () => {
    const { figures, sums } = line({ a: 0, b: 9, c: 5 });
    figures.set("a", { value: 0, enterprises: 0, isSmall: true });
    expect(hiddenIn({ figures, sums })).toEqual(["a", "c"]);
  });

  it("looks through two tables of the same enterprises at once", () => {
    // By itself, each table hides b or d beside the small one; together they would give both away.
    const figures = new Map(
      Object.entries({ a: 2, b: 4, c: 30, total: 36, d: 5, e: 31 }).map(([key, many]) => [key, figure(many)]),
    );
    figures.set("f", figure(4));
    const sums = [
      { whole: "total", parts: ["a", "b", "c"], apart: true },
      { whole: "total", parts: ["d", "e"], apart: true },
      { whole: "b", parts: ["f"], apart: true },
    ];
    expect(hiddenIn({ figures, sums })).toEqual(["a", "b", "f"]);
  });

  it("sees what only several equations together give away", () => {
    // Every line hides two, yet x is what joins two rings: it is settled, and needs another beside it.
    const table = [
      [2, 2, 9, 9],
      [2, 2, 2, 9],
      [9, 9, 2, 2],
      [9, 9, 2, 2],
    ];
    const { figures, sums } = twoWay(table);
    const small = [...figures].filter(([, { enterprises }]) => enterprises < 3).map(([key]) => key);
    expect(settled(sums, new Set(small))).toEqual(["1/2"]);
    expect(settled(sums, hiddenFigures(figures, sums))).toEqual([]);
  });

  it("never lets a hidden figure be worked out, whatever the table", () => {
    const cell = fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 40 }));
    const table = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(table, (cells) => {
        const { figures, sums } = twoWay(cells);
        const hidden = hiddenFigures(figures, sums);
        for (const [key, { enterprises }] of figures)
          if (enterprises > 0 && enterprises < 3) expect(hidden).toContain(key);
        expect(settled(sums, hidden)).toEqual([]);
        expect(bySubtraction(sums, hidden)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps three enterprises together in whatever is left of a total", () => {
    const parts = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, (list) => {
        const { figures, sums } = line(Object.fromEntries(list.map((many, index) => [`p${index}`, many])));
        const hidden = hiddenFigures(figures, sums);
        if (hidden.has("total") || hidden.size === 0) return;
        const left = [...hidden].reduce((sum, key) => sum + (figures.get(key)?.value ?? 0), 0);
        expect(left).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});

/** A table with its totals of rows, of columns and of all. */
function twoWay(cells: number[][]) {
  const figures = new Map<string, Figure>();
  const sums: Sum[] = [];
  const add = (whole: string, parts: string[]) => {
    sums.push({ whole, parts, apart: true });
    figures.set(whole, figure(parts.reduce((sum, part) => sum + (figures.get(part)?.value ?? 0), 0)));
  };
  const rows = cells.map((_, row) => row);
  const columns = (cells[0] ?? []).map((_, column) => column);
  for (const row of rows)
    for (const column of columns) figures.set(`${row}/${column}`, figure(cells[row]?.[column] ?? 0));
  for (const row of rows)
    add(
      `${row}/`,
      columns.map((column) => `${row}/${column}`),
    );
  for (const column of columns)
    add(
      `/${column}`,
      rows.map((row) => `${row}/${column}`),
    );
  add(
    "/",
    rows.map((row) => `${row}/`),
  );
  sums.push({ whole: "/", parts: columns.map((column) => `/${column}`), apart: true });
  return { figures, sums };
}

/** What anybody with a pocket calculator finds: an equation with one unknown, and on from there. */
function bySubtraction(sums: readonly Sum[], hidden: ReadonlySet<string>): string[] {
  const unknown = new Set(hidden);
  for (let before = -1; before !== unknown.size; ) {
    before = unknown.size;
    for (const { whole, parts } of sums) {
      const own = [whole, ...parts].filter((key) => unknown.has(key));
      if (own.length === 1) unknown.delete(own[0] as string);
    }
  }
  return [...hidden].filter((key) => !unknown.has(key));
}

/** The hidden figures that have one value only in all solutions: by exact fractions, over the solutions themselves. */
function settled(sums: readonly Sum[], hidden: ReadonlySet<string>): string[] {
  const keys = [...hidden];
  const rows = sums.map(({ whole, parts }) =>
    keys.map((key) => BigInt(Number(parts.includes(key)) - Number(key === whole))),
  );
  const pivots: number[] = [];
  for (const [column] of keys.entries()) {
    const at = rows.findIndex((row, index) => index >= pivots.length && row[column] !== 0n);
    if (at < 0) continue;
    const [pivot] = rows.splice(at, 1) as [bigint[]];
    rows.splice(pivots.length, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const [own, its] = [row[column] ?? 0n, pivot[column] ?? 0n];
      if (own !== 0n) for (const i of keys.keys()) row[i] = (row[i] ?? 0n) * its - (pivot[i] ?? 0n) * own;
    }
    pivots.push(column);
  }
  return keys.filter((_, column) => {
    const row = rows[pivots.indexOf(column)];
    return pivots.includes(column) && row?.every((value, index) => index === column || value === 0n);
  });
}
