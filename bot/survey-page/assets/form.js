/**
 * What htmx leaves to the page. Every save posts the whole form and gets it back; here is what keeps that from taking
 * anything out of somebody's hands: what is typed meanwhile, what was sent but not heard of, and where the focus is.
 */

/** @type {Map<string, Set<string>>} what was sent since the page was last made, by cell */
const sent = new Map();
/** @type {FormData | null} what the last request brought */
let posted = null;
/** @type {{ cell: string, value: string, was: string | null } | null} where somebody is writing */
let typing = null;
const RETRY_MS = 4_000;

const form = () => /** @type {HTMLFormElement | null} */ (document.querySelector("#form"));

/** @param {Event} event */
const context = (event) => /** @type {CustomEvent} */ (event).detail.ctx;
/** @param {Event} event */
const isSave = (event) => context(event)?.sourceElement?.id === "form";
/** @param {Event} event */
const bringsForm = (event) => isSave(event) || context(event)?.sourceElement?.id === "look";

document.addEventListener("htmx:config:request", (event) => {
  if (!bringsForm(event)) return;
  /** @type {FormData} */
  const body = context(event).request.body;
  posted = body;
  if (!isSave(event)) return;
  for (const [cell, values] of sent) for (const value of values) body.append(`sent:${cell}`, value);
  for (const [name, was] of [...body]) {
    const cell = name.startsWith("was:") ? name.slice(4) : "";
    const is = cell && String(body.get(`is:${cell}`) ?? "");
    if (cell && is && is !== was) sent.set(cell, (sent.get(cell) ?? new Set()).add(is));
  }
});

document.addEventListener("htmx:before:swap", (event) => {
  if (!bringsForm(event)) return;
  const at = document.activeElement;
  typing = null;
  if (
    !(at instanceof HTMLInputElement) ||
    !at.name.startsWith("is:") ||
    at.type === "checkbox" ||
    at.type === "radio"
  )
    return;
  const cell = at.name.slice(3);
  const [is, was] = [posted?.get(at.name) ?? "", posted?.get(`was:${cell}`) ?? ""];
  // Typed since it was sent; and where it had not been touched by then, what others wrote there has not been seen.
  if (at.value !== is) typing = { cell, value: at.value, was: is === was ? String(was) : null };
});

document.addEventListener("htmx:after:swap", (event) => {
  if (!bringsForm(event)) return;
  sent.clear();
  settle();
});

/** The page is as the server made it; only where somebody is writing it stays as it is. */
function settle() {
  for (const control of form()?.elements ?? []) {
    if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio"))
      control.checked = control.defaultChecked;
    else if (control instanceof HTMLInputElement) control.value = kept(control.name) ?? control.defaultValue;
    else if (control instanceof HTMLSelectElement)
      for (const option of control.options) option.selected = option.defaultSelected;
  }
  /** @type {HTMLElement | null} */ (document.querySelector("[data-focus]"))?.focus();
}

/** @param {string} name */
function kept(name) {
  if (name === `is:${typing?.cell}`) return typing?.value;
  return name === `was:${typing?.cell}` ? typing?.was : null;
}

for (const failure of ["htmx:error", "htmx:response:error"])
  document.addEventListener(failure, (event) => {
    const status = context(event)?.response?.status;
    if (!isSave(event) || (status && status < 429)) return;
    const state = document.querySelector("#state");
    if (state instanceof HTMLElement) {
      state.textContent = state.dataset.offline ?? "";
      state.classList.add("state_offline");
    }
    setTimeout(() => form()?.dispatchEvent(new Event("again")), RETRY_MS);
  });

/** Whoever goes away in the middle of a field is asked whether they mean it. */
addEventListener("beforeunload", (event) => {
  const at = document.activeElement;
  const isTyping = at instanceof HTMLInputElement && at.form === form() && at.type === "text";
  if (isTyping && at.value !== at.defaultValue) event.preventDefault();
});

/** In tables the arrows go to the next box; left and right only from the end of what is written. */
document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || event.ctrlKey || event.altKey || event.metaKey) return;
  const cell = /** @type {HTMLTableCellElement | null} */ (box.closest("[data-arrows] td"));
  if (!cell || box.type === "date") return;
  const next = neighbour(cell, event.key, box);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next instanceof HTMLInputElement) next.select();
});

/**
 * @param {HTMLTableCellElement} cell
 * @param {string} key
 * @param {HTMLInputElement} box
 */
function neighbour(cell, key, box) {
  if (key === "ArrowUp" || key === "ArrowDown") return vertical(cell, key === "ArrowDown");
  const isAtStart = box.selectionStart === 0 && box.selectionEnd === 0;
  const isAtEnd = box.selectionStart === box.value.length;
  if (!(key === "ArrowLeft" && isAtStart) && !(key === "ArrowRight" && isAtEnd)) return null;
  const boxes = [...(cell.closest("tr")?.querySelectorAll("input:not([type=hidden]), select") ?? [])];
  const at = boxes.indexOf(box) + (key === "ArrowRight" ? 1 : -1);
  return /** @type {HTMLElement | undefined} */ (boxes[at]);
}

/**
 * @param {HTMLTableCellElement} cell
 * @param {boolean} down
 */
function vertical(cell, down) {
  let row = cell.closest("tr");
  while (row) {
    row = /** @type {HTMLTableRowElement | null} */ (
      down ? row.nextElementSibling : row.previousElementSibling
    );
    const box = row?.cells[cell.cellIndex]?.querySelector("input:not([type=hidden]), select");
    if (box) return /** @type {HTMLElement} */ (box);
  }
  return null;
}
