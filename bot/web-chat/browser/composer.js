import { find } from "./elements.js";
import { keep, recall } from "./store.js";
import { words } from "./words.js";

const LONGEST = 2000;
const NEARLY = 1800;

/**
 * The input row: grows with the text, keeps the draft, sends on Enter.
 * @param {(text: string) => void} send
 */
export function createComposer(send) {
  const form = find("composer", HTMLFormElement);
  const text = find("text", HTMLTextAreaElement);
  const submit = find("send", HTMLButtonElement);
  const count = find("count", HTMLElement);
  let composing = false;

  function update() {
    submit.disabled = text.value.trim() === "";
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    const said = countWords(text.value.length);
    if (count.textContent !== said) count.textContent = said;
  }

  /** @param {string} value */
  function set(value) {
    text.value = value;
    keep("draft", value);
    update();
  }

  function submitText() {
    const value = text.value.trim();
    if (value === "") return;
    set("");
    text.focus({ preventScroll: true });
    send(value);
  }

  text.addEventListener("input", () => {
    keep("draft", text.value);
    update();
  });
  text.addEventListener("compositionstart", () => {
    composing = true;
  });
  text.addEventListener("compositionend", () => {
    composing = false;
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || belongsToInputMethod(event)) return;
    event.preventDefault();
    if (!event.repeat) submitText();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitText();
  });
  // A tap on 发送 would close the phone's keyboard; but an unfinished composition has to end first.
  submit.addEventListener("pointerdown", (event) => {
    if (!composing && document.activeElement === text) event.preventDefault();
  });
  // Turning the phone changes where lines break, and with it the height.
  addEventListener("resize", update);

  text.disabled = false;
  const draft = recall("draft");
  set(typeof draft === "string" ? draft : "");

  return {
    focus: () => text.focus({ preventScroll: true }),
    /** Gives a text back to be changed; what is being written meanwhile stays in front of it. @param {string} value */
    giveBack(value) {
      set([text.value, value].filter(Boolean).join("\n").slice(0, LONGEST));
      text.focus({ preventScroll: true });
    },
    hide: () => {
      form.hidden = true;
    },
  };
}

/**
 * Enter that picks a word in a Chinese input method is not "send". Safari ends the composition before
 * this key arrives and marks it only by the old key code 229.
 * @param {KeyboardEvent} event
 */
function belongsToInputMethod(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Counted in tens until it gets close, so that a screen reader does not count along aloud. @param {number} length */
function countWords(length) {
  if (length < NEARLY) return "";
  const left = LONGEST - length;
  if (left <= 0) return words.full;
  return words.left(left > 20 ? Math.floor(left / 10) * 10 : left);
}
