/** The talk as server-sent events: what was said so far, then whatever is said next, each line once. */
import type { SSEStreamingApi } from "hono/streaming";
import type { Database } from "../../storage/database.ts";
import { type Entry, personAt, transcript } from "../../storage/people.ts";
import { createBell } from "../bell.ts";
import type { Hub } from "./hub.ts";

/** Proxies close what is silent for long. */
const HEARTBEAT_MS = 20_000;
/** How soon the page comes back after a restart. */
const RECONNECT_MS = 1_000;

export interface Reader {
  session: string;
  person: string;
  /** The last line that the page has, as `step.position`. */
  after: string | undefined;
}

export async function streamTranscript(
  stream: SSEStreamingApi,
  database: Database,
  hub: Hub,
  { session, person, after }: Reader,
): Promise<void> {
  let place = placeOf(after);
  const bell = createBell();
  const leave = hub.watch(session, bell.ring);
  stream.onAbort(bell.ring);
  try {
    await stream.writeSSE({ event: "talk", data: talkOf(person), retry: RECONNECT_MS });
    while (!stream.aborted && !hub.isClosed()) {
      for (const entry of await transcript(database, person, "web", place)) {
        await stream.writeSSE({ id: keyOf(entry), data: JSON.stringify(lineOf(entry)) });
        place = { step: entry.step, position: entry.position };
      }
      const now = await personAt(database, { channel: "web", external: session });
      // Joined with another channel's talk, or parted from it: the page comes back and is told whose talk it is.
      if (now !== null && now !== person) return;
      if (now === null) {
        await stream.writeSSE({ event: "gone", data: "{}" });
        return;
      }
      const rang = await bell.wait(HEARTBEAT_MS);
      if (!rang && !stream.aborted) await stream.write(": \n\n");
    }
  } finally {
    leave();
  }
}

/** Tells one person's talk from another's on the page, and nothing else about them. */
function talkOf(person: string): string {
  return person.slice(-12);
}

/** `step.position`; 0.0 for what is no key. */
export function placeOf(key: string | undefined): { step: number; position: number } {
  const match = /^(\d{1,9})\.(\d{1,4})$/.exec(key ?? "");
  return { step: Number(match?.[1] ?? 0), position: Number(match?.[2] ?? 0) };
}

function keyOf({ step, position }: Entry): string {
  return `${step}.${position}`;
}

function lineOf(entry: Entry): object {
  const { at, event, message } = entry;
  return {
    key: keyOf(entry),
    from: entry.position === 0 ? "me" : "assistant",
    at: new Date(at).toISOString(),
    event: event ?? undefined,
    message,
  };
}
