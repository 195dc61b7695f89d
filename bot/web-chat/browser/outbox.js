import { createBackoff } from "./backoff.js";
import { newId, post } from "./post.js";
import { keep, recall } from "./store.js";

/**
 * @typedef {import("./wire.js").Happening} Happening
 * @typedef {import("./wire.js").Unsent} Unsent
 * @typedef {import("./wire.js").OutboundMessage} OutboundMessage
 *
 * @typedef {object} Listener
 * @property {() => void} changed  Something to redraw.
 * @property {(again: boolean) => void} arrived  The server knows us; `again`: as a new session.
 * @property {(item: Unsent) => void} delivered  The server has it; its echo may still be on the way.
 * @property {() => void} stuck  Something did not get through; nobody is answering just now.
 * @property {(farewell: OutboundMessage) => void} forgotten  Everything about the person is deleted.
 */

/** A server that fails this often over one event has a fault in it: let the person decide, let the rest pass. */
const FAILURES_UNTIL_REFUSED = 5;

/**
 * What the person said and the server has not confirmed, in order, one on the way at a time.
 * It keeps the ids, so that the server can tell a repetition from a second message.
 * @param {Listener} listener
 */
export function createOutbox(listener) {
  /** @type {Unsent[]} */
  let items = restore();
  let running = false;
  let closed = false;
  const backoff = createBackoff();

  function changed() {
    const lasting = items.filter(
      ({ posted, state }) => !["arrived", "gave"].includes(posted.kind) && state !== "delivered",
    );
    keep("unsent", lasting);
    listener.changed();
  }

  /** The next one to go. A refused one waits for the person and holds nobody up. */
  const next = () => items.find((item) => item.state === "waiting" || item.state === "held");

  async function run() {
    if (running) return;
    running = true;
    for (let item = next(); item && !closed; item = next()) {
      const answer = await post(item.posted, item.file);
      // Two tabs may learn of a deletion at once; the farewell is owed to the one that asked for it.
      if (answer.kind === "forgotten") listener.forgotten(answer.message);
      else if (!closed) await settle(item, answer);
    }
    running = false;
  }

  /**
   * @param {Unsent} item
   * @param {Exclude<import("./post.js").Answer, { kind: "forgotten" }>} answer
   */
  async function settle(item, answer) {
    if (answer.kind === "taken") return taken(item);
    if (answer.kind === "unknown" && !item.rejoined && item.posted.kind !== "arrived") return rejoin(item);
    const broke = answer.kind === "later" && answer.broke;
    if (broke) item.failures += 1;
    const hopeless = answer.kind !== "later" || item.failures >= FAILURES_UNTIL_REFUSED;
    // Without an arrival nothing works, so an arrival is never given up.
    item.state = hopeless && item.posted.kind !== "arrived" ? "refused" : "held";
    item.why = answer.why;
    listener.stuck();
    changed();
    if (item.state === "held") await backoff.wait(answer.kind === "later" ? answer.afterMs : 0);
  }

  /** @param {Unsent} item */
  function taken(item) {
    backoff.succeeded();
    for (const other of items) if (other.state === "held") other.state = "waiting";
    if (item.posted.kind === "arrived") {
      items = items.filter((other) => other !== item);
      listener.arrived(item.rejoined);
    } else if (items.includes(item)) {
      item.state = "delivered";
      listener.delivered(item);
    }
    changed();
  }

  /** @param {Unsent} item */
  function rejoin(item) {
    item.rejoined = true;
    items.unshift({ ...arrival(), rejoined: true });
  }

  return {
    items: () => items,

    /** @param {boolean} again the server said that it does not know us */
    arrive(again) {
      if (items.some((item) => item.posted.kind === "arrived")) return;
      items.unshift({ ...arrival(), rejoined: again });
      void run();
    },

    /**
     * @param {Happening} happening
     * @param {string} shown
     * @param {Blob} [file]
     */
    add(happening, shown, file) {
      const item = { ...unsent(happening, shown), ...(file ? { file } : {}) };
      items.push(item);
      changed();
      void run();
      return item;
    },

    /**
     * Shown as not sent, with the page's own reason.
     * @param {Happening} happening
     * @param {string} shown
     * @param {string} why
     */
    refuse(happening, shown, why) {
      items.push({ ...unsent(happening, shown), state: "refused", why });
      changed();
    },

    /** The transcript shows it now, whether or not its answer reached us. @param {string} id */
    echoed(id) {
      if (!items.some((item) => item.posted.id === id)) return;
      items = items.filter((item) => item.posted.id !== id);
      changed();
    },

    /** The person asks for another try, now. @param {Unsent} item */
    resend(item) {
      // What was refused here has nothing to be sent.
      if (item.posted.kind === "gave" && !item.file) return;
      Object.assign(item, { state: "waiting", why: "", failures: 0, rejoined: false });
      changed();
      backoff.cut();
      void run();
    },

    /** @param {Unsent} item */
    drop(item) {
      items = items.filter((other) => other !== item);
      changed();
    },

    /** The network is back, or the page is looked at again. */
    hurry: () => backoff.cut(),

    close() {
      closed = true;
      items = [];
      backoff.cut();
    },
  };
}

/**
 * @param {Happening} happening
 * @param {string} shown
 * @returns {Unsent}
 */
function unsent(happening, shown) {
  const posted = { ...happening, id: newId() };
  return { posted, shown, state: "waiting", why: "", failures: 0, rejoined: false };
}

const arrival = () => unsent({ kind: "arrived" }, "");

/** @returns {Unsent[]} what an earlier life of this tab left behind */
function restore() {
  const kept = recall("unsent");
  if (!Array.isArray(kept)) return [];
  return kept
    .filter((item) => typeof item?.posted?.id === "string" && typeof item.shown === "string")
    .map((item) => ({
      ...item,
      state: item.state === "refused" ? "refused" : "waiting",
      failures: 0,
      rejoined: false,
    }));
}
