/** The demo's page: a phone for each channel, side by side; it looks for news every half second. */
import { html, raw } from "hono/html";
import type { Line, Phone } from "./phone.ts";

const STYLE = `
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; background: #e7e7ea; color: #111 }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; padding: 1rem; min-height: 100vh }
section { display: flex; flex-direction: column; background: #f5f5f7; border-radius: 1rem; overflow: hidden; height: calc(100vh - 2rem); min-height: 30rem }
h2 { margin: 0; padding: .6rem 1rem; font-size: 1rem; background: #fff; border-bottom: 1px solid #ddd }
.log { flex: 1; overflow-y: auto; padding: .75rem; display: flex; flex-direction: column; gap: .5rem }
.log p { margin: 0; padding: .5rem .7rem; border-radius: .6rem; max-width: 92%; white-space: pre-wrap; overflow-wrap: anywhere }
.bot { align-self: flex-start; background: #fff } .me { align-self: flex-end; background: #95ec69 }
.picks { display: flex; flex-wrap: wrap; gap: .35rem }
button { font: inherit; padding: .25rem .7rem; border: 1px solid #8aa; border-radius: 1rem; background: #fff; cursor: pointer }
button[aria-pressed=true] { background: #cde7ff } form { display: flex; gap: .4rem; padding: .6rem; background: #fff }
input { flex: 1; min-width: 0; font: inherit; padding: .4rem .6rem; border: 1px solid #bbb; border-radius: .5rem }
.error { color: #b3261e; padding: 0 .75rem }`;

const SCRIPT = `
const post = async (phone, act, text = "", at = -1) => {
  const answer = await fetch("/act", { method: "POST", body: JSON.stringify({ phone, act, text, at }), headers: { "content-type": "application/json" } });
  const { error } = await answer.json();
  document.querySelector('[data-error="' + phone + '"]').textContent = error ?? "";
  look();
};
let shown = "";
const look = async () => {
  const fresh = await (await fetch("/columns")).text();
  if (fresh === shown) return;
  shown = fresh;
  const logs = new DOMParser().parseFromString(fresh, "text/html").querySelectorAll(".log");
  for (const log of logs) {
    const old = document.querySelector('.log[data-phone="' + log.dataset.phone + '"]');
    old.replaceChildren(...log.childNodes);
    old.scrollTop = old.scrollHeight;
  }
};
addEventListener("click", ({ target }) => {
  const { phone, act, label, at } = target.dataset;
  if (act) post(phone, act, label, at && Number(at));
});
addEventListener("submit", (event) => {
  event.preventDefault();
  const input = event.target.elements.text;
  if (input.value.trim()) post(event.target.dataset.phone, "says", input.value);
  input.value = "";
});
setInterval(look, 500);
look();`;

export function demoPage(phones: ReadonlyMap<string, Phone>) {
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>技能通 · 四个渠道</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${raw(STYLE)}</style></head>
<body><main>${[...phones.keys()].map(phoneHtml)}</main><script type="module">${raw(SCRIPT)}</script></body>
</html>`;
}

function phoneHtml(name: string) {
  const act = (kind: string, label: string) =>
    html`<button type="button" data-phone="${name}" data-act="${kind}">${label}</button>`;
  return html`<section aria-label="${name}"><h2>${name}</h2>
<div class="log" data-phone="${name}"></div><div class="error" role="alert" data-error="${name}"></div>
<form data-phone="${name}">${act("arrives", "打开")}${act("voice", "语音")}${act("place", "位置")}<input name="text" aria-label="${name}：输入消息" autocomplete="off" placeholder="说点什么"><button>发送</button></form></section>`;
}

export function columnsHtml(phones: ReadonlyMap<string, Phone>) {
  return html`${[...phones].map(
    ([name, phone]) =>
      html`<div class="log" data-phone="${name}">${phone.lines().map((line) => lineHtml(name, line))}</div>`,
  )}`;
}

function lineHtml(phone: string, line: Line) {
  if (line.from === "me") return html`<p class="me">${line.text}</p>`;
  const { text, choices, file } = line.seen;
  const ticked = (label: string) => (line.ticked.includes(label) ? raw(' aria-pressed="true"') : "");
  return html`<p class="bot">${text}${file ? `📎 ${file.name}` : ""}</p>
<div class="picks">${choices.map(
    (label) =>
      html`<button type="button" data-phone="${phone}" data-act="taps" data-at="${line.at}" data-label="${label}"${ticked(label)}>${label}</button>`,
  )}</div>`;
}
