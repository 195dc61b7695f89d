/**
 * The shapes that go over the line, for the type checker only: nothing here runs.
 *
 * @typedef {import("../../../handlers/event.ts").OutboundMessage} OutboundMessage
 * @typedef {import("../../../handlers/event.ts").Checklist} Checklist
 * @typedef {import("../../../handlers/event.ts").Attachment} Attachment
 * @typedef {import("../../../handlers/event.ts").Link} Link
 * @typedef {import("../../../handlers/event.ts").Happening} Heard
 * @typedef {Exclude<Heard, { kind: "gave" }> | { kind: "gave", name: string }} Happening  A file is read by the server.
 *
 * @typedef {Happening & { id: string }} Posted  What the page posts; the same id again is the same event.
 *
 * @typedef {object} Entry  One line of the transcript, as the stream brings it.
 * @property {string} key  `step.position`, both counted.
 * @property {"me" | "assistant"} from
 * @property {string} at  ISO time.
 * @property {string} [event]  The id of the posted event; only for `me`.
 * @property {OutboundMessage} message
 *
 * @typedef {object} Unsent  Something of the person's that the transcript does not show yet.
 * @property {Posted} posted
 * @property {Blob} [file]  What is given; gone with a reload.
 * @property {string} shown  What its bubble says; empty for what has no bubble.
 * @property {"waiting" | "held" | "refused" | "delivered"} state  Held: will be tried again by itself.
 * @property {string} why  The server's sentence about it, if it gave one.
 * @property {number} failures  How often the server itself failed over it.
 * @property {boolean} rejoined  The session was renewed for its sake once already.
 */
export {};
