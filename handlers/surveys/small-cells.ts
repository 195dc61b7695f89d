/**
 * Small cells: what is told of fewer than three enterprises is hidden, and as much more as it takes that nothing
 * hidden can be worked out from what is shown. That is not only the total minus the others: figures hang together
 * along rows, columns and tables, so all of them are looked at as one set of equations.
 */

/** One figure, wherever it is shown: hidden in one table, it is hidden in all. */
export interface Figure {
  value: number;
  /** Whose figures it is made of: those with something other than 0. */
  enterprises: number;
  /** Told of a group that is too small itself: hidden though it be 0. */
  isSmall: boolean;
}

/** Figures by their key. */
export type Figures = ReadonlyMap<string, Figure>;

/** One figure is the sum of others. */
export interface Sum {
  whole: string;
  parts: readonly string[];
  /** No enterprise is in two of the parts. */
  apart: boolean;
}

/** Fewer enterprises than this are hidden. */
export const FEWEST = 3;

/** The keys of all figures that must not be shown. Sums name no figure that is not there. */
export function hiddenFigures(figures: Figures, sums: readonly Sum[]): ReadonlySet<string> {
  const hidden = new Set([...figures].filter(([, figure]) => isTooSmall(figure)).map(([key]) => key));
  const hide = (key: string | undefined) => key !== undefined && hidden.add(key);
  for (let before = -1; before < hidden.size; ) {
    before = hidden.size;
    for (const sum of sums) if (tellsTooMuch(sum, figures, hidden)) hide(nextToHide([sum], figures, hidden));
    if (hidden.size > before) continue;
    for (const key of workedOut(sums, hidden)) hide(nextToHide(around(key, sums, hidden), figures, hidden));
  }
  return hidden;
}

function isTooSmall({ enterprises, isSmall }: Figure): boolean {
  return isSmall || (enterprises > 0 && enterprises < FEWEST);
}

/** One hidden figure is the rest of the others; several that are known together must be of enough enterprises. */
function tellsTooMuch({ whole, parts, apart }: Sum, figures: Figures, hidden: ReadonlySet<string>): boolean {
  const own = parts.filter((part) => hidden.has(part));
  if (hidden.has(whole)) return own.length === 0;
  if (own.length < 2) return own.length === 1;
  const enterprises = own.map((part) => figures.get(part)?.enterprises ?? 0);
  const together = apart ? enterprises.reduce((sum, one) => sum + one, 0) : Math.max(...enterprises);
  return together < FEWEST && parts.some((part) => isOfUse(part, figures, hidden));
}

function isOfUse(key: string, figures: Figures, hidden: ReadonlySet<string>): boolean {
  return !hidden.has(key) && (figures.get(key)?.enterprises ?? 0) > 0;
}

/** Of what is still shown, what tells least: the fewest enterprises, but not none, since a nought is guessed. */
function nextToHide(sums: readonly Sum[], figures: Figures, hidden: ReadonlySet<string>): string | undefined {
  for (const { parts, whole } of sums) {
    const shown = [...parts, whole].filter((key) => !hidden.has(key));
    const rank = (key: string) => {
      const { enterprises = 0, value = 0 } = figures.get(key) ?? {};
      return [enterprises === 0 ? Number.POSITIVE_INFINITY : enterprises, value, key === whole ? 1 : 0];
    };
    const [least] = shown.sort((one, other) => compare(rank(one), rank(other)));
    if (least !== undefined) return least;
  }
  return undefined;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) < (other[index] ?? 0) ? -1 : 1;
}

/** The sums that a figure stands in, then those that share something hidden with them, and so on. */
function around(key: string, sums: readonly Sum[], hidden: ReadonlySet<string>): Sum[] {
  const reached = new Set([key]);
  const found = new Set<Sum>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    const near = sums.filter((sum) => !found.has(sum) && members(sum).some((one) => reached.has(one)));
    for (const sum of near) {
      found.add(sum);
      for (const one of members(sum)) if (hidden.has(one)) reached.add(one);
    }
  }
  return [...found];
}

function members({ whole, parts }: Sum): string[] {
  return [whole, ...parts];
}

/** Reckoned modulo a prime, whose products are still exact: a factor of it turns up by no chance that matters. */
const PRIME = 67_108_859;

/**
 * The hidden figures that the equations settle, by Gaussian elimination: one whose reduced row names nothing else.
 * What is shown is known, so that only the hidden figures of an equation count.
 */
function workedOut(sums: readonly Sum[], hidden: ReadonlySet<string>): string[] {
  const rows = new Map<string, Map<string, number>>();
  for (const { whole, parts } of sums) {
    const row = new Map<string, number>();
    for (const key of parts) if (hidden.has(key)) row.set(key, 1);
    if (hidden.has(whole)) row.set(whole, PRIME - 1);
    for (const [pivot, found] of rows) if (row.has(pivot)) subtract(row, found, row.get(pivot) ?? 0);
    const [first] = row;
    if (!first) continue;
    const [pivot, factor] = first;
    const scale = inverse(factor);
    for (const [key, value] of row) row.set(key, (value * scale) % PRIME);
    for (const other of rows.values()) if (other.has(pivot)) subtract(other, row, other.get(pivot) ?? 0);
    rows.set(pivot, row);
  }
  return [...rows].filter(([, row]) => row.size === 1).map(([pivot]) => pivot);
}

function subtract(row: Map<string, number>, other: ReadonlyMap<string, number>, factor: number): void {
  for (const [key, value] of other) {
    const left = ((row.get(key) ?? 0) + PRIME - ((value * factor) % PRIME)) % PRIME;
    if (left === 0) row.delete(key);
    else row.set(key, left);
  }
}

/** By Fermat: the power PRIME - 2. */
function inverse(value: number): number {
  let [result, square, power] = [1, value, PRIME - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
