/** Questions that count over the same rows stand side by side in one table: people, their ages, their education. */
import { html } from "hono/html";
import { type Cell, cellOf, fieldOf, partsOf, TOTAL } from "../../handlers/surveys/cells.ts";
import { matrixRow, type SurveyProblem } from "../../handlers/surveys/problems.ts";
import type { Choice, Counts, Matrix } from "../../handlers/surveys/schema.ts";
import { box, optional } from "./fields.ts";
import { type Html, saysOf } from "./says.ts";
import type { Sheet } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

export type Grid = readonly (Counts | Matrix)[];

export function gridView(sheet: Sheet, grid: Grid): Html {
  const rows = sheet.survey.choices[grid[0]?.rows ?? ""] ?? [];
  const own = (cell: Cell) => grid.some(({ id }) => id === partsOf(cell).question);
  const problems = sheet.problems.filter(({ cells }) => own(cells[0] ?? ""));
  const rowOf = ({ cells }: SurveyProblem) => {
    const [row, ...more] = new Set(cells.filter(own).map((cell) => partsOf(cell).row));
    return more.length ? undefined : row;
  };
  const ofAll = problems.filter((problem) => rowOf(problem) === undefined);
  const totals = grid.flatMap((question) => (question.kind === "counts" ? [cellOf(question.id, TOTAL)] : []));
  const caption = grid.map(({ label }) => label).join("、");
  return html`<div class="table-frame"><table class="grid" data-arrows>
<caption class="unseen">${caption}</caption>
<thead>${headView(sheet, grid)}</thead>
<tbody>${rows.map((row) =>
    rowView(
      sheet,
      grid,
      row,
      problems.filter((problem) => rowOf(problem) === row.id),
    ),
  )}</tbody>
<tfoot>${footView(sheet, grid, rows)}</tfoot>
</table></div>${saysOf(sheet, totals, ofAll)}`;
}

const columnsOf = ({ survey }: Sheet, { columns }: Matrix) => survey.choices[columns] ?? [];

function headView(sheet: Sheet, grid: Grid): Html {
  const groups = grid.map((question) =>
    question.kind === "counts"
      ? html`<th scope="col" rowspan="2">${question.label}${optional(question)}</th>`
      : html`<th scope="colgroup" class="edge" colspan="${columnsOf(sheet, question).length + 1}">${question.label}${optional(question)}</th>`,
  );
  const columns = grid.flatMap((question) =>
    question.kind === "counts"
      ? []
      : [
          ...columnsOf(sheet, question).map(
            ({ label }, index) => html`<th scope="col"${index === 0 && html` class="edge"`}>${label}</th>`,
          ),
          html`<th scope="col">${pageTexts.total}</th>`,
        ],
  );
  return html`<tr><td rowspan="2"></td>${groups}</tr><tr>${columns}</tr>`;
}

function rowView(sheet: Sheet, grid: Grid, row: Choice, problems: SurveyProblem[]): Html {
  const cells = grid.flatMap((question) =>
    question.kind === "counts" ? [cellOf(question.id, row.id)] : matrixRow(sheet.survey, question, row.id),
  );
  const width = grid.reduce(
    (sum, one) => sum + (one.kind === "counts" ? 1 : columnsOf(sheet, one).length + 1),
    1,
  );
  const says = saysOf(sheet, cells, problems);
  const parts = grid.map((question) =>
    question.kind === "counts" ? countCell(sheet, question, row) : matrixCells(sheet, question, row),
  );
  const isIdle = isNobody(sheet, grid, row) && !cells.some((cell) => sheet.held.has(cell));
  return html`<tr class="row${isIdle && " idle"}"><th scope="row">${row.label}</th>${parts}</tr>
${says.length > 0 && html`<tr class="told"><td colspan="${width}">${says}</td></tr>`}`;
}

/** What is counted further in a row is wanted only where it has anybody. */
function isNobody({ draft }: Sheet, grid: Grid, row: Choice): boolean {
  const heads = grid.flatMap(({ kind, id }) => (kind === "counts" ? [draft.cells[cellOf(id, row.id)]] : []));
  return heads.length > 0 && heads.every((head) => !head);
}

