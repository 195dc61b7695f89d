import { createBackoff } from "./backoff.js";

/**
 * @typedef {object} Listener
 * @property {(talk: string) => void} talk  Whose talk it is that follows: another name, another session.
 * @property {(entry: import("./wire.js").Entry) => void} entry
 * @property {() => void} gone  The session was deleted in another tab.
 * @property {(connected: boolean) => void} connection
 * @property {() => void} unknown  The server does not know the session.
 */

const ADDRESS = "/chat/stream";

/**
 * The transcript as it grows. An EventSource comes back by itself after a broken line, but gives up
 * for good when the server answers with anything but 200 (restarting, session unknown) and does not
 * say which; then we ask once more, look at the status, and open a new one.
 * @param {Listener} listener
 */
export function createStream(listener) {
  /** @type {EventSource | null} */
  let source = null;
  const backoff = createBackoff();

  function close() {
    source?.close();
    source = null;
  }

  /** A new source asks for the whole transcript again; keys keep it from being shown twice. */
  function open() {
    close();
    const current = new EventSource(ADDRESS);
    source = current;
    current.onopen = () => {
      backoff.succeeded();
      listener.connection(true);
    };
    current.addEventListener("talk", (event) => source === current && listener.talk(event.data));
    current.onmessage = (event) => listener.entry(JSON.parse(event.data));
    current.addEventListener("gone", () => listener.gone());
    current.onerror = () => {
      if (source !== current) return;
      listener.connection(false);
      if (current.readyState === EventSource.CLOSED) void recover(current);
    };
  }

  /** @param {EventSource} broken */
  async function recover(broken) {
    await backoff.wait(0);
    if (source !== broken) return;
    const status = await statusOf(ADDRESS);
    if (source !== broken) return;
    if (status === 401) listener.unknown();
    else open();
  }

  return {
    open,
    close,
    /** A line that may be dead without knowing it is exchanged for a new one. */
    renew() {
      backoff.cut();
      if (source) open();
    },
  };
}

/** @param {string} url @returns {Promise<number>} 0 when there is no answer */
async function statusOf(url) {
  const stop = new AbortController();
  try {
    const headers = { accept: "text/event-stream" };
    return (await fetch(url, { headers, signal: stop.signal, credentials: "same-origin" })).status;
  } catch {
    return 0;
  } finally {
    stop.abort();
  }
}
