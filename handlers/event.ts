/**
 * The words that all sides share: what comes in from a channel, what goes out, and what is to be done.
 * Everything here is plain JSON, so that it can be stored, replayed and compared byte for byte.
 */
import type { Facts } from "../policy-kb/schema.ts";

/** One of the ways in: `web`, later `telegram`, `wecom`, `kf`, `bot`. */
export type ChannelId = "web";

/** Where a person can be reached: a channel and the name that the channel knows them by. */
export interface Address {
  channel: ChannelId;
  /** The channel's own name for the person; never shown, never logged. */
  external: string;
}

/** What happened, in the past tense. */
export type Happening =
  | { kind: "arrived" }
  | { kind: "said"; text: string }
  /** A button was pressed; `label` is what the person read on it. */
  | { kind: "pressed"; button: string; label: string }
  /** Several options of one question were ticked and confirmed; `label` is what the person read on them. */
  | { kind: "chose"; question: string; values: string[]; label: string };

export interface InboundEvent {
  /** Unique within the channel: the same id again is the same event, sent again. */
  id: string;
  from: Address;
  /** What the channel's own page calls the event, where it wants to be told that it was taken in. */
  echo?: string;
  /** ISO time at which the server received it; the only clock that a conversation knows. */
  at: string;
  happening: Happening;
}

export interface Button {
  /** What comes back when it is pressed; short, stable over restarts. */
  id: string;
  label: string;
}

/** A list from which several may be ticked before it is confirmed. */
export interface Checklist {
  question: string;
  options: { value: string; label: string }[];
  confirm: string;
  none: string;
}

export interface Attachment {
  name: string;
  type: string;
  text: string;
}

/** One neutral message: each channel renders it with what it has. */
export interface OutboundMessage {
  text: string;
  buttons?: Button[];
  checklist?: Checklist;
  file?: Attachment;
}

/** Nothing in the documents fits, or a reply was withheld since a figure in it stands in no cited clause. */
export type Unanswered = "not_found" | "figure_without_source";

/** What is to be done, in the present tense; written by storage in the same batch as the turn. */
export type Effect =
  | { kind: "send"; message: OutboundMessage }
  /** Keep these facts beyond the conversation; the person has said yes. */
  | { kind: "remember"; facts: Facts }
  /** The person took that yes back: what was kept goes, the conversation stays. */
  | { kind: "unremember" }
  /** A question that the documents do not answer, for the staff; what could name somebody is blanked out. */
  | { kind: "unanswered"; question: string; why: Unanswered }
  /** Delete everything about the person, and say good-bye without storing it. */
  | { kind: "forget"; farewell: OutboundMessage };
