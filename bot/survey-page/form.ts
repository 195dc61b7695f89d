/** The form as it is filled: sections, what is said above them, and what can be pressed. */
import { html } from "hono/html";
import { partsOf } from "../../handlers/surveys/cells.ts";
import { isRelevant } from "../../handlers/surveys/relevant.ts";
import type { Section, SurveyQuestion } from "../../handlers/surveys/schema.ts";
import { fieldView, severalView } from "./fields.ts";
import { type Grid, gridView } from "./grid.ts";
import { repeatView } from "./repeat.ts";
import { type Html, wordsOf } from "./says.ts";
import { blocks, firstCell, idOf, itemsOf, placeAndColumn, placeName, type Sheet } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

/** How often a page looks for what others have changed. */
const LOOKS_EVERY = "5s";

export function formView(sheet: Sheet): Html {
  const { draft, mode } = sheet;
  const sections = sheet.survey.sections.map((section) => sectionView(sheet, section));
  if (mode === "read")
    return html`<main id="sheet">${noticesView(sheet)}${straysView(sheet)}${unsavedView(sheet)}${sections}</main>`;
  return html`<main id="sheet"><form id="form" method="post" action="/survey/form" novalidate autocomplete="off"
 hx-post="/survey/form" hx-trigger="change, submit, again" hx-target="#sheet" hx-swap="outerMorph" hx-sync="this:replace">
<button class="unseen" name="do" value="save" tabindex="-1" aria-hidden="true">${pageTexts.save}</button>
<input type="hidden" name="draft" value="${draft.id}"><input type="hidden" name="revision" value="${draft.revision}">
<div id="news" hx-get="/survey/news?revision=${draft.revision}" hx-trigger="every ${LOOKS_EVERY}" hx-swap="none"></div>
<div id="look" hx-post="/survey/look" hx-trigger="moved-on" hx-target="#sheet" hx-swap="outerMorph" hx-sync="#form:drop"></div>
${noticesView(sheet)}${straysView(sheet)}${settleView(sheet)}${sections}${footView(sheet)}</form></main>`;
}

/** What holds of the form as a whole. */
export function noticesView({ draft, isOpen, lost, failed, survey }: Sheet): Html[] {
  const { filed, toConfirm } = draft;
  const changedSince = isOpen ? pageTexts.changedSince : pageTexts.notFiledAgain;
  const notices: (string | false)[] = [
    !isOpen && (filed ? pageTexts.closed : pageTexts.notFiled),
    isOpen && toConfirm && pageTexts.toConfirm,
    filed !== null && filed.revision === draft.revision && pageTexts.filed(filed.receipt),
    filed !== null && filed.revision !== draft.revision && changedSince(filed.receipt),
    failed === "busy" && pageTexts.busy,
    lost.length > 0 &&
      pageTexts.doesNotFit +
        itemsOf(survey, lost)
          .map(({ label }) => label)
          .join("、"),
  ];
  return notices.flatMap((notice) => (notice ? [html`<p class="notice">${notice}</p>`] : []));
}

/** What was typed when the round was closed meanwhile: nobody shall believe that it was kept. */
function unsavedView({ failed, held, survey }: Sheet): Html | false {
  if (failed !== "closed" || held.size === 0) return false;
  const each = [...held].map(
    ([cell, { is }]) =>
      html`<li>${pageTexts.unsaved(placeAndColumn(survey, cell), wordsOf(survey, cell, is))}</li>`,
  );
  return html`<div class="summary" role="alert" tabindex="-1" autofocus data-focus><ul>${each}</ul></div>`;
}

/** Carried along, so that the next save of a script does not take it out of sight. */
function straysView({ strays }: Sheet): Html[] {
  return strays.map(
    (text) =>
      html`<p class="notice notice_wrong" role="alert">${text}<input type="hidden" name="stray" value="${text}"></p>`,
  );
}

