/**
 * What is wrong with, missing from or odd about the answers: the one judgement that chat, page and Excel file share.
 * An error must be put right; a warning stands once a reason is given; a hint is only said.
 */
import { type Cell, type Cells, cellOf, choiceIn, fieldOf, partsOf, rowsOf, TOTAL, WHY } from "./cells.ts";
import { isRelevant } from "./relevant.ts";
import type { Check, Matrix, Repeat, SurveyQuestion, Term } from "./schema.ts";
import type { Survey } from "./survey.ts";

export interface SurveyProblem {
  /** The check, or `adds_up`, `total`, `missing`. */
  check: string;
  strength: "error" | "warning" | "hint";
  /** What could be changed to put it right; the first is where it is shown. */
  cells: Cell[];
  says: string;
  /** Of a warning: where the reason is written, what is asked for, and whether it was given. */
  why?: { cell: Cell; asks: string; given: boolean };
}

/** Everything but what is missing: what may be said while somebody is still filling. */
export function problemsOf(survey: Survey, cells: Cells): SurveyProblem[] {
  return [
    ...[...survey.questions.values()].flatMap((question) => sumProblems(survey, question, cells)),
    ...survey.checks.flatMap((check) => checkProblems(survey, check, cells)),
  ];
}

/** What must still be given before the survey can be handed in, in the order of the form. */
export function missingOf(survey: Survey, cells: Cells): Cell[] {
  return [...survey.questions.values()].flatMap((question) => missingIn(survey, question, cells));
}

/** The cells of one question that must still be given. */
export function missingIn(survey: Survey, question: SurveyQuestion, cells: Cells): Cell[] {
  if (question.optional || !isRelevant(question.relevant, cells)) return [];
  return cellsAsked(survey, question, cells).filter((cell) => cells[cell] === undefined);
}

/** The cells that a question consists of for these answers, whether given or not. */
export function cellsAsked(survey: Survey, question: SurveyQuestion, cells: Cells): Cell[] {
  switch (question.kind) {
    case "counts":
      return (survey.choices[question.rows] ?? []).map(({ id }) => cellOf(question.id, id));
    case "several":
      return (survey.choices[question.choices] ?? []).map(({ id }) => cellOf(question.id, id));
    case "matrix":
      return rowsAsked(survey, question, cells).flatMap((row) => matrixRow(survey, question, row));
    case "repeat":
      return repeatCells(question, cells);
    default:
      return [question.id];
  }
}

/** The rows of a matrix that have anybody in them. */
export function rowsAsked(survey: Survey, { rows, of }: Matrix, cells: Cells): string[] {
  const all = (survey.choices[rows] ?? []).map(({ id }) => id);
  return of === undefined ? all : all.filter((row) => Number(cells[cellOf(of, row)] ?? 0) > 0);
}

export function matrixRow(survey: Survey, { id, columns }: Matrix, row: string): Cell[] {
  return (survey.choices[columns] ?? []).map((column) => cellOf(id, row, column.id));
}

function repeatCells({ id, fields }: Repeat, cells: Cells): Cell[] {
  const rows = Array.from({ length: rowsOf(cells, id) }, (_, index) => index + 1);
  const required = fields.filter(({ optional }) => !optional);
  return [id, ...rows.flatMap((row) => required.map((field) => cellOf(id, row, field.id)))];
}

/** The sum of a row's cells; undefined while one of them is not given. */
export function sumOf(parts: readonly Cell[], cells: Cells): number | undefined {
  let sum = 0;
  for (const part of parts) {
    const value = cells[part];
    if (typeof value !== "number") return undefined;
    sum += value;
  }
  return sum;
}

function sumProblems(survey: Survey, question: SurveyQuestion, cells: Cells): SurveyProblem[] {
  if (question.kind === "counts") return totalProblem(survey, question.id, question.rows, cells);
  if (question.kind !== "matrix" || question.of === undefined) return [];
  const { of } = question;
  return (survey.choices[question.rows] ?? []).flatMap(({ id: row, label }) => {
    const whole = cellOf(of, row);
    const parts = matrixRow(survey, question, row);
    // A row that nobody has begun is missing, or left empty: it does not add up to anything yet.
    if (!parts.some((part) => cells[part] !== undefined)) return [];
    const sum = sumOf(parts, cells) ?? partialSum(parts, cells);
    const headcount = cells[whole] ?? 0;
    const isWhole = parts.every((part) => cells[part] !== undefined);
    if (isWhole ? sum === headcount : sum <= Number(headcount)) return [];
    const says = `${label}${headcount}人，但${shortName(question.label)}加起来是${sum}人，请改一下。`;
    return [{ check: "adds_up", strength: "error", cells: [...parts, whole], says }];
  });
}

