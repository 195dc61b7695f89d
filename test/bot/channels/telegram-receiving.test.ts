/** From Telegram to the server: who is believed, how updates are fetched, what sets it up. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wantedChannels } from "../../../bot/channels/definition.ts";
import { telegramDefinition } from "../../../bot/channels/telegram/definition.ts";
import type { Person } from "../../emulators/telegram/person.ts";
import { listen } from "../../support/listen.ts";
import { serverForTest } from "../../support/server.ts";
import { serverWithTelegram, type TelegramServer, WEBHOOK_SECRET } from "../../support/telegram.ts";

let world: TelegramServer;
let lei: Person;

beforeEach(async () => {
  world = await serverWithTelegram();
  lei = world.far.person("李雷");
});
afterEach(() => world.close());

const did = (act: Promise<unknown>) => world.after(lei, act);
const texts = async (act: Promise<unknown>) => (await did(act)).map(({ text }) => text);
const _lastRow = async () => (await world.outbox()).at(-1);
/** Has the server send one message, which meets what was laid in its way. */
const _askForMenu = () => did(lei.say("菜单"));

describe("the webhook", () => {
  const post = (headers: Record<string, string>, body: unknown = {}) =>
    world.server.app.request("/telegram/webhook", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const secret = { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET };

  it("is told to Telegram at start, with the secret and what is read", async () => {
    expect(world.far.webhook()).toEqual({
      url: "https://jinengtong.test/telegram/webhook",
      secret: WEBHOOK_SECRET,
    });
    const told = world.far.calls.find(({ method }) => method === "setWebhook");
    expect(told?.body.allowed_updates).toEqual([
      "message",
      "edited_message",
      "callback_query",
      "my_chat_member",
    ]);
    const commands = world.far.calls.find(({ method }) => method === "setMyCommands")?.body.commands;
    expect(commands).toEqual(
      ["match", "help", "human", "data", "survey", "remind", "bind", "stop", "start"].map((command) => ({
        command,
        description: expect.stringMatching(/^[一-鿿]+$/),
      })),
    );
  });

  it("answers every command of the menu", async () => {
    await did(lei.start());
    const commands = world.far.calls.find(({ method }) => method === "setMyCommands")?.body.commands;
    for (const { command } of commands as { command: string }[]) {
      const seen = await texts(lei.say(`/${command}`));
      expect(seen.join(), command).not.toMatch(/^$|没太明白|没找到/);
    }
  });

  it("is told again where Telegram did not take it", async () => {
    world.far.failNext("setWebhook", { error_code: 500, description: "Internal Server Error" });
    await world.restart();
    expect(world.intake().trouble()).toContain("500 Internal Server Error");
    await world.intake().nudge();
    expect(world.intake().trouble()).toBeNull();
    expect(await world.server.services.channels.get("telegram")?.register?.()).toContain(
      "https://jinengtong.test/telegram/webhook",
    );
  });

  it("believes nobody without the secret", async () => {
    const update = { update_id: 1, message: { message_id: 1, chat: lei.user, from: lei.user, text: "菜单" } };
    for (const headers of [
      {},
      { "x-telegram-bot-api-secret-token": "guessed" },
      { "x-telegram-bot-api-secret-token": "" },
    ])
      expect((await post(headers as Record<string, string>, update)).status).toBe(401);
    expect((await world.server.app.request("/telegram/webhook")).status).toBe(405);
    expect((await post(secret, "{no json")).status).toBe(400);
    expect(await world.addresses()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["a list", []],
    ["an update of a new kind", { update_id: 7, message_reaction: { chat: { id: 1 } } }],
    ["a message of a new shape", { update_id: 8, message: { message_id: "nine", secret: "李雷的话" } }],
    [
      "a message in a channel",
      { update_id: 9, message: { message_id: 1, chat: { id: -1, type: "channel" } } },
    ],
    [
      "another bot's message",
      {
        update_id: 10,
        message: {
          message_id: 1,
          chat: { id: 5, type: "private" },
          from: { id: 5, is_bot: true },
          text: "菜单",
        },
      },
    ],
    [
      "a service message",
      {
        update_id: 11,
        message: {
          message_id: 1,
          chat: { id: 5, type: "private" },
          from: { id: 5, is_bot: false },
          pinned_message: { message_id: 1 },
        },
      },
    ],
    [
      "a live location's step",
      {
        update_id: 12,
        edited_message: {
          message_id: 1,
          chat: { id: 5, type: "private" },
          from: { id: 5, is_bot: false },
          location: { latitude: 1, longitude: 2 },
        },
      },
    ],
  ])("takes %s and does nothing", async (_what, body) => {
    expect((await post(secret, body)).status).toBe(200);
    await world.server.settled();
    expect(await world.addresses()).toEqual([]);
    expect(JSON.stringify(world.server.logged)).not.toContain("李雷");
  });

  it("takes an album of pictures as one", async () => {
    const picture = (update_id: number, more: object = {}) =>
      post(secret, {
        update_id,
        message: {
          message_id: update_id,
          chat: { id: lei.user.id, type: "private" },
          from: lei.user,
          date: 0,
          photo: [{}],
          media_group_id: "13579",
          ...more,
        },
      });
    await did(lei.start());
    await picture(1, { caption: "菜单" });
    await picture(2);
    await picture(3);
    expect(await texts(Promise.resolve())).toEqual([
      "我能帮您做这些：",
      expect.stringContaining("看不了图片"),
    ]);
  });

  it("is posted to by a server whose database fails, until it does not", async () => {
    await did(lei.start());
    const { database } = world.server.services;
    const batch = database.batch;
    database.batch = async () => {
      throw new Error("the disk is full");
    };
    await lei.say("菜单");
    database.batch = batch;
    expect(world.far.pending()).toHaveLength(1);
    expect(await texts(world.far.retry())).toEqual(["我能帮您做这些："]);
  });
});

describe("while the bot's name is not known", () => {
  const restartUnknown = async (failures: number) => {
    const fault = { error_code: 500, description: "Internal Server Error" };
    world.far.failNext("getMe", fault, failures);
    await world.restart();
    const group = world.far.group("技能科");
    await group.add(lei);
    return lei.in(group);
  };

  it("the server runs, and fetches it anew as soon as it is needed", async () => {
    const here = await restartUnknown(1);
    expect(await world.after(here, here.say("@jinengtong_bot 菜单"))).toEqual([]);
    await world.intake().nudge();
    expect(await world.after(here, here.say("@jinengtong_bot 菜单"))).toHaveLength(1);
    expect(JSON.stringify(world.server.logged)).toContain("could not be fetched");
    expect(JSON.stringify(world.server.logged)).not.toMatch(new RegExp(`菜单|${world.far.token}|127\\.0`));
  });

  it("people in private are answered, and in a group commands and replies to the bot are", async () => {
    const here = await restartUnknown(20);
    expect(await texts(lei.start())).not.toEqual([]);
    expect((await world.after(here, here.say("/help@jinengtong_bot")))[0]?.text).toContain("怎么用我");
    expect(await world.after(here, here.reply("我的数据"))).toHaveLength(1);
    expect(await world.after(here, here.say("/help"))).toEqual([]);
  });

  it("a callback does not wait for it, however long Telegram takes", async () => {
    const silent = await listen(() => new Promise<Response>(() => undefined));
    const server = await serverForTest({
      channels: [telegramDefinition],
      environment: {
        TELEGRAM_BOT_TOKEN: world.far.token,
        TELEGRAM_API_ROOT: silent.url,
        TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
      },
    });
    const message = {
      message_id: 1,
      chat: { id: -1, type: "group" },
      from: { id: 7, is_bot: false },
      text: "@jinengtong_bot 菜单",
    };
    const answer = await server.app.request("/telegram/webhook", {
      method: "POST",
      headers: { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET },
      body: JSON.stringify({ update_id: 1, message }),
    });
    expect(answer.status).toBe(200);
    await silent.close();
    await server.close();
  }, 5_000);
});

describe("polling", () => {
  beforeEach(async () => {
    await world.close();
    world = await serverWithTelegram({ mode: "polling" });
    lei = world.far.person("李雷");
  });
  const polls = () => world.far.calls.filter(({ method }) => method === "getUpdates");
  const polled = (act: Promise<unknown>) => did(act.then(() => world.far.allTaken()));

  it("brings in what people do, with no webhook", async () => {
    expect((await polled(lei.start())).map(({ text }) => text)[1]).toContain("我是技能通");
    const [pressed] = await polled(lei.press("怎么用"));
    expect(pressed?.text).toContain("✓ 怎么用");
    expect(world.far.webhook()).toBeNull();
    expect((await world.server.app.request("/telegram/webhook", { method: "POST" })).status).toBe(404);
    expect(world.intake().trouble()).toBeNull();
  });

  it("lets Telegram forget only what is durable", async () => {
    const { database } = world.server.services;
    const batch = database.batch;
    await world.far.until(() => polls().length === 1);
    database.batch = async () => {
      throw new Error("the disk is full");
    };
    const failed = polls().length;
    await lei.start();
    while (world.intake().trouble() === null) await new Promise(setImmediate);
    expect(polls()).toHaveLength(failed);
    expect(world.far.pending()).toHaveLength(1);
    database.batch = batch;
    await world.intake().nudge();
    expect((await polled(Promise.resolve())).map(({ text }) => text)[1]).toContain("我是技能通");
    expect(world.intake().trouble()).toBeNull();
  });

  it("passes over what fails again and again, so that others are heard", async () => {
    await world.far.until(() => polls().length === 1);
    const { database } = world.server.services;
    const batch = database.batch;
    database.batch = async () => {
      throw new Error("this one is too much");
    };
    await lei.start();
    while (world.far.pending().length > 0) {
      await world.intake().nudge();
      await new Promise(setImmediate);
    }
    database.batch = batch;
    expect(world.server.logged.filter((line) => JSON.stringify(line).includes("too much"))).toHaveLength(10);
    expect(await polled(lei.say("菜单"))).toHaveLength(2);
  });

  it("tells that somebody else polls, and goes on", async () => {
    await world.far.until(() => polls().length === 1);
    const other = fetch(`${world.far.apiRoot}/bot${world.far.token}/getUpdates?timeout=30`);
    while (!world.intake().trouble()?.includes("409")) await new Promise(setImmediate);
    await world.intake().nudge();
    expect((await other).status).toBe(409);
    await polled(lei.start());
    expect(world.intake().trouble()).toBeNull();
  });

  it("takes down a webhook that is set", async () => {
    await world.far.until(() => polls().length === 1);
    await fetch(`${world.far.apiRoot}/bot${world.far.token}/setWebhook?url=https://other.example/`);
    while (!world.intake().trouble()?.includes("409")) await new Promise(setImmediate);
    await world.intake().nudge();
    await world.far.until(() => world.far.webhook() === null);
    expect(await polled(lei.start())).toHaveLength(2);
  });

  it("stops in the middle of a poll, and brings in afterwards what came meanwhile", async () => {
    await world.far.until(() => polls().length === 1);
    await world.server.ways.stop();
    await lei.start();
    await world.restart();
    expect(await polled(Promise.resolve())).toHaveLength(2);
  });
});

describe("the settings", () => {
  const read = (environment: Record<string, string>) => () =>
    wantedChannels([telegramDefinition], environment);
  const token = { TELEGRAM_BOT_TOKEN: "123:abc" };

  it("name what is missing or wrong", () => {
    expect(read({})()).toEqual([]);
    expect(read(token)).toThrow("TELEGRAM_WEBHOOK_SECRET: missing (Telegram is half set up)");
    expect(read({ TELEGRAM_WEBHOOK_SECRET: "s" })).toThrow("TELEGRAM_BOT_TOKEN: missing");
    expect(read({ ...token, TELEGRAM_WEBHOOK_SECRET: "有空格 s" })).toThrow("1 to 256 of A-Z");
    expect(read({ ...token, TELEGRAM_MODE: "push" })).toThrow("TELEGRAM_MODE");
    expect(read({ TELEGRAM_BOT_TOKEN: "abc", TELEGRAM_MODE: "polling" })).toThrow("BotFather");
    expect(read({ ...token, TELEGRAM_MODE: "polling", TELEGRAM_WEBHOOK_SECRET: "" })()[0]?.settings).toEqual({
      ...token,
      TELEGRAM_API_ROOT: "https://api.telegram.org",
      TELEGRAM_MODE: "polling",
    });
  });

  it("without PUBLIC_URL leave Telegram without our address, which /readyz tells", async () => {
    const environment = {
      TELEGRAM_BOT_TOKEN: world.far.token,
      TELEGRAM_WEBHOOK_SECRET: "s",
      TELEGRAM_API_ROOT: world.far.apiRoot,
    };
    const local = {
      ...telegramDefinition,
      open: (settings: unknown, tools: Parameters<typeof telegramDefinition.open>[1]) =>
        telegramDefinition.open(settings, { ...tools, publicUrl: null }),
    };
    const server = await serverForTest({ channels: [local], environment });
    await server.ways.intakes.get("telegram")?.nudge();
    expect(await (await server.app.request("/readyz")).text()).toContain("PUBLIC_URL is not set");
    await server.close();
  });
});
