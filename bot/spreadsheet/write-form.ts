/** The official form as an .xlsx file, with the answers filled in or empty: printed as it is, or filled in offline. */
import type { Cells } from "../../handlers/surveys/cells.ts";
import { fieldOf } from "../../handlers/surveys/cells.ts";
import type { Enterprise } from "../../handlers/surveys/draft.ts";
import { type Box, choicesAt, type PrintedForm, printedForm } from "../../handlers/surveys/printed.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { formSheetParts, type Pick } from "./form-sheet.ts";
import { instructions } from "./instructions.ts";
import { markerText } from "./marker.ts";

export interface FormOptions {
  enterprise?: Enterprise;
  /** `round/credit code`, so that the file finds back to its draft. */
  draft?: string;
  /** The draft's revision that is written. */
  revision?: number;
}

/** Rows of a repeat that stand empty below what is written. */
const SPARE = 4;

export async function writeForm(
  survey: Survey,
  cells: Cells,
  options: FormOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const form = printedForm(survey, cells, { ...options, spare: SPARE });
  const { enterprise: _enterprise, ...ofDraft } = options;
  const marker = markerText({ survey: survey.id, version: survey.version, ...ofDraft });
  const features = [formSheetParts(picks(survey, form))];
  // Only where a file is written, so that the server starts without it.
  const { default: writeExcelFile } = await import("write-excel-file/universal");
  const file = writeExcelFile(
    [
      {
        data: [...formRows(survey, form), [{ value: marker, fontSize: 8, textColor: "#808080" }]],
        sheet: "调查表",
        columns: form.widths.map((width) => ({ width: width * WIDER })),
        orientation: "landscape",
        showGridLines: false,
      },
      {
        data: instructions(survey, marker).map((line) => [{ value: line, wrap: true }]),
        sheet: "说明",
        columns: [{ width: 100 }],
      },
    ],
    { fontFamily: "宋体", fontSize: 10, features },
  );
  return new Uint8Array(await (await file.toBlob()).arrayBuffer());
}

const WIDER = 1.15;

function formRows(survey: Survey, form: PrintedForm) {
  const grid = form.rows.map(() => form.widths.map((): SheetCell => null));
  for (const box of form.rows.flatMap((row) => row.boxes)) {
    const row = grid[box.row];
    if (row) row[box.column] = sheetCell(survey, form, box);
  }
  return grid;
}

type SheetCell = Record<string, unknown> | null;

const RULED = new Set<Box["kind"]>(["label", "answer", "sum", "blank", "stamp"]);
const FILLABLE = "#FFFBE6";
const LABELLED = "#F2F2F2";

function sheetCell(survey: Survey, form: PrintedForm, box: Box): SheetCell {
  const { kind, across, down } = box;
  return {
    ...contentOf(survey, box),
    ...(across > 1 ? { columnSpan: across } : {}),
    ...(down > 1 ? { rowSpan: down } : {}),
    ...(RULED.has(kind) ? { borderStyle: "thin" } : {}),
    ...STYLES[kind],
    wrap: true,
    height: heightOf(form, box),
  };
}

const centred = { align: "center", alignVertical: "center" } as const;
const STYLES: Record<Box["kind"], object> = {
  title: { ...centred, fontSize: 16, fontWeight: "bold" },
  label: { ...centred, backgroundColor: LABELLED },
  answer: { ...centred, backgroundColor: FILLABLE },
  sum: centred,
  note: { align: "left", alignVertical: "center", fontSize: 9 },
  stamp: { align: "center", alignVertical: "top", fontSize: 9, textColor: "#808080" },
  blank: {},
};

/** Figures as figures, everything else as text, so that Excel leaves telephone numbers and codes as they are. */
function contentOf(survey: Survey, { figure, text, cell }: Box): SheetCell {
  const field = cell === undefined ? undefined : fieldOf(survey, cell);
  if (figure !== undefined)
    return { value: figure, type: Number, format: Number.isInteger(figure) ? "#,##0" : "#,##0.00" };
  const isFigure = field?.kind === "number" || field?.kind === "money";
  if (isFigure && text === "") return { value: null, type: Number, format: "#,##0.##" };
  return { value: escaped(text), type: String, ...(cell ? { format: "@" } : {}) };
}

/**
 * `_x0041_` is how .xlsx writes a character by its number; what only looks so must say so. And a text that every object
 * has a property of (`constructor`) is written so too, since the library looks its texts up in a plain object.
 */
function escaped(text: string): string {
  if (text in {}) return `_x${text.charCodeAt(0).toString(16).padStart(4, "0")}_${text.slice(1)}`;
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
}

const LINE = 22;

function heightOf(form: PrintedForm, { kind, text, column, across, down }: Box): number {
  if (kind === "title") return 34;
  if (kind === "stamp") return 60;
  if (kind === "note" && !text.includes("\n") && text.length < 20) return 16;
  if (down > 1) return LINE;
  const width = form.widths.slice(column, column + across).reduce((sum, one) => sum + one, 0) * WIDER;
  const lines = text.split("\n").map((line) => Math.max(1, Math.ceil(widthOf(line) / width)));
  return Math.max(LINE, 8 + 13 * lines.reduce((sum, one) => sum + one, 0));
}

/** In letters: a Chinese character is as wide as two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x2000 ? 1 : 2), 1);
}

/** Boxes in which one of a list is picked. */
function picks(survey: Survey, form: PrintedForm): Pick[] {
  return form.rows.flatMap(({ boxes }) =>
    boxes.flatMap(({ kind, cell, row, column }) => {
      const choices = kind === "answer" && cell ? choicesAt(survey, cell) : [];
      return choices.length ? [{ row, column, choices }] : [];
    }),
  );
}
