/**
 * What is wrong with, missing from or odd about the answers: the one judgement that chat, page and Excel file share.
 * An error must be put right; a warning stands once a reason is given; a hint is only said.
 */
import { cellTexts as texts } from "../texts/survey-cells.ts";
import { type Cell, type Cells, cellOf, choiceIn, fieldOf, partsOf, rowsOf, TOTAL, WHY } from "./cells.ts";
import { figure } from "./read-cell.ts";
import { isRelevant } from "./relevant.ts";
import type { Check, Counts, Matrix, Repeat, SurveyQuestion, Term } from "./schema.ts";
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

/** Whether the survey cannot be handed in as long as it stands. */
export function blocks({ strength, why }: SurveyProblem): boolean {
  return strength === "error" || (strength === "warning" && why?.given !== true);
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

/** The cells of one question that must still be given. What is optional may be left out, but not half. */
export function missingIn(survey: Survey, question: SurveyQuestion, cells: Cells): Cell[] {
  if (!isRelevant(question.relevant, cells)) return [];
  const asked = cellsAsked(survey, question, cells);
  // Where one is ticked, the others are not.
  if (question.kind === "several" && asked.some((cell) => cells[cell] === true)) return [];
  const isSettled = (cell: Cell) =>
    question.kind === "matrix" && isTold(survey, question, partsOf(cell).row, cells);
  const begun =
    question.optional && new Set(givenCells(question, cells).map((cell) => partOf(question, cell)));
  return asked.filter(
    (cell) => cells[cell] === undefined && (!begun || begun.has(partOf(question, cell))) && !isSettled(cell),
  );
}

/** Whoever is there has been told: what is left empty in the row is nobody. */
export function isTold(survey: Survey, question: Matrix, row: string, cells: Cells): boolean {
  const whole = question.of === undefined ? undefined : cells[cellOf(question.of, row)];
  return whole !== undefined && partialSum(matrixRow(survey, question, row), cells) === whole;
}

function givenCells({ id }: SurveyQuestion, cells: Cells): Cell[] {
  return Object.keys(cells).filter((cell) => partsOf(cell).question === id);
}

/** What is given or left out together: a row of a matrix, any other question as a whole. */
function partOf(question: SurveyQuestion, cell: Cell): string {
  return question.kind === "matrix" ? partsOf(cell).row : "";
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
function sumOf(parts: readonly Cell[], cells: Cells): number | undefined {
  let sum = 0;
  for (const part of parts) {
    const value = cells[part];
    if (typeof value !== "number") return undefined;
    sum += value;
  }
  return sum;
}

function sumProblems(survey: Survey, question: SurveyQuestion, cells: Cells): SurveyProblem[] {
  if (question.kind === "counts") return totalProblem(survey, question, cells);
  if (question.kind !== "matrix" || question.of === undefined) return [];
  const { of } = question;
  return rowsAsked(survey, question, cells).flatMap((row) => rowProblem(survey, question, of, row, cells));
}

/** 高级工5人，但年龄加起来是6人. While a row is not whole, only what is too much is told. */
function rowProblem(
  survey: Survey,
  question: Matrix,
  of: string,
  row: string,
  cells: Cells,
): SurveyProblem[] {
  const whole = cellOf(of, row);
  const parts = matrixRow(survey, question, row);
  if (addsUp(parts, Number(cells[whole]), cells)) return [];
  const label = choiceIn(survey, question.rows, row)?.label ?? row;
  const [sum, headcount] = [partialSum(parts, cells), Number(cells[whole])].map((one) =>
    counted(one, question),
  );
  const says = texts.doesNotAddUp(label, headcount ?? "", question.short ?? question.label, sum ?? "");
  return [{ check: "adds_up", strength: "error", cells: [...parts, whole], says }];
}

function totalProblem(survey: Survey, question: Counts, cells: Cells): SurveyProblem[] {
  const whole = cellOf(question.id, TOTAL);
  const total = cells[whole];
  const parts = cellsAsked(survey, question, cells);
  if (typeof total !== "number" || addsUp(parts, total, cells)) return [];
  const sum = counted(partialSum(parts, cells), question);
  const says = texts.otherTotal(sum, question.total ?? "", counted(total, question));
  return [{ check: "total", strength: "error", cells: [whole, ...parts], says }];
}

/** A row that nobody has begun is missing, or left out: it adds up to nothing yet. */
function addsUp(parts: readonly Cell[], whole: number, cells: Cells): boolean {
  const sum = partialSum(parts, cells);
  return parts.every((part) => cells[part] !== undefined) ? sum === whole : sum <= whole;
}

function partialSum(parts: readonly Cell[], cells: Cells): number {
  return parts.reduce((sum, part) => sum + Number(cells[part] ?? 0), 0);
}

function counted(value: number, { unit }: { unit?: string | undefined }): string {
  return figure(value) + (unit ?? "");
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
  const value = cells[inRow(term.cell, row)];
  return typeof value === "number" ? value : undefined;
}

function cellsOfTerm(survey: Survey, term: Term, row: string): Cell[] {
  if ("number" in term) return [];
  if ("cell" in term) return [inRow(term.cell, row)];
  const question = survey.questions.get(term.sum);
  if (question?.kind !== "counts") return [];
  return (survey.choices[question.rows] ?? []).map(({ id }) => cellOf(question.id, id));
}

/** `{left}` and `{right}` are the figures, any other name a cell; a row in which it is not given is told by its number. */
function written(
  survey: Survey,
  text: string,
  figures: { left: number; right: number },
  cells: Cells,
  row: string,
): string {
  return text.replace(/\{([^}]+)\}/g, (_, name: string) => {
    if (name === "left" || name === "right") return figure(figures[name]);
    return valueText(survey, inRow(name, row), cells) || (row ? texts.row(row) : texts.notGiven);
  });
}

// demand/*/pay in row 2 is demand/2/pay.
function inRow(cell: Cell, row: string): Cell {
  return cell.replace("*", row);
}

/** A cell's value as people read it; empty where there is none. */
export function valueText(survey: Survey, cell: Cell, cells: Cells): string {
  const value = cells[cell];
  if (value === undefined) return "";
  const field = fieldOf(survey, cell);
  if (field?.kind === "choice") return choiceIn(survey, field.choices, String(value))?.label ?? "";
  if (typeof value === "boolean") return value ? "✓" : "";
  return typeof value === "number" ? figure(value) : value;
}
