/** What is told of every group of enterprises: the figures of each question, and how they hang together. */
import { ALL, type Entries, type Found, finder, keyOf, NOTHING } from "./book.ts";
import { cellOf } from "./cells.ts";
import type { CellFigure, MoneyFigure, Place, RowFigure, SurveyFigures } from "./figures.ts";
import type { Counts, Field, Matrix, Repeat, Several, SurveyQuestion } from "./schema.ts";
import { FEWEST } from "./small-cells.ts";
import type { Survey } from "./survey.ts";

export const ENTERPRISES = "";
/** Of a question: how many gave it. */
export const given = (question: string) => `${question}#`;
/** Over those that gave it and their staff: its sum, their heads, its sum weighted by them. */
export const ofHeads = (question: string, what: "sum" | "heads" | "weighted") => `${question}*${what}`;
export const total = (question: string) => `${question}+`;
export const rowTotal = (question: string, row: string) => `${question}/${row}+`;
export const columnTotal = (question: string, column: string) => `${question}+${column}`;
export const highlySkilled = (question: string) => `${question}^`;
const notTicked = (question: string, choice: string) => `${question}/${choice}-`;
export const ofRows = (repeat: string, what: string) => `${repeat}:${what}`;
export const named = (repeat: string, name: string, what: string) => JSON.stringify([repeat, name, what]);

/** 元/月: what nobody adds up, since it is no amount but a rate. */
export function isRate(field: Pick<Field, "kind"> & { unit?: string | undefined }): boolean {
  return Boolean(field.unit?.includes("/"));
}

export function entriesOf(survey: Survey, figures: SurveyFigures): Entries {
  const entries: Entries = { measures: [], sums: [], guises: [], figures: new Map(), moreSums: [] };
  const cellAt = finder(figures.cells, ({ cell }) => cell);
  const countOf = finder(figures.enterprises, () => ENTERPRISES);
  entries.measures.push({
    id: ENTERPRISES,
    of: (place) => counted(countOf(place, ENTERPRISES)?.enterprises ?? 0),
  });
  for (const question of survey.questions.values())
    addQuestion({ survey, figures, entries, cellAt }, question);
  return entries;
}

interface Adding {
  survey: Survey;
  figures: SurveyFigures;
  entries: Entries;
  cellAt: (place: Place, cell: string) => CellFigure | undefined;
}

/** A number of enterprises is made of as many. */
const counted = (enterprises: number): Found => ({ value: enterprises, enterprises });
const summed = (cell: CellFigure | undefined): Found =>
  cell ? { value: cell.sum, enterprises: cell.some } : NOTHING;

function addQuestion(adding: Adding, question: SurveyQuestion): void {
  if (question.confidential) return;
  if (question.kind === "number" || question.kind === "money") addFigure(adding, question);
  else if (question.kind === "counts") addCounts(adding, question);
  else if (question.kind === "matrix") addMatrix(adding, question);
  else if (question.kind === "several") addSeveral(adding, question);
  else if (question.kind === "repeat") addRepeat(adding, question);
}

/** How many gave a cell: as many as there are enterprises, where all did. */
function addGiven({ entries, cellAt }: Adding, question: string, cell: string): void {
  entries.measures.push({ id: given(question), of: (place) => counted(cellAt(place, cell)?.given ?? 0) });
  entries.guises.push([ENTERPRISES, given(question)]);
}

function addFigure(adding: Adding, { id }: SurveyQuestion): void {
  const { entries, cellAt, figures, survey } = adding;
  const headAt = finder(figures.heads, ({ question }) => question);
  addGiven(adding, id, id);
  entries.measures.push({ id, of: (place) => summed(cellAt(place, id)) });
  for (const what of ["sum", "heads", "weighted"] as const)
    entries.measures.push({
      id: ofHeads(id, what),
      of: (place) => {
        const head = headAt(place, id);
        return head ? { value: head[what], enterprises: head.given } : NOTHING;
      },
    });
  entries.guises.push([id, ofHeads(id, "sum")]);
  if (survey.statistics.staff !== undefined)
    entries.guises.push([survey.statistics.staff, ofHeads(id, "heads")]);
}

/**
 * A sum of several cells: nobody knows of how many enterprises together, but of no fewer than the most of one cell.
 */
function together(list: readonly Found[]): Found {
  return {
    value: list.reduce((sum, { value }) => sum + value, 0),
    enterprises: Math.max(0, ...list.map(({ enterprises }) => enterprises)),
  };
}

function addSum({ entries }: Adding, whole: string, parts: readonly string[], of: (place: Place) => Found[]) {
  entries.measures.push({ id: whole, of: (place) => together(of(place)) });
  entries.sums.push({ whole, parts, apart: false });
}

function addCounts(adding: Adding, { id, rows }: Counts): void {
  const { survey, entries, cellAt } = adding;
  const cells = choicesOf(survey, rows).map((row) => cellOf(id, row));
  for (const cell of cells) entries.measures.push({ id: cell, of: (place) => summed(cellAt(place, cell)) });
  addSum(adding, total(id), cells, (place) => cells.map((cell) => summed(cellAt(place, cell))));
  const skilled = skilledRows(survey, rows).map((row) => cellOf(id, row));
  if (skilled.length)
    addSum(adding, highlySkilled(id), skilled, (place) => skilled.map((cell) => summed(cellAt(place, cell))));
}

