/**
 * @typedef {import("./wire.js").Posted} Posted
 * @typedef {import("./wire.js").OutboundMessage} OutboundMessage
 *
 * @typedef {{ kind: "taken" }
 *   | { kind: "forgotten", message: OutboundMessage }
 *   | { kind: "unknown", why: string }
 *   | { kind: "refused", why: string }
 *   | { kind: "later", why: string, afterMs: number, broke: boolean }} Answer
 *   `later`: try again; `broke` tells a server that failed over this very event from one that was not there.
 */

/** A phone on a train may never answer; after this long the event is sent again, with the same id. */
const PATIENCE_MS = 15_000;
/** A file of 5 MB on a slow line takes longer. */
const FILE_PATIENCE_MS = 90_000;

/** A Retry-After beyond this is not believed: a person is waiting. */
const LONGEST_WAIT_S = 120;

/**
 * Posts one event. Never throws: whatever goes wrong is an answer.
 * @param {Posted} posted
 * @param {Blob} [file] what is given with it
 * @returns {Promise<Answer>}
 */
export async function post(posted, file) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), file ? FILE_PATIENCE_MS : PATIENCE_MS);
  try {
    const response = await fetch(addressOf(posted), {
      method: "POST",
      headers: { "content-type": file ? "application/octet-stream" : "application/json" },
      body: file ?? JSON.stringify(posted),
      credentials: "same-origin",
      signal: stop.signal,
    });
    return answer(response, await response.json().catch(() => ({})));
  } catch {
    return { kind: "later", why: "", afterMs: 0, broke: false };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Posted} posted */
function addressOf(posted) {
  if (posted.kind !== "gave") return "/chat/events";
  return `/chat/files?${new URLSearchParams({ id: posted.id, name: posted.name })}`;
}

/**
 * @param {Response} response
 * @param {{ forgotten?: boolean, message?: OutboundMessage, error?: string }} body
 * @returns {Answer}
 */
function answer(response, body) {
  const why = typeof body.error === "string" ? body.error : "";
  if (response.ok) {
    return body.forgotten && body.message ? { kind: "forgotten", message: body.message } : { kind: "taken" };
  }
  if (response.status === 401) return { kind: "unknown", why };
  const transient = response.status >= 500 || response.status === 429 || response.status === 408;
  if (!transient) return { kind: "refused", why };
  return { kind: "later", why, afterMs: retryAfterMs(response), broke: response.status === 500 };
}

/** @param {Response} response */
function retryAfterMs(response) {
  const seconds = Number(response.headers.get("retry-after"));
  return seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) * 1000 : 0;
}

/**
 * An id that nobody else has. `crypto.randomUUID` exists only on https and localhost, and a bureau
 * may open the page over plain http in its own network first.
 */
export function newId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
