/**
 * What is told of fewer than three enterprises is hidden, and as much more as it takes that nothing of them can be
 * worked out from what is shown, by whatever sums and differences. Figures are told one after another, each only if:
 *
 * Enterprises are dealt out over parts. Any two parts left out, the others must still tell every two combinations of
 * what is shown apart. So a combination that is made of one or two enterprises, whose parts may be those two, has
 * nothing in it: no such figure nor sum nor difference follows from what is shown.
 *
 * For that nobody's real figures are needed. Every amount that an enterprise gave is a row of numbers as good as
 * random, reckoned modulo a prime: equal figures are equal rows, and others are not, but by a chance of one in a
 * billion. Several enterprises may share one place in a row: then more is hidden than need be, never less.
 */

/** Fewer enterprises than this are hidden. */
export const FEWEST = 3;

/** What an amount adds to: the indices of figures. */
export type Adds = readonly number[];

const PRIME = 32_749;

/**
 * @param figures how many there are: the earlier ones are rather told than the later ones
 * @param givers what each enterprise gave; those who are alike had better stand side by side
 * @returns the indices of figures that must not be told
 */
export function hiddenFigures(figures: number, givers: readonly (readonly Adds[])[]): ReadonlySet<number> {
  const parts = partsFor(givers.length);
  const { rows, width } = rowsOf(figures, givers, parts);
  const all = range(parts);
  const whole = shown(width);
  const without = all.flatMap((one) =>
    all.slice(0, one).map((other) => shown(width, (at) => at % parts !== one && at % parts !== other)),
  );
  const hidden = new Set<number>();
  for (const [index, row] of rows.entries()) {
    const isNew = whole.left(row);
    if (!isNew) continue;
    const lefts = without.map((some) => some.left(row));
    if (lefts.every((left) => left !== undefined)) {
      whole.add(isNew);
      for (const [at, some] of without.entries()) some.add(lefts[at] as Int32Array);
    } else hidden.add(index);
  }
  return hidden;
}

/** The more parts, the less is hidden for nothing, and the longer it takes. */
function partsFor(givers: number): number {
  return givers <= 16 ? Math.max(FEWEST, Math.min(givers, 8)) : 5;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Wide enough that rows are told apart, and no wider. */
function rowsOf(figures: number, givers: readonly (readonly Adds[])[], parts: number) {
  const most = Math.max(1, ...givers.map((amounts) => amounts.length));
  const each = Math.min(most, Math.max(2, Math.ceil(Math.min(figures, WIDEST) / Math.max(1, givers.length))));
  const owners = Math.max(parts, Math.ceil(Math.min(givers.length, WIDEST / each) / parts) * parts);
  const width = owners * each;
  const rows = range(figures).map(() => new Int32Array(width));
  const next = numbers();
  for (const [giver, amounts] of givers.entries())
    for (const adds of amounts)
      for (let at = giver % owners; at < width; at += owners) {
        const number = next();
        for (const figure of adds) {
          const row = rows[figure] as Int32Array;
          row[at] = ((row[at] as number) + number) % PRIME;
        }
      }
  return { rows, width };
}

const WIDEST = 1_000;

/** As good as random, and the same each time. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return 1 + ((state >>> 8) % (PRIME - 1));
  };
}

/** What is shown, looked at in some columns only, as rows in echelon form: each begins where no other has anything. */
function shown(width: number, isSeen: (column: number) => boolean = () => true) {
  const columns = Int32Array.from(range(width).filter(isSeen));
  const rows: { pivot: number; row: Int32Array }[] = [];
  return {
    /** What a row has beyond those shown; undefined where it is a combination of them. */
    left: (full: Int32Array): Int32Array | undefined => {
      const row = columns.map((column) => full[column] as number);
      for (const { pivot, row: other } of rows) subtract(row, other, pivot);
      return row.some((value) => value !== 0) ? row : undefined;
    },
    add: (row: Int32Array): void => {
      const pivot = row.findIndex((value) => value !== 0);
      const scale = inverse(row[pivot] as number);
      rows.push({ pivot, row: row.map((value) => (value * scale) % PRIME) });
    },
  };
}

function subtract(row: Int32Array, other: Int32Array, pivot: number): void {
  const factor = row[pivot] as number;
  if (factor === 0) return;
  const minus = PRIME - factor;
  for (let at = 0; at < row.length; at++)
    row[at] = ((row[at] as number) + minus * (other[at] as number)) % PRIME;
}

/** By Fermat: the power PRIME - 2. */
function inverse(value: number): number {
  let [result, square] = [1, value];
  for (let power = PRIME - 2; power > 0; power >>= 1) {
    if (power % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
