/** A person in the chat program: what they do, and what they have on their screen. */
import type { Seen } from "../seen.ts";
import type { Happening } from "./callbacks.ts";
import { questionsOf, type Tap, tapsOf } from "./card-view.ts";
import { type Chat, cardOf, isFinished, type Message, see, versionFor } from "./chats.ts";
import type { Pressed } from "./desk.ts";
import type { Waiting } from "./waiting.ts";

/** A callback that was made. */
export interface Sent {
  msgid: string;
  reqId: string;
  /** False where no server was connected: the vendor does not keep it for later. */
  delivered: boolean;
}

export type Post = (
  about: { chat: Chat; userid: string; pressed?: Pressed },
  happening: Happening,
) => Promise<Sent>;

export interface PersonWorld {
  userid: string;
  botName: string;
  /** The person's own chat with the bot, or a group. */
  chat: Chat;
  post: Post;
  clock: { now: number };
  waiting: Waiting;
  /** Where something that the person sends can be downloaded. */
  resource: (name: string, contents: Buffer) => { url: string; aeskey: string };
  /** The same person in a group. */
  inGroup: (id: string) => Person;
}

const BEIJING_MS = 8 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** `type` 1 is good, 2 bad, 3 takes it back. */
interface Judgement {
  type: 1 | 2 | 3;
  content?: string;
  inaccurate_reason_list?: number[];
}

export interface Person {
  /** Opens the chat with the bot; the vendor tells it once a day, by Beijing's midnight: null for a further time. */
  openChat: () => Promise<Sent | null>;
  /** In a group the bot is named before the words: only that reaches it. */
  say: (text: string, about?: { quote?: string }) => Promise<Sent>;
  /** Speaks; the vendor writes it down and sends the words only. */
  speak: (words: string) => Promise<Sent>;
  /** Something encrypted to download; its name is told there only. */
  sendResource: (type: "image" | "file" | "video", name?: string, holds?: string | Buffer) => Promise<Sent>;
  /** Words with a picture. */
  sendMixed: (text: string) => Promise<Sent>;
  /** A type of message that the SDK does not know. */
  sendOther: (msgtype: string, detail?: Record<string, unknown>) => Promise<Sent>;
  /** Ticks or unticks options of the newest card that has them; of a single choice the last one stays. */
  tick: (...labels: string[]) => void;
  /** Presses what has this label on the newest card that has it. */
  press: (label: string) => Promise<Sent>;
  /** Thumbs up or down for the newest message that asks for it. */
  judge: (judgement: Judgement) => Promise<Sent>;
  /** Any other event, also one that nobody knows yet. */
  trigger: (eventtype: string, detail?: Record<string, unknown>) => Promise<Sent>;
  /** The same person in a group. */
  group: (id: string) => Person;

  /** All messages of the bot, oldest first, as they stand now. */
  readonly seen: Seen[];
  /** The messages that are new or changed since the last look. */
  lookAgain: () => Seen[];
  /** The next message that is new or changed since the last look, once it is finished; waits 5 s at most. */
  nextSeen: () => Promise<Seen>;
}

