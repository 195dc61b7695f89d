/**
 * The far side of Telegram: the Bot API as the server under test calls it, and the people who write to the bot.
 *
 * As strict as the vendor's pages say, and as others have seen it: https://core.telegram.org/bots/api
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { UserFromGetMe } from "grammy/types";
import { type ApiCall, createApi } from "./telegram/api.ts";
import { createCallbacks } from "./telegram/callbacks.ts";
import { createCommands } from "./telegram/commands.ts";
import { createContents } from "./telegram/contents.ts";
import { createEditing } from "./telegram/editing.ts";
import { createFaults } from "./telegram/faults.ts";
import { createFiles } from "./telegram/files.ts";
import { createGroup, type Group } from "./telegram/group.ts";
import { createLimiter, type Limits } from "./telegram/limits.ts";
import { createPerson, type Person, type PersonOptions } from "./telegram/person.ts";
import type { World } from "./telegram/place.ts";
import { createRooms } from "./telegram/rooms.ts";
import { createSending } from "./telegram/sending.ts";
import { createUpdates } from "./telegram/updates.ts";
import { createWaiting } from "./telegram/waiting.ts";

export interface TelegramOptions {
  /** Milliseconds; set by the test. */
  clock: { now: number };
  token?: string;
  /** As it stands after @. */
  username?: string;
  /** The bot gets all of a group's messages. */
  privacyOff?: boolean;
  /** Both hold, unless said otherwise; they may be switched later by `limits`. */
  limits?: Partial<Limits>;
  /** A webhook may be any http address, as with a Bot API server of one's own. */
  local?: boolean;
  /** Real milliseconds that a long poll waits at most, whatever it asks for. */
  pollCap?: number;
}

/** More than 32 bits, as real ones are by now. */
const FIRST_PERSON = 7_000_000_001;
const FIRST_GROUP = -1_002_000_000_001;

export type Telegram = Awaited<ReturnType<typeof startTelegram>>;

export async function startTelegram({
  clock,
  token = "1234567890:AAtoken-of-the-bot-in-the-tests-0000",
  username = "jinengtong_bot",
  privacyOff = false,
  local = false,
  pollCap = 50_000,
  ...options
}: TelegramOptions) {
  const limits: Limits = { perChat: true, overall: true, ...options.limits };
  const bot = botOf(token, username, privacyOff);
  const world: World = {
    clock,
    bot,
    rooms: createRooms(clock),
    updates: createUpdates({ clock, local, pollCap }),
    callbacks: createCallbacks(clock),
    contents: createContents(clock),
  };
  const faults = createFaults();
  const files = createFiles(clock, world.contents.stored);
  const waiting = createWaiting();
  const calls: ApiCall[] = [];
  const methods = {
    getMe: () => bot,
    ...world.updates.methods,
    getFile: files.getFile,
    ...methodsOf(world, limits),
  };
  const server = createApi({ token, clock, methods, files, faults, calls, changed: waiting.changed });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  let [people, groups] = [0, 0];

  const { deliverTo, deliverRaw, retry, again, pending, allTaken, webhook } = world.updates;
  return {
    /** For the client's `apiRoot`; no slash at its end. */
    apiRoot: `http://127.0.0.1:${port}`,
    token,
    bot,
    /** Every call with the right token and a known method, oldest first. */
    calls,
    limits,
    failNext: faults.failNext,
    /** Downloads of people's files hang until the function that this gives is called. */
    holdDownloads: files.hold,
    /** The vendor no longer has what people sent. */
    loseFiles: () => world.contents.stored.clear(),
    /** Resolves once it holds; looks when a call has come and when it was answered. */
    until: waiting.until,
    deliverTo,
    deliverRaw,
    retry,
    again,
    pending,
    allTaken,
    /** What setWebhook was told; null where there is none. */
    webhook,
    person: (firstName: string, { lastName, language = "zh-hans", ...more }: PersonOptions = {}): Person => {
      const names = { first_name: firstName, ...(lastName ? { last_name: lastName } : {}), ...more };
      const id = FIRST_PERSON + people++;
      return createPerson(world, { id, is_bot: false, ...names, language_code: language });
    },
    /** A supergroup that the bot is not in yet. */
    group: (title: string): Group => createGroup(world, FIRST_GROUP - groups++, title),
    close: async (): Promise<void> => {
      world.updates.endPoll();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function methodsOf({ clock, bot, rooms, callbacks }: World, limits: Limits) {
  const countMessage = createLimiter(clock, limits);
  const { id, is_bot, first_name, username } = bot;
  const sender = { id, is_bot, first_name, username };
  const { answerCallbackQuery } = callbacks;
  return {
    ...createSending({ clock, rooms, bot: sender, countMessage }),
    ...createEditing({ clock, rooms, countMessage }),
    ...createCommands(),
    answerCallbackQuery,
  };
}

const botOf = (token: string, username: string, privacyOff: boolean): UserFromGetMe => ({
  id: Number(token.split(":")[0]),
  is_bot: true,
  first_name: "技能通",
  username,
  can_join_groups: true,
  can_read_all_group_messages: privacyOff,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
});
