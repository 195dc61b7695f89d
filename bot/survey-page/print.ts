/** The official form as a page to print and stamp: A4 landscape, all answers in it, nothing to press. */
import { html } from "hono/html";
import type { Draft } from "../../handlers/surveys/draft.ts";
import { type Box, type PrintedForm, printedForm } from "../../handlers/surveys/printed.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";

export interface PrintOptions {
  /** Where `print.css` is served. */
  stylesheet: string;
}

/** Holds no style of its own, so that a strict content security policy can stand. */
export function printPage(survey: Survey, draft: Draft, { stylesheet }: PrintOptions) {
  const form = printedForm(survey, draft.cells, { enterprise: draft.enterprise });
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${survey.title} · ${draft.enterprise.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body>
<main class="paper">
${printedTable(form, draft)}
</main>
</body>
</html>`;
}

/** Whose form it is and what the bureau has of it stands on each sheet of paper, should one be lost. */
function printedTable({ widths, rows }: PrintedForm, draft: Draft) {
  return html`<table class="printed">
<colgroup>${widths.map((width) => html`<col class="w${width}">`)}</colgroup>
<thead><tr><td class="state" colspan="${widths.length}">${draft.enterprise.name}　${stateText(draft)}</td></tr></thead>
<tbody>
${rows.map(({ boxes }) => html`<tr>${boxes.map(cellOfTable)}</tr>\n`)}</tbody>
</table>`;
}

function cellOfTable({ kind, text, figure, across, down }: Box) {
  const looks = `${kind}${figure === undefined ? "" : " figure"}`;
  return kind === "label"
    ? html`<th class="${looks}" colspan="${across}" rowspan="${down}">${text}</th>`
    : html`<td class="${looks}" colspan="${across}" rowspan="${down}">${text}</td>`;
}

/** What the bureau has of it, so that no paper passes for what was not handed in. */
function stateText({ round, filed, revision, toConfirm }: Draft): string {
  const title = `${round.title}　`;
  if (toConfirm) return `${title}由工作人员代填，企业还没有确认`;
  if (!filed) return `${title}草稿，还没有提交`;
  const changed = revision > filed.revision ? "（提交后又改过，还没有再提交）" : "";
  return `${title}已提交，回执号 ${filed.receipt}，第${filed.number}次${changed}`;
}
