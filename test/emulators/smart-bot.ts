/**
 * The far side of WeCom's smart bot (智能机器人) over its long connection: the vendor's gateway as the server under
 * test reaches it with the vendor's SDK, and the people who write to the bot.
 *
 * As strict as the vendor's page says, and as others have seen it: https://developer.work.weixin.qq.com/document/path/101463
 */
import { callbackOf, type Frame, frameOf } from "./smart-bot/callbacks.ts";
import { type Chat, emptyChat } from "./smart-bot/chats.ts";
import { obey } from "./smart-bot/commands.ts";
import type { Callback, Desk } from "./smart-bot/desk.ts";
import { createFaults, type Faults } from "./smart-bot/faults.ts";
import { createMediaStore } from "./smart-bot/media.ts";
import { createPerson, type Person, type Post, type Sent } from "./smart-bot/person.ts";
import { createResources } from "./smart-bot/resources.ts";
import { type Rival, subscribeRival } from "./smart-bot/rival.ts";
import { asTheVendor, type Switches } from "./smart-bot/switches.ts";
import { createWaiting } from "./smart-bot/waiting.ts";
import { type Call, type ConnectionState, createWire } from "./smart-bot/wire.ts";

export interface SmartBotOptions {
  /** Milliseconds; set by the test. */
  clock: { now: number };
  botId?: string;
  secret?: string;
  /** As it stands after @ in a group. */
  botName?: string;
}

export interface SmartBot {
  /** For the SDK's `wsUrl`; the same after `restart`. */
  url: string;
  botId: string;
  secret: string;
  /** Every frame of the server, in order, heartbeats too. */
  calls: Call[];
  /** Those that were refused. */
  refused: () => Call[];
  /** Resolves with the calls of a method once there are so many of them; waits 5 s at most. */
  callsOf: (method: string, count?: number) => Promise<Call[]>;
  failNext: Faults["failNext"];
  /** Downloads of what people sent hang until the function that this gives is called. */
  holdDownloads: () => () => void;
  /** The vendor no longer has it. */
  loseResources: () => void;
  switches: Switches;

  /** The person in their own chat with the bot; the same one for the same id. */
  person: (userid: string) => Person;
  /** The same callback once more, by another req_id. */
  redeliver: (sent: Sent) => Promise<Sent>;

