/** What a callback to the app tells, as the conversation is to hear it. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { NotText, Place } from "../../../handlers/event.ts";
import type { Fields } from "../../wecom/xml.ts";
import type { Incoming } from "../channel.ts";
import { ONE, SEVERAL } from "./cards.ts";
import { MENU } from "./texts.ts";

type Happening = Incoming["happening"];

const word = z.string().default("");
const listOf = <T>(one: z.ZodType<T>) => z.union([z.array(one), one.transform((only) => [only])]);
/** An empty element is an empty text: nothing is ticked. */
const options = z.object({ OptionId: listOf(z.string()) }).catch({ OptionId: [] });
const selected = z.object({ OptionIds: options });

const fields = z.object({
  /** A UserID, as WeCom allows it: "@all" and "a|b" would reach others when they are answered. */
  FromUserName: z.string().regex(/^[0-9A-Za-z][\w\-@.]{0,63}$/),
  CreateTime: z.string(),
  MsgType: z.string(),
  MsgId: word,
  Content: word,
  MediaId: word,
  FileName: word,
  Event: word,
  EventKey: word,
  TaskId: word,
  ResponseCode: word,
  Location_X: word,
  Location_Y: word,
  Label: word,
  SelectedItems: z.object({ SelectedItem: listOf(selected) }).catch({ SelectedItem: [] }),
});
type Callback = z.infer<typeof fields>;

/** Null where it is nothing that a person did, or nothing that we know. */
export function decodeCallback(xml: Fields): Incoming | null {
  const { data } = fields.safeParse(xml);
  const happening = data && happeningIn(data);
  if (!happening) return null;
  const mark = data.ResponseCode ? { mark: data.ResponseCode } : {};
  return { id: idOf(data), from: { channel: "wecom", external: data.FromUserName }, happening, ...mark };
}

/** Events have no id. Hashed, since ids are kept when a person is forgotten. */
function idOf({ MsgId, FromUserName, CreateTime, Event, EventKey, TaskId }: Callback): string {
  if (MsgId) return MsgId;
  const parts = JSON.stringify([FromUserName, CreateTime, Event, EventKey, TaskId]);
  return createHash("sha256").update(parts).digest("hex");
}

const NOT_TEXT: Record<string, NotText> = {
  image: "photo",
  voice: "voice",
  video: "video",
  link: "card",
};

function happeningIn(callback: Callback): Happening | null {
  switch (callback.MsgType) {
    case "event":
      return eventIn(callback);
    case "text":
      return { kind: "said", text: callback.Content };
    case "location":
      return { kind: "showed", what: "location", place: placeIn(callback) };
    case "file":
      return fileIn(callback);
    default:
      return { kind: "showed", what: NOT_TEXT[callback.MsgType] ?? "other" };
  }
}

/** The vendor's page of message kinds knows no file; where one comes, it is fetched like any other media. */
function fileIn({ MediaId, FileName }: Callback): Happening {
  if (!MediaId) return { kind: "showed", what: "file" };
  return { kind: "gave_file", name: FileName || null, size: null, get: MediaId };
}

function eventIn(callback: Callback): Happening | null {
  switch (callback.Event) {
    case "subscribe":
    case "enter_agent":
      return { kind: "arrived" };
    case "unsubscribe":
      return { kind: "left" };
    case "click":
      return menuPress(callback.EventKey);
    case "template_card_event":
      return cardPress(callback);
    default:
      return null;
  }
}

function menuPress(pressed: string): Happening {
  const button = MENU.find(({ key }) => key === pressed);
  return button ? { kind: "pressed", button: button.key, label: button.name } : { kind: "pressed_nothing" };
}

/** A button's key is its place; the key of what submits a list says how many of it may be ticked. */
function cardPress({ TaskId: message, EventKey, SelectedItems }: Callback): Happening {
  const picked = SelectedItems.SelectedItem.flatMap(({ OptionIds }) => OptionIds.OptionId).flatMap(placeOf);
  const [place] = EventKey === ONE ? picked : placeOf(EventKey);
  // A list can be submitted with nothing ticked, also where one of it is to be picked.
  if (EventKey === SEVERAL || (EventKey === ONE && place === undefined))
    return { kind: "confirmed", message, places: picked };
  return place === undefined ? { kind: "pressed_nothing" } : { kind: "picked", message, place };
}

const placeOf = (text: string): number[] => (/^\d{1,2}$/.test(text) ? [Number(text)] : []);

/** X is the latitude. */
function placeIn({ Location_X, Location_Y, Label }: Callback): Place {
  const [latitude, longitude] = [degrees(Location_X, 90), degrees(Location_Y, 180)];
  return {
    ...(latitude !== null && longitude !== null ? { latitude, longitude } : {}),
    ...(Label ? { address: Label } : {}),
  };
}

function degrees(text: string, most: number): number | null {
  return /^-?\d{1,3}(\.\d{1,12})?$/.test(text) && Math.abs(Number(text)) <= most ? Number(text) : null;
}
