/** One entry of `kf/sync_msg` as what it means to us: the least that is needed, since it is stored until its turn. */
import { z } from "zod";
import type { NotText, Place } from "../../../handlers/event.ts";
import type { Incoming } from "../channel.ts";
import { addressOf, type Session } from "./address.ts";
import { pressedBy } from "./render.ts";
import { MORE } from "./texts.ts";

export type KfEvent =
  | { kind: "came"; incoming: Incoming }
  /** A message of ours that was taken did not arrive. */
  | { kind: "undelivered"; external: string; message: string; failType: number }
  /** A human has taken the session over, or has ended it. */
  | { kind: "human"; external: string; has: boolean };

type Entry = { kind: "event"; event: KfEvent } | { kind: "recalled"; message: string } | { kind: "ignored" };

interface When {
  /** Milliseconds since 1970. */
  now: number;
  /** What happened before is not answered. */
  since: number;
}

const IGNORED: Entry = { kind: "ignored" };
/** By then a reply could not be sent any more. */
const OLDEST_MS = 48 * 3_600_000;
/** A welcome code holds so long. */
export const WELCOME_MS = 20_000;
/** Longer than anybody types; the rest says nothing more. */
const MOST_CHARACTERS = 4_000;
/** A link carries only what also other channels' links can. */
const START = /^[\w-]{1,64}$/;

const words = z.string();
const common = { msgid: words.min(1).max(128), send_time: z.number() };
const ofPerson = z.object({
  ...common,
  origin: z.literal(3),
  msgtype: words,
  open_kfid: words.min(1),
  external_userid: words.min(1),
  text: z.object({ content: words, menu_id: words.optional() }).optional().catch(undefined),
  file: z
    .object({ media_id: words.min(1) })
    .optional()
    .catch(undefined),
  location: z
    .object({
      latitude: z.coerce.number(),
      longitude: z.coerce.number(),
      name: words.default(""),
      address: words.default(""),
    })
    .optional()
    .catch(undefined),
});
const session = { open_kfid: words.min(1), external_userid: words.min(1) };
const ofSystem = z.object({
  ...common,
  origin: z.literal(4),
  event: z.discriminatedUnion("event_type", [
    z.object({
      event_type: z.literal("enter_session"),
      ...session,
      welcome_code: words.optional(),
      scene_param: words.optional(),
    }),
    z.object({
      event_type: z.literal("msg_send_fail"),
      ...session,
      fail_msgid: words,
      fail_type: z.number().default(0),
    }),
    z.object({ event_type: z.literal("session_status_change"), ...session, change_type: z.number() }),
    z.object({ event_type: z.literal("user_recall_msg"), recall_msgid: words }),
  ]),
});
/** A human's own words are not read: only that they speak. */
const ofHuman = z.object({ ...common, origin: z.literal(5), ...session });
const entry = z.discriminatedUnion("origin", [ofPerson, ofSystem, ofHuman]);

type OfPerson = z.infer<typeof ofPerson>;
type OfSystem = z.infer<typeof ofSystem>;

function readEntry(value: unknown, when: When): Entry {
  const result = entry.safeParse(value);
  if (!result.success) return IGNORED;
  const { data } = result;
  const at = data.send_time * 1_000;
  if (at < when.since || at < when.now - OLDEST_MS) return IGNORED;
  switch (data.origin) {
    case 3:
      return { kind: "event", event: { kind: "came", incoming: readWords(data) } };
    case 4:
      return readSystem(data, at, when.now);
    case 5:
      return human(data, true);
  }
}

function readWords(said: OfPerson): Incoming {
  return { id: said.msgid, from: addressOf(said), happening: happeningOf(said) };
}

function happeningOf({ msgtype, text, location, file }: OfPerson): Incoming["happening"] {
  if (msgtype === "text" && text) {
    const press = text.menu_id === undefined ? null : pressedBy(text.menu_id);
    if (press) return { kind: "picked", ...press };
    const content = text.content.slice(0, MOST_CHARACTERS);
    return MORE.test(content.trim())
      ? { kind: "asked_for_more", text: content }
      : { kind: "said", text: content };
  }
  if (msgtype === "location" && location)
    return { kind: "showed", what: "location", place: placeOf(location) };
  // What it is called is told when it is fetched.
  if (msgtype === "file" && file) return { kind: "gave_file", name: null, size: null, get: file.media_id };
  return { kind: "showed", what: (Object.hasOwn(KINDS, msgtype) && KINDS[msgtype]) || "other" };
}

const KINDS: Record<string, NotText> = {
  image: "photo",
  voice: "voice",
  video: "video",
  file: "file",
  location: "location",
  link: "card",
  business_card: "contact",
  miniprogram: "card",
  channels: "card",
};

function placeOf({ latitude, longitude, name, address }: NonNullable<OfPerson["location"]>): Place {
  return { latitude, longitude, address: [...new Set([address, name])].filter(Boolean).join(" ") };
}

function readSystem({ msgid, event }: OfSystem, at: number, now: number): Entry {
  switch (event.event_type) {
    case "enter_session": {
      const ticket = now - at < WELCOME_MS ? event.welcome_code : undefined;
      const start = START.test(event.scene_param ?? "") ? event.scene_param : undefined;
      // Who only opens the chat may not be spoken to, unless the code says so; a link's wish is kept for later.
      if (ticket === undefined && start === undefined) return IGNORED;
      const happening = { kind: "arrived" as const, ...(start === undefined ? {} : { start }) };
      const incoming = { id: msgid, from: addressOf(event), happening };
      return came(ticket === undefined ? incoming : { ...incoming, ticket });
    }
    case "msg_send_fail": {
      const { external } = addressOf(event);
      const { fail_msgid: message, fail_type: failType } = event;
      return { kind: "event", event: { kind: "undelivered", external, message, failType } };
    }
    case "session_status_change":
      // 1 out of the queue, 2 to another human, 3 ended, 4 taken up again.
      return human(event, event.change_type !== 3);
    case "user_recall_msg":
      return { kind: "recalled", message: event.recall_msgid };
  }
}

const came = (incoming: Incoming): Entry => ({ kind: "event", event: { kind: "came", incoming } });

function human(whose: Session, has: boolean): Entry {
  return { kind: "event", event: { kind: "human", external: addressOf(whose).external, has } };
}

/** Who an event is about: theirs are taken in one after the other. */
export function whoseEvent(event: KfEvent): string {
  return event.kind === "came" ? event.incoming.from.external : event.external;
}

/** A page's events as they are stored; what was taken back by the person is not. */
export function readPage(entries: readonly unknown[], when: When): KfEvent[] {
  const read = entries.map((one) => readEntry(one, when));
  const recalled = new Set(read.flatMap((one) => (one.kind === "recalled" ? [one.message] : [])));
  return read.flatMap((one) => {
    if (one.kind !== "event") return [];
    const { event } = one;
    return event.kind === "came" && recalled.has(event.incoming.id) ? [] : [event];
  });
}
