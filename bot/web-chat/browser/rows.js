import { button, make } from "./elements.js";
import { words } from "./words.js";

/**
 * @typedef {import("./wire.js").OutboundMessage} OutboundMessage
 * @typedef {import("./wire.js").Attachment} Attachment
 * @typedef {import("./wire.js").Unsent} Unsent
 *
 * @typedef {object} UnsentActions
 * @property {(item: Unsent) => void} resend
 * @property {(item: Unsent) => void} takeBack
 */

/** @param {OutboundMessage} message @param {string} key */
export function assistantRow(message, key) {
  const avatar = make("span", "avatar");
  avatar.setAttribute("aria-hidden", "true");
  const body = make("div", "row__body", make("span", "unseen", words.assistant));
  if (message.text) body.append(make("p", "bubble", message.text));
  if (message.link) body.append(linkCard(message.link));
  if (message.file) body.append(fileCard(message.file, key));
  return make("div", "row row_assistant", avatar, body);
}

/** Opens beside the talk, which goes on. @param {import("./wire.js").Link} link */
function linkCard({ label, url }) {
  const link = make("a", "button button_main link", label);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

/** The row can take the focus, so that a pressed button that goes away need not leave it nowhere. @param {string} text */
export function ownRow(text) {
  const body = make("div", "row__body", make("span", "unseen", words.me), make("p", "bubble", text));
  const row = make("div", "row row_own", body);
  row.tabIndex = -1;
  return row;
}

/** @param {string} text */
export function lineRow(text) {
  return make("p", "line", text);
}

/** Only what cannot run in the page's own name may say what it is; the rest is just bytes. */
const HARMLESS = /^(text\/(plain|csv|calendar)|application\/(json|pdf|vnd\.[\w.-]+))\s*(;|$)/;

/** @param {Attachment} file @param {string} key */
function fileCard(file, key) {
  const icon = make("span", "file__icon", file.name.split(".").pop()?.slice(0, 4).toUpperCase() ?? "");
  icon.setAttribute("aria-hidden", "true");
  const blob = "text" in file ? blobOf(file.type, file.text) : null;
  const hint = make("span", "file__hint", words.download + (blob ? `（${size(blob.size)}）` : ""));
  const link = make(
    "a",
    "file",
    make("span", "file__words", make("span", "file__name", file.name), hint),
    icon,
  );
  if (blob) link.href = URL.createObjectURL(blob);
  // Made when it is fetched; where it cannot be, the server says why, beside the talk.
  else Object.assign(link, { href: `/chat/files/${key}`, target: "_blank", rel: "noopener" });
  if (blob) link.download = file.name;
  return link;
}

/** @param {string} type @param {string} text */
function blobOf(type, text) {
  return new Blob([text], { type: HARMLESS.test(type) ? type : "application/octet-stream" });
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/**
 * Says under the bubble how far it has come; `held` is true while an earlier one cannot get out.
 * @param {HTMLElement} row
 * @param {Unsent | null} item null: it is in the transcript
 * @param {boolean} held
 * @param {UnsentActions} actions
 */
export function noteState(row, item, held, actions) {
  const state =
    !item || item.state === "delivered" ? "" : held && item.state === "waiting" ? "held" : item.state;
  const mark = `${state} ${item?.why ?? ""}`;
  if (row.dataset.state === mark || (!state && !row.dataset.state)) return;
  row.dataset.state = mark;
  row.querySelector(".note")?.remove();
  if (item && state) row.firstElementChild?.append(note(item, state, actions));
}

/**
 * @param {Unsent} item
 * @param {string} state
 * @param {UnsentActions} actions
 */
function note(item, state, actions) {
  if (state === "waiting") {
    const sending = make("div", "note note_sending", words.sending);
    sending.setAttribute("aria-hidden", "true");
    return sending;
  }
  const why = item.why ? words.because(item.why) : state === "held" ? words.held : words.refused;
  const resend = button(words.resend, "note__button", () => actions.resend(item));
  const element = make("div", "note note_failed", make("span", "note__why", why), resend);
  if (state === "refused") {
    const label = item.posted.kind === "said" ? words.edit : words.drop;
    element.append(button(label, "note__button", () => actions.takeBack(item)));
  }
  return element;
}
