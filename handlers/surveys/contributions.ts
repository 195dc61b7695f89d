/**
 * What figures each enterprise's answers go into, so that what would tell of too few can be hidden. Figures that share
 * answers are looked at together: what is the same in two of them falls out when they are subtracted.
 */
import { cellOf } from "./cells.ts";
import type { Giver } from "./figures.ts";
import {
  choicesOf,
  columnTotal,
  ENTERPRISES,
  given,
  givenCell,
  highlySkilled,
  moneyIn,
  named,
  ofHeads,
  ofRows,
  rowTotal,
  skilledRows,
  total,
} from "./measures.ts";
import type { Counts, Matrix, Repeat, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** Measures of the same answers, what is rather told first, and of each amount that one gave what it goes into. */
export interface Kin {
  measures: string[];
  /** Told of all enterprises only. */
  ofAll?: string[];
  amounts: (giver: Giver) => string[][];
}

/** @param names of each repeat, that are told */
export function kinIn(survey: Survey, names: Readonly<Record<string, readonly string[]>>): Kin[] {
  const open = [...survey.questions.values()].filter(({ confidential }) => !confidential);
  return [
    { measures: [ENTERPRISES], amounts: () => [[ENTERPRISES]] },
    ...open.flatMap((question) => countsOfGivers(survey, question)),
    figureKin(survey, open),
    ...open
      .filter((one) => one.kind === "counts")
      .map((one) => countsKin(survey, one, matricesOf(open, one))),
    ...open
      .filter((one) => one.kind === "matrix")
      .filter((one) => !countsOf(open, one))
      .map((one) => matrixKin(survey, one)),
    ...open.filter((one) => one.kind === "repeat").flatMap((one) => rowKin(one, names[one.id] ?? [])),
  ];
}

/** Who did not give it, or did not tick it, is told by who did, and may be as few. */
function countsOfGivers(survey: Survey, question: SurveyQuestion): Kin[] {
  const { id } = question;
  const cell = givenCell(survey, question);
  if (cell === undefined) return [];
  const counted = ({ cells }: Giver) => (cells[cell] === undefined ? [] : [given(id)]);
  const ticks = question.kind === "several" ? choicesOf(survey, question.choices) : [];
  return [
    { measures: [ENTERPRISES, given(id)], amounts: (giver) => [[ENTERPRISES, ...counted(giver)]] },
    ...ticks.map((choice): Kin => {
      const tick = cellOf(id, choice);
      const amounts = (giver: Giver) => {
        const [all, value = 0] = [[ENTERPRISES, ...counted(giver)], giver.cells[tick]];
        return [...(value > 0 ? [[...all, tick]] : []), ...(value < 1 ? [all] : [])];
      };
      return { measures: [ENTERPRISES, given(id), tick], amounts };
    }),
  ];
}

/** All questions of one figure: they share the staff, by which means are weighted. */
function figureKin({ statistics }: Survey, open: readonly SurveyQuestion[]): Kin {
  const { staff = "" } = statistics;
  const asked = open.filter(({ kind }) => kind === "number" || kind === "money").map(({ id }) => id);
  const weighed = asked.filter((id) => id !== staff);
  const whats = ["sum", "heads", "weighted"] as const;
  return {
    measures: [...asked, ...weighed.flatMap((id) => whats.map((what) => ofHeads(id, what)))],
    amounts: ({ cells }) => {
      const hasStaff = cells[staff] !== undefined;
      const heads = weighed.filter((id) => cells[id] !== undefined).map((id) => ofHeads(id, "heads"));
      return [
        ...(cells[staff] ? [[...asked.filter((id) => id === staff), ...heads]] : []),
        ...weighed
          .filter((id) => cells[id])
          .flatMap((id) => [
            [id, ...(hasStaff ? [ofHeads(id, "sum")] : [])],
            ...(cells[staff] ? [[ofHeads(id, "weighted")]] : []),
          ]),
      ];
    },
  };
}

function countsOf(open: readonly SurveyQuestion[], { of }: Matrix): boolean {
  return open.some(({ id, kind }) => id === of && kind === "counts");
}

function matricesOf(open: readonly SurveyQuestion[], { id }: Counts): Matrix[] {
  return open.filter((one) => one.kind === "matrix").filter(({ of }) => of === id);
}

/**
 * A count and what it is divided by (ages, degrees) are the same people. Each lot of them, of one age and one degree,
 * is looked at as an amount; where a division is left out, those people are in none of its columns.
 */
function countsKin(survey: Survey, question: Counts, matrices: readonly Matrix[]): Kin {
  const { id } = question;
  const lines = choicesOf(survey, question.rows);
  const skilled = skilledRows(survey, question.rows);
  const ofLine = (line: string) => [
    cellOf(id, line),
    total(id),
    ...(skilled.includes(line) ? [highlySkilled(id)] : []),
  ];
  return {
    measures: [
      total(id),
      ...(skilled.length ? [highlySkilled(id)] : []),
      ...lines.map((line) => cellOf(id, line)),
      ...matrices.flatMap((matrix) => matrixMeasures(survey, matrix)),
    ],
    amounts: (giver) =>
      lines.flatMap((line) => {
        const people = giver.cells[cellOf(id, line)] ?? 0;
        const divided = matrices.map((matrix) => lotsOf(survey, matrix, giver, line));
        const isSame = divided.every(({ sum, isGiven }) => !isGiven || sum === people);
        const own = people ? [ofLine(line)] : [];
        if (!isSame) return [...own, ...divided.flatMap(({ lots }) => lots)];
        return divided.reduce(
          (all, { lots, isGiven }) =>
            isGiven ? all.flatMap((one) => lots.map((lot) => [...one, ...lot])) : all,
          own,
        );
      }),
  };
}

function matrixMeasures(survey: Survey, { id, rows, columns }: Matrix): string[] {
  const [lines, fields] = [choicesOf(survey, rows), choicesOf(survey, columns)];
  return [
    total(id),
    ...fields.map((field) => columnTotal(id, field)),
    ...lines.map((line) => rowTotal(id, line)),
    ...lines.flatMap((line) => fields.map((field) => cellOf(id, line, field))),
  ];
}

function lotsOf(survey: Survey, { id, columns }: Matrix, { cells }: Giver, line: string) {
  const fields = choicesOf(survey, columns);
  const values = fields.map((field) => cells[cellOf(id, line, field)]);
  const some = fields.filter((_, at) => values[at]);
  return {
    isGiven: values.some((value) => value !== undefined),
    sum: values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    lots: some.map((field) => [
      cellOf(id, line, field),
      rowTotal(id, line),
      columnTotal(id, field),
      total(id),
    ]),
  };
}

function matrixKin(survey: Survey, matrix: Matrix): Kin {
  const lines = choicesOf(survey, matrix.rows);
  return {
    measures: matrixMeasures(survey, matrix),
    amounts: (giver) => lines.flatMap((line) => lotsOf(survey, matrix, giver, line).lots),
  };
}

/** How many enterprises, of all names together and of each; and how many people, for what money. */
function rowKin(repeat: Repeat, names: readonly string[]): Kin[] {
  const { id } = repeat;
  const money = moneyIn(repeat);
  const people = ["people", ...money.flatMap((field) => [`${field}.people`, `${field}.weighted`])];
  const both = (name: string, what: string) => [
    ofRows(id, what),
    ...(names.includes(name) ? [named(id, name, what)] : []),
  ];
  const rowsIn = ({ rows }: Giver) => rows[id] ?? [];
  const has = (giver: Giver) => (rowsIn(giver).length ? [ofRows(id, "enterprises")] : []);
  return [
    {
      measures: [ENTERPRISES, ofRows(id, "enterprises")],
      amounts: (giver) => [[ENTERPRISES, ...has(giver)]],
    },
    ...names.map((name): Kin => {
      const own = named(id, name, "enterprises");
      const isIts = (giver: Giver) => rowsIn(giver).some((row) => row.name === name);
      return {
        measures: [ENTERPRISES, ofRows(id, "enterprises")],
        ofAll: [own],
        amounts: (giver) => [[ENTERPRISES, ...has(giver), ...(isIts(giver) ? [own] : [])]],
      };
    }),
    {
      measures: people.map((what) => ofRows(id, what)),
      ofAll: names.flatMap((name) => people.map((what) => named(id, name, what))),
      amounts: (giver) =>
        rowsIn(giver)
          .filter((row) => row.people > 0)
          .flatMap((row) => {
            const paid = money.filter((_, at) => row.money[at] !== null);
            const rated = money.filter((_, at) => row.money[at]);
            return [
              [...both(row.name, "people"), ...paid.flatMap((field) => both(row.name, `${field}.people`))],
              ...rated.map((field) => both(row.name, `${field}.weighted`)),
            ];
          }),
    },
  ];
}
