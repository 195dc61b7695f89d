/** What the parsers of marked text share. */
import type { MessageEntity } from "grammy/types";
import { badRequest } from "./refusal.ts";

/** Text as it is shown, with what is formatted in it, in UTF-16 units. */
export interface Formatted {
  text: string;
  entities: MessageEntity[];
}

export const cannotParse = (why: string) => badRequest(`can't parse entities: ${why}`);

/** The server counts in bytes where it names a place. */
export const bytesBefore = (text: string, index: number): number => Buffer.byteLength(text.slice(0, index));

export type Style = Exclude<
  MessageEntity["type"],
  "text_link" | "text_mention" | "custom_emoji" | "pre" | "date_time"
>;

/** An empty one is left out, as the server does. */
export function addEntity(
  to: Formatted,
  type: Style | "pre" | "text_link",
  offset: number,
  argument = "",
): void {
  const length = to.text.length - offset;
  if (length === 0) return;
  if (type === "text_link") to.entities.push({ type, offset, length, url: argument });
  else if (type === "pre")
    to.entities.push({ type, offset, length, ...(argument ? { language: argument } : {}) });
  else to.entities.push({ type, offset, length } as MessageEntity);
}