function partialSum(parts: readonly Cell[], cells: Cells): number {
  return parts.reduce((sum, part) => sum + Number(cells[part] ?? 0), 0);
}

/** 技能人才年龄结构 → 年龄: the word by which people call a breakdown. */
function shortName(label: string): string {
  return /年龄|学历|性别/.exec(label)?.[0] ?? label;
}

function totalProblem(survey: Survey, id: string, rows: string, cells: Cells): SurveyProblem[] {
  const total = cells[cellOf(id, TOTAL)];
  const parts = (survey.choices[rows] ?? []).map((row) => cellOf(id, row.id));
  const sum = partialSum(parts, cells);
  const isWhole = parts.every((part) => cells[part] !== undefined);
  if (total === undefined || (isWhole ? sum === total : sum <= Number(total))) return [];
  const label = fieldOf(survey, cellOf(id, TOTAL))?.label ?? "";
  const says = `各级加起来是${sum}人，${label}却写了${total}人，请改一下。`;
  return [{ check: "total", strength: "error", cells: [cellOf(id, TOTAL), ...parts], says }];
}

function checkProblems(survey: Survey, check: Check, cells: Cells): SurveyProblem[] {
  if (check.each === undefined) return oneCheck(survey, check, cells, "");
  const rows = rowsOf(cells, check.each);
  return Array.from({ length: rows }, (_, index) => String(index + 1)).flatMap((row) =>
    oneCheck(survey, check, cells, row),
  );
}

const HOLDS = {
  at_most: (left: number, right: number) => left <= right,
  at_least: (left: number, right: number) => left >= right,
  equal: (left: number, right: number) => left === right,
};

function oneCheck(survey: Survey, check: Check, cells: Cells, row: string): SurveyProblem[] {
  const [left, right] = [check.left, check.right].map((term) => termValue(survey, term, cells, row));
  if (left === undefined || right === undefined || HOLDS[check.is](left, right)) return [];
  const why = check.strength === "warning" && check.why !== undefined ? check.why : undefined;
  const cell = cellOf(WHY, check.id, row);
  return [
    {
      check: check.id,
      strength: check.strength,
      cells: [check.left, check.right].flatMap((term) => cellsOfTerm(survey, term, row)),
      says: written(survey, check.says, { left, right }, cells, row),
      ...(why === undefined ? {} : { why: { cell, asks: why, given: cells[cell] !== undefined } }),
    },
  ];
}

function termValue(survey: Survey, term: Term, cells: Cells, row: string): number | undefined {
  if ("number" in term) return term.number;
  if ("sum" in term) return sumOf(cellsOfTerm(survey, term, row), cells);
  const value = cells[term.cell.replace("*", row)];
  return typeof value === "number" ? value : undefined;
}

function cellsOfTerm(survey: Survey, term: Term, row: string): Cell[] {
  if ("number" in term) return [];
  if ("cell" in term) return [term.cell.replace("*", row)];
  const question = survey.questions.get(term.sum);
  if (question?.kind !== "counts") return [];
  return (survey.choices[question.rows] ?? []).map(({ id }) => cellOf(question.id, id));
}

function written(
  survey: Survey,
  text: string,
  { left, right }: { left: number; right: number },
  cells: Cells,
  row: string,
): string {
  return text.replace(/\{([^}]+)\}/g, (_, name: string) => {
    if (name === "left") return left.toLocaleString("en-US");
    if (name === "right") return right.toLocaleString("en-US");
    return valueText(survey, name.replace("*", row), cells) || `第${row}行`;
  });
}

/** A cell's value as people read it; empty where there is none. */
export function valueText(survey: Survey, cell: Cell, cells: Cells): string {
  const value = cells[cell];
  if (value === undefined) return "";
  const question = survey.questions.get(partsOf(cell).question);
  if (question?.kind === "choice") return choiceIn(survey, question.choices, String(value))?.label ?? "";
  if (typeof value === "boolean") return value ? "✓" : "";
  return typeof value === "number" ? value.toLocaleString("en-US") : value;
}
