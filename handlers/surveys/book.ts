/** All figures of a round's statistics by place and measure: each is told wherever it is shown, or hidden everywhere. */
import type { Kin } from "./contributions.ts";
import type { GivenRow, Giver, Place } from "./figures.ts";
import { FEWEST, hiddenFigures } from "./small-cells.ts";

export interface Book {
  places: readonly PlaceIn[];
  /** Undefined where it is hidden. */
  figure: (place: Place, measure: string) => number | undefined;
}

export interface PlaceIn extends Place {
  enterprises: number;
}

export const ALL: Place = { by: -1, place: null };

export function keyOf({ by, place }: Place, measure: string): string {
  return JSON.stringify([by, place, measure]);
}

/** Found figures by place and whatever else tells them apart. */
export function finder<T extends Place>(list: readonly T[], nameOf: (one: T) => string) {
  const found = new Map(list.map((one) => [keyOf(one, nameOf(one)), one]));
  return (place: Place, name: string): T | undefined => found.get(keyOf(place, name));
}

/** @param isTold of a key; without it all are */
export function bookOf(
  places: readonly PlaceIn[],
  values: ReadonlyMap<string, number>,
  isTold: (key: string) => boolean = () => true,
): Book {
  const figure = (place: Place, measure: string) => {
    const key = keyOf(place, measure);
    return isTold(key) ? (values.get(key) ?? 0) : undefined;
  };
  return { places, figure };
}

/** The keys of what may be told outside. Of a place that is too small not even a nought is. */
export function toldOutside(
  places: readonly PlaceIn[],
  kin: readonly Kin[],
  givers: readonly Giver[],
): ReadonlySet<string> {
  const large = places
    .filter(({ enterprises }) => enterprises >= FEWEST)
    .sort((one, other) => Number(other.by < 0) - Number(one.by < 0) || other.enterprises - one.enterprises);
  const models = [givers, ...(large.length < places.length ? [withNoughts(places, givers)] : [])];
  const told = new Set<string>();
  const judged = new Set<string>();
  for (const { measures, ofAll = [], amounts } of kin) {
    const keys = [
      ...large.flatMap((place) => measures.map((measure) => keyOf(place, measure))),
      ...(large.length ? ofAll.map((measure) => keyOf(ALL, measure)) : []),
    ];
    // What is hidden among other kin stays so, and what is told there is known here.
    let open = [...keys.filter((key) => told.has(key)), ...keys.filter((key) => !judged.has(key))];
    for (const key of open) {
      judged.add(key);
      told.delete(key);
    }
    for (const model of models) {
      const hidden = hiddenAmong(open, amounts, model);
      open = open.filter((_, index) => !hidden.has(index));
    }
    for (const key of open) told.add(key);
  }
  return told;
}

/** Of a place that is too small, a nought is hidden like any other figure. */
function withNoughts(places: readonly PlaceIn[], givers: readonly Giver[]): Giver[] {
  const small = new Set(
    places.filter(({ enterprises }) => enterprises < FEWEST).map((place) => keyOf(place, "")),
  );
  return givers.map((giver) => {
    if (!placesOf(giver).some((place) => small.has(keyOf(place, "")))) return giver;
    const cells = Object.entries(giver.cells).map(([cell, value]) => [cell, value || HARDLY]);
    const rows = Object.entries(giver.rows).map(([id, own]) => [id, own.length ? own : [NO_ROW]]);
    return { ...giver, cells: Object.fromEntries(cells), rows: Object.fromEntries(rows) };
  });
}

/** So little that sums stay what they are. */
const HARDLY = Number.MIN_VALUE;
const NO_ROW: GivenRow = { name: "", people: HARDLY, money: [] };

function hiddenAmong(keys: readonly string[], amounts: Kin["amounts"], givers: readonly Giver[]) {
  const index = new Map(keys.map((key, at) => [key, at]));
  const adds = givers.map((giver) => {
    const places = [ALL, ...placesOf(giver)];
    return amounts(giver).map((measures) =>
      places.flatMap((place) => measures.flatMap((measure) => index.get(keyOf(place, measure)) ?? [])),
    );
  });
  return hiddenFigures(keys.length, adds);
}

function placesOf({ region, answers }: Giver): Place[] {
  return [region, ...answers].map((place, by) => ({ by, place }));
}
