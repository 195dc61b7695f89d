import { button, make } from "./elements.js";
import { words } from "./words.js";

/**
 * @typedef {import("./wire.js").OutboundMessage} OutboundMessage
 * @typedef {import("./wire.js").Checklist} Checklist
 * @typedef {import("./wire.js").Happening} Happening
 *
 * @typedef {(happening: Happening, shown: string, event: MouseEvent) => void} Answered
 */

/**
 * What can be pressed under a message. It answers once: the first press ends it.
 * @param {OutboundMessage} message
 * @param {Answered} answered
 */
export function optionsRow(message, answered) {
  let done = false;
  /** @type {Answered} */
  const once = (happening, shown, event) => {
    if (done) return;
    done = true;
    answered(happening, shown, event);
  };
  const row = make("div", "options");
  if (message.checklist) row.append(checklist(message.checklist, once));
  if (message.buttons?.length) row.append(quickReplies(message.buttons, once));
  return row;
}

/**
 * @param {{ id: string, label: string }[]} buttons
 * @param {Answered} answered
 */
function quickReplies(buttons, answered) {
  const all = buttons.map(({ id, label }) =>
    button(label, "button", (event) => answered({ kind: "pressed", button: id, label }, label, event)),
  );
  return make("div", "options__buttons", ...all);
}

/**
 * @param {Checklist} list
 * @param {Answered} answered
 */
function checklist(list, answered) {
  const boxes = list.options.map((option) => ({ ...option, input: checkbox() }));
  const confirm = button(list.confirm, "button button_main", (event) => {
    const ticked = boxes.filter((box) => box.input.checked);
    const values = ticked.map((box) => box.value);
    if (values.length === 0) return;
    const shown = ticked.map((box) => box.label).join(words.picked);
    answered({ kind: "chose", question: list.question, values, label: shown }, shown, event);
  });
  const none = button(list.none, "button", (event) =>
    answered({ kind: "chose", question: list.question, values: [], label: list.none }, list.none, event),
  );
  const cells = make("div", "checks weui-cells_checkbox", ...boxes.map(checkCell));
  const set = make("fieldset", "checklist", make("legend", "checklist__legend", words.several), cells);
  // Nothing ticked and confirmed could mean either; the other button says it clearly.
  const update = () => {
    confirm.disabled = !boxes.some((box) => box.input.checked);
  };
  set.addEventListener("change", update);
  update();
  set.append(make("div", "options__buttons", confirm, none));
  return set;
}

function checkbox() {
  const input = make("input", "weui-check");
  input.type = "checkbox";
  return input;
}

/** @param {{ label: string, input: HTMLInputElement }} box */
function checkCell({ label, input }) {
  const head = make("span", "weui-cell__hd", input, make("i", "weui-icon-checked"));
  return make("label", "check", head, make("span", "check__label", label));
}
