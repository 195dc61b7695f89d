/**
 * An answered survey is flat: one value for each cell of the form. A cell is `question`, `question/row` (counts,
 * several) or `question/row/column` (matrix, repeat), so that chat, page, Excel file, print and statistics all speak
 * of the same thing, and two people change the same form without overwriting each other.
 */
import type { Choice, Field, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** `headcount/junior`, `age/junior/from_18`, `demand/2/pay`. */
export type Cell = string;
export type CellValue = string | number | boolean;
export type Cells = Readonly<Record<Cell, CellValue>>;

/** The reason that justifies a warning is an answer too: `why/<check>` or `why/<check>/<row>`. */
export const WHY = "why";

export interface CellParts {
  question: string;
  row: string;
  column: string;
}

export function partsOf(cell: Cell): CellParts {
  const [question = "", row = "", column = ""] = cell.split("/");
  return { question, row, column };
}

export function cellOf(question: string, row?: string | number, column?: string): Cell {
  return [question, row, column].filter((part) => part !== undefined && part !== "").join("/");
}

/** What one cell holds: a value of this field. Undefined where the form has no such cell. */
export function fieldOf(survey: Survey, cell: Cell): CellField | undefined {
  const { question: id, row, column } = partsOf(cell);
  const question = survey.questions.get(id);
  if (!question) return id === WHY ? whyField(survey, row) : undefined;
  switch (question.kind) {
    case "counts": {
      const isTotal = row === TOTAL && question.total !== undefined;
      const label = isTotal ? question.total : choiceIn(survey, question.rows, row)?.label;
      return label === undefined || column ? undefined : { ...wholeNumber(question), label };
    }
    case "matrix": {
      const of = choiceIn(survey, question.rows, row);
      const choice = choiceIn(survey, question.columns, column);
      return of && choice && { ...wholeNumber(question), label: `${of.label}${choice.label}` };
    }
    case "several": {
      const choice = choiceIn(survey, question.choices, row);
      return choice && !column ? { kind: "tick", label: choice.label } : undefined;
    }
    case "repeat":
      return repeatField(question, row, column);
    default:
      return row ? undefined : question;
  }
}

/** A field of the form, a tick in a list, or the number of rows of a repeat. */
export type CellField =
  | Field
  | { kind: "tick"; label: string }
  | { kind: "rows"; label: string; min: number; max: number };

/** The row of a `counts` question that holds their sum, where somebody wrote it down. */
export const TOTAL = "total";

function wholeNumber({ unit, min, max }: Extract<SurveyQuestion, { kind: "counts" | "matrix" }>) {
  const rest = { id: "", words: [], optional: true, confidential: false, fixed: false };
  return { ...rest, kind: "number" as const, unit, min, max };
}

function repeatField(
  question: Extract<SurveyQuestion, { kind: "repeat" }>,
  row: string,
  column: string,
): CellField | undefined {
  if (row === "") return { kind: "rows", label: question.label, min: 0, max: question.most };
  const number = Number(row);
  if (!Number.isInteger(number) || number < 1 || number > question.most) return undefined;
  return question.fields.find((field) => field.id === column);
}

function whyField(survey: Survey, check: string): CellField | undefined {
  const found = survey.checks.find(({ id, why }) => id === check && why !== undefined);
  const rest = { id: WHY, words: [], optional: true, confidential: false, fixed: false };
  return found && { ...rest, kind: "text", label: found.why ?? "", most: 200 };
}

export function choiceIn(survey: Survey, list: string, id: string): Choice | undefined {
  return survey.choices[list]?.find((choice) => choice.id === id);
}

/** How many rows of a repeat are begun: what is written in it counts, also where nobody said how many there are. */
export function rowsOf(cells: Cells, repeat: string): number {
  const said = cells[repeat];
  const written = Object.keys(cells).flatMap((cell) => {
    const { question, row } = partsOf(cell);
    return question === repeat && row ? [Number(row)] : [];
  });
  return Math.max(typeof said === "number" ? said : 0, ...written);
}
