/** Somebody who holds all shown figures against each other, by exact fractions, and finds what they tell of too few. */

/** One amount of an enterprise: how often it is in each shown figure. */
export interface Column {
  owner: number;
  values: readonly bigint[];
}

/** So many enterprises or fewer, of whom a combination of shown figures is made; undefined where there is none. */
export function toldOfFew(given: readonly Column[], most: number): number[] | undefined {
  const kept = independent(given);
  const columns = given.map(({ owner, values }) => ({
    owner,
    values: kept.map((at) => values[at] as bigint),
  }));
  const all = kept.length;
  const owners = [...new Set(columns.map(({ owner }) => owner))];
  const sets = most < 2 ? [] : owners.flatMap((one, at) => owners.slice(at + 1).map((other) => [one, other]));
  return [...owners.map((one) => [one]), ...sets].find(
    (few) =>
      rankOf(
        columns.filter(({ owner }) => !few.includes(owner)),
        all,
      ) < all,
  );
}

/** Figures that are no sums and differences of those before them: the others tell nothing more. */
function independent(columns: readonly Column[]): number[] {
  const figures = (columns[0]?.values ?? []).map((_, figure) => ({
    owner: figure,
    values: columns.map(({ values }) => values[figure] as bigint),
  }));
  return echelon(figures).map(({ from }) => from);
}

/** Where less is known of the others than of all, something is known of these alone. */
function rankOf(columns: readonly Column[], enough: number): number {
  return echelon(columns, enough).length;
}

function echelon(columns: readonly Column[], enough = Number.POSITIVE_INFINITY) {
  const rows: { pivot: number; row: bigint[]; from: number }[] = [];
  for (const { values, owner } of columns) {
    if (rows.length >= enough) break;
    let row = [...values];
    for (const { pivot, row: other } of rows) {
      const [own, its] = [row[pivot] as bigint, other[pivot] as bigint];
      if (own !== 0n) row = row.map((value, at) => value * its - (other[at] as bigint) * own);
    }
    const pivot = row.findIndex((value) => value !== 0n);
    if (pivot < 0) continue;
    const divisor = row.reduce(gcd, 0n);
    rows.push({ pivot, row: row.map((value) => value / divisor), from: owner });
  }
  return rows;
}

function gcd(one: bigint, other: bigint): bigint {
  let [a, b] = [one < 0n ? -one : one, other < 0n ? -other : other];
  while (b) [a, b] = [b, a % b];
  return a;
}
