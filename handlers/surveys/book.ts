/**
 * All figures of a round's statistics by place and measure, with the equations between them: so that each is told
 * once, wherever it is shown, and hidden everywhere or nowhere.
 */
import type { Place } from "./figures.ts";
import { FEWEST, type Figure, hiddenFigures, type Sum } from "./small-cells.ts";

export interface Book {
  places: readonly PlaceIn[];
  /** Undefined where it is hidden. */
  figure: (place: Place, measure: string) => number | undefined;
  /** Of those that are not of places, by their own key. */
  other: (key: string) => number | undefined;
}

export interface PlaceIn extends Place {
  enterprises: number;
}

/** A figure as it is found: its value, and how many enterprises it is made of. */
export type Found = Pick<Figure, "value" | "enterprises">;

/** What is told of every place alike; figures of places add up to that of all. */
interface Measure {
  id: string;
  of: (place: Place) => Found;
}

/** One measure is the sum of others at every place. */
interface MeasureSum {
  whole: string;
  parts: readonly string[];
  apart: boolean;
}

export const ALL: Place = { by: -1, place: null };
export const NOTHING: Found = { value: 0, enterprises: 0 };

export function keyOf({ by, place }: Place, measure: string): string {
  return JSON.stringify([by, place, measure]);
}

/** Found figures by place and whatever else tells them apart. */
export function finder<T extends Place>(list: readonly T[], nameOf: (one: T) => string) {
  const found = new Map(list.map((one) => [keyOf(one, nameOf(one)), one]));
  return (place: Place, name: string): T | undefined => found.get(keyOf(place, name));
}

/** What a book is made of. */
export interface Entries {
  measures: Measure[];
  sums: MeasureSum[];
  /** Measures that may be one figure in two guises. */
  guises: [string, string][];
  /** Figures that are not of places, and the sums that they stand in. */
  figures: Map<string, Figure>;
  moreSums: Sum[];
}

export function bookOf(places: readonly PlaceIn[], entries: Entries, leavesBureau: boolean): Book {
  const { measures, sums, guises } = entries;
  const figures = new Map<string, Figure>(entries.figures);
  for (const place of places)
    for (const { id, of } of measures)
      figures.set(keyOf(place, id), { ...of(place), isSmall: place.enterprises < FEWEST });
  const equations = [
    ...measures.flatMap(({ id }) => acrossPlaces(places, id)),
    ...places.flatMap((place) => sums.map((sum) => atPlace(place, sum))),
    ...places.flatMap((place) => guises.flatMap((pair) => alike(place, pair, figures))),
    ...entries.moreSums,
  ];
  const hidden = leavesBureau ? hiddenFigures(figures, equations) : new Set<string>();
  const other = (key: string) => (hidden.has(key) ? undefined : (figures.get(key) ?? NOTHING).value);
  return { places, other, figure: (place, measure) => other(keyOf(place, measure)) };
}

/** All of one region, of one size, … together are all enterprises. */
function acrossPlaces(places: readonly PlaceIn[], measure: string): Sum[] {
  const groups = Map.groupBy(
    places.filter(({ by }) => by !== ALL.by),
    ({ by }) => by,
  );
  const whole = keyOf(ALL, measure);
  return [...groups.values()].map((own) => ({
    whole,
    parts: own.map((one) => keyOf(one, measure)),
    apart: true,
  }));
}

function atPlace(place: Place, { whole, parts, apart }: MeasureSum): Sum {
  return { whole: keyOf(place, whole), parts: parts.map((part) => keyOf(place, part)), apart };
}

/**
 * What is one figure in two guises (the ages of a level are its headcount; all gave a figure, so that they are as many
 * as the enterprises): hidden in one, it must not be told in the other. Where they differ, neither gives the other away.
 */
function alike(place: Place, [one, other]: [string, string], figures: ReadonlyMap<string, Figure>): Sum[] {
  const [whole, part] = [keyOf(place, one), keyOf(place, other)];
  const isAlike = figures.get(whole)?.value === figures.get(part)?.value;
  return isAlike ? [{ whole, parts: [part], apart: true }] : [];
}
