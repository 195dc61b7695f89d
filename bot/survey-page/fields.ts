/** One cell as something to write in, and the questions that are a single cell or a list of ticks. */
import { html } from "hono/html";
import { type Cell, cellOf, fieldOf, partsOf } from "../../handlers/surveys/cells.ts";
import { valueText } from "../../handlers/surveys/problems.ts";
import type { Choice, Field, Several } from "../../handlers/surveys/schema.ts";
import { describedBy, type Html, isWrong, saysOf } from "./says.ts";
import { carried, idOf, type Sheet, shown } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

/** More choices than this are a list to open. */
const MOST_SIDE_BY_SIDE = 8;

/** What a phone shows to type with. */
const KEYBOARDS = new Map([
  ["number", "numeric"],
  ["money", "decimal"],
]);

/** The attributes that every control of a cell has. */
function named(sheet: Sheet, cell: Cell): Html {
  const about = describedBy(sheet, cell);
  return html` name="is:${cell}"${isWrong(sheet, cell) && html` aria-invalid="true"`}${about && html` aria-describedby="${about}"`}${sheet.news.has(cell) && html` data-news`}`;
}

function was(sheet: Sheet, cell: Cell): Html {
  return html`<input type="hidden" name="was:${cell}" value="${carried(sheet, cell)}">`;
}

/** A field to type in, without its label. `skip`: passed over by the Tab key, since nothing is wanted there. */
export function box(sheet: Sheet, cell: Cell, { skip = false, required = false } = {}): Html {
  const field = fieldOf(sheet.survey, cell);
  if (sheet.mode === "read") return asText(sheet, cell);
  const value = shown(sheet, cell);
  const isDay = field?.kind === "date" && /^(\d{4}-\d{2}-\d{2})?$/.test(value);
  const type = isDay ? "date" : field?.kind === "phone" ? "tel" : "text";
  const mode = KEYBOARDS.get(field?.kind ?? "");
  return html`<input class="box box_${field?.kind}" type="${type}" id="${idOf(cell)}"${named(sheet, cell)} value="${value}"${mode && html` inputmode="${mode}"`}${skip && html` tabindex="-1"`}${required && html` required`}>${was(sheet, cell)}`;
}

export function asText({ survey, draft }: Sheet, cell: Cell): Html {
  const text = valueText(survey, cell, draft.cells);
  return html`<span class="value" id="${idOf(cell)}">${text || html`<span class="value__none">—</span>`}</span>`;
}

/** A question of one cell, with its label and what is to be said of it. */
export function fieldView(sheet: Sheet, field: Field): Html {
  const isFixed = field.fixed || sheet.mode === "read";
  const problems = sheet.problems.filter(({ cells }) => cells[0] === field.id);
  const says = saysOf(sheet, [field.id], problems);
  if (field.kind === "choice" && !isFixed) return choiceView(sheet, field, says);
  const control = isFixed ? asText(sheet, field.id) : box(sheet, field.id, { required: !field.optional });
  const unit = "unit" in field && field.unit;
  return html`<div class="field">
<${isFixed ? "span" : "label"} class="label"${!isFixed && html` for="${field.id}"`}>${field.label}${optional(field)}</${isFixed ? "span" : "label"}>
<span class="field__box">${control}${unit && html`<span class="unit">${unit}</span>`}</span>
${field.help && !isFixed && html`<p class="help">${field.help}</p>`}${says}</div>`;
}

export function optional({ optional: may }: { optional: boolean }): Html | false {
  return may && html`<span class="optional">${pageTexts.optional}</span>`;
}

function choiceView(sheet: Sheet, field: Extract<Field, { kind: "choice" }>, says: Html[]): Html {
  const choices = sheet.survey.choices[field.choices] ?? [];
  const value = shown(sheet, field.id);
  if (choices.length > MOST_SIDE_BY_SIDE || partsOf(field.id).row)
    return html`<div class="field"><label class="label" for="${field.id}">${field.label}${optional(field)}</label>
${selectBox(sheet, field.id, choices)}${says}</div>`;
  return html`<fieldset class="field field_wide"${isWrong(sheet, field.id) && html` aria-invalid="true"`}${sheet.news.has(field.id) && html` data-news`}>
<legend class="label">${field.label}${optional(field)}</legend>
<div class="picks" id="${field.id}" tabindex="-1">${choices.map(
    ({ id, label }) =>
      html`<label class="pick"><input type="radio" id="${field.id}.${id}" name="is:${field.id}" value="${id}"${value === id && html` checked`}><span>${label}</span></label>`,
  )}</div>${was(sheet, field.id)}${says}</fieldset>`;
}

export function selectBox(sheet: Sheet, cell: Cell, choices: readonly Choice[]): Html {
  const value = shown(sheet, cell);
  const options = choices.map(
    ({ id, label }) => html`<option value="${id}"${value === id && html` selected`}>${label}</option>`,
  );
  return html`<select class="box" id="${idOf(cell)}"${named(sheet, cell)}><option value="">${pageTexts.choose}</option>${options}</select>${was(sheet, cell)}`;
}

/** Ticks; `none` says that it is none of them. */
export function severalView(sheet: Sheet, question: Several): Html {
  const choices = sheet.survey.choices[question.choices] ?? [];
  const cells = choices.map(({ id }) => cellOf(question.id, id));
  const isNone = cells.every((cell) => shown(sheet, cell) === "false");
  const says = saysOf(sheet, cells, []);
  if (sheet.mode === "read") {
    const ticked = choices.filter(({ id }) => shown(sheet, cellOf(question.id, id)) === "true");
    const text = ticked.map(({ label }) => label).join("、") || (isNone ? question.none : "—");
    return html`<div class="field field_wide"><span class="label">${question.label}</span><span class="value" id="${question.id}">${text}</span></div>`;
  }
  return html`<fieldset class="field field_wide"><legend class="label">${question.label}${optional(question)}</legend>
<div class="picks">${choices.map(({ id, label }) => {
    const cell = cellOf(question.id, id);
    return html`<label class="pick"><input type="checkbox" id="${idOf(cell)}"${named(sheet, cell)} value="true"${shown(sheet, cell) === "true" && html` checked`}><span>${label}</span></label>${was(sheet, cell)}`;
  })}<label class="pick pick_none"><input type="checkbox" name="none:${question.id}"${isNone && html` checked`}><span>${question.none}</span></label></div>${says}</fieldset>`;
}
