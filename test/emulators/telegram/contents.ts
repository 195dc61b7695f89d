/** What a person can send that is no plain text, as messages carry it. */
import type { Message, User } from "grammy/types";
import { entitiesIn } from "./entities.ts";

export type Content = Partial<Message>;

export function textContent(text: string): Content {
  const entities = entitiesIn(text);
  return entities.length ? { text, entities } : { text };
}

/** Gives makers of contents, whose files have counted ids. */
export function createContents(clock: { now: number }) {
  let files = 0;
  const stored = new Map<string, Buffer>();
  const ids = (kind: string) => {
    const number = ++files;
    return { file_id: `persons-${kind}-${number}`, file_unique_id: `${kind}-${number}` };
  };
  const captioned = (caption: string) => {
    const entities = entitiesIn(caption);
    return { ...(caption ? { caption } : {}), ...(entities.length ? { caption_entities: entities } : {}) };
  };

  return {
    /** What people's documents hold, by their ids. */
    stored,
    voice: (seconds: number): Content => ({
      voice: { ...ids("voice"), duration: seconds, mime_type: "audio/ogg", file_size: seconds * 4000 },
    }),
    photo: (caption: string): Content => ({
      photo: [
        { ...ids("photo"), width: 90, height: 67, file_size: 1200 },
        { ...ids("photo"), width: 1280, height: 960, file_size: 140_000 },
      ],
      ...captioned(caption),
    }),
    sticker: (emoji: string): Content => ({
      sticker: {
        ...ids("sticker"),
        type: "regular",
        width: 512,
        height: 512,
        is_animated: false,
        is_video: false,
        emoji,
      },
    }),
    location: (latitude: number, longitude: number): Content => ({ location: { latitude, longitude } }),
    document: (name: string, contents: string | Buffer, caption: string): Content => {
      const document = ids("file");
      const bytes = Buffer.from(contents);
      stored.set(document.file_id, bytes);
      return {
        document: { ...document, file_name: name, file_size: bytes.length },
        ...captioned(caption),
      };
    },
    forwarded: (text: string, from: string): Content => ({
      ...textContent(text),
      forward_origin: {
        type: "hidden_user",
        sender_user_name: from,
        date: Math.floor(clock.now / 1000) - 3600,
      },
    }),
    contact: (phone: string, { id, first_name }: User): Content => ({
      contact: { phone_number: phone, first_name, user_id: id },
    }),
  };
}

export type Contents = ReturnType<typeof createContents>;
