import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { zhCN } from "../../../handlers/texts/zh-CN.ts";
import { type Options, SECRET, smartBotForTest } from "../../support/smart-bot.ts";

type Bot = Awaited<ReturnType<typeof smartBotForTest>>;

const SECOND = 1000;

let bot: Bot;
const zhang = () => bot.gateway.person("zhang");

async function start(options: Options = {}): Promise<void> {
  bot = await smartBotForTest(options);
}

afterEach(async () => {
  const logged = JSON.stringify(bot.server.logged);
  for (const private_ of ["zhang", "菜单", "wrong-secret", SECRET]) expect(logged).not.toContain(private_);
  await bot.close();
});

const hearsNothing = () =>
  vi.waitFor(async () => expect(await bot.ready()).not.toBe("ready"), { interval: 1 });
const troubles = () => bot.server.logged.filter((line) => "level" in line && line.level !== "info");

describe("the connection", () => {
  it("comes back after a drop, and what was to be said is said then", async () => {
    await start();
    await bot.connected();
    expect(await bot.ready()).toBe("ready");
    await bot.taken(() => zhang().say("菜单"));
    await bot.gateway.dropConnection();
    await bot.connected(2);
    await bot.server.settled();
    // The req_id was the lost connection's.
    expect(bot.methods()).toEqual(["aibot_send_msg", "aibot_send_msg"]);
    expect(zhang().lookAgain()).toHaveLength(2);
    expect(troubles()).toMatchObject([{ level: "warn", trouble: expect.stringContaining("not connected") }]);
    expect(await bot.ready()).toBe("ready");
  });

  it("keeps what is to be said while there is none, without counting an attempt", async () => {
    await start();
    await bot.connected();
    await bot.taken(() => zhang().say("菜单"));
    await bot.gateway.stop();
    await hearsNothing();
    await bot.server.settled();
    expect(await bot.lastSent()).toEqual({ state: "waiting", why: null, attempts: 0 });
    await bot.gateway.start();
    await bot.connected(2);
    bot.server.clock.now += 5 * SECOND;
    await bot.server.settled();
    expect(zhang().lookAgain()).toHaveLength(2);
  });

  it("stays away once another server has taken over, and says so loudly", async () => {
    await start();
    await bot.connected();
    await bot.gateway.takeOver();
    await hearsNothing();
    expect(await bot.ready()).toMatch(/^ready\n企业微信智能机器人: another server has connected/);
    expect(troubles()).toMatchObject([
      { level: "error", trouble: expect.stringContaining("another server") },
    ]);
    expect(bot.gateway.connections.filter(({ rival }) => !rival)).toHaveLength(1);
  });

  it("tells of a wrong secret once, and tries it again", async () => {
    await start({ secret: "wrong-secret" });
    await bot.gateway.callsOf("aibot_subscribe", 3);
    expect(await bot.ready()).toMatch(/errcode 853000.*WECOM_BOT_SECRET is wrong/);
    expect(troubles()).toMatchObject([{ level: "error" }]);
  });

  it("is not there yet before the gateway has answered", async () => {
    await start();
    expect(await bot.ready()).toMatch(/is not connected yet/);
    await bot.connected();
  });

  it("ends with the server, after what is being sent", async () => {
    await start();
    await bot.connected();
    await bot.taken(() => zhang().say("菜单"));
    const answered = bot.server.settled();
    await bot.gateway.callsOf("aibot_respond_msg");
    await bot.server.ways.stop();
    await answered;
    expect(await bot.lastSent()).toMatchObject({ state: "sent" });
    expect(await bot.ready()).toMatch(/is closed/);
    await bot.gateway.callsOf("aibot_respond_msg", 2);
    expect(bot.gateway.connections).toMatchObject([{ open: false }]);
  });
});

