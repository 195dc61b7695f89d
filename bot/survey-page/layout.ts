/** The frame of every page here: no script and no style of its own, so that a strict content security policy can stand. */
import { html } from "hono/html";
import { chineseDate } from "../../policy-kb/dates.ts";
import type { Html } from "./says.ts";
import type { Sheet } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

/** htmx asks nobody but us, keeps no copies of pages, and leaves a refused answer to form.js. */
const HTMX_CONFIG = JSON.stringify({
  history: false,
  includeIndicatorCSS: false,
  mode: "same-origin",
  defaultTimeout: 20_000,
  noSwap: [204, 304, "4xx", "5xx"],
});

export function pageView(title: string, body: Html, scripts = false): Html {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="referrer" content="strict-origin">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" type="image/svg+xml" href="/chat/icon.svg">
<link rel="stylesheet" href="/survey/assets/page.css">
<link rel="stylesheet" href="/survey/assets/form.css">
<link rel="stylesheet" href="/survey/assets/tables.css">
${
  scripts &&
  html`<meta name="htmx-config" content="${HTMX_CONFIG}">
<script defer src="/survey/assets/htmx.js"></script>
<script type="module" src="/survey/assets/form.js"></script>`
}
</head>
<body>
${body}
</body>
</html>`;
}

/** A short message and what to do, such as that a link is of no use any more. */
export function noteView(title: string, ...lines: (string | Html)[]): Html {
  return pageView(
    title,
    html`<main class="small card"><h1>${title}</h1>${lines.map((line) => (typeof line === "string" ? html`<p>${line}</p>` : line))}</main>`,
  );
}

/** Whose form it is, until when, and what can be done with it. */
export function headView({ survey, draft, isOpen }: Sheet): Html {
  const { enterprise, round } = draft;
  return html`<header class="head"><div class="head__names"><p class="head__survey">${survey.title}</p><h1>${enterprise.name}</h1>
<p class="head__round">${round.title} · ${pageTexts.until(chineseDate(round.closes))}</p></div>
<nav class="head__tools" aria-label="${pageTexts.tools}"><a class="button button_small" href="/survey/print" target="_blank">${pageTexts.print}</a>
<a class="button button_small" href="/survey/form.xlsx" download>${pageTexts.download}</a>
${isOpen && html`<a class="button button_small" href="/survey/upload">${pageTexts.upload}</a>`}
<details class="back"><summary class="button button_small">${pageTexts.back}</summary><p>${pageTexts.backHow}</p></details></nav></header>`;
}
