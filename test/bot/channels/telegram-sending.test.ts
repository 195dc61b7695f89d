/** From the server to Telegram: what is refused, what breaks on the way, what stands in the log. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../emulators/telegram/person.ts";
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
const lastRow = async () => (await world.outbox()).at(-1);
/** Has the server send one message, which meets what was laid in its way. */
const askForMenu = () => did(lei.say("菜单"));

describe("a message", () => {
  beforeEach(async () => {
    await did(lei.start());
  });

  it("that is too many waits as long as Telegram asks, and all behind it", async () => {
    world.far.failNext("sendMessage", {
      error_code: 429,
      description: "Too Many Requests",
      parameters: { retry_after: 30 },
    });
    expect(await askForMenu()).toEqual([]);
    expect(await texts(lei.say("帮助"))).toEqual([]);
    world.server.clock.now += 9_999;
    expect(await texts(Promise.resolve())).toEqual([]);
    const seen = await texts(Promise.resolve());
    expect(seen[0]).toContain("我能帮您做这些");
    expect(seen[1]).toContain("怎么用我");
  });

  it("goes out slowly enough for Telegram in the end, and in order", async () => {
    await Promise.all([
      lei.say("菜单"),
      lei.say("帮助"),
      lei.say("人工"),
      lei.say("我的数据"),
      lei.say("菜单"),
    ]);
    const seen: string[] = [];
    for (let second = 0; second < 10; second++) {
      await world.server.settled();
      seen.push(...lei.seesNew().map(({ text }) => text.slice(0, 4)));
      world.server.clock.now += 1_000;
    }
    expect(seen).toEqual(["我能帮您", "怎么用我", "需要找人", "我这里存", "我能帮您"]);
  });

  it.each<[string, Parameters<TelegramServer["far"]["failNext"]>[1], object]>([
    [
      "for a chat that is not there",
      { error_code: 400, description: "Bad Request: chat not found" },
      { state: "failed" },
    ],
    [
      "for a group that moved",
      {
        error_code: 400,
        description: "Bad Request: group chat was upgraded to a supergroup chat",
        parameters: { migrate_to_chat_id: -100123 },
      },
      { state: "failed" },
    ],
    [
      "that Telegram cannot take",
      { error_code: 400, description: "Bad Request: message is too long" },
      { state: "failed", why: "400 Bad Request: message is too long" },
    ],
    [
      "during an outage",
      { error_code: 500, description: "Internal Server Error" },
      { state: "waiting", attempts: 1 },
    ],
    [
      "that a gateway answers",
      { status: 502, page: "<html>Bad Gateway</html>" },
      { state: "waiting", attempts: 1 },
    ],
    [
      "with a token that was taken back",
      { error_code: 401, description: "Unauthorized" },
      { state: "waiting", attempts: 1 },
    ],
    ["whose line breaks", "no answer", { state: "waiting", attempts: 1 }],
  ])("%s", async (_what, fault, row) => {
    world.far.failNext("sendMessage", fault);
    expect(await askForMenu()).toEqual([]);
    expect(await lastRow()).toMatchObject(row);
    // Whatever may be sent again is sent once.
    const again = (row as { state: string }).state === "waiting" ? 1 : 0;
    expect(await did(Promise.resolve())).toHaveLength(again);
    expect(JSON.stringify(world.server.logged)).not.toMatch(/菜单|我能帮您|Bad Gateway/);
  });

  it("whose answer is lost comes twice rather than never", async () => {
    world.far.failNext("sendMessage", "taken without answer");
    expect(await askForMenu()).toHaveLength(1);
    expect(await did(Promise.resolve())).toHaveLength(1);
    expect(await lastRow()).toMatchObject({ state: "sent", attempts: 2 });
  });

  it("waits through hours without a connection", async () => {
    await world.far.close();
    await askForMenu();
    for (let round = 0; round < 20; round++) {
      world.server.clock.now += 3_600_000;
      await world.server.settled();
    }
    expect(await lastRow()).toMatchObject({ state: "waiting", attempts: 21 });
    world.far.close = async () => undefined;
  });

  it("tells the operator that the token is refused, until it is not", async () => {
    expect(world.intake().trouble()).toBeNull();
    world.far.failNext("sendMessage", { error_code: 401, description: "Unauthorized" });
    await askForMenu();
    expect(world.intake().trouble()).toContain("TELEGRAM_BOT_TOKEN");
    expect(await (await world.server.app.request("/readyz")).text()).toContain("Telegram: Telegram refuses");
    await did(Promise.resolve());
    expect(world.intake().trouble()).toBeNull();
  });

  it("longer than Telegram takes comes in pieces, the buttons under the last", () => {
    const channel = world.server.services.channels.get("telegram");
    const text = "这一句话有十个字长。\n".repeat(800);
    const fitted = channel?.fit([{ text, buttons: [{ id: "do:menu", label: "菜单" }] }]) ?? [];
    expect(fitted.length).toBeGreaterThan(2);
    expect(fitted.every((message) => message.text.length <= 4096)).toBe(true);
    expect(fitted.map(({ buttons }) => buttons?.length ?? 0)).toEqual([...fitted.slice(1).map(() => 0), 1]);
    expect(fitted.map((message) => message.text).join("\n")).toBe(text.trim());
  });
});

describe("choices", () => {
  it("too many to tap are written out, and no button stands below", async () => {
    const channel = world.server.services.channels.get("telegram");
    const buttons = Array.from({ length: 51 }, (_, index) => ({ id: `do:${index}`, label: `第${index}个` }));
    const [message] = channel?.fit([{ text: "哪个？", buttons }]) ?? [];
    expect(message?.text).toContain("51. 第50个");
    await did(lei.start());
    const to = { channel: "telegram", external: String(lei.user.id) };
    const now = world.server.clock.now;
    const outgoing = {
      id: "f".repeat(32),
      to,
      message: message ?? { text: "" },
      attempts: 1,
      ticket: null,
      at: now,
      unclear: 0,
    };
    expect(await channel?.send(outgoing)).toEqual({ kind: "sent", as: expect.stringMatching(/^\d+$/) });
    expect(lei.seesNew().map(({ choices }) => choices)).toEqual([[]]);
  });
});

describe("in the logs", () => {
  it("there is nothing of people, and no token and no secret", async () => {
    await did(lei.start());
    const page = { status: 502, page: "<html>李雷</html>" };
    const long = { error_code: 400, description: "Bad Request: message is too long" };
    for (const fault of ["no answer", "taken without answer", long, page] as const) {
      for (const method of ["sendMessage", "editMessageText", "answerCallbackQuery"])
        world.far.failNext(method, fault);
      await did(lei.say("菜单"));
      await did(Promise.resolve());
      await did(lei.press("怎么用"));
    }
    const logged = JSON.stringify(world.server.logged);
    expect(world.server.logged.length).toBeGreaterThan(2);
    for (const secret of [
      "李雷",
      "菜单",
      "我能帮您",
      String(lei.user.id),
      world.far.token,
      WEBHOOK_SECRET,
      "127.0.0.1",
    ])
      expect(logged).not.toContain(secret);
  });
});
