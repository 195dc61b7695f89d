/** The layout of a survey that brings none: question by question, what is asked at the left, the answer at the right. */
import type { Printed, PrintedBox, PrintedLine } from "./printed-schema.ts";
import type { Matrix, Repeat, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

const LABEL_WIDTH = 18;
const ANSWER_WIDTH = 72;
const FEWEST = 2;

export function plainLayout(survey: Survey): Printed {
  const questions = [...survey.questions.values()];
  const answers = Math.max(FEWEST, ...questions.map((question) => columnsOf(survey, question)));
  const widths = [LABEL_WIDTH, ...Array.from({ length: answers }, () => Math.ceil(ANSWER_WIDTH / answers))];
  const across = answers + 1;
  return {
    widths,
    rows: [
      line({ title: true, across, down: 1 }),
      ...(survey.unit ? [line({ note: `单位：${survey.unit}`, across, down: 1 })] : []),
      line(label("项目"), label("填写", answers)),
      ...survey.sections.flatMap((section) => [
        line(label(section.title, across)),
        ...(section.note ? [line({ note_of: section.id, across, down: 1 })] : []),
        ...section.questions.flatMap((question) => linesOf(survey, question, answers)),
      ]),
      line(label("情况说明"), { reasons: true, across: answers, down: 1 }),
      line({ stamp: "盖章", across, down: 1 }),
    ],
  };
}

function columnsOf(survey: Survey, question: SurveyQuestion): number {
  if (question.kind === "matrix") return survey.choices[question.columns]?.length ?? 0;
  return question.kind === "repeat" ? question.fields.length : 1;
}

function linesOf(survey: Survey, question: SurveyQuestion, answers: number): PrintedLine[] {
  switch (question.kind) {
    case "counts":
      return [
        line(label(question.label, answers + 1)),
        { ...line(label("*"), answer(`${question.id}/*`, answers)), each: question.rows },
        line(label(question.total ?? "合计"), { sum: `${question.id}/*`, across: answers, down: 1 }),
      ];
    case "matrix":
      return matrixLines(survey, question, answers);
    case "repeat":
      return repeatLines(question, answers);
    case "several":
      return [
        line(label(question.label, answers + 1)),
        ...(survey.choices[question.choices] ?? []).map((choice) =>
          line(label(choice.label), answer(`${question.id}/${choice.id}`, answers)),
        ),
      ];
    default:
      return [line(label(question.printed ?? question.label), answer(question.id, answers))];
  }
}

function matrixLines(survey: Survey, question: Matrix, answers: number): PrintedLine[] {
  const columns = survey.choices[question.columns] ?? [];
  const boxes = columns.map(({ id }) => answer(`${question.id}/*/${id}`));
  return [
    line(
      label(question.label),
      ...padded(
        columns.map((column) => label(column.label)),
        answers,
      ),
    ),
    { ...line(label("*"), ...padded(boxes, answers)), each: question.rows },
  ];
}

function repeatLines(question: Repeat, answers: number): PrintedLine[] {
  const boxes = question.fields.map(({ id }) => answer(`${question.id}/*/${id}`));
  return [
    line(
      label(question.label),
      ...padded(
        question.fields.map((field) => label(field.label)),
        answers,
      ),
    ),
    { ...line({ note: "", across: 1, down: 1 }, ...padded(boxes, answers)), repeat: question.id },
  ];
}

const line = (...boxes: PrintedBox[]): PrintedLine => ({ boxes });
const label = (text: string, across = 1): PrintedBox => ({ label: text, across, down: 1 });
const answer = (cell: string, across = 1): PrintedBox => ({ answer: cell, across, down: 1 });

function padded(boxes: PrintedBox[], answers: number): PrintedBox[] {
  const left = answers - boxes.length;
  return left > 0 ? [...boxes, label("", left)] : boxes;
}