  /** All connections that were ever made, as they stand now. */
  readonly connections: ConnectionState[];
  /** Resolves once the nth subscription since the start has been taken and stands; waits 5 s at most. */
  subscribed: (nth?: number) => Promise<void>;
  /** Resolves once the server has read every frame so far, and the acks of what it sent at once. */
  settled: () => Promise<void>;
  /** Another server subscribes: the one before is told `disconnected_event` and cut off. */
  takeOver: () => Promise<Rival>;
  /** The connection is gone, as by a network's fault. */
  dropConnection: () => Promise<void>;
  /** Nobody listens at the address until `start`; what is known stays. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

export async function startSmartBot({
  clock,
  botId = "aib-test",
  secret = "a-secret-for-tests",
  botName = "政策助手",
}: SmartBotOptions): Promise<SmartBot> {
  const bot = { id: botId, secret };
  const waiting = createWaiting();
  const faults = createFaults();
  const resources = createResources(clock);
  const switches = asTheVendor();
  const desk = emptyDesk(clock, switches);
  const people = new Map<string, Person>();
  const told = new Map<string, { frame: Frame; about: Pick<Callback, "kind" | "chat" | "card"> }>();
  let [messages, requests] = [0, 0];

  const seconds = () => Math.floor(clock.now / 1000);
  const msgid = () => `msg-${++messages}`;
  const reqId = () => `req-${++requests}`;
  const replaced = () => {
    const event = { eventtype: "disconnected_event" };
    const body = { msgid: msgid(), create_time: seconds(), aibotid: botId, msgtype: "event", event };
    return { cmd: "aibot_event_callback", headers: { req_id: reqId() }, body };
  };
  const wire = createWire({
    bot,
    clock,
    faults,
    resources,
    switches,
    handle: (method, asked) => obey(desk, method, asked),
    replaced,
    changed: waiting.changed,
  });

  const redeliver = async (id: string): Promise<Sent> => {
    const known = told.get(id);
    if (!known) throw new Error(`there is no ${id}`);
    const [by, connection] = [reqId(), wire.connection()];
    if (connection !== null)
      desk.callbacks.set(by, { ...known.about, connection, at: clock.now, answered: false });
    const delivered = await wire.push({ ...known.frame, headers: { req_id: by } });
    return { msgid: id, reqId: by, delivered };
  };
  const post: Post = async ({ chat, userid, pressed }, happening) => {
    const about = { msgid: msgid(), botId, chat, userid, seconds: seconds(), address: wire.address() };
    told.set(about.msgid, {
      frame: frameOf(about, happening),
      about: callbackOf(chat, happening, pressed),
    });
    const sent = await redeliver(about.msgid);
    if (switches.deliversTwice) await redeliver(about.msgid);
    return sent;
  };
  const resource = (name: string, contents: Buffer) => {
    const { path, aeskey } = resources.keep(name, contents);
    return { url: `http://${wire.address()}${path}`, aeskey };
  };
  const personIn = (userid: string, group?: string): Person => {
    const key = JSON.stringify([userid, group]);
    const person = people.get(key);
    if (person) return person;
    const chat = group === undefined ? chatIn(desk, userid, "single") : chatIn(desk, group, "group");
    const inGroup = (id: string) => personIn(userid, id);
    const made = createPerson({ userid, botName, chat, post, clock, waiting, resource, inGroup });
    people.set(key, made);
    return made;
  };
  const isSubscribed = (nth: number) => {
    const taken = wire.calls.filter((call) => call.method === "aibot_subscribe" && call.errcode === 0);
    return taken.length >= nth && wire.connection() !== null ? true : undefined;
  };
  const callsOf = (method: string, count: number) => {
    const calls = wire.calls.filter((call) => call.method === method);
    return calls.length >= count ? calls : undefined;
  };
  const came = () => wire.calls.map(({ method, errcode }) => `${method} ${errcode}`).join(", ");

  await wire.start();
  const url = `ws://${wire.address()}`;
  return {
    url,
    botId,
    secret,
    calls: wire.calls,
    refused: () => wire.calls.filter(({ errcode }) => errcode !== null && errcode !== 0),
    callsOf: (method, count = 1) =>
      waiting.until(
        () => callsOf(method, count),
        () => `${count} × ${method}; came: ${came()}`,
      ),
    failNext: faults.failNext,
    holdDownloads: resources.hold,
    loseResources: resources.lose,
    switches,
    person: (userid) => personIn(userid),
    redeliver: ({ msgid: id }) => redeliver(id),
    get connections() {
      return wire.connections();
    },
    subscribed: async (nth = 1) => {
      await waiting.until(
        () => isSubscribed(nth),
        () => `subscription ${nth}; came: ${came()}`,
      );
    },
    settled: wire.roundTrip,
    takeOver: () => subscribeRival(url, bot),
    dropConnection: wire.drop,
    stop: wire.stop,
    start: wire.start,
    close: wire.stop,
  };
}

function emptyDesk(clock: { now: number }, switches: Switches): Desk {
  return {
    clock,
    switches,
    chats: new Map(),
    callbacks: new Map(),
    streams: new Map(),
    taskIds: new Set(),
    media: createMediaStore(clock),
  };
}

/** @throws where a group is called as a person is. */
function chatIn({ chats }: Desk, id: string, kind: Chat["kind"]): Chat {
  const chat = chats.get(id) ?? emptyChat(id, kind);
  if (chat.kind !== kind) throw new Error(`${id} is a ${chat.kind} chat`);
  chats.set(id, chat);
  return chat;
}
