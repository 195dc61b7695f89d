/** What stands in the chats that people have with the bot. */
import { type Seen, seenFile } from "../seen.ts";
import type { Card } from "./card.ts";
import { seeCard } from "./card-view.ts";
import { renderMarkdown } from "./markdown.ts";
import type { UploadedMedia } from "./media.ts";

export interface Chat {
  /** A group's own id; with one person, their userid. */
  id: string;
  kind: "single" | "group";
  /** Somebody wrote to the bot here: before that it may send nothing of its own accord. */
  opened: boolean;
  messages: Message[];
  /** When the bot sent something here, for the rates. */
  sentAt: number[];
}

type Content =
  | { kind: "text"; text: string }
  | { kind: "markdown"; text: string }
  | { kind: "media"; media: UploadedMedia }
  | { kind: "card"; card: Card };

/** One message of the bot, which a stream or a card's update can change later. */
export interface Message {
  /** What everybody sees, but those who have a version of their own. */
  content: Content;
  own: Map<string, { content: Content; version: number }>;
  /** Counts up over all messages, so that the newest change is the highest. */
  version: number;
  /** While a stream runs: when it is cut off, whatever has come of it. */
  endsAt: number | null;
  /** With it the person is shown thumbs to press. */
  feedbackId: string | null;
}

let versions = 0;

export const emptyChat = (id: string, kind: Chat["kind"]): Chat => ({
  id,
  kind,
  opened: false,
  messages: [],
  sentAt: [],
});

interface Extra {
  feedbackId?: string | undefined;
  endsAt?: number;
}

export function addMessage(chat: Chat, content: Content, { feedbackId, endsAt }: Extra = {}): Message {
  const message = {
    content,
    own: new Map(),
    version: ++versions,
    endsAt: endsAt ?? null,
    feedbackId: feedbackId ?? null,
  };
  chat.messages.push(message);
  return message;
}

export const isFinished = ({ endsAt }: Message, now: number): boolean => endsAt === null || now > endsAt;

/** Changes a message for everybody, or for some people only. */
export function changeMessage(message: Message, content: Content, userids?: string[]): void {
  const version = ++versions;
  if (userids === undefined) {
    message.own.clear();
    Object.assign(message, { content, version });
  } else for (const userid of userids) message.own.set(userid, { content, version });
}

const contentFor = (message: Message, userid: string): Content =>
  message.own.get(userid)?.content ?? message.content;

/** The card that a person has before them, or null. */
export function cardOf(message: Message, userid: string): Card | null {
  const content = contentFor(message, userid);
  return content.kind === "card" ? content.card : null;
}

export const versionFor = (message: Message, userid: string): number =>
  message.own.get(userid)?.version ?? message.version;

export function see(message: Message, userid: string): Seen {
  const content = contentFor(message, userid);
  switch (content.kind) {
    case "text":
      return { text: content.text, choices: [] };
    case "markdown":
      return { ...withLinks(renderMarkdown(content.text)), choices: [] };
    case "card":
      return seeCard(content.card);
    case "media":
      return seeMedia(content.media);
  }
}

function withLinks(text: string): Pick<Seen, "text" | "links"> {
  const links = [...text.matchAll(/\[link:([^|]*)\|([^\]]*)\]/g)].map(([, label = "", url = ""]) => ({
    label,
    url,
  }));
  return links.length ? { text, links } : { text };
}

function seeMedia({ type, filename, bytes }: UploadedMedia): Seen {
  if (type === "file") return { text: "", choices: [], file: seenFile(filename, bytes) };
  return { text: `[${type}:${filename}]`, choices: [] };
}
