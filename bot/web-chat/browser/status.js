import { words } from "./words.js";

/** A hiccup shorter than this is not worth a word. */
const QUIET_MS = 2000;

/**
 * The quiet line under the header that says when there is no connection.
 * @param {HTMLElement} line
 */
export function createStatus(line) {
  let everConnected = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function say() {
    line.textContent = !navigator.onLine
      ? words.offline
      : everConnected
        ? words.reconnecting
        : words.connecting;
  }

  const sayAgain = () => line.textContent && say();
  addEventListener("online", sayAgain);
  addEventListener("offline", sayAgain);

  return {
    /** @param {boolean} connected */
    set(connected) {
      if (connected) {
        everConnected = true;
        clearTimeout(timer);
        timer = undefined;
        line.textContent = "";
      } else {
        timer ??= setTimeout(say, QUIET_MS);
      }
    },
    hide() {
      clearTimeout(timer);
      line.textContent = "";
    },
  };
}