/** The rows of a list of levels that count as highly skilled; none where it is another list. */
export function skilledRows({ statistics, choices }: Survey, rows: string): string[] {
  return statistics.highly_skilled.filter((id) => choices[rows]?.some((choice) => choice.id === id));
}

function addMatrix(adding: Adding, { id, rows, columns, of }: Matrix): void {
  const { survey, entries, cellAt } = adding;
  const [lines, fields] = [choicesOf(survey, rows), choicesOf(survey, columns)];
  const at = (place: Place, line: string, field: string) => summed(cellAt(place, cellOf(id, line, field)));
  for (const line of lines) {
    for (const field of fields)
      entries.measures.push({ id: cellOf(id, line, field), of: (place) => at(place, line, field) });
    const parts = fields.map((field) => cellOf(id, line, field));
    addSum(adding, rowTotal(id, line), parts, (place) => fields.map((field) => at(place, line, field)));
    if (of !== undefined) entries.guises.push([cellOf(of, line), rowTotal(id, line)]);
  }
  for (const field of fields) {
    const parts = lines.map((line) => cellOf(id, line, field));
    addSum(adding, columnTotal(id, field), parts, (place) => lines.map((line) => at(place, line, field)));
  }
  const all = (place: Place) => lines.flatMap((line) => fields.map((field) => at(place, line, field)));
  addSum(
    adding,
    total(id),
    lines.map((line) => rowTotal(id, line)),
    all,
  );
  entries.sums.push({ whole: total(id), parts: fields.map((field) => columnTotal(id, field)), apart: false });
  if (of !== undefined) entries.guises.push([total(of), total(id)]);
}

/** Who did not tick is told by who did and by all that answered, and may be as few. */
function addSeveral(adding: Adding, { id, choices }: Several): void {
  const { survey, entries, cellAt } = adding;
  const list = choicesOf(survey, choices);
  addGiven(adding, id, cellOf(id, list[0]));
  for (const choice of list) {
    const cell = cellOf(id, choice);
    const ticked = (place: Place) => cellAt(place, cell)?.some ?? 0;
    const answered = (place: Place) => cellAt(place, cellOf(id, list[0]))?.given ?? 0;
    entries.measures.push({ id: cell, of: (place) => counted(ticked(place)) });
    entries.measures.push({
      id: notTicked(id, choice),
      of: (place) => counted(Math.max(0, answered(place) - ticked(place))),
    });
    entries.sums.push({ whole: given(id), parts: [cell, notTicked(id, choice)], apart: true });
  }
}

function addRepeat(adding: Adding, repeat: Repeat): void {
  const { entries, figures } = adding;
  const rows = figures.rows[repeat.id] ?? [];
  const rowAt = finder(
    rows.filter(({ name }) => name === null),
    () => "",
  );
  const add = (what: string, found: (row: RowFigure) => Found) =>
    entries.measures.push({
      id: ofRows(repeat.id, what),
      of: (place) => {
        const row = rowAt(place, "");
        return row ? found(row) : NOTHING;
      },
    });
  for (const [what, found] of rowMeasures(repeat)) {
    add(what, found);
    addNames(entries, repeat.id, what, rows, found);
  }
  for (const field of moneyIn(repeat))
    entries.guises.push([ofRows(repeat.id, "people"), ofRows(repeat.id, `${field}.people`)]);
}

export function moneyIn({ fields }: Repeat): string[] {
  return fields.filter(({ kind }) => kind === "money").map(({ id }) => id);
}

/** What is told of a repeat's rows; `enterprises` is no sum over names, since one may want several. */
function rowMeasures(repeat: Repeat): [string, (row: RowFigure) => Found][] {
  const money = (row: RowFigure, field: string): MoneyFigure | undefined =>
    row.money.find((one) => one.field === field);
  return [
    ["enterprises", (row) => counted(row.enterprises)],
    ["people", (row) => ({ value: row.people, enterprises: row.enterprises })],
    ...moneyIn(repeat).flatMap((field) =>
      (["people", "weighted"] as const).map((what): [string, (row: RowFigure) => Found] => [
        `${field}.${what}`,
        (row) => ({
          value: money(row, field)?.[what] ?? 0,
          enterprises: money(row, field)?.enterprises ?? 0,
        }),
      ]),
    ),
  ];
}

function addNames(
  entries: Entries,
  repeat: string,
  what: string,
  rows: readonly RowFigure[],
  found: (row: RowFigure) => Found,
): void {
  const names = rows.filter(({ name }) => name !== null);
  const keyAt = (row: RowFigure, measure: string) => named(repeat, row.name ?? "", measure);
  for (const row of names) {
    entries.figures.set(keyAt(row, what), { ...found(row), isSmall: row.enterprises < FEWEST });
    if (what.endsWith(".people"))
      entries.moreSums.push({ whole: keyAt(row, "people"), parts: [keyAt(row, what)], apart: true });
  }
  const whole = keyOf(ALL, ofRows(repeat, what));
  if (what !== "enterprises" && names.length)
    entries.moreSums.push({ whole, parts: names.map((row) => keyAt(row, what)), apart: false });
}

function choicesOf(survey: Survey, list: string): string[] {
  return (survey.choices[list] ?? []).map(({ id }) => id);
}