describe("what the gateway does not take", () => {
  beforeEach(async () => {
    await start();
    await bot.connected();
  });

  const later = async (seconds: number) => {
    bot.server.clock.now += seconds * SECOND;
    await bot.server.settled();
  };

  it("goes later where there was too much", async () => {
    await bot.taken(() => zhang().say("菜单"));
    bot.gateway.failNext("aibot_respond_msg", { errcode: 846607, errmsg: "to zhang" });
    await bot.server.settled();
    expect(await bot.lastSent()).toEqual({ state: "waiting", why: null, attempts: 0 });
    await later(20);
    expect(zhang().lookAgain()).toHaveLength(2);
    expect(await bot.lastSent()).toMatchObject({ state: "sent", attempts: 1 });
  });

  it("comes once where the line broke after a card had been taken", async () => {
    await bot.after(() => zhang().say("菜单"));
    await bot.taken(() => zhang().press(zhCN.button.human));
    bot.gateway.failNext("aibot_send_msg", "taken, then dropped");
    await bot.server.settled();
    expect(await bot.lastSent()).toMatchObject({ state: "waiting", attempts: 1 });
    await bot.connected(2);
    await later(5);
    expect(await bot.lastSent()).toMatchObject({ state: "sent", attempts: 2 });
    const cards = zhang().seen.filter(({ choices }) => choices.includes(zhCN.button.menu));
    expect(cards).toHaveLength(1);
  });

  it("stands there once where the words were taken but no ack came", async () => {
    await bot.taken(() => zhang().say("菜单"));
    bot.gateway.failNext("aibot_respond_msg", "taken without ack");
    // The SDK waits 5 s for it.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const tried = bot.server.settled();
    await bot.gateway.callsOf("aibot_respond_msg");
    vi.advanceTimersByTime(5 * SECOND);
    await tried;
    vi.useRealTimers();
    expect(await bot.lastSent()).toMatchObject({ state: "waiting", attempts: 1 });
    await later(5);
    expect(await bot.lastSent()).toMatchObject({ state: "sent", attempts: 2 });
    expect(zhang().seen).toHaveLength(2);
  });

  it("goes on with the card where only that was not taken", async () => {
    await bot.taken(() => zhang().say("菜单"));
    const afterTheWords = bot.gateway
      .callsOf("aibot_respond_msg")
      .then(() => bot.gateway.failNext("aibot_respond_msg", { errcode: -1, errmsg: "system busy" }));
    await Promise.all([afterTheWords, bot.server.settled()]);
    expect(zhang().lookAgain()).toMatchObject([{ choices: [] }]);
    await later(5);
    expect(zhang().lookAgain()).toMatchObject([{ text: "请选一个：" }]);
    expect(zhang().seen).toHaveLength(2);
  });

  it("is given up where the chat is gone, and the person with it", async () => {
    await bot.after(() => zhang().say("菜单"));
    await bot.taken(() => zhang().press(zhCN.button.help));
    bot.gateway.failNext("aibot_send_msg", { errcode: 93006, errmsg: "invalid chatid: zhang" });
    await bot.server.settled();
    expect(await bot.lastSent()).toMatchObject({ state: "failed", why: "errcode 93006" });
    const left = "SELECT left_at FROM address WHERE left_at IS NOT NULL";
    expect(await bot.server.services.database.query(left, [])).toHaveLength(1);
  });

  it("is given up where it would be wrong the next time too", async () => {
    await bot.taken(() => zhang().say("菜单"));
    bot.gateway.failNext("aibot_respond_msg", { errcode: 40058, errmsg: "zhang" });
    await bot.server.settled();
    expect(await bot.lastSent()).toMatchObject({ state: "failed", why: "errcode 40058" });
  });

  it("is a welcome after 5 s: it is kept for the person's first words", async () => {
    await bot.taken(() => zhang().openChat());
    bot.server.clock.now += 6 * SECOND;
    await bot.server.settled();
    expect(await bot.lastSent()).toMatchObject({ state: "held", why: "errcode 93006" });
    await bot.after(() => zhang().say("菜单"));
    const [welcome] = zhang().lookAgain();
    expect(welcome?.text).toContain(zhCN.privacy);
    expect(await bot.lastSent()).toMatchObject({ state: "sent" });
  });
});
