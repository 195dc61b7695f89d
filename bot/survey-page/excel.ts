/** The form as an Excel file: taken away, and brought back filled in. What a file changes is shown before it is written. */
import { html } from "hono/html";
import { type Cell, type Cells, type CellValue, partsOf } from "../../handlers/surveys/cells.ts";
import { fillIn } from "../../handlers/surveys/fill.ts";
import { problemsOf, valueText } from "../../handlers/surveys/problems.ts";
import { type CellReading, readCell } from "../../handlers/surveys/read-cell.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { readGivenFile } from "../spreadsheet/read-file.ts";
import type { FormRead } from "../spreadsheet/read-form.ts";
import { REFUSALS } from "../spreadsheet/texts.ts";
import { writeForm } from "../spreadsheet/write-form.ts";
import { type FormContext, lost, UPLOAD } from "./doors.ts";
import { noteView, pageView } from "./layout.ts";
import { plain } from "./merge.ts";
import type { Html } from "./says.ts";
import { blocks, placeAndColumn, type Sheet, sheetOf } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

const texts = pageTexts.excel;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function download(context: FormContext): Promise<Response> {
  const { surveys, survey, person, draft: id } = context.var.desk;
  const draft = await surveys.draft(id, person);
  if (!draft) return lost(context);
  const { enterprise, cells, revision } = draft;
  const file = await writeForm(survey, cells, { enterprise, draft: id, revision });
  const name = encodeURIComponent(`${survey.title}-${enterprise.name}.xlsx`).replace(/['()*]/g, byNumber);
  context.header("Content-Disposition", `attachment; filename="survey.xlsx"; filename*=UTF-8''${name}`);
  context.header("Content-Type", XLSX);
  return context.body(file);
}

/** `encodeURIComponent` leaves these, RFC 8187 does not. */
const byNumber = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

export function uploadPage(...says: string[]): Html {
  return noteView(
    texts.title,
    ...says.map((text) => html`<p class="notice notice_wrong" role="alert">${text}</p>`),
    texts.how,
    html`<form class="upload" method="post" action="${UPLOAD}" enctype="multipart/form-data"><label class="label" for="file">${texts.choose}</label>
<input class="box" type="file" id="file" name="file" accept=".xlsx,${XLSX}" required>
<p class="small__buttons"><button class="button button_main">${texts.look}</button><a class="button" href="/survey/form">${texts.back}</a></p></form>`,
    html`<p class="help">${texts.limits}</p>`,
  );
}

export async function upload(context: FormContext): Promise<Response> {
  const { surveys, survey, person, today, draft: id } = context.var.desk;
  const draft = await surveys.draft(id, person);
  if (!draft) return lost(context);
  const sheet = sheetOf(survey, draft, today);
  if (!sheet.isOpen) return context.redirect("/survey/form", 303);
  const file = (await context.req.formData()).get("file");
  if (!(file instanceof File) || file.name === "") return context.html(uploadPage(texts.none), 422);
  const read = await readGivenFile(file.name, new Uint8Array(await file.arrayBuffer()), [survey]);
  if (read.kind === "refused") return context.html(uploadPage(read.says), 422);
  if (read.kind === "table") return context.html(uploadPage(REFUSALS.not_form), 422);
  const isOthers = read.draft !== undefined && read.draft.split("/")[1] !== draft.enterprise.creditCode;
  if (isOthers) return context.html(uploadPage(texts.others), 422);
  return context.html(changesPage(sheet, changesIn(survey, draft.cells, read, today)));
}

interface Changed {
  cell: Cell;
  raw: CellValue;
  reading: CellReading;
}

/** `emptied`: stand in the draft, and are left open in the file; of a list that is written anew they are gone. */
function changesIn(survey: Survey, now: Cells, { given, blank }: FormRead, today: string) {
  const read = Object.entries(given).map(
    ([cell, raw]): Changed => ({ cell, raw, reading: readCell(survey, cell, raw, today) }),
  );
  const lists = new Set(Object.keys(given).map((cell) => partsOf(cell).question));
  const isList = (cell: Cell) => survey.questions.get(partsOf(cell).question)?.kind === "repeat";
  const open = blank.filter((cell) => now[cell] !== undefined);
  const isGone = (cell: Cell) => isList(cell) && lists.has(partsOf(cell).question);
  const gone = open
    .filter(isGone)
    .map((cell): Changed => ({ cell, raw: "", reading: { ok: true, value: null } }));
  const isFixed = (cell: Cell) => {
    const field = survey.questions.get(partsOf(cell).question);
    return field !== undefined && "fixed" in field && field.fixed;
  };
  const isNew = ({ cell, reading }: Changed) =>
    !reading.ok || plain(reading.value ?? undefined) !== plain(now[cell]);
  return {
    changed: [...read, ...gone].filter((one) => isNew(one) && !isFixed(one.cell)),
    emptied: open.filter((cell) => !isGone(cell) && !isFixed(cell)),
  };
}

function changesPage(sheet: Sheet, { changed, emptied }: ReturnType<typeof changesIn>): Html {
  const { survey, draft } = sheet;
  if (changed.length === 0 && emptied.length === 0) return uploadPage(texts.same);
  const given = changed.flatMap(({ cell, reading }) => (reading.ok ? [[cell, reading.value] as const] : []));
  const after = fillIn(survey, draft.cells, Object.fromEntries(given)).cells;
  const wrong = problemsOf(survey, after).filter(blocks);
  return pageView(
    texts.title,
    html`<main class="card changes"><h1>${texts.found}</h1>
<form class="upload" method="post" action="/survey/form"><input type="hidden" name="draft" value="${draft.id}"><input type="hidden" name="revision" value="${draft.revision}"><input type="hidden" name="way" value="excel">
${changed.length > 0 && changesTable(sheet, changed, after)}${besideView(sheet, changed)}
${wrong.length > 0 && html`<h2>${texts.wrong}</h2><ul>${wrong.map(({ says }) => html`<li class="says_error">${says}</li>`)}</ul>`}
${emptied.length > 0 && emptiedView(sheet, emptied)}
<p class="small__buttons"><button class="button button_main" name="do" value="save">${texts.keep}</button><a class="button" href="/survey/form">${texts.back}</a></p></form></main>`,
  );
}

function changesTable({ survey, draft }: Sheet, changed: readonly Changed[], after: Cells): Html {
  const rows = changed.map(({ cell, raw, reading }) => {
    const was = valueText(survey, cell, draft.cells);
    const now = reading.ok
      ? valueText(survey, cell, { ...after, [cell]: reading.value ?? "" })
      : shortened(String(raw));
    const is = toCarry(raw, reading);
    return html`<tr><th scope="row">${placeAndColumn(survey, cell)}</th><td>${was || texts.nothing}</td><td>${now || texts.nothing}${!reading.ok && html`<span class="says says_error">${reading.says}</span>`}
${is !== undefined && carriedAlong(cell, is, plain(draft.cells[cell]))}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">${texts.place}</th><th scope="col">${texts.before}</th><th scope="col">${texts.after}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Longer than any figure, day or number; a text that is refused is too long already. */
const MOST_CARRIED = 30;

/** As it was read, so that the page carries no more than the form may hold; a long one that is refused stays behind. */
function toCarry(raw: CellValue, reading: CellReading): string | undefined {
  if (reading.ok) return plain(reading.value ?? undefined);
  return String(raw).length <= MOST_CARRIED ? String(raw) : undefined;
}

/** Enough to find it again in the file. */
function shortened(text: string): string {
  return text.length <= 2 * MOST_CARRIED ? text : `${text.slice(0, 2 * MOST_CARRIED)}…`;
}

/** The rest of a list that is changed: by it a row is known again, where somebody moves it before this is kept. */
function besideView({ survey, draft }: Sheet, changed: readonly Changed[]): Html[] {
  const lists = new Set(changed.map(({ cell }) => partsOf(cell).question));
  const isBeside = (cell: Cell) => {
    const { question, row } = partsOf(cell);
    const isList = row !== "" && survey.questions.get(question)?.kind === "repeat" && lists.has(question);
    return isList && !changed.some((one) => one.cell === cell);
  };
  return Object.keys(draft.cells)
    .filter(isBeside)
    .map((cell) => carriedAlong(cell, plain(draft.cells[cell]), plain(draft.cells[cell])));
}

function carriedAlong(cell: Cell, is: string, was: string): Html {
  return html`<input type="hidden" name="is:${cell}" value="${is}"><input type="hidden" name="was:${cell}" value="${was}">`;
}

/** Left as they are, unless it is said that the file is right in this too. */
function emptiedView({ survey, draft }: Sheet, emptied: readonly Cell[]): Html {
  const names = [...new Set(emptied.map((cell) => placeAndColumn(survey, cell)))].join("、");
  return html`<p class="note">${texts.emptied(names)}</p>
<label class="pick"><input type="checkbox" name="empties"><span>${texts.empty}</span></label>
${emptied.map((cell) => html`<input type="hidden" name="empty:${cell}" value="${plain(draft.cells[cell])}">`)}`;
}
