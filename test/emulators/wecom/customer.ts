/** A person in WeChat who talks with a 客服 account. Every act resolves with the server's answers to the callback. */

import type { Seen } from "../seen.ts";
import { type Answer, fail } from "./callbacks.ts";
import type { KfCodes } from "./kf-codes.ts";
import { type KfMenu, type KfMessage, labelOf } from "./kf-content.ts";
import type { Conversations } from "./kf-conversations.ts";
import type { Entry, KfLog } from "./kf-log.ts";
import type { Media, MediaType } from "./media.ts";
import type { Place } from "./member.ts";

export interface CustomerParts {
  conversations: Conversations;
  log: KfLog;
  codes: KfCodes;
  media: Media;
  /** Says to the server that there is something to read. */
  announce: (openKfId: string) => Promise<Answer[]>;
}

type MenuMessage = KfMessage & KfMenu;
const isMenu = (message: KfMessage): message is MenuMessage => message.kind === "msgmenu";

export type Customer = ReturnType<typeof createCustomer>;

export function createCustomer(external_userid: string, open_kfid: string, parts: CustomerParts) {
  const { conversations, log, codes, media, announce } = parts;
  const conversation = conversations.open(open_kfid, external_userid);
  const { screen } = conversation;
  let lastSaid: Entry | null = null;

  const message = (msgtype: string, content: object): Promise<Answer[]> => {
    conversations.heard(conversation);
    const who = { open_kfid, external_userid };
    lastSaid = log.add(open_kfid, { ...who, origin: 3, msgtype, [msgtype]: content });
    return announce(open_kfid);
  };
  const event = (event_type: string, fields: object): Promise<Answer[]> => {
    const content = { event_type, open_kfid, external_userid, ...fields };
    log.add(open_kfid, { origin: 4, msgtype: "event", event: content });
    return announce(open_kfid);
  };
  const mediaOf = (type: MediaType, name: string, holds: string | Buffer = "of a person") => ({
    media_id: media.keep({ type, name, bytes: Buffer.from(holds) }),
  });
  const entryWith = (label: string) => {
    const menu = screen.newest(
      (shown): shown is MenuMessage =>
        isMenu(shown) && shown.entries.some((entry) => labelOf(entry) === label),
    );
    return (
      menu?.entries.find((entry) => labelOf(entry) === label) ??
      fail(`no menu on ${external_userid}'s phone has ${label}`)
    );
  };

  return {
    external_userid,
    open_kfid,
    /** Opens the chat. Who was neither welcomed nor said anything in 48 h brings a code for a welcome. */
    enters: (fields: { scene?: string; scene_param?: string } = {}) => {
      const welcome = conversations.isToBeWelcomed(conversation)
        ? { welcome_code: codes.make(open_kfid, external_userid, null) }
        : {};
      return event("enter_session", { scene: "", ...fields, ...welcome });
    },
    says: (content: string) => message("text", { content }),
    /** On the newest menu that has it. A link opens, and nobody is told. */
    presses: async (label: string): Promise<Answer[]> => {
      const entry = entryWith(label);
      if (entry.type !== "click") return [];
      const { id, content } = entry.click;
      return message("text", { content, ...(id === undefined ? {} : { menu_id: id }) });
    },
    sendsImage: () => message("image", mediaOf("image", "picture.jpg")),
    sendsVoice: () => message("voice", mediaOf("voice", "voice.amr")),
    sendsVideo: () => message("video", mediaOf("video", "video.mp4")),
    sendsFile: (name = "file.pdf", holds: string | Buffer = "of a person") =>
      message("file", mediaOf("file", name, holds)),
    sendsLocation: ({ latitude, longitude, label }: Place) =>
      message("location", { latitude, longitude, name: label, address: label }),
    sendsLink: (title: string, url: string) => message("link", { title, desc: title, url, pic_url: url }),
    /** A kind of message or event that no page describes yet. */
    sendsUnknown: (msgtype: string, content: object = {}) => message(msgtype, content),
    raisesUnknown: (event_type: string, fields: object = {}) => event(event_type, fields),
    /** Takes back what was said last. */
    recalls: () =>
      event("user_recall_msg", { recall_msgid: (lastSaid ?? fail("nothing was said yet")).msgid }),
    /** From now on messages are accepted, and fail later with fail_type 10. */
    refusesMessages: (refuses = true): void => {
      conversation.refuses = refuses;
    },
    sees: (): Seen[] => screen.sees(),
    /** What came since the last look. */
    seesNew: (): Seen[] => screen.seesNew(),
    state: () => conversations.stateOf(conversation),
  };
}
