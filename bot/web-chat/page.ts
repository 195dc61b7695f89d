import { html } from "hono/html";

/** What the page says about the bureau that it belongs to. */
export interface ChatPageOptions {
  /** The bureau's name, such as 淄博市人力资源和社会保障局. */
  bureau: string;
  /** The line to ring, as it is written for people (`0533-2345678转2`); null where there is none. */
  phone: string | null;
}

/** What chat.js imports, all the way down: named so that a slow line fetches them side by side. */
const MODULES = [
  ...["attach", "backoff", "composer", "elements", "keyboard", "options", "outbox", "post", "rows", "scroll"],
  ...["status", "store", "stream", "times", "transcript", "typing", "view", "words"],
];

/**
 * The chat as one page of HTML. It holds no script and no style of its own, so that a strict
 * content security policy can stand; the input is off until `/chat/chat.js` has come.
 */
export function chatPage({ bureau, phone }: ChatPageOptions) {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>技能通 · ${bureau}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="description" content="${bureau}：考证、竞赛、培训能领什么钱，问一问就知道。">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ededed" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#111111" media="(prefers-color-scheme: dark)">
<meta name="format-detection" content="telephone=no">
<link rel="icon" type="image/svg+xml" href="/chat/icon.svg">
<link rel="stylesheet" href="/chat/weui.css">
<link rel="stylesheet" href="/chat/chat.css">
<link rel="stylesheet" href="/chat/messages.css">
<link rel="stylesheet" href="/chat/options.css">
<link rel="stylesheet" href="/chat/input.css">
<script type="module" src="/chat/chat.js"></script>
${MODULES.map((name) => html`<link rel="modulepreload" href="/chat/${name}.js">`)}
</head>
<body>
<header class="bar">
<div class="bar__side">${phoneLink(bureau, phone)}</div>
<div class="bar__title"><h1>技能通</h1><p>${bureau}</p></div>
<div class="bar__side bar__side_end"><button type="button" class="bar__button" id="menu" disabled>菜单</button></div>
</header>
<p class="status" id="status" role="status"></p>
<main class="scroller" id="scroller" tabindex="0" aria-label="对话">
<div class="cold" id="cold">
<noscript><p>这个页面要用到 JavaScript。请在浏览器设置里打开它再刷新，或者${otherWay(phone)}。</p></noscript>
<p class="cold__late">对话一直没有打开？请刷新页面，或者换一个浏览器；也可以${otherWay(phone)}。</p>
</div>
<div class="log" id="log" role="log" aria-live="polite" aria-label="聊天记录"></div>
<div class="row typing" id="typing" hidden><span class="avatar" aria-hidden="true"></span><p class="bubble">正在输入<i></i><i></i><i></i></p></div>
</main>
<footer class="foot">
<button type="button" class="pill" id="pill" hidden></button>
<form class="composer" id="composer">
<textarea class="composer__text" id="text" rows="1" maxlength="2000" disabled autocomplete="off" enterkeyhint="send" aria-label="输入消息" aria-describedby="count" placeholder="有什么想问的，直接说"></textarea>
<button type="button" class="composer__attach" id="attach" disabled aria-label="发文件（.xlsx 或 .csv）" title="发文件（.xlsx 或 .csv）"><svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" d="M20 11.5 12 19.4a5 5 0 0 1-7.1-7.1l8.3-8.2a3.4 3.4 0 0 1 4.8 4.8l-8.2 8.1a1.7 1.7 0 0 1-2.4-2.4l7.5-7.4"/></svg></button>
<input type="file" id="file" accept=".xlsx,.csv" hidden>
<button type="submit" class="composer__send" id="send" disabled>发送</button>
<p class="composer__count" id="count" role="status"></p>
</form>
<div class="ended" id="ended" hidden><button type="button" class="button button_main" id="restart">重新开始</button></div>
</footer>
</body>
</html>`;
}

/** A link that a phone can dial; an extension (转2) cannot be dialled, so only the number before it goes in. */
function phoneLink(bureau: string, phone: string | null) {
  const number = phone?.match(/\+?\d[\d\s-]*/)?.[0].replace(/[\s-]/g, "");
  if (!phone || !number) return "";
  return html`<a class="bar__button" href="tel:${number}" aria-label="打电话给${bureau}：${phone}" title="${phone}">电话</a>`;
}

/** What to do when the page cannot work. */
function otherWay(phone: string | null): string {
  return phone ? `打电话 ${phone} 问工作人员` : "到人社局服务窗口问工作人员";
}
