/**
 * What must survive a reload: the draft and what is not sent yet. It is kept for this tab only
 * (sessionStorage), because computers in service halls are shared; closing the tab clears it.
 */
const PREFIX = "jinengtong.";

/**
 * @param {string} name
 * @returns {unknown} null when there is nothing, or the browser keeps nothing
 */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function keep(name, value) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be switched off or full: the chat goes on, it only forgets more at a reload.
  }
}

export function forgetAll() {
  for (const name of ["draft", "unsent"]) {
    try {
      sessionStorage.removeItem(PREFIX + name);
    } catch {
      // As above.
    }
  }
}
