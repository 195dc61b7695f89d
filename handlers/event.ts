/**
 * The words that all sides share: what comes in from a channel, what goes out, and what is to be done.
 * Everything here is plain JSON, so that it can be stored, replayed and compared byte for byte.
 */
import type { Facts } from "../policy-kb/schema.ts";
import type { DeskEffect } from "./staff/effects.ts";
import type { Cell, Cells, CellValue } from "./surveys/cells.ts";
import type { Enterprise, Way } from "./surveys/draft.ts";

/** One of the ways in, as its adapter names it: `web`, `telegram`, `wecom`, `kf`, `bot`. */
export type ChannelId = string;

/** Where a person can be reached: a channel and the name that the channel knows them by. */
export interface Address {
  channel: ChannelId;
  /** The channel's own name for the person; never shown, never logged. */
  external: string;
}

/** What happened, in the past tense. */
export type Happening =
  /**
   * The talk was opened; `start` is what the link that led here carried (`/start match`). `asked`: they did it by
   * a command and wait for an answer, also when they are here already.
   */
  | { kind: "arrived"; start?: string; asked?: true }
  /** `edited`: what had been said before was put into these words afterwards. */
  | { kind: "said"; text: string; edited?: true }
  /** A button was pressed; `label` is what the person read on it. */
  | { kind: "pressed"; button: string; label: string }
  /** Several options of one question were ticked and confirmed; `label` is what the person read on them. */
  | { kind: "chose"; question: string; values: string[]; label: string }
  /** A button of a message that is no longer stored. */
  | { kind: "pressed_nothing" }
  /** A list was confirmed with nothing ticked in it: it may mean none of them, or a slip. */
  | { kind: "confirmed_nothing" }
  /** Something came that is no text; a place may carry its address in words, its coordinates, or both. */
  | { kind: "showed"; what: NotText; place?: Place }
  /** A file was given, called so by whoever gave it; it has been read already, and is kept nowhere. */
  | { kind: "gave"; name: string; file: GivenFile };

export type GivenFile =
  /** A filled-in form: of a draft, where it was made for one. */
  | {
      kind: "form";
      survey: string;
      version: number;
      draft?: string;
      revision?: number;
      given: Record<Cell, CellValue>;
    }
  /** Any other table, line by line. */
  | { kind: "table"; rows: string[][] }
  /** Why it cannot be taken, for whoever gave it. */
  | { kind: "refused"; says: string };

export type NotText =
  | ("voice" | "photo" | "video" | "sticker" | "location" | "contact" | "file" | "card" | "poll")
  | "other";

export interface Place {
  /** Degrees north and east (WGS-84, or GCJ-02 as China's maps shift it: the difference is below a kilometre). */
  latitude?: number;
  longitude?: number;
  address?: string;
}

export interface InboundEvent {
  /** Unique within the channel: the same id again is the same event, sent again. */
  id: string;
  from: Address;
  /** What the channel's own page calls the event, where it wants to be told that it was taken in. */
  echo?: string;
  /** ISO time at which the server received it; the only clock that a conversation knows. */
  at: string;
  happening: Happening;
  /** Others read along, as in a group. */
  shared?: true;
  /** Then: the channel's name for the same person in a chat between two, so that what is theirs can be found. */
  alone?: string;
  /** What the channel gave along for answering just this event, such as a welcome code; short-lived. */
  ticket?: string;
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

/** A file that goes along: its text, or what it is to be made of when it is sent, so that nobody's names lie about. */
export type Attachment = { name: string; type: string } & ({ text: string } | { made: string });

/** A page to open. The address may be of one use and short-lived: nobody but the person is to follow it. */
export interface Link {
  label: string;
  /** Whole and absolute. */
  url: string;
}

/** One neutral message: each channel renders it with what it has. */
export interface OutboundMessage {
  text: string;
  link?: Link;
  buttons?: Button[];
  checklist?: Checklist;
  file?: Attachment;
  /** A number or a date is waited for: the choices are ways out and bear no numbers. */
  typed?: true;
  /** A human is asked for: a channel that has one at hand lets them take over once this was sent. */
  handover?: true;
}

/** Nothing in the documents fits, or a reply was withheld since a figure in it stands in no cited clause. */
export type Unanswered = "not_found" | "figure_without_source";

/** What is to be done about a survey. `draft` is `round/credit code`. */
export type SurveyEffect =
  /** An enterprise's draft begins, with the person as the first who is in. */
  | {
      kind: "begin_survey";
      round: string;
      enterprise: Enterprise;
      version: number;
      cells: Cells;
      asStaff: boolean;
    }
  /** Changes cells of a draft that stood at `revision`; where it has moved on meanwhile the turn is taken again. */
  | {
      kind: "fill_survey";
      draft: string;
      revision: number;
      version: number;
      set: Cells;
      cleared: Cell[];
      way: Way;
    }
  /** Hands in the draft as it stands after this turn's changes. */
  | { kind: "file_survey"; draft: string; revision: number; receipt: string }
  /** The end of the number on the round's list was told; `wrongBefore`: how often it had been wrong on the day. */
  | { kind: "try_survey_phone"; round: string; creditCode: string; wrongBefore: number; right: boolean }
  /** Asks those who are in to let the person in, who is called by a short code of their draft. */
  | { kind: "ask_into_survey"; draft: string; code: string }
  | { kind: "let_into_survey"; draft: string; person: string; yes: boolean }
  /** The link of `SurveyRecord.pageLink` holds from now on. */
  | { kind: "offer_survey_page"; draft: string; nonce: string };

/** What is to be done, in the present tense; written by storage in the same batch as the turn. */
export type Effect =
  | SurveyEffect
  | DeskEffect
  | { kind: "send"; message: OutboundMessage }
  /** Said to another address than the one that the event came from. */
  | { kind: "tell"; to: Address; message: OutboundMessage }
  /** Keep these facts beyond the conversation; the person has said yes. */
  | { kind: "remember"; facts: Facts }
  /** The person took that yes back: what was kept goes, the conversation stays. */
  | { kind: "unremember" }
  /** A question that the documents do not answer, for the staff; what could name somebody is blanked out. */
  | { kind: "unanswered"; question: string; why: Unanswered }
  /** The code by which another channel of the same person can join this conversation. */
  | { kind: "offer_link"; code: string }
  /** This conversation goes on as the one of whoever made the code; `step` is where that one stood. */
  | { kind: "link"; code: string; into: string; step: number; keptFacts: Facts | null }
  /** The address that the event came from becomes a person of its own. */
  | { kind: "unlink" }
  /** Delete everything about the person, and say good-bye without storing it. */
  | { kind: "forget"; farewell: OutboundMessage };
