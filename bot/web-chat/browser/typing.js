const LONGEST_MS = 10_000;

/**
 * "正在输入…": from sending until a reply, and never longer than a person would believe it.
 * @param {HTMLElement} row
 * @param {() => void} changed
 */
export function createTyping(row, changed) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function stop() {
    clearTimeout(timer);
    if (row.hidden) return;
    row.hidden = true;
    changed();
  }

  return {
    start() {
      clearTimeout(timer);
      timer = setTimeout(stop, LONGEST_MS);
      if (!row.hidden) return;
      row.hidden = false;
      changed();
    },
    stop,
  };
}
