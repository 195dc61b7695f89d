/** @typedef {import("./wire.js").Entry} Entry */

/**
 * The order of two keys: by step, then by position, as numbers ("9.10" comes after "9.9").
 * @param {string} a
 * @param {string} b
 */
function compareKeys(a, b) {
  const [stepA = 0, positionA = 0] = a.split(".").map(Number);
  const [stepB = 0, positionB = 0] = b.split(".").map(Number);
  return stepA - stepB || positionA - positionB;
}

/** The conversation as the server tells it: every key once, in order, whatever arrives how often. */
export function createTranscript() {
  /** @type {Map<string, Entry>} */
  const byKey = new Map();
  /** @type {Entry[] | null} */
  let sorted = [];

  return {
    /** @param {Entry} entry @returns {boolean} whether it was new */
    add(entry) {
      if (byKey.has(entry.key)) return false;
      byKey.set(entry.key, entry);
      sorted = null;
      return true;
    },
    list() {
      sorted ??= [...byKey.values()].sort((a, b) => compareKeys(a.key, b.key));
      return sorted;
    },
    clear() {
      byKey.clear();
      sorted = [];
    },
  };
}

/** What the server notes without words of the person's (an arrival) has no bubble. @param {Entry} entry */
export function hasBubble(entry) {
  return entry.from === "assistant" || entry.message.text.trim() !== "";
}

/**
 * The message whose buttons or checklist can still be answered: the newest one that has any, unless
 * the person has said something since. A reminder that comes in between takes no question away.
 * @param {Entry[]} entries in order
 * @returns {Entry | null}
 */
export function answerable(entries) {
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i];
    if (!entry || !hasBubble(entry)) continue;
    if (entry.from === "me") return null;
    if (entry.message.buttons?.length || entry.message.checklist) return entry;
  }
  return null;
}
