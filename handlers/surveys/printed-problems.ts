/** What is wrong with a survey's printed layout: found when the survey is loaded, not when somebody prints it. */
import { type Cell, cellOf, fieldOf, partsOf } from "./cells.ts";
import { type Box, type PrintedForm, printedForm } from "./printed.ts";
import type { SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** Every question stands on it, each answer once, beside a label and below one; empty where all is well. */
export function printedProblems(survey: Survey): string[] {
  const form = laidOut(survey);
  if (typeof form === "string") return [form];
  const boxes = form.rows.flatMap((row) => row.boxes);
  const cells = boxes.flatMap(({ kind, cell }) => (kind === "answer" && cell ? [cell] : []));
  return [
    ...cells.filter((cell) => !fieldOf(survey, cell)).map((cell) => `printed: there is no cell ${cell}`),
    ...cells
      .filter((cell, at) => cells.indexOf(cell) !== at)
      .map((cell) => `printed: ${cell} stands on the form twice`),
    ...[...survey.questions.values()]
      .flatMap((question) => needed(survey, question))
      .filter((cell) => !cells.includes(cell))
      .map((cell) => `printed: ${cell} has no box`),
    ...boxes.filter(({ kind }) => kind === "answer").flatMap((box) => unlabelled(survey, boxes, box)),
  ];
}

function laidOut(survey: Survey): PrintedForm | string {
  try {
    return printedForm(survey, {});
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function needed(survey: Survey, question: SurveyQuestion): Cell[] {
  const list = (id: string) => (survey.choices[id] ?? []).map((choice) => choice.id);
  switch (question.kind) {
    case "counts":
      return list(question.rows).map((row) => cellOf(question.id, row));
    case "several":
      return list(question.choices).map((row) => cellOf(question.id, row));
    case "matrix":
      return list(question.rows).flatMap((row) =>
        list(question.columns).map((column) => cellOf(question.id, row, column)),
      );
    case "repeat":
      return question.fields.map((field) => cellOf(question.id, 1, field.id));
    default:
      return [question.id];
  }
}

/** By the labels of its row and of its column an answer is found again in a file. The rows of a repeat need none. */
function unlabelled(survey: Survey, boxes: readonly Box[], { cell = "", row, column }: Box): string[] {
  const labels = boxes.filter(({ kind }) => kind === "label");
  const inRepeat = survey.questions.get(partsOf(cell).question)?.kind === "repeat";
  if (!labels.some((label) => label.column === column)) return [`printed: no label begins above ${cell}`];
  if (inRepeat || labels.some((label) => label.row === row)) return [];
  return [`printed: no label begins beside ${cell}`];
}
