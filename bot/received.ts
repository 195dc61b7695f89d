/** What became of one event. */
import type { OutboundMessage } from "../handlers/event.ts";
import type { KnownPerson } from "../storage/conversations.ts";
import type { Pressed } from "./channels/channel.ts";

export type Received =
  /** The turn is durable; replies are on their way. */
  | { kind: "taken"; person: string; pressed: Pressed | null }
  /** There was nothing to say and nothing to write. */
  | { kind: "quiet"; person: string | null }
  /** An option was ticked; nothing is said before the list is confirmed. */
  | { kind: "ticked"; pressed: Pressed | null }
  /** A file is to be fetched, and heard of then. */
  | { kind: "fetching" }
  /** They have blocked the bot or left the app. */
  | { kind: "left" }
  /** The same event had been taken in before. */
  | { kind: "duplicate" }
  /** Nobody is known at the address (any more): a message that races a deletion brings nobody back. */
  | { kind: "unknown" }
  /** Everything about the person is deleted; the farewell is stored nowhere and told at most once. */
  | { kind: "forgotten"; person: string; farewell: OutboundMessage };

export function quiet(known: KnownPerson | null): Received {
  return { kind: "quiet", person: known?.id ?? null };
}
