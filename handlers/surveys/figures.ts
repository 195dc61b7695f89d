/** The figures of a round, as the record adds them up: what statistics are made of. */

/** A group of enterprises. `by`: -1 for all of them, 0 for a region, 1 and on for the questions of `statistics.by`. */
export type Place = {
  by: number;
  /** The region, or the choice's id; null where that was not answered, and for all. */
  place: string | null;
};

export type PlaceFigure = Place & { enterprises: number };

/** One cell of the form over a group. */
export type CellFigure = Place & {
  /** As `Cell`: age/junior/from_18. */
  cell: string;
  /** How many gave it, and how many other than 0. */
  given: number;
  some: number;
  sum: number;
};

/** The least and the most that one enterprise gave: for the bureau's own eyes. */
export type ExtremeFigure = Place & { question: string; least: number; most: number };

/** A number or money question beside how many people work there, over those that gave both. */
export type HeadFigure = Place & {
  question: string;
  given: number;
  sum: number;
  heads: number;
  /** The sum of each enterprise's figure × its heads. */
  weighted: number;
};

/** The rows of a repeat (需求工种、人数、月工资) over a group, or by the name that stands in them. */
export type RowFigure = Place & {
  /** As one of them writes it, "" where nobody did; null over a group. */
  name: string | null;
  enterprises: number;
  people: number;
  money: MoneyFigure[];
};

/** A money field of a repeat, over the rows that have it and are for anybody. */
export type MoneyFigure = {
  field: string;
  enterprises: number;
  people: number;
  /** The sum of each row's money × its people. */
  weighted: number;
  /** Half of the people get this or less, half this or more; null over a group. */
  median: number | null;
};

export interface SurveyFigures {
  enterprises: PlaceFigure[];
  cells: CellFigure[];
  extremes: ExtremeFigure[];
  heads: HeadFigure[];
  /** By the repeat's id. */
  rows: Record<string, RowFigure[]>;
}

/** What one enterprise gave: of use where figures leave the bureau, and only to judge which of them may. */
export interface Giver {
  region: string;
  /** To the questions of `statistics.by`. */
  answers: (string | null)[];
  /** Figures and ticks by their cell; a tick is 1. */
  cells: Readonly<Record<string, number>>;
  /** By the repeat's id. */
  rows: Readonly<Record<string, readonly GivenRow[]>>;
}

export interface GivenRow {
  /** As its `RowFigure` has it. */
  name: string;
  people: number;
  /** In the order of the repeat's money fields. */
  money: readonly (number | null)[];
}
