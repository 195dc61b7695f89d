/** The columns of a survey's raw rows: every cell of the form, in its order, and how its values are written. */
import { statisticsTexts as texts } from "../texts/statistics.ts";
import {
  type Cell,
  type CellField,
  type CellValue,
  cellOf,
  choiceIn,
  fieldOf,
  partsOf,
  TOTAL,
  WHY,
} from "./cells.ts";
import { matrixRow } from "./problems.ts";
import type { Section, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

export interface RawColumn {
  cell: Cell;
  heading: string;
  /** Where it stands in the form; "" for the reasons given for warnings. */
  section: string;
  question: string;
  field: CellField;
  confidential: boolean;
}

/** @param longest how many rows of each repeat there are */
export function rawColumns(
  survey: Survey,
  longest: Readonly<Record<string, number>>,
  withContacts: boolean,
): RawColumn[] {
  const asked = survey.sections.flatMap((section) =>
    section.questions.flatMap((question) =>
      cellsOf(survey, question, longest[question.id] ?? 0).map((cell) =>
        column(survey, section, question, cell),
      ),
    ),
  );
  const columns = [...asked, ...reasons(survey, longest)].filter((one) => one !== undefined);
  return columns.filter(({ confidential }) => withContacts || !confidential);
}

function cellsOf(survey: Survey, question: SurveyQuestion, rows: number): Cell[] {
  const { id } = question;
  const choices = (list: string) => (survey.choices[list] ?? []).map((choice) => choice.id);
  switch (question.kind) {
    case "counts":
      return [...choices(question.rows), ...(question.total ? [TOTAL] : [])].map((row) => cellOf(id, row));
    case "several":
      return choices(question.choices).map((choice) => cellOf(id, choice));
    case "matrix":
      return choices(question.rows).flatMap((row) => matrixRow(survey, question, row));
    case "repeat": {
      const numbers = Array.from({ length: rows }, (_, index) => index + 1);
      return [id, ...numbers.flatMap((row) => question.fields.map((field) => cellOf(id, row, field.id)))];
    }
    default:
      return [id];
  }
}

function column(
  survey: Survey,
  section: Section,
  question: SurveyQuestion,
  cell: Cell,
): RawColumn | undefined {
  const field = fieldOf(survey, cell);
  if (!field) return undefined;
  const { row } = partsOf(cell);
  const line = question.kind === "repeat" && row ? texts.line(row) : "";
  const own = field.kind === "rows" ? texts.rows : field.label;
  const isWhole = row === "" && field.kind !== "rows";
  return {
    ...{ cell, section: section.title, question: question.label, field },
    heading: isWhole ? question.label : [question.label, line, own].filter(Boolean).join("·"),
    confidential: question.confidential || ("confidential" in field && field.confidential),
  };
}

/** What was given as the reason for a figure out of the ordinary. */
function reasons(survey: Survey, longest: Readonly<Record<string, number>>): RawColumn[] {
  return survey.checks.flatMap(({ id, why, each }) => {
    if (why === undefined) return [];
    const rows =
      each === undefined ? [""] : Array.from({ length: longest[each] ?? 0 }, (_, row) => String(row + 1));
    return rows.flatMap((row) => {
      const cell = cellOf(WHY, id, row);
      const field = fieldOf(survey, cell);
      const heading = [texts.reason, id, row].filter(Boolean).join("·");
      return field ? [{ cell, heading, section: "", question: why, field, confidential: false }] : [];
    });
  });
}

/** A value as people read it; figures stay figures. */
export function rawValue(
  survey: Survey,
  field: CellField,
  value: CellValue | undefined,
): string | number | null {
  if (value === undefined) return null;
  if (field.kind === "tick") return value ? texts.yes : texts.no;
  if (field.kind === "choice") return choiceIn(survey, field.choices, String(value))?.label ?? String(value);
  return typeof value === "boolean" ? Number(value) : value;
}

/** What each column holds. */
export function codeBook(survey: Survey, columns: readonly RawColumn[]): (string | null)[][] {
  return [
    [...texts.codeBook],
    ...columns.map(({ cell, heading, section, question, field, confidential }) => [
      ...[cell, heading, section, question, texts.kinds[field.kind]],
      "unit" in field ? (field.unit ?? null) : null,
      field.kind === "choice"
        ? (survey.choices[field.choices] ?? []).map(({ label }) => label).join("、")
        : null,
      confidential ? texts.yes : null,
    ]),
  ];
}
