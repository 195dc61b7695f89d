/** What is asked in one message of the chat: a section that is asked together, or one question. */
import { type Cell, type Cells, fieldOf, partsOf } from "./cells.ts";
import { cellsAsked, isTold, matrixRow, missingIn, rowsAsked } from "./problems.ts";
import { isRelevant } from "./relevant.ts";
import type { Section, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

export interface Ask {
  /** The section's id, or the question's. */
  id: string;
  title: string;
  text: string;
  help: string | undefined;
  section: Section;
  questions: readonly SurveyQuestion[];
}

/** In the order of the form; what is known beforehand and fixed is not asked. */
export function asksOf(survey: Survey): Ask[] {
  return survey.sections.flatMap((section) => {
    const asked = section.questions.filter(({ fixed, prefill }) => !fixed && prefill !== "today");
    if (section.together) {
      const { id, title, help } = section;
      return [{ id, title, text: section.ask ?? title, help, section, questions: asked }];
    }
    return asked.map((question) => ({
      id: question.id,
      title: question.label,
      text: question.ask ?? question.label,
      help: question.help,
      section,
      questions: [question],
    }));
  });
}

export function askNamed(survey: Survey, id: string): Ask | undefined {
  return asksOf(survey).find((ask) => ask.id === id);
}

/** The ask by which a cell can be changed. */
export function askOf(survey: Survey, cell: Cell): Ask | undefined {
  const { question } = partsOf(cell);
  return asksOf(survey).find(({ questions }) => questions.some(({ id }) => id === question));
}

/** What an ask still lacks; of what is optional everything, while nothing of it was given. */
export function openIn(survey: Survey, { questions }: Ask, cells: Cells): Cell[] {
  return questions.flatMap((question) => {
    if (!isRelevant(question.relevant, cells)) return [];
    if (!question.optional) return missingIn(survey, question, cells);
    const all = cellsAsked(survey, question, cells);
    return question.kind === "matrix"
      ? rowsLeft(survey, question, cells).flatMap((row) => matrixRow(survey, question, row))
      : all.filter((cell) => cells[cell] === undefined);
  });
}

/** Rows of a matrix of which something is missing. */
export function rowsLeft(
  survey: Survey,
  question: Extract<SurveyQuestion, { kind: "matrix" }>,
  cells: Cells,
): string[] {
  return rowsAsked(survey, question, cells).filter(
    (row) =>
      matrixRow(survey, question, row).some((cell) => cells[cell] === undefined) &&
      !isTold(survey, question, row, cells),
  );
}

/** Names and numbers of people: what stands in it is not shown in full. */
export function isConfidential(survey: Survey, cell: Cell): boolean {
  const field = fieldOf(survey, cell);
  return field !== undefined && "confidential" in field && field.confidential;
}
