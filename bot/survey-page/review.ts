/** Before handing in: what is missing or wrong, or all that will be handed in; afterwards the receipt. */
import { html } from "hono/html";
import type { Cell } from "../../handlers/surveys/cells.ts";
import type { Filed } from "../../handlers/surveys/draft.ts";
import { isComplete } from "../../handlers/surveys/survey-form.ts";
import { chineseDate, shanghaiDay } from "../../policy-kb/dates.ts";
import { formView, noticesView } from "./form.ts";
import { headView, noteView, pageView } from "./layout.ts";
import type { Html } from "./says.ts";
import { blocks, firstCell, idOf, itemsOf, type Sheet } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

const texts = pageTexts.review;

export function reviewPage(sheet: Sheet, hasMoved = false): Html {
  const body = isComplete(sheet.survey, sheet.draft.cells) ? readyView(sheet) : notYetView(sheet);
  const moved = hasMoved && html`<p class="notice" role="alert">${texts.moved}</p>`;
  return pageView(`${texts.title} · ${sheet.draft.enterprise.name}`, html`${headView(sheet)}${moved}${body}`);
}

function readyView(sheet: Sheet): Html {
  const { draft } = sheet;
  return html`<div class="card"><h2>${texts.title}</h2><p>${texts.lead}</p></div>
${formView({ ...sheet, mode: "read" })}
<form class="foot" method="post" action="/survey/file"><input type="hidden" name="draft" value="${draft.id}"><input type="hidden" name="revision" value="${draft.revision}">
<p class="foot__state"></p><p class="foot__buttons"><a class="button" href="/survey/form">${texts.edit}</a><button class="button button_main">${texts.press}</button></p></form>`;
}

function notYetView(sheet: Sheet): Html {
  const { survey, problems, missing } = sheet;
  const toMend = problems.filter(blocks);
  const told = (strength: "error" | "warning") =>
    toMend
      .filter((problem) => problem.strength === strength)
      .map((problem) => ({ cell: firstCell(problem), label: problem.says }));
  const hints = problems.filter(({ strength }) => strength === "hint");
  return html`<main class="card">${noticesView(sheet)}<div class="summary" id="summary" role="alert" tabindex="-1" autofocus><h2>${texts.notYet}</h2>
${listView(texts.wrong, told("error"))}${listView(texts.why, told("warning"))}${listView(texts.missing, itemsOf(survey, missing))}</div>
${listView(
  texts.hints,
  hints.map((hint) => ({ cell: firstCell(hint), label: hint.says })),
)}
<p class="card__foot"><a class="button button_main" href="/survey/form">${texts.edit}</a></p></main>`;
}

function listView(title: string, items: readonly { cell: Cell; label: string }[]): Html | false {
  if (items.length === 0) return false;
  const links = items.map(
    ({ cell, label }) => html`<li><a href="/survey/form#${idOf(cell)}">${label}</a></li>`,
  );
  return html`<h3>${title}</h3><ul>${links}</ul>`;
}

export function receiptPage({ draft }: Sheet, { receipt, at, number }: Filed): Html {
  const { title, number: name, ...rest } = pageTexts.receipt;
  return noteView(
    title,
    html`<p class="receipt"><span>${name}</span><strong>${receipt}</strong></p>`,
    `${draft.enterprise.name}，${draft.round.title}`,
    `${rest.at}：${chineseDate(shanghaiDay(at))}。${rest.times(number)}`,
    rest.until(chineseDate(draft.round.closes)),
    rest.stamp,
    html`<p class="small__buttons"><a class="button button_main" href="/survey/print" target="_blank">${pageTexts.print}</a>
<a class="button" href="/survey/form.xlsx" download>${pageTexts.download}</a><a class="button" href="/survey/form">${rest.edit}</a></p>`,
    pageTexts.backHow,
  );
}
