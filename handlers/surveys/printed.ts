/** A survey's answers as the printed form: one grid, from which the print view and the Excel file are made and read. */
import { type Cell, type Cells, cellOf, fieldOf, partsOf, rowsOf, TOTAL, WHY } from "./cells.ts";
import type { Enterprise } from "./draft.ts";
import { plainLayout } from "./plain-layout.ts";
import { type Line, placed } from "./printed-grid.ts";
import { blockLines, type Room } from "./printed-lines.ts";
import type { PrintedBox } from "./printed-schema.ts";
import { problemsOf, valueText } from "./problems.ts";
import type { SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** `label` names what stands beside or below it; `sum` is worked out; `blank` holds nothing and never will. */
type BoxKind = "title" | "label" | "answer" | "sum" | "note" | "stamp" | "blank";

export interface Box {
  /** Where its left upper corner stands, counted from 0. */
  row: number;
  column: number;
  across: number;
  down: number;
  kind: BoxKind;
  /** As people read it. */
  text: string;
  /** The same where it is a figure. */
  figure?: number;
  /** Of an answer; of a sum, where the form has a cell for it. */
  cell?: Cell;
}

export interface PrintedForm {
  /** How wide the columns are beside each other. */
  widths: readonly number[];
  /** Each box stands in the row in which it begins; together they cover every position once. */
  rows: { boxes: Box[] }[];
}

export interface PrintOptions {
  enterprise?: Enterprise;
  /** Empty rows of a repeat below what was written, for whoever fills it by hand. */
  spare?: number;
}

export function printedForm(survey: Survey, answers: Cells, options: PrintOptions = {}): PrintedForm {
  const cells = { ...known(survey, options.enterprise), ...answers };
  const { widths, rows } = survey.printed ?? plainLayout(survey);
  const room: Room = {
    rowsOf: (list) => survey.choices[list] ?? [],
    repeatRows: (id) => repeatRows(survey, cells, id, options.spare ?? 0),
    hasReasons: reasonsText(survey, cells) !== "",
  };
  const lines = rows.flatMap((row) => blockLines(row, room));
  return {
    widths,
    rows: placed(
      lines.map((line) => line.map(filled(survey, cells))),
      widths.length,
    ),
  };
}

/** What is known of an enterprise before it has answered anything. */
function known(survey: Survey, enterprise: Enterprise | undefined): Cells {
  if (!enterprise) return {};
  const values = { name: enterprise.name, credit_code: enterprise.creditCode };
  return Object.fromEntries(
    [...survey.questions.values()].flatMap(({ id, prefill }) =>
      prefill === "name" || prefill === "credit_code" ? [[id, values[prefill]]] : [],
    ),
  );
}

function repeatRows(survey: Survey, cells: Cells, id: string, spare: number) {
  const question = survey.questions.get(id);
  const most = question?.kind === "repeat" ? question.most : 0;
  return { most, wanted: Math.min(most, Math.max(1, rowsOf(cells, id)) + spare) };
}

type Content = Omit<Box, "row" | "column" | "across" | "down">;

function filled(survey: Survey, cells: Cells) {
  return (box: PrintedBox): Line[number] => {
    const { across, down } = box;
    return { across, down: down === "rest" ? 1 : down, ...contentOf(survey, cells, box) };
  };
}

function contentOf(survey: Survey, cells: Cells, box: PrintedBox): Content {
  if ("title" in box) return { kind: "title", text: survey.title };
  if ("label" in box) return { kind: box.label === "" ? "blank" : "label", text: box.label };
  if ("answer" in box) return answerContent(survey, cells, box.answer);
  if ("sum" in box) return sumContent(survey, cells, box.sum);
  if ("stamp" in box) return { kind: "stamp", text: box.stamp };
  if ("reasons" in box) return { kind: "note", text: reasonsText(survey, cells) };
  if ("note" in box) return { kind: "note", text: box.note };
  return { kind: "note", text: survey.sections.find(({ id }) => id === box.note_of)?.note ?? "" };
}

function answerContent(survey: Survey, cells: Cells, cell: Cell): Content {
  const value = cells[cell];
  const figure = typeof value === "number" ? { figure: value } : {};
  return { kind: "answer", cell, text: answerText(survey, cells, cell), ...figure };
}

/** What stands in the first row of a repeat where there is none of it. */
export const NONE = "无";

function answerText(survey: Survey, cells: Cells, cell: Cell): string {
  const { question: id, row, column } = partsOf(cell);
  const question = survey.questions.get(id);
  if (question?.kind === "several") return tickText(survey, cells, question, row);
  if (question?.kind === "repeat" && row === "1" && column === question.fields[0]?.id && cells[id] === 0)
    return NONE;
  const text = valueText(survey, cell, cells);
  return fieldOf(survey, cell)?.kind === "date" ? dayText(text) : text;
}

/** A tick; nothing where it is not so; and in the first box, that none of them is. */
function tickText(
  survey: Survey,
  cells: Cells,
  { id, choices, none }: Extract<SurveyQuestion, { kind: "several" }>,
  row: string,
): string {
  const list = survey.choices[choices] ?? [];
  const noneIsSo = list.every((choice) => cells[cellOf(id, choice.id)] === false);
  if (noneIsSo) return row === list[0]?.id ? none : "";
  return cells[cellOf(id, row)] === true ? "✓" : "";
}

function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return year ? `${year}年${Number(month)}月${Number(date)}日` : day;
}

function sumContent(survey: Survey, cells: Cells, pattern: string): Content {
  const { question: id, column } = partsOf(pattern);
  const question = survey.questions.get(id);
  const list = question && "rows" in question ? question.rows : "";
  const given = (survey.choices[list] ?? []).flatMap((row) => {
    const value = cells[cellOf(id, row.id, column)];
    return typeof value === "number" ? [value] : [];
  });
  const figure = given.reduce((sum, value) => sum + value, 0);
  const cell = cellOf(id, TOTAL, column);
  return {
    kind: "sum",
    text: given.length ? figure.toLocaleString("en-US") : "",
    ...(given.length ? { figure } : {}),
    ...(fieldOf(survey, cell) ? { cell } : {}),
  };
}

/** What was odd and why it is right, one sentence after the other. */
function reasonsText(survey: Survey, cells: Cells): string {
  if (!Object.keys(cells).some((cell) => partsOf(cell).question === WHY)) return "";
  return problemsOf(survey, cells)
    .flatMap(({ says, why }) => (why?.given ? [`${says}原因：${cells[why.cell]}`] : []))
    .join("\n");
}

/** The choices of a box that is one of a list, as they are written in it. */
export function choicesAt(survey: Survey, cell: Cell): string[] {
  const field = fieldOf(survey, cell);
  if (field?.kind === "tick") return ["✓"];
  if (field?.kind !== "choice") return [];
  return (survey.choices[field.choices] ?? []).map(({ label }) => label);
}