export function createPerson(world: PersonWorld): Person {
  const { userid, botName, chat, post, clock, waiting, resource, inGroup } = world;
  const known = new Map<Message, number>();
  const ticked = new Map<Message, { version: number; ticks: Map<string, Set<string>> }>();
  let enteredOn = -1;

  const tell = (happening: Happening): Promise<Sent> => {
    chat.opened = true;
    return post({ chat, userid }, happening);
  };
  /** The vendor takes it in a chat with one person only. */
  const alone = (happening: Happening): Promise<Sent> => {
    if (chat.kind === "group") throw new Error(`${happening.msgtype} cannot be sent to a bot in a group`);
    return tell(happening);
  };
  const event = (eventtype: string, detail: Record<string, unknown>, pressed?: Pressed) =>
    post(
      { chat, userid, ...(pressed ? { pressed } : {}) },
      { msgtype: "event", event: { eventtype, ...detail } },
    );
  const named = (text: string) => (chat.kind === "group" ? `@${botName} ${text}` : text);

  const say = (text: string, { quote }: { quote?: string } = {}): Promise<Sent> => {
    const quoted = quote === undefined ? {} : { quote: { msgtype: "text", text: { content: quote } } };
    return tell({ msgtype: "text", text: { content: named(text) }, ...quoted });
  };
  const find = (label: string): { message: Message; tap: Tap } => {
    for (const message of chat.messages.toReversed()) {
      const card = cardOf(message, userid);
      const tap = card && tapsOf(card).find((each) => each.label === label)?.tap;
      if (tap) return { message, tap };
    }
    throw new Error(`${userid} sees nothing to tap that is called ${label}`);
  };
  /** By question; a card that has changed starts anew. */
  const ticksOf = (message: Message): Map<string, Set<string>> => {
    const version = versionFor(message, userid);
    const before = ticked.get(message);
    if (before?.version === version) return before.ticks;
    const card = cardOf(message, userid);
    const ticks = new Map(
      (card ? questionsOf(card) : []).map(({ key, options }) => [
        key,
        new Set(options.filter((option) => option.ticked).map(({ id }) => id)),
      ]),
    );
    ticked.set(message, { version, ticks });
    return ticks;
  };
  const push = (message: Message, key: string): Promise<Sent> => {
    const card = cardOf(message, userid);
    const items = [...ticksOf(message)].map(([question_key, ids]) => ({
      question_key,
      option_ids: { option_id: [...ids] },
    }));
    const detail = {
      card_type: card?.card_type,
      event_key: key,
      task_id: card?.task_id,
      ...(items.length > 0 ? { selected_items: { selected_item: items } } : {}),
    };
    const pressed = { message, taskId: card?.task_id ?? "" };
    return event("template_card_event", { template_card_event: detail }, pressed);
  };
  const changed = (): Message[] =>
    chat.messages.filter((message) => versionFor(message, userid) > (known.get(message) ?? 0));
  const look = (message: Message): Seen => {
    known.set(message, versionFor(message, userid));
    return see(message, userid);
  };

  return {
    openChat: async () => {
      if (chat.kind === "group") throw new Error("a group is not told of");
      const day = Math.floor((clock.now + BEIJING_MS) / DAY_MS);
      if (day === enteredOn) return null;
      enteredOn = day;
      return event("enter_chat", {});
    },
    say,
    speak: async (words) => alone({ msgtype: "voice", voice: { content: words } }),
    sendResource: async (type, name = `a.${type}`, holds = "of a person") =>
      alone({ msgtype: type, [type]: resource(name, Buffer.from(holds)) }),
    sendMixed: (text) => {
      const words = { msgtype: "text", text: { content: named(text) } };
      return tell({
        msgtype: "mixed",
        mixed: {
          msg_item: [words, { msgtype: "image", image: resource("a.png", Buffer.from("of a person")) }],
        },
      });
    },
    sendOther: async (msgtype, detail = {}) => alone({ msgtype, [msgtype]: detail }),
    tick: (...labels) => {
      for (const label of labels) {
        const { message, tap } = find(label);
        if (tap.kind !== "option") throw new Error(`${label} is pressed, not ticked`);
        const ids = ticksOf(message).get(tap.question);
        if (!tap.many) ids?.clear();
        if (ids?.has(tap.id)) ids.delete(tap.id);
        else ids?.add(tap.id);
      }
    },
    press: async (label) => {
      const { message, tap } = find(label);
      if (tap.kind === "button") return push(message, tap.key);
      if (tap.kind === "question") return say(tap.text);
      throw new Error(
        `${label} is ${tap.kind === "link" ? `a link to ${tap.address}` : "ticked, not pressed"}`,
      );
    },
    judge: async (judgement) => {
      const id = chat.messages.findLast(({ feedbackId }) => feedbackId !== null)?.feedbackId;
      if (!id) throw new Error(`${userid} sees no thumbs`);
      return event("feedback_event", { feedback_event: { id, ...judgement } });
    },
    trigger: (eventtype, detail = {}) => event(eventtype, { [eventtype]: detail }),
    group: inGroup,

    get seen() {
      return chat.messages.map((message) => see(message, userid));
    },
    lookAgain: () => changed().map(look),
    nextSeen: () =>
      waiting.until(
        () => {
          const next = changed().find((message) => isFinished(message, clock.now));
          return next && look(next);
        },
        () => `something new before ${userid}'s eyes`,
      ),
  };
}
