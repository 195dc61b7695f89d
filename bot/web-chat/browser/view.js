import { arrange } from "./elements.js";
import { optionsRow } from "./options.js";
import { assistantRow, lineRow, noteState, ownRow } from "./rows.js";
import { needsTime, timeLabel } from "./times.js";
import { answerable, hasBubble } from "./transcript.js";

/**
 * @typedef {import("./wire.js").Entry} Entry
 * @typedef {import("./wire.js").Unsent} Unsent
 * @typedef {import("./scroll.js").Follower} Follower
 * @typedef {import("./rows.js").UnsentActions & { answered: import("./options.js").Answered }} Actions
 *
 * @typedef {object} Shown  All that the log shows.
 * @property {Entry[]} entries
 * @property {Unsent[]} unsent
 * @property {string} notice  A line above everything, or "".
 */

/** So many at once are history: a screen reader shall not read them all out. */
const HISTORY = 5;
const READ_ALOUD_AFTER_MS = 500;

/**
 * Draws the log. Rows are made once and kept: the bubble that stood in for a message becomes the
 * message when the server's own entry comes, without a flicker and without being read out twice.
 * @param {HTMLElement} log
 * @param {HTMLElement} scroller
 * @param {Follower} follower
 * @param {Actions} actions
 */
export function createView(log, scroller, follower, actions) {
  /** @type {Map<string, HTMLElement>} */
  let rows = new Map();

  /** @param {Map<string, HTMLElement>} wanted */
  function place(wanted) {
    const hadFocus = log.contains(document.activeElement);
    rows = wanted;
    arrange(log, [...wanted.values()]);
    if (hadFocus && !log.contains(document.activeElement)) scroller.focus({ preventScroll: true });
  }

  function hushForAWhile() {
    log.setAttribute("aria-live", "off");
    setTimeout(() => log.setAttribute("aria-live", "polite"), READ_ALOUD_AFTER_MS);
  }

  return {
    /** @param {Shown} shown */
    show(shown) {
      const wanted = wantedRows(shown, rows, actions);
      const wasEmpty = messages(rows).length === 0;
      const fresh = messages(wanted).filter(([id]) => !rows.has(id));
      const mine = fresh.some(([id]) => shown.unsent.some((item) => id === ownId(item.posted.id)));
      const history = fresh.length > HISTORY;
      if (history) hushForAWhile();
      place(wanted);
      const first = fresh[0]?.[1];
      if (mine || (history && wasEmpty)) follower.toEnd();
      else if (first) follower.showNew(first);
      else follower.settle();
    },
    /** Puts the focus on one's own bubble: the next Tab goes on from there. @param {string} event */
    focusOwn: (event) => rows.get(ownId(event))?.focus({ preventScroll: true }),
  };
}

/** One id for a message of the person's, before and after the server has it. @param {string} event */
const ownId = (event) => `own ${event}`;

/** The rows that are messages, not times, lines or options. @param {Map<string, HTMLElement>} rows */
const messages = (rows) => [...rows].filter(([id]) => /^(own|assistant) /.test(id));

/**
 * Every row of the log in order, by id; those that are there already are taken over.
 * @param {Shown} shown
 * @param {Map<string, HTMLElement>} present
 * @param {Actions} actions
 */
function wantedRows({ entries, unsent, notice }, present, actions) {
  /** @type {Map<string, HTMLElement>} */
  const wanted = new Map();
  /** @param {string} id @param {() => HTMLElement} create */
  const row = (id, create) => {
    const element = present.get(id) ?? create();
    wanted.set(id, element);
    return element;
  };
  if (notice) row(`notice ${notice}`, () => lineRow(notice));
  const saidSince = unsent.some((item) => item.shown && item.state !== "refused");
  entryRows(entries.filter(hasBubble), saidSince ? null : answerable(entries), row, actions);
  const held = unsent.some((item) => item.state === "held");
  for (const item of unsent.filter((candidate) => candidate.shown)) {
    const element = row(ownId(item.posted.id), () => ownRow(item.shown));
    noteState(element, item, held, actions);
  }
  return wanted;
}

/**
 * @param {Entry[]} entries
 * @param {Entry | null} open the one that can still be answered
 * @param {(id: string, create: () => HTMLElement) => HTMLElement} row
 * @param {Actions} actions
 */
function entryRows(entries, open, row, actions) {
  entries.forEach((entry, i) => {
    const { key, from, event, at, message } = entry;
    const label = needsTime(entries[i - 1]?.at, at) ? timeLabel(at, Date.now()) : "";
    if (label) row(`time ${key} ${label}`, () => lineRow(label));
    if (from === "assistant") row(`assistant ${key}`, () => assistantRow(message, key));
    else
      noteState(
        row(ownId(event ?? key), () => ownRow(message.text)),
        null,
        false,
        actions,
      );
    if (entry === open) row(`options ${key}`, () => optionsRow(message, actions.answered));
  });
}
