/** A survey in words: what was filled in, what is missing, the whole of it before it is handed in. */
import { type Ask, isConfidential, openIn } from "./asks.ts";
import { type Cell, type Cells, cellOf, choiceIn, fieldOf, partsOf, rowsOf, TOTAL, WHY } from "./cells.ts";
import { maskedName, maskedPhone } from "./phone.ts";
import { matrixRow, rowsAsked, valueText } from "./problems.ts";
import { isRelevant } from "./relevant.ts";
import type { Counts, Matrix, Repeat, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** Every section with what stands in it, a line for each question; names and numbers are hidden in part. */
export function summaryLines(survey: Survey, cells: Cells): string[] {
  return survey.sections.flatMap(({ title, questions }) => {
    const lines = questions.flatMap((question) => questionLines(survey, question, cells));
    return lines.length ? [`【${title}】`, ...lines] : [];
  });
}

function questionLines(survey: Survey, question: SurveyQuestion, cells: Cells): string[] {
  if (!isRelevant(question.relevant, cells)) return [];
  switch (question.kind) {
    case "counts":
      return withLabel(question.label, countsText(survey, question, cells));
    case "matrix":
      return matrixLines(survey, question, cells);
    case "several":
      return withLabel(question.label, tickedText(survey, question, cells));
    case "repeat":
      return repeatLines(survey, question, cells);
    default:
      return withLabel(question.label, shownValue(survey, question.id, cells));
  }
}

function withLabel(label: string, value: string): string[] {
  return value ? [`${label}：${value}`] : [];
}

/** A cell as it is shown: with its unit, hidden in part where it names or reaches somebody. */
function shownValue(survey: Survey, cell: Cell, cells: Cells): string {
  const text = valueText(survey, cell, cells);
  const field = fieldOf(survey, cell);
  if (!text || !field) return text;
  if (isConfidential(survey, cell)) return field.kind === "phone" ? maskedPhone(text) : maskedName(text);
  return "unit" in field && field.unit ? `${text}${field.unit}` : text;
}

/** 初级工12人、中级工8人，共20人. */
function countsText(survey: Survey, { id, rows, unit = "" }: Counts, cells: Cells): string {
  const list = (survey.choices[rows] ?? []).filter((row) => cells[cellOf(id, row.id)] !== undefined);
  const some = list.filter((row) => cells[cellOf(id, row.id)] !== 0);
  if (list.length === 0) return "";
  if (some.length === 0) return "没有";
  const sum = some.reduce((total, row) => total + Number(cells[cellOf(id, row.id)]), 0);
  const parts = some.map((row) => `${row.label}${valueText(survey, cellOf(id, row.id), cells)}${unit}`);
  return `${parts.join("、")}，共${sum.toLocaleString("en-US")}${unit}`;
}

function matrixLines(survey: Survey, question: Matrix, cells: Cells): string[] {
  const rows = rowsAsked(survey, question, cells).filter((row) =>
    matrixRow(survey, question, row).some((cell) => cells[cell] !== undefined),
  );
  return rows.length
    ? [`${question.label}：`, ...rows.map((row) => rowText(survey, question, row, cells))]
    : [];
}

/** · 初级工：18–30岁8、31–40岁3. */
function rowText(survey: Survey, { id, rows, columns }: Matrix, row: string, cells: Cells): string {
  const parts = (survey.choices[columns] ?? []).flatMap((column) => {
    const value = cells[cellOf(id, row, column.id)];
    return value === undefined || value === 0 ? [] : [`${column.label}${value}`];
  });
  return `· ${choiceIn(survey, rows, row)?.label ?? row}：${parts.join("、") || "0"}`;
}

function tickedText(
  survey: Survey,
  question: Extract<SurveyQuestion, { kind: "several" }>,
  cells: Cells,
): string {
  const list = survey.choices[question.choices] ?? [];
  if (list.every(({ id }) => cells[cellOf(question.id, id)] === undefined)) return "";
  const ticked = list.filter(({ id }) => cells[cellOf(question.id, id)] === true);
  return ticked.map(({ label }) => label).join("、") || question.none;
}

function repeatLines(survey: Survey, question: Repeat, cells: Cells): string[] {
  if (cells[question.id] === 0) return [`${question.label}：没有`];
  const rows = Array.from({ length: rowsOf(cells, question.id) }, (_, index) => index + 1);
  const told = rows.map((row) => {
    const parts = question.fields.map((field) =>
      shownValue(survey, cellOf(question.id, row, field.id), cells),
    );
    return `${row}. ${parts.map((part) => part || "（没填）").join("，")}`;
  });
  return told.length ? [`${question.label}：`, ...told] : [];
}

/** The names of cells, as a person would call them: 高级工人数, 第2行的月工资待遇. */
export function cellName(survey: Survey, cell: Cell, cells: Cells = {}): string {
  const { question: id, row, column } = partsOf(cell);
  const question = survey.questions.get(id);
  const label = fieldOf(survey, cell)?.label ?? cell;
  if (id === WHY) return "说明";
  if (question?.kind === "counts") return row === TOTAL ? label : `${label}人数`;
  if (question?.kind === "repeat" && row && column) {
    const name = question.fields.find(({ kind }) => kind === "text");
    const called = name && name.id !== column ? cells[cellOf(id, row, name.id)] : undefined;
    return `${called ?? `${question.label}第${row}行`}的${label}`;
  }
  if (question?.kind === "several") return `${question.label}（${label}）`;
  return label;
}

/** What has just been filled in, so that a wrong reading can be put right; at most a few lines. */
export function noted(survey: Survey, cells: Cells, filled: readonly Cell[]): string {
  const questions = [...survey.questions.values()].filter((question) =>
    filled.some((cell) => partsOf(cell).question === question.id),
  );
  const reasons = filled
    .filter((cell) => partsOf(cell).question === WHY)
    .map((cell) => `原因：${cells[cell]}`);
  const told = questions.map((question) => {
    const rows = new Set(
      filled.filter((cell) => partsOf(cell).question === question.id).map((cell) => partsOf(cell).row),
    );
    if (question.kind === "matrix")
      return [...rows].map((row) => rowText(survey, question, row, cells).slice(2)).join("；");
    return questionLines(survey, question, cells).join("\n");
  });
  return [...told, ...reasons]
    .filter(Boolean)
    .join(questions.some(({ kind }) => kind === "repeat") ? "\n" : "；");
}

/** What an ask still lacks, by name. */
export function lackText(survey: Survey, ask: Ask, cells: Cells): string {
  return openIn(survey, ask, cells)
    .map((cell) => cellName(survey, cell, cells))
    .join("、");
}

/** 初级工12人. */
export function rowName(survey: Survey, { rows, of }: Matrix, row: string, cells: Cells): string {
  const count = of === undefined ? "" : valueText(survey, cellOf(of, row), cells);
  return `${choiceIn(survey, rows, row)?.label ?? row}${count ? `${count}人` : ""}`;
}

/** An ask with what stands in it now, for the list of what can be changed. */
export function askLine(survey: Survey, ask: Ask, cells: Cells): string {
  const lines = ask.questions.flatMap((question) => questionLines(survey, question, cells));
  if (lines.length === 0) return `${ask.title}：没填`;
  return lines.length === 1 ? (lines[0] ?? "") : ask.title;
}

/** 技能人才年龄结构 → 年龄: the word by which people call a breakdown. */
export function shortName(label: string): string {
  return /年龄|学历|性别/.exec(label)?.[0] ?? label;
}