function countCell(sheet: Sheet, { id, label, unit }: Counts, row: Choice): Html {
  const cell = cellOf(id, row.id);
  return html`<td>${labelled(sheet, cell, row.label, label)}${box(sheet, cell)}${unit && html`<span class="unit unit_phone">${unit}</span>`}</td>`;
}

/** The name of a box in a table: all of it for those who hear the page, its last part where the table is cards. */
function labelled({ mode }: Sheet, cell: Cell, before: string, name: string): Html {
  const text = html`<span class="unseen">${before}</span>${name}`;
  return mode === "read"
    ? html`<span class="cell-label">${text}</span>`
    : html`<label class="cell-label" for="${cell.replaceAll("/", ".")}">${text}</label>`;
}

function matrixCells(sheet: Sheet, question: Matrix, row: Choice): Html[] {
  const cells = matrixRow(sheet.survey, question, row.id);
  const head = question.of === undefined ? undefined : sheet.draft.cells[cellOf(question.of, row.id)];
  const skip = head === 0;
  const columns = columnsOf(sheet, question);
  const boxes = cells.map((cell, index) => {
    const classes = [index === 0 ? "edge" : "", skip ? "skip" : ""].join(" ").trim();
    const group =
      index === 0 &&
      html`<span class="cell-group" aria-hidden="true">${question.label}${optional(question)}</span>`;
    const name = html`${group}${labelled(sheet, cell, row.label, columns[index]?.label ?? "")}`;
    return html`<td${classes && html` class="${classes}"`}>${name}${box(sheet, cell, { skip })}</td>`;
  });
  return [...boxes, sumCell(sheet, question, cells, head)];
}

/** How many are told so far, of how many there are. */
function sumCell({ draft }: Sheet, { label }: Matrix, cells: readonly Cell[], head: unknown): Html {
  const given = cells.flatMap((cell) => draft.cells[cell] ?? []);
  const sum = given.reduce<number>((all, one) => all + Number(one), 0);
  const isWhole = given.length === cells.length && (head === undefined || sum === head);
  const isOver = typeof head === "number" && (sum > head || (given.length === cells.length && sum !== head));
  const state = isOver ? "sum_over" : isWhole ? "sum_whole" : "";
  const text = given.length === 0 ? "" : isWhole || typeof head !== "number" ? String(sum) : `${sum}/${head}`;
  return html`<td class="sum ${state}"><span class="cell-label"><span class="unseen">${label}</span>${pageTexts.total}</span><output>${text}</output></td>`;
}

/** The sums of the columns; where somebody wrote the total down it can be put right. */
function footView(sheet: Sheet, grid: Grid, rows: readonly Choice[]): Html {
  const { cells } = sheet.draft;
  const columnSum = (of: (row: string) => Cell, classes = "") => {
    const given = rows.flatMap(({ id }) => cells[of(id)] ?? []);
    const sum = given.reduce<number>((all, one) => all + Number(one), 0);
    return html`<td class="sum ${classes}"><output>${given.length > 0 && String(sum)}</output></td>`;
  };
  const parts = grid.map((question) => {
    if (question.kind === "counts") {
      const total = cellOf(question.id, TOTAL);
      const isWritten = cells[total] !== undefined || sheet.held.has(total);
      const label = fieldOf(sheet.survey, total)?.label ?? "";
      return isWritten
        ? html`<td>${labelled(sheet, total, question.label, label)}${box(sheet, total)}</td>`
        : columnSum((row) => cellOf(question.id, row));
    }
    const sums = columnsOf(sheet, question).map(({ id }, index) =>
      columnSum((row) => cellOf(question.id, row, id), index === 0 ? "edge" : ""),
    );
    return [...sums, html`<td class="sum"></td>`];
  });
  const counts = grid.find((question) => question.kind === "counts");
  return html`<tr class="totals"><th scope="row">${counts?.total ?? pageTexts.total}</th>${parts}</tr>`;
}
