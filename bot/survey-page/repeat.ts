/** A table with as many rows as there are things to tell: 还缺哪些工种的人. */
import { html } from "hono/html";
import { type Cell, cellOf, fieldOf, partsOf } from "../../handlers/surveys/cells.ts";
import type { Repeat } from "../../handlers/surveys/schema.ts";
import { asText, box, optional, selectBox } from "./fields.ts";
import { type Html, saysOf } from "./says.ts";
import { carried, idOf, rowsShown, type Sheet } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

export function repeatView(sheet: Sheet, question: Repeat): Html {
  const { id, label, fields, most } = question;
  const count = rowsShown(sheet, id);
  const rows = Array.from({ length: count }, (_, index) => rowView(sheet, question, index + 1));
  const head = fields.map(
    (field) =>
      html`<th scope="col">${field.label}${"unit" in field && field.unit && html`<span class="unit">（${field.unit}）</span>`}${optional(field)}</th>`,
  );
  const isFilled = sheet.mode === "fill";
  return html`<div class="repeat" id="${id}" tabindex="-1">
${
  count > 0 &&
  html`<div class="table-frame"><table class="rows" data-arrows><caption class="unseen">${label}</caption>
<thead><tr><td></td>${head}${isFilled && html`<td></td>`}</tr></thead><tbody>${rows}</tbody></table></div>`
}
${
  isFilled &&
  html`<input type="hidden" name="rows:${id}" value="${Math.max(1, count)}"><input type="hidden" name="was:${id}" value="${carried(sheet, id)}">
<p class="repeat__foot">${count < most && html`<button class="button button_small" name="do" value="add:${id}">＋ ${pageTexts.add}</button>`}${noneView(sheet, question)}</p>`
}
${!isFilled && count === 0 && html`<p class="value">${sheet.draft.cells[id] === 0 ? pageTexts.none(label) : "—"}</p>`}</div>`;
}

/** That there is nothing to tell is an answer; it is offered while there is nothing. */
function noneView({ draft, held }: Sheet, { id, label }: Repeat): Html | false {
  const isBegun = [...Object.keys(draft.cells), ...held.keys()].some(
    (cell) => partsOf(cell).question === id && partsOf(cell).row !== "",
  );
  if (isBegun) return false;
  return html`<label class="pick pick_none"><input type="checkbox" name="none:${id}"${draft.cells[id] === 0 && html` checked`}><span>${pageTexts.none(label)}</span></label>`;
}

function rowView(sheet: Sheet, { id, fields }: Repeat, row: number): Html {
  const cells = fields.map((field) => cellOf(id, row, field.id));
  const isHere = (cell: Cell) => partsOf(cell).question === id && partsOf(cell).row === String(row);
  const problems = sheet.problems.filter((problem) => isHere(problem.cells[0] ?? ""));
  const says = saysOf(sheet, cells, problems);
  const drop = html`<td class="rows__drop"><button class="button button_plain" name="do" value="drop:${id}/${row}" aria-label="${pageTexts.dropRow(row)}">${pageTexts.drop}</button></td>`;
  return html`<tr class="row"><th scope="row"><span class="rows__nth">${row}</span></th>${cells.map((cell) => cellView(sheet, cell, row))}${sheet.mode === "fill" && drop}</tr>
${says.length > 0 && html`<tr class="told"><td colspan="${fields.length + 2}">${says}</td></tr>`}`;
}

function cellView(sheet: Sheet, cell: Cell, row: number): Html {
  const field = fieldOf(sheet.survey, cell);
  const name = html`<span class="unseen">${pageTexts.row(row)}</span>${field?.label}${field && "unit" in field && field.unit && html`<span class="label-unit">（${field.unit}）</span>`}`;
  if (sheet.mode === "read")
    return html`<td><span class="cell-label">${name}</span>${asText(sheet, cell)}</td>`;
  const control =
    field?.kind === "choice"
      ? selectBox(sheet, cell, sheet.survey.choices[field.choices] ?? [])
      : box(sheet, cell);
  return html`<td class="rows__${field?.kind}"><label class="cell-label" for="${idOf(cell)}">${name}</label>${control}</td>`;
}
