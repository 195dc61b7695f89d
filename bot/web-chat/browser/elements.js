/**
 * The one way in which elements are made: text goes in as text, never as HTML.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * The second click of a double click must not answer the question that has just come up in the same place;
 * it tells itself by its count, so that two deliberate presses are never mistaken for one.
 * @param {MouseEvent} event
 */
export function isSecondClick(event) {
  return event.detail > 1;
}

/**
 * @param {string} label
 * @param {string} className
 * @param {(event: MouseEvent) => void} pressed
 */
export function button(label, className, pressed) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", (event) => {
    if (!isSecondClick(event)) pressed(event);
  });
  return element;
}

/**
 * An element that the page is known to hold.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function find(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page has no #${id}`);
}

/**
 * Makes `parent` hold exactly these children in this order and leaves alone those that are in place
 * already, so that focus, ticks and what a screen reader has read stay as they are.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} wanted
 */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) {
    if (child instanceof HTMLElement && !kept.has(child)) child.remove();
  }
  wanted.forEach((child, i) => {
    const there = parent.children[i] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  });
}
