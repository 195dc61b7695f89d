/** What every way in and out has: the server knows channels only by this. How to add one: docs/adding-a-channel.md */
import type { ChannelId, Happening, InboundEvent, OutboundMessage } from "../../handlers/event.ts";
import type { Statement } from "../../storage/database.ts";
import type { Outcome, Outgoing } from "../../storage/outbox.ts";
import type { FetchedFile } from "./download.ts";

/** What a channel can do; who writes a message need not know, who adapts or delivers it does. */
interface Abilities {
  /** Buttons under one message, and the characters that fit on one; null where there are none. */
  buttons: { most: number; label: number } | null;
  /** The longest text of one message, in the channel's own unit. */
  text: { most: number; unit: "utf16" | "bytes" };
  /** Bytes that a file may have; "fetched" where people fetch it from us; null where there are none. */
  files: { least: number; most: number } | "fetched" | null;
  /** A message that was sent can be changed. */
  edits: boolean;
  /** The same id sent again is known and shown once, or a repetition does no harm. */
  knowsRepetitions: boolean;
  /** When we may speak first: always, while somebody is looking, or so often within so long after they spoke. */
  speaks: "always" | "while_open" | { messages: number; withinMs: number };
}

/** A press, told by the message that it was made in and the place of the choice in it (`choicesOf`). */
export type Pick =
  | { kind: "picked"; message: string; place: number }
  /** One option is ticked or unticked; nothing is said yet. */
  | { kind: "ticked"; message: string; place: number }
  /** What is ticked is confirmed: these places, or (null) what was ticked one by one. */
  | { kind: "confirmed"; message: string; places: number[] | null };

/** A file came. What is not told of it (its name, its bytes) is known once it is fetched. */
export interface GaveFile {
  kind: "gave_file";
  name: string | null;
  size: number | null;
  /** By what `fetchFile` finds it, as plain JSON: it is stored until then. */
  get: unknown;
}

/** One event as a channel decodes it: mostly as the conversation is to hear it. */
export interface Incoming extends Omit<InboundEvent, "happening" | "at"> {
  happening:
    | Happening
    | Pick
    | GaveFile
    /** They have blocked the bot or left the app. */
    | { kind: "left" }
    /** They have undone that, and say nothing. */
    | { kind: "returned" }
    /** They want what is still held for them; said as any other words where nothing is. */
    | { kind: "asked_for_more"; text: string };
  /** What the adapter needs to show at once that it was taken in: a spinner to stop, a card to change. */
  mark?: unknown;
}

/** What became of a press, for the adapter to show in the message that was pressed. */
export interface Pressed {
  message: OutboundMessage;
  /** The message's own id, as it was given to `send`. */
  id: string;
  /** The words on what was picked; empty while options are only being ticked. */
  label: string;
  ticked: readonly number[];
}

/** What a request to a channel's address turned out to be. */
export type Decoded =
  | { kind: "events"; events: Incoming[] }
  /** The far side only checks that we are there. */
  | { kind: "answer"; text: string }
  /** There is something to fetch: noted first, so that it is not forgotten, then fetched by a channel's `intake`. */
  | { kind: "fetch"; by: ChannelId; note: Statement[] }
  /** `why` is for the log and holds nothing of the request. */
  | { kind: "refused"; status: 400 | 401 | 403 | 405 | 413; why: string };

export interface Channel {
  id: ChannelId;
  /** As people call it: 微信客服. */
  name: string;
  abilities: Abilities;
  /** The channel does not show people what they said themselves, so it is kept to be shown again. */
  keepsWhatIsSaid: boolean;
  /** Nobody is known here before they arrive: whatever else comes from an unknown address is refused. */
  beginsWithArrival: boolean;
  /** A turn's messages as the channel can carry them: each of the result is one call of `send`. Pure. */
  fit: (messages: readonly OutboundMessage[]) => OutboundMessage[];
  /**
   * Sends one message that `fit` made; never throws for what the far side answers.
   * `outgoing.id` is stable over retries: the idempotency key where the far side takes one. What the file of a
   * message holds is in `outgoing.contents`, within what `abilities.files` says.
   */
  send: (outgoing: Outgoing) => Promise<Outcome>;
  /** Shows at once that an event was taken in; best effort, after the commit, awaited by nobody. */
  acknowledge?: (incoming: Incoming, pressed: Pressed | null) => Promise<void>;
  /**
   * Fetches a file that somebody gave, until `signal` says to stop; called beside the requests.
   * @throws where it may be there later; what is thrown holds no token and no address
   */
  fetchFile?: (get: unknown, signal: AbortSignal) => Promise<FetchedFile>;
  /** Where the far side posts to. */
  webhook?: { path: string; decode: (request: Request, now: number) => Promise<Decoded> };
  /** Begins to bring in what nobody posts to us: fetched page by page, polled for, or read from a socket. */
  intake?: (take: Take) => Intake;
  /** Why nothing can go out now, for `/readyz`; null where all is well, or nothing was tried yet. */
  trouble?: () => string | null;
  /**
   * Tells the far side about us (address, commands, menu), by a command of the operator's; what was done, in words.
   * @throws NotRegistered where it could not be told
   */
  register?: () => Promise<string>;
}

/** Why the far side could not be told: shown to the operator, so it holds no token and no address with one in it. */
export class NotRegistered extends Error {
  override name = "NotRegistered";
}

/** Takes in one event; resolves once it is durable, throws where it could not be. */
export type Take = (incoming: Incoming) => Promise<void>;

export interface Intake {
  /** There may be something: resolves once all that is there was taken in. */
  nudge: () => Promise<void>;
  /** Why nothing can come in now, for `/readyz`; null where all is well. */
  trouble: () => string | null;
  stop: () => Promise<void>;
}

/** What the person themselves did, as one line of the talk; null where they only arrived. */
export function saidText(happening: Happening): string | null {
  switch (happening.kind) {
    case "said":
      return happening.text;
    case "pressed":
    case "chose":
      return happening.label;
    case "gave":
      return `文件：${happening.name}`;
    case "arrived":
    case "pressed_nothing":
    case "confirmed_nothing":
    case "showed":
      return null;
  }
}
