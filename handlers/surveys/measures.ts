/** What is told of every group of enterprises: the figures of each question. */
import { ALL, keyOf } from "./book.ts";
import { cellOf } from "./cells.ts";
import type { Place, RowFigure, SurveyFigures } from "./figures.ts";
import type { Field, Repeat, SurveyQuestion } from "./schema.ts";
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
export const ofRows = (repeat: string, what: string) => `${repeat}:${what}`;
export const named = (repeat: string, name: string, what: string) => JSON.stringify([repeat, name, what]);

/** 元/月: what nobody adds up, since it is no amount but a rate. */
export function isRate(field: Pick<Field, "kind"> & { unit?: string | undefined }): boolean {
  return Boolean(field.unit?.includes("/"));
}

/** Every figure by its key; what is not there is 0. */
export function valuesOf(survey: Survey, figures: SurveyFigures): Map<string, number> {
  const values = new Map<string, number>();
  const add = (place: Place, measure: string, value: number) => {
    const key = keyOf(place, measure);
    values.set(key, (values.get(key) ?? 0) + value);
  };
  for (const place of figures.enterprises) add(place, ENTERPRISES, place.enterprises);
  const adds = new Map(
    [...survey.questions.values()].map((question) => [question.id, addsTo(survey, question)]),
  );
  for (const cell of figures.cells) {
    const [question = "", row = "", column = ""] = cell.cell.split("/");
    for (const [measure, value] of adds.get(question)?.(row, column) ?? []) add(cell, measure, cell[value]);
  }
  for (const { question, sum, heads, weighted, ...place } of figures.heads)
    for (const [what, value] of Object.entries({ sum, heads, weighted }))
      add(place, ofHeads(question, what as "sum"), value);
  for (const [repeat, rows] of Object.entries(figures.rows))
    for (const row of rows)
      for (const [what, value] of rowFigures(row))
        if (row.name === null) add(row, ofRows(repeat, what), value);
        else add(ALL, named(repeat, row.name, what), value);
  return values;
}

/** Of a question's cell: the measures that it adds to, and whether its sum does or how many gave or ticked it. */
type Adds = (row: string, column: string) => [measure: string, value: "sum" | "given" | "some"][];

function addsTo(survey: Survey, question: SurveyQuestion): Adds {
  const { id } = question;
  const cell = givenCell(survey, question);
  switch (question.kind) {
    case "number":
    case "money":
      return () => [
        [id, "sum"],
        [given(id), "given"],
      ];
    case "several":
      return (row) => [
        [cellOf(id, row), "some"],
        ...(cellOf(id, row) === cell ? [[given(id), "given"] as [string, "given"]] : []),
      ];
    case "counts": {
      const skilled = skilledRows(survey, question.rows);
      return (row) =>
        [cellOf(id, row), total(id), ...(skilled.includes(row) ? [highlySkilled(id)] : [])].map(summed);
    }
    case "matrix":
      return (row, column) =>
        [cellOf(id, row, column), rowTotal(id, row), columnTotal(id, column), total(id)].map(summed);
    default:
      return () => [];
  }
}

const summed = (measure: string): [string, "sum"] => [measure, "sum"];

/** The cell that stands there when a question was answered, where it is told how many did. */
export function givenCell(survey: Survey, question: SurveyQuestion): string | undefined {
  if (question.kind === "several") return cellOf(question.id, choicesOf(survey, question.choices)[0]);
  return question.kind === "number" || question.kind === "money" ? question.id : undefined;
}

/** The rows of a list of levels that count as highly skilled; none where it is another list. */
export function skilledRows({ statistics, choices }: Survey, rows: string): string[] {
  return statistics.highly_skilled.filter((id) => choices[rows]?.some((choice) => choice.id === id));
}

export function moneyIn({ fields }: Repeat): string[] {
  return fields.filter(({ kind }) => kind === "money").map(({ id }) => id);
}

function rowFigures({ enterprises, people, money }: RowFigure): [string, number][] {
  return [
    ["enterprises", enterprises],
    ["people", people],
    ...money.flatMap((one): [string, number][] => [
      [`${one.field}.people`, one.people],
      [`${one.field}.weighted`, one.weighted],
    ]),
  ];
}

export function choicesOf(survey: Survey, list: string): string[] {
  return (survey.choices[list] ?? []).map(({ id }) => id);
}
