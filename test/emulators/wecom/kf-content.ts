/** What may be sent to a customer of 微信客服, and what they see of it. */

import { z } from "zod";
import { type Seen, seenFile } from "../seen.ts";
import { bytes, url } from "./card-fields.ts";
import { checked } from "./checked.ts";
import type { Media, StoredFile } from "./media.ts";
import { refuse } from "./refusal.ts";
import { asText, withLinks } from "./shown.ts";
import { bytesOf } from "./world.ts";

const MOST_TEXT_BYTES = 2_048;
/** Of all entries; and of those that can be tapped. */
const MENU_LIMITS = { message: [50, 10], event: [10, 10] } as const;
export type Occasion = keyof typeof MENU_LIMITS;

/** The projects' notes say 64 bytes for a click's id, one description of the vendor's page 128: the smaller is taken. */
const click = z.strictObject({
  type: z.literal("click"),
  click: z.strictObject({ id: bytes(64).optional(), content: bytes(128) }),
});
const view = z.strictObject({
  type: z.literal("view"),
  view: z.strictObject({ url: url.and(bytes(2_048)), content: bytes(1_024) }),
});
const line = z.strictObject({
  type: z.literal("text"),
  text: z.strictObject({
    content: bytes(256),
    no_newline: z.union([z.literal(0), z.literal(1)]).optional(),
  }),
});
/** Mini programs are not modelled, and so refused as an unknown type. */
const entry = z.discriminatedUnion("type", [click, view, line]);
const menu = z.strictObject({
  head_content: bytes(1_024).optional(),
  list: z.array(z.unknown()).min(1),
  tail_content: bytes(1_024).optional(),
});

export type MenuEntry = z.infer<typeof entry>;

export interface KfMenu {
  kind: "msgmenu";
  head: string;
  entries: MenuEntry[];
  tail: string;
}

export type KfContent =
  | { kind: "text"; content: string }
  | { kind: "file"; file: StoredFile }
  | { kind: "link"; title: string; desc: string; url: string }
  | KfMenu;

/** What stands on a customer's phone. */
export type KfMessage = { msgid: string } & KfContent;

const KINDS = ["text", "file", "link", "msgmenu"] as const;

/** The part of a request that says what is sent; the kinds that are missing here are refused. */
export const contentFields = {
  msgtype: z.string(),
  text: z.unknown().optional(),
  file: z.unknown().optional(),
  link: z.unknown().optional(),
  msgmenu: z.unknown().optional(),
};
type Fields = { msgtype: string } & { [Kind in (typeof KINDS)[number]]?: unknown };

export function readContent(body: Fields, occasion: Occasion, media: Media): KfContent {
  const kind = KINDS.find((one) => one === body.msgtype) ?? refuse(40008, body.msgtype);
  for (const other of KINDS)
    if (other !== kind && body[other] !== undefined) refuse(40058, `${other} beside msgtype ${kind}`);
  switch (kind) {
    case "text":
      return readText(body.text);
    case "file": {
      const { media_id } = checked(z.strictObject({ media_id: z.string() }), body.file);
      return { kind, file: media.find(media_id, "file") };
    }
    case "link":
      return readLink(body.link, media);
    case "msgmenu":
      return readMenu(body.msgmenu, occasion);
  }
}

function readText(value: unknown): KfContent {
  const { content } = checked(z.strictObject({ content: z.string() }), value);
  if (content === "") refuse(44004);
  if (bytesOf(content) > MOST_TEXT_BYTES) refuse(45002, `${bytesOf(content)} bytes`);
  return { kind: "text", content };
}

const link = z.strictObject({
  title: bytes(128),
  desc: bytes(512).optional(),
  url: url.and(bytes(2_048)),
  thumb_media_id: z.string(),
});

function readLink(value: unknown, media: Media): KfContent {
  const { title, desc = "", url: to, thumb_media_id } = checked(link, value);
  media.find(thumb_media_id, "image");
  return { kind: "link", title, desc, url: to };
}

function readMenu(value: unknown, occasion: Occasion): KfMenu {
  const { head_content, list, tail_content } = checked(menu, value);
  const [most, mostToTap] = MENU_LIMITS[occasion];
  if (list.length > most) refuse(95008, `${list.length} entries`);
  const entries = list.map(readEntry);
  const toTap = entries.filter(({ type }) => type !== "text");
  if (toTap.length > mostToTap) refuse(95008, `${toTap.length} entries that can be tapped`);
  const ids = entries.flatMap((one) => (one.type === "click" && one.click.id ? [one.click.id] : []));
  // Stricter than any page says: a click could not be told from the other.
  if (new Set(ids).size < ids.length) refuse(40058, "a menu's id twice");
  return { kind: "msgmenu", head: head_content ?? "", entries, tail: tail_content ?? "" };
}

function readEntry(value: unknown): MenuEntry {
  const { type } = checked(z.looseObject({ type: z.string() }), value);
  if (!["click", "view", "text"].includes(type)) refuse(95009, type);
  return checked(entry, value);
}

/** What an entry is labelled with; a line of text has nothing to tap. */
export const labelOf = (one: MenuEntry): string | null => {
  switch (one.type) {
    case "click":
      return one.click.content;
    case "view":
      return one.view.content;
    case "text":
      return null;
  }
};

export function seenKfMessage(message: KfMessage): Seen {
  switch (message.kind) {
    case "text":
      return { ...withLinks(asText(message.content)), choices: [] };
    case "file": {
      const { name, bytes: content } = message.file;
      return { text: "", choices: [], file: seenFile(name, content) };
    }
    case "link":
      return {
        text: `[link:${message.url}|${[message.title, message.desc].join("\n").trim()}]`,
        choices: [],
      };
    case "msgmenu": {
      const lines = message.entries.flatMap((one) => (one.type === "text" ? [one.text.content] : []));
      const words = [message.head, ...lines, message.tail].filter((text) => text !== "");
      const links = message.entries.flatMap((one) =>
        one.type === "view" ? [{ label: one.view.content, url: one.view.url }] : [],
      );
      return {
        text: asText(words.join("\n")),
        choices: message.entries.map(labelOf).filter((l) => l !== null),
        ...(links.length ? { links } : {}),
      };
    }
  }
}
