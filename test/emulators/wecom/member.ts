/** A member of the corp, with the app open in WeCom. Every act resolves with the server's answers. */

import type { Seen } from "../seen.ts";
import { type Answer, type Callbacks, fail } from "./callbacks.ts";
import type { ButtonCard } from "./cards.ts";
import type { Media, MediaType } from "./media.ts";
import type { Members } from "./members.ts";
import type { MenuButton } from "./menus.ts";
import type { ResponseCodes } from "./response-codes.ts";
import { type CardMessage, labelsOf, newestToTick, type Selected, selectedXml, ticked } from "./ticks.ts";
import { seconds, type World } from "./world.ts";
import type { XmlFields } from "./xml.ts";

export interface Place {
  latitude: number;
  longitude: number;
  label: string;
}

/** 64-bit ids: two that follow each other are the same number once they are read as JavaScript's. */
const FIRST_MSG_ID = 7_400_000_000_000_000_000n;

interface Parts {
  world: World;
  members: Members;
  media: Media;
  codes: ResponseCodes;
  callbacks: Callbacks;
  menu: () => MenuButton[];
}

export type Member = ReturnType<typeof createMember>;

export function createMember(userid: string, { world, members, media, codes, callbacks, menu }: Parts) {
  members.add(userid);
  const screen = members.screen(userid);

  const deliver = (fields: XmlFields): Promise<Answer[]> =>
    callbacks.deliver("app", {
      ToUserName: world.settings.corpId,
      FromUserName: userid,
      CreateTime: seconds(world),
      ...fields,
      AgentID: world.settings.app.agentId,
    });
  const message = (MsgType: string, fields: XmlFields): Promise<Answer[]> =>
    deliver({ MsgType, ...fields, MsgId: FIRST_MSG_ID + BigInt(world.count("MsgId")) });
  const event = (Event: string, fields: XmlFields = { EventKey: "" }): Promise<Answer[]> =>
    deliver({ MsgType: "event", Event, ...fields });
  const mediaOf = (type: MediaType, name: string, holds: string | Buffer = "of a person") =>
    media.keep({ type, name, bytes: Buffer.from(holds) });

  const cardWith = (label: string): CardMessage =>
    screen.newest(
      (shown): shown is CardMessage =>
        shown.kind === "card" && shown.replaced === null && labelsOf(shown).includes(label),
    ) ?? fail(`no card on ${userid}'s phone has ${label}`);
  const reportPress = ({ card, taskId }: CardMessage, EventKey: string, selected: Selected[]) =>
    event("template_card_event", {
      EventKey,
      TaskId: taskId,
      CardType: card.card_type,
      ResponseCode: codes.make(taskId),
      ...(selected.length > 0 ? { SelectedItems: { SelectedItem: selected.map(selectedXml) } } : {}),
    });
  const pressButton = async (shown: CardMessage, card: ButtonCard, label: string): Promise<Answer[]> => {
    const button = card.button_list.find(({ text }) => text === label);
    const selection = card.button_selection;
    const first =
      selection?.option_list.find(({ id }) => id === selection.selected_id) ?? selection?.option_list[0];
    const selected = selection && first ? [{ question: selection.question_key, options: [first.id] }] : [];
    // A button of type 1 opens a page, and the app is not told.
    return button?.key === undefined ? [] : reportPress(shown, button.key, selected);
  };

  return {
    userid,
    /** Opens the chat with the app. */
    opensApp: () => event("enter_agent"),
    /** Comes into, or leaves, the app's range; from outside nothing reaches them. */
    subscribes: () => {
      members.setReachable(userid, true);
      return event("subscribe");
    },
    unsubscribes: () => {
      members.setReachable(userid, false);
      return event("unsubscribe");
    },
    says: (Content: string) => message("text", { Content }),
    /** On the newest card that has it and is not grey. The submit button sends what is ticked beforehand. */
    presses: async (label: string): Promise<Answer[]> => {
      const shown = cardWith(label);
      const { card } = shown;
      if (card.card_type === "button_interaction") return pressButton(shown, card, label);
      if (card.card_type === "text_notice") return [];
      if (card.submit_button.text !== label) return fail(`${label} is to be ticked, not pressed`);
      return reportPress(shown, card.submit_button.key, ticked(card, null));
    },
    /** Ticks these on the newest card that has the first of them, and submits; an empty list submits nothing ticked. */
    ticks: async (labels: readonly string[]): Promise<Answer[]> => {
      const shown = labels[0] === undefined ? newestToTick(screen.newest) : cardWith(labels[0]);
      const { card } = shown;
      if (card.card_type !== "vote_interaction" && card.card_type !== "multiple_interaction")
        return fail(`nothing is to be ticked on the card with ${labels[0]}`);
      return reportPress(shown, card.submit_button.key, ticked(card, labels));
    },
    /** By its key, or by its name. A button that opens a page tells the app its address. */
    pressesMenu: async (keyOrName: string): Promise<Answer[]> => {
      const button =
        menu().find(({ key, name }) => key === keyOrName || name === keyOrName) ??
        fail(`no ${keyOrName} in the menu`);
      return button.type === "view"
        ? event("view", { EventKey: button.url ?? "" })
        : event("click", { EventKey: button.key ?? "" });
    },
    sendsImage: () =>
      message("image", {
        PicUrl: "https://example.invalid/picture",
        MediaId: mediaOf("image", "picture.jpg"),
      }),
    sendsVoice: () => message("voice", { MediaId: mediaOf("voice", "voice.amr"), Format: "amr" }),
    sendsVideo: () =>
      message("video", {
        MediaId: mediaOf("video", "video.mp4"),
        ThumbMediaId: mediaOf("image", "thumb.jpg"),
      }),
    /** The vendor's page of message kinds knows no file; it is here for a server that must bear it. */
    sendsFile: (name = "file.pdf", holds: string | Buffer = "of a person") =>
      message("file", { MediaId: mediaOf("file", name, holds), FileName: name }),
    sendsLocation: ({ latitude, longitude, label }: Place) =>
      message("location", {
        Location_X: latitude,
        Location_Y: longitude,
        Scale: 16,
        Label: label,
        AppType: "wxwork",
      }),
    sendsLink: (Title: string, Url: string) =>
      message("link", { Title, Description: Title, Url, PicUrl: "https://example.invalid/picture" }),
    /** A kind of message or event that no page describes yet. */
    sendsUnknown: (MsgType: string, fields: XmlFields = {}) => message(MsgType, fields),
    raisesUnknown: (Event: string, fields: XmlFields = { EventKey: "" }) => event(Event, fields),
    sees: (): Seen[] => screen.sees(),
    /** What came, or changed, since the last look. */
    seesNew: (): Seen[] => screen.seesNew(),
  };
}