/** What must be looked at before it goes on, with the focus on it: only where something was pressed. */
function settleView({ held, pressed, survey }: Sheet): Html | false {
  if (!pressed || held.size === 0) return false;
  const links = [...held].map(
    ([cell, { says }]) =>
      html`<li><a href="#${idOf(cell)}">${placeName(survey, cell)}</a>${says && html`：${says}`}</li>`,
  );
  return html`<div class="summary" id="summary" role="alert" tabindex="-1" autofocus data-focus><p>${pageTexts.toSettle}</p><ul>${links}</ul></div>`;
}

function sectionView(sheet: Sheet, section: Section): Html | false {
  const asked = section.questions.filter(({ relevant }) => isRelevant(relevant, sheet.draft.cells));
  if (asked.length === 0) return false;
  const { id, title, note } = section;
  return html`<section class="card" aria-labelledby="section.${id}"><header class="card__head"><h2 id="section.${id}">${title}</h2>${badgeView(sheet, section)}</header>
${note && html`<p class="note">${note}</p>`}
${blocksOf(asked).map((block) => blockView(sheet, block))}</section>`;
}

function badgeView({ survey, missing, mode, held, problems }: Sheet, { questions }: Section): Html | false {
  if (mode === "read") return false;
  const own = (cell: string) => questions.some(({ id }) => id === partsOf(cell).question);
  const wrong =
    [...held.keys()].filter(own).length +
    problems.filter((problem) => blocks(problem) && own(problem.cells[0] ?? "")).length;
  const left = itemsOf(survey, missing.filter(own)).length;
  const isDone = left === 0 && wrong === 0;
  const text = wrong ? pageTexts.wrong(wrong) : left ? pageTexts.left(left) : `✓ ${pageTexts.complete}`;
  return html`<span class="badge${wrong > 0 && " badge_wrong"}${isDone && " badge_done"}">${text}</span>`;
}

/** Single cells stand beside each other, tables over the same rows are one table. */
type Block = { fields: SurveyQuestion[] } | { grid: Grid } | { table: SurveyQuestion };

function blocksOf(questions: readonly SurveyQuestion[]): Block[] {
  const result: Block[] = [];
  for (const question of questions) {
    const last = result.at(-1);
    if (question.kind === "counts" || question.kind === "matrix") {
      if (last && "grid" in last && last.grid[0]?.rows === question.rows)
        result.splice(-1, 1, { grid: [...last.grid, question] });
      else result.push({ grid: [question] });
    } else if (question.kind === "repeat" || question.kind === "several") result.push({ table: question });
    else if (last && "fields" in last) last.fields.push(question);
    else result.push({ fields: [question] });
  }
  return result;
}

function blockView(sheet: Sheet, block: Block): Html {
  if ("grid" in block) return gridView(sheet, block.grid);
  const views = ("fields" in block ? block.fields : [block.table]).map((question) => {
    switch (question.kind) {
      case "counts":
      case "matrix":
        return gridView(sheet, [question]);
      case "repeat":
        return repeatView(sheet, question);
      case "several":
        return severalView(sheet, question);
      default:
        return fieldView(sheet, question);
    }
  });
  return "fields" in block ? html`<div class="fields">${views}</div>` : html`${views}`;
}

/** Always in sight: how far it is, and the way on. */
function footView(sheet: Sheet): Html {
  const { survey, missing, problems, held } = sheet;
  const wrong = [...held.keys(), ...problems.filter(blocks).map(firstCell)];
  const left = itemsOf(survey, missing);
  const [firstWrong, firstLeft] = [wrong[0], left[0]];
  const isComplete = !firstWrong && !firstLeft;
  return html`<footer class="foot"><p class="foot__state">
<span id="state" role="status" data-offline="${pageTexts.offline}">${isComplete ? `✓ ${pageTexts.allComplete}` : pageTexts.saved}</span>
${firstWrong && html`<a class="foot__wrong" href="#${idOf(firstWrong)}">${pageTexts.wrong(wrong.length)}</a>`}
${firstLeft && html`<a href="#${idOf(firstLeft.cell)}">${pageTexts.left(left.length)}</a>`}</p>
<p class="foot__buttons"><button class="button" name="do" value="save">${pageTexts.save}</button><button class="button button_main" name="do" value="file">${pageTexts.file}</button></p></footer>`;
}
