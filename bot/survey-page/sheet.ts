/** Everything that the page shows of one draft, judged once. */
import { type Cell, choiceIn, fieldOf, partsOf, rowsOf } from "../../handlers/surveys/cells.ts";
import { type Draft, isOpen } from "../../handlers/surveys/draft.ts";
import { missingOf, problemsOf, type SurveyProblem } from "../../handlers/surveys/problems.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { type Held, plain } from "./merge.ts";
import { pageTexts } from "./texts.ts";

export interface Sheet {
  survey: Survey;
  draft: Draft;
  /** The round can still be filled and handed in. */
  isOpen: boolean;
  /** `read`: as text, for the review and for a round that is closed. */
  mode: "fill" | "read";
  held: ReadonlyMap<Cell, Held>;
  news: ReadonlyMap<Cell, string>;
  problems: readonly SurveyProblem[];
  missing: readonly Cell[];
  /** How many rows of each repeat the page had, with the empty ones. */
  rows: ReadonlyMap<string, number>;
  /** What was typed and not written since its row is gone, each in a sentence. */
  strays: readonly string[];
  /** What did not fit a new version of the survey. */
  lost: readonly Cell[];
  failed: "busy" | "closed" | null;
  /** Something was pressed, not only left: what must be settled is told first. */
  pressed: boolean;
}

export function sheetOf(survey: Survey, draft: Draft, today: string, more: Partial<Sheet> = {}): Sheet {
  const isFillable = isOpen(draft.round, today);
  return {
    survey,
    draft,
    isOpen: isFillable,
    mode: isFillable ? "fill" : "read",
    held: new Map(),
    news: new Map(),
    problems: problemsOf(survey, draft.cells),
    missing: missingOf(survey, draft.cells),
    rows: new Map(),
    lost: [],
    strays: [],
    failed: null,
    pressed: false,
    ...more,
  };
}

/** What stands in the field. */
export function shown({ held, draft }: Sheet, cell: Cell): string {
  return held.get(cell)?.is ?? plain(draft.cells[cell]);
}

/** What the field carries along as the value that it was made with. */
export function carried({ held, draft }: Sheet, cell: Cell): string {
  return held.get(cell)?.was ?? plain(draft.cells[cell]);
}

/** As an element's id, and behind # in a link. */
export function idOf(cell: Cell): string {
  return cell.replaceAll("/", ".");
}

/** How many rows of a repeat are shown: one to write in where nothing was said yet. */
export function rowsShown({ draft, rows, held, mode }: Sheet, repeat: string): number {
  const heldRows = [...held.keys()].flatMap((cell) => {
    const { question, row } = partsOf(cell);
    return question === repeat && row ? [Number(row)] : [];
  });
  const least = mode === "fill" && draft.cells[repeat] !== 0 ? 1 : 0;
  return Math.max(least, rowsOf(draft.cells, repeat), rows.get(repeat) ?? 0, ...heldRows);
}

/** What a person must still do, as one item each: cells of one row together. */
export interface Item {
  cell: Cell;
  label: string;
}

export function itemsOf(survey: Survey, cells: readonly Cell[]): Item[] {
  const items = new Map<string, Item>();
  for (const cell of cells) {
    const label = placeName(survey, cell);
    if (!items.has(label)) items.set(label, { cell, label });
  }
  return [...items.values()];
}

/** Within its row: 18–30岁. */
export function columnName(survey: Survey, cell: Cell): string {
  const { question: id, column } = partsOf(cell);
  const question = survey.questions.get(id);
  if (question?.kind === "counts") return question.label;
  if (question?.kind === "matrix") return choiceIn(survey, question.columns, column)?.label ?? "";
  return fieldOf(survey, cell)?.label ?? "";
}

/** 技能人才年龄结构 · 初级工; 技能人才需求 · 第1行月工资待遇. */
export function placeName(survey: Survey, cell: Cell): string {
  const { question: id, row } = partsOf(cell);
  const question = survey.questions.get(id);
  if (!question || row === "") return question?.label ?? fieldOf(survey, cell)?.label ?? "";
  if (question.kind === "several") return question.label;
  if (question.kind === "repeat")
    return `${question.label} · ${pageTexts.row(row)}${fieldOf(survey, cell)?.label ?? ""}`;
  if (question.kind !== "counts" && question.kind !== "matrix") return question.label;
  return `${question.label} · ${choiceIn(survey, question.rows, row)?.label ?? fieldOf(survey, cell)?.label ?? ""}`;
}

/** With its column: 技能人才年龄结构 · 初级工 18–30岁. */
export function placeAndColumn(survey: Survey, cell: Cell): string {
  const { question: id, column } = partsOf(cell);
  const question = survey.questions.get(id);
  const name = question?.kind === "matrix" && column ? ` ${columnName(survey, cell)}` : "";
  const tick = question?.kind === "several" ? ` · ${fieldOf(survey, cell)?.label}` : "";
  return placeName(survey, cell) + name + tick;
}

/** Where a problem is told, and what a link to it leads to. */
export function firstCell({ cells, why }: SurveyProblem): Cell {
  return why && !why.given ? why.cell : (cells[0] ?? "");
}

/** What keeps the form from being handed in, beside what is missing. */
export function blocks({ strength, why }: SurveyProblem): boolean {
  return strength === "error" || (why !== undefined && !why.given);
}
