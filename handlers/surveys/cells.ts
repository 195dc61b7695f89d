/**
 * An answered survey is flat: one value for each cell of the form. A cell is `question`, `question/row` (counts,
 * several) or `question/row/column` (matrix, repeat), so that chat, page, Excel file, print and statistics all speak
 * of the same thing, and two people change the same form without overwriting each other.
 */
import type { Choice, Counts, Field, Repeat, SurveyQuestion } from "./schema.ts";
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

/** A field of the form, a tick in a list, or the number of rows of a repeat. */
export type CellField =
  | Field
  | { kind: "tick"; label: string }
  | { kind: "rows"; label: string; min: number; max: number };

/** The row of a `counts` question that holds their sum, where somebody wrote it down. */
export const TOTAL = "total";

/** What one cell holds: a value of this field. Undefined where the form has no such cell, or it is written otherwise. */
export function fieldOf(survey: Survey, cell: Cell): CellField | undefined {
  const { question: id, row, column } = partsOf(cell);
  // `demand//pay` and `age/junior/from_18/more` would be second names of a cell.
  if (cellOf(id, row, column) !== cell) return undefined;
  const question = survey.questions.get(id);
  if (!question) return id === WHY ? whyField(survey, row, column) : undefined;
  switch (question.kind) {
    case "counts":
      return column ? undefined : countField(survey, question, row);
    case "matrix": {
      const of = choiceIn(survey, question.rows, row);
      const choice = choiceIn(survey, question.columns, column);
      return of && choice && wholeNumber(question, `${of.label}${choice.label}`, []);
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

type Tabled = Extract<SurveyQuestion, { kind: "counts" | "matrix" }>;

function countField(survey: Survey, question: Counts, row: string): CellField | undefined {
  if (row === TOTAL) return question.total === undefined ? undefined : wholeNumber(question, question.total);
  const choice = choiceIn(survey, question.rows, row);
  return choice && wholeNumber(question, choice.label, choice.words);
}

function wholeNumber({ unit, min, max }: Tabled, label: string, words: string[] = []): CellField {
  return { ...PLAIN, id: "", kind: "number", unit, min, max, label, words };
}

function repeatField(question: Repeat, row: string, column: string): CellField | undefined {
  if (row === "") return { kind: "rows", label: question.label, min: 0, max: question.most };
  return isRow(row, question.most) ? question.fields.find(({ id }) => id === column) : undefined;
}

/** A reason is given where a warning stands: once, or for one row of the repeat that it is made for. */
function whyField(survey: Survey, check: string, row: string): CellField | undefined {
  const found = survey.checks.find(({ id, why }) => id === check && why !== undefined);
  const repeat = found?.each === undefined ? undefined : survey.questions.get(found.each);
  const fits = repeat?.kind === "repeat" ? isRow(row, repeat.most) : row === "";
  return found && fits
    ? { ...PLAIN, id: WHY, kind: "text", label: found.why ?? "", words: [], most: 200 }
    : undefined;
}

const PLAIN = { optional: true, confidential: false, fixed: false } as const;

/** Rows are 1, 2, 3 …; 01 and 1e0 are none. */
function isRow(row: string, most: number): boolean {
  return /^[1-9]\d*$/.test(row) && Number(row) <= most;
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
