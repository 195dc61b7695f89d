/** 微信客服 through the real server: callbacks, fetching, replies, and who may speak when. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kfDefinition } from "../../../bot/channels/kf/definition.ts";
import { commitTurn, loadPerson } from "../../../storage/conversations.ts";
import { wantFeed } from "../../../storage/feed.ts";
import { startWecom, type Wecom } from "../../emulators/wecom.ts";
import { serverForTest } from "../../support/server.ts";

const START = Date.parse("2026-11-20T09:00:00+08:00");
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
const clock = { now: START };
let wecom: Wecom;
let server: Awaited<ReturnType<typeof serverForTest>>;

/** One clock for both sides. */
async function serverOf(options: Parameters<typeof serverForTest>[0] = {}) {
  const { corpId, kf } = wecom.settings;
  const made = await serverForTest({
    ...options,
    channels: [kfDefinition],
    environment: {
      WECOM_CORP_ID: corpId,
      WECOM_KF_SECRET: kf.secret,
      WECOM_KF_TOKEN: kf.token,
      WECOM_KF_AES_KEY: kf.aesKey,
      WECOM_API_ROOT: wecom.url,
    },
  });
  Object.defineProperty(made.clock, "now", {
    get: () => clock.now,
    set: (now: number) => {
      clock.now = now;
    },
  });
  return made;
}

const reach = ({ app }: typeof server) =>
  wecom.deliverTo({
    kf: "http://server.invalid/wecom/kf",
    fetch: async (request) => app.request(request),
  });

beforeEach(async () => {
  clock.now = START;
  wecom = await startWecom({ clock });
  server = await serverOf();
  reach(server);
});
afterEach(async () => {
  await server.close();
  await wecom.close();
});

const nudge = async (of = server) => {
  await of.ways.intakes.get("kf")?.nudge();
  await of.settled();
};
/** What they see after an act, once everything has been said. */
const seenAfter = async (act: Promise<unknown>, who = wecom.customer("wm1")) => {
  await act;
  await server.settled();
  return who.seesNew();
};
const says = (text: string, who = wecom.customer("wm1")) => seenAfter(who.says(text), who);
const outbox = () =>
  server.services.database.query<{ state: string; why: string | null; message: string }>(
    "SELECT state, why, message FROM outbox ORDER BY step, position",
  );
const states = async () => (await outbox()).map(({ state }) => state);
const left = () => server.services.database.query("SELECT number FROM fetched");

describe("the address of the callback", () => {
  it("is checked, and lets in nobody without the keys", async () => {
    expect(await wecom.checkUrl("kf")).toMatchObject({ passed: true });
    const { attacks } = wecom;
    for (const attack of [attacks.wrongSignature, attacks.wrongCorp, attacks.otherKey, attacks.garbage])
      expect((await attack("kf")).status).toBeGreaterThanOrEqual(400);
    expect(await server.services.database.query("SELECT * FROM feed")).toEqual([]);
    expect(wecom.calls).toEqual([]);
  });
});

describe("a talk", () => {
  it("welcomes who opens the chat for the first time, by the code, in one message", async () => {
    const customer = wecom.customer("wm1");
    const seen = await seenAfter(customer.enters());
    expect(seen).toHaveLength(1);
    expect(seen[0]?.text).toContain("关于您的信息");
    expect(seen[0]?.choices).toContain("怎么用");
    expect(await seenAfter(customer.enters())).toEqual([]);
    expect(wecom.refusals).toEqual([]);
  });

  it("answers words, presses and numbers", async () => {
    const customer = wecom.customer("wm1");
    await seenAfter(customer.enters());
    const [question] = await seenAfter(customer.presses("看看我能领什么"));
    expect(question?.choices.length).toBeGreaterThan(2);
    const seen = await says("1");
    expect(seen).toHaveLength(1);
    expect(wecom.refusals).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it("says nothing twice, however often a callback comes", async () => {
    wecom.deliverTimes(3);
    const seen = await says("金蓝领一个人补多少");
    await wecom.replay();
    await server.settled();
    expect(seen).toHaveLength(1);
    expect(wecom.customer("wm1").seesNew()).toEqual([]);
  });

  it("keeps each person's order, and many people apart", async () => {
    wecom.announces(false);
    const people = Array.from({ length: 20 }, (_, at) => wecom.customer(`wm${at}`));
    for (const text of ["我能领什么", "淄博", "菜单"]) for (const one of people) await one.says(text);
    Object.assign(wecom.limits.sync, { pageAtMost: 7, emptyPages: 2 });
    await wecom.announce();
    await server.settled();
    const talks = people.map((one) => JSON.stringify(one.seesNew().map(({ choices }) => choices)));
    expect(new Set(talks).size).toBe(1);
    expect(people[0]?.sees()).toHaveLength(3);
    expect(people[0]?.sees().at(-1)?.text).toContain("我能帮您做这些");
  });

  it("knows an account's people from another's", async () => {
    const [here, there] = [wecom.customer("wm1"), wecom.customer("wm1", "wk2")];
    await seenAfter(here.says("菜单"), here);
    expect(await seenAfter(there.says("菜单"), there)).toHaveLength(1);
    expect(here.seesNew()).toEqual([]);
  });

  it("takes what is no text for what it is", async () => {
    const customer = wecom.customer("wm1");
    await says("您好");
    expect((await seenAfter(customer.sendsImage()))[0]?.text).toContain("看不了图片");
    expect((await seenAfter(customer.sendsVoice()))[0]?.text).toContain("听不了语音");
    expect((await seenAfter(customer.sendsLink("页", "https://example.invalid/")))[0]?.text).toContain(
      "链接",
    );
    const place = { latitude: 36.8, longitude: 118.05, label: "淄博市张店区" };
    expect((await seenAfter(customer.sendsLocation(place)))[0]?.text).toContain("淄博");
    expect((await seenAfter(customer.sendsUnknown("hologram")))[0]?.text).toContain("看不懂");
    expect(await seenAfter(customer.raisesUnknown("change_of_moon"))).toEqual([]);
  });

  it("lets nothing that is said be markup", async () => {
    const seen = await says('<a href="https://evil.invalid/">点我</a> 补贴多少');
    expect(JSON.stringify(seen)).not.toContain("[link:");
  });

  it("does not hear what was taken back before we heard it", async () => {
    const customer = wecom.customer("wm1");
    wecom.announces(false);
    await customer.says("说错了的话");
    await customer.recalls();
    await wecom.announce();
    await server.settled();
    expect(customer.sees()).toEqual([]);
  });

  it("follows what a link is about", async () => {
    const seen = await seenAfter(wecom.customer("wm1").enters({ scene: "poster", scene_param: "match" }));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.choices.length).toBeGreaterThan(2);
  });

  it("sends a file", async () => {
    await says("您好");
    const seen = await says("导出");
    expect(seen.some(({ file }) => file?.text.includes("kf"))).toBe(true);
    expect(wecom.refusals).toEqual([]);
  });
});

describe("what is allowed", () => {
  it("holds a welcome that comes too late, and gives it before the first answer", async () => {
    const customer = wecom.customer("wm1");
    wecom.failNext("kf/send_msg_on_event", 95007);
    expect(await seenAfter(customer.enters())).toEqual([]);
    expect(await states()).toEqual(["held"]);
    const seen = await says("菜单");
    expect(seen.map(({ text }) => text.slice(0, 6))).toEqual(["关于您的信息", "我能帮您做这"]);
  });

  it("does not speak to who opened the chat long ago, while we were away", async () => {
    const customer = wecom.customer("wm1");
    wecom.announces(false);
    await customer.enters();
    clock.now += 5 * MINUTE;
    await wecom.announce();
    await server.settled();
    expect(wecom.calls.filter(({ method }) => method.startsWith("kf/send"))).toEqual([]);
    wecom.announces(true);
    expect((await says("菜单"))[0]?.text).toContain("关于您的信息");
  });

  it("takes back what did not arrive, and gives it first at the next contact", async () => {
    wecom.failDeliveries(4);
    expect(await says("金蓝领一个人补多少")).toEqual([]);
    await wecom.announce();
    await server.settled();
    expect(await states()).toEqual(["held"]);
    const seen = await says("菜单");
    expect(seen).toHaveLength(2);
    expect(seen[0]?.text).toContain("您问的是哪个城市");
    expect(await states()).toEqual(["sent", "sent"]);
  });

  /** A turn of so many messages, as a long answer would be. */
  const aLongAnswer = async (bytes: number) => {
    const { database, channels } = server.services;
    const line = "第一条写的是谁可以领、领多少、向谁申请。\n";
    const text = Array.from(
      { length: Math.ceil(bytes / Buffer.byteLength(line)) },
      (_, at) => `${at}${line}`,
    );
    const messages = channels.get("kf")?.fit([{ text: text.join("") }]) ?? [];
    const from = { channel: "kf", external: "wk0000000000000001:wm1" };
    const person = await loadPerson(database, from);
    const at = new Date(clock.now).toISOString();
    await commitTurn(database, {
      event: { id: `long-${bytes}`, from, at, happening: { kind: "said", text: "" } },
      ...{ person, state: person?.conversation?.state ?? "", effects: [], messages, said: null },
      ...{ opensWindow: null, newId: server.services.newId },
    });
    await server.settled();
    return messages.length;
  };

  it("sends five at most, says in the fifth that there is more, and gives it when asked", async () => {
    const customer = wecom.customer("wm1");
    await says("您好");
    await customer.says("菜单");
    await server.settled();
    customer.seesNew();
    expect(await aLongAnswer(14_000)).toBe(8);
    // One of the five was the menu; the long answer is cut as if it had all five.
    expect(customer.seesNew()).toHaveLength(4);
    const rest = await says("继续");
    expect(rest).toHaveLength(4);
    expect(rest[0]?.text).toContain("回复“继续”");
    expect(rest.slice(1).some(({ text }) => text.includes("回复“继续”"))).toBe(false);
    // Nothing is held any more: now it is a word like any other.
    expect((await says("继续")).map(({ text }) => text)).toEqual([expect.stringContaining("个")]);
    expect(wecom.refusals).toEqual([]);
  });

  it("leaves room for the answer beside what was held, and forgets nothing", async () => {
    await says("您好");
    expect(await aLongAnswer(21_000)).toBe(12);
    wecom.customer("wm1").seesNew();
    const first = await says("菜单");
    expect(first).toHaveLength(5);
    expect(first.at(-1)?.text).toContain("我能帮您做这些");
    const second = await says("菜单");
    expect(second).toHaveLength(5);
    expect(second.at(-1)?.text).toContain("我能帮您做这些");
    expect(new Set(await states())).toEqual(new Set(["sent"]));
    const numbers = wecom
      .customer("wm1")
      .sees()
      .flatMap(({ text }) => [...text.matchAll(/(\d+)第一条/g)].map(([, number]) => Number(number)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers).toHaveLength(new Set(numbers).size);
    expect(wecom.refusals).toEqual([]);
  });

  it("speaks for 48 hours", async () => {
    await says("您好");
    clock.now += 48 * HOUR + SECOND;
    await aLongAnswer(100);
    expect(wecom.customer("wm1").seesNew()).toEqual([]);
    expect((await states()).at(-1)).toBe("held");
    expect(await says("菜单")).toHaveLength(2);
    expect(wecom.refusals).toEqual([]);
  });

  it("knows who takes no messages any more, until they are back", async () => {
    const customer = wecom.customer("wm1");
    await says("您好");
    customer.refusesMessages();
    await says("菜单");
    await wecom.announce();
    await server.settled();
    const leftAt = async () =>
      (await server.services.database.query<{ left_at: number | null }>("SELECT left_at FROM address"))[0]
        ?.left_at;
    expect(await leftAt()).toBe(clock.now);
    expect(await states()).toEqual(["sent", "failed"]);
    customer.refusesMessages(false);
    expect(await says("菜单")).toHaveLength(1);
    expect(await leftAt()).toBe(null);
  });

  it("waits where the vendor says so, and costs nothing of the five", async () => {
    wecom.failNext("kf/send_msg", 45009, 7);
    await says("菜单");
    for (let round = 0; round < 8; round++) {
      clock.now += 2 * MINUTE;
      await server.settled();
    }
    expect(wecom.customer("wm1").seesNew()).toHaveLength(1);
    expect(wecom.refusals).toEqual([]);
  });

  it("says once what may have arrived", async () => {
    wecom.failNext("kf/send_msg", "taken without answer");
    await says("菜单");
    clock.now += MINUTE;
    await server.settled();
    expect(wecom.customer("wm1").sees()).toHaveLength(1);
    expect(await states()).toEqual(["sent"]);
  });

  it("gives up on who is not there", async () => {
    wecom.failNext("kf/send_msg", 40096);
    await says("菜单");
    expect(await states()).toEqual(["failed"]);
  });
});

describe("a human", () => {
  const servicer = () => wecom.servicer("zhao");

  it("is given the talk where somebody is there, and the bot is silent until they end it", async () => {
    const [zhao, customer] = [servicer(), wecom.customer("wm1")];
    await says("您好");
    const seen = await says("人工");
    expect(seen.map(({ text }) => text)).toEqual([
      expect.stringContaining("需要找人的话"),
      expect.stringContaining("已经帮您转人工了"),
    ]);
    expect(customer.state()).toBe(2);
    expect(await says("有人吗")).toEqual([]);
    await zhao.takes(customer);
    await zhao.says(customer, "我是小赵");
    customer.seesNew();
    expect(await says("我身份证号是多少多少")).toEqual([]);
    expect(JSON.stringify(await server.services.database.query("SELECT * FROM fetched"))).toBe("[]");
    await zhao.ends(customer);
    await server.settled();
    expect((await says("菜单"))[0]?.text).toContain("我能帮您做这些");
    expect(wecom.refusals).toEqual([]);
  });

  it("is not promised where nobody is there", async () => {
    servicer().stopsReceiving();
    await says("您好");
    expect(await says("人工")).toHaveLength(1);
    expect(await says("菜单")).toHaveLength(1);
    expect(wecom.refusals).toEqual([]);
  });

  it("need not be waited for", async () => {
    servicer();
    await says("人工");
    expect((await says("不等了"))[0]?.text).toContain("好的，不等了");
    expect(await says("菜单")).toHaveLength(1);
    expect(wecom.refusals).toEqual([]);
  });

  it("who has taken over unheard is not spoken over, nor after", async () => {
    const [zhao, customer] = [servicer(), wecom.customer("wm1")];
    await says("您好");
    wecom.announces(false);
    await zhao.takes(customer);
    await customer.says("菜单");
    wecom.announces(true);
    // Its own event comes first, and is believed.
    expect(await says("还在吗")).toEqual([]);
    expect(await states()).toEqual(["sent"]);
  });

  it("who has a session from before is found out by the refusal", async () => {
    const [zhao, customer] = [servicer(), wecom.customer("wm1")];
    await says("您好");
    await zhao.takes(customer);
    await server.settled();
    await server.services.database.batch([{ sql: "UPDATE address SET human_since = NULL", params: [] }]);
    expect(await says("菜单")).toEqual([]);
    expect((await outbox()).at(-1)).toMatchObject({ state: "failed", why: "a human has taken over" });
    await zhao.ends(customer);
    await server.settled();
    expect(await says("菜单")).toHaveLength(1);
  });

  it("keeps nobody for ever: a session that ended without a word is asked for", async () => {
    const [zhao, customer] = [servicer(), wecom.customer("wm1")];
    await says("您好");
    await zhao.takes(customer);
    await server.settled();
    clock.now += 49 * HOUR;
    expect((await says("菜单"))[0]?.text).toContain("我能帮您做这些");
  });
});

describe("fetching", () => {
  const trouble = async () => (await server.app.request("/readyz")).text();

  it("goes on where it was after a fault, and says meanwhile what is wrong", async () => {
    wecom.failNext("kf/sync_msg", 45009);
    expect(await says("菜单")).toEqual([]);
    expect(await trouble()).toContain("微信客服: kf/sync_msg: errcode 45009");
    await nudge();
    expect(wecom.customer("wm1").seesNew()).toHaveLength(1);
    expect(await trouble()).toBe("ready");
  });

  it("does without a token that is too old or not taken", async () => {
    const customer = wecom.customer("wm1");
    wecom.failNext("kf/sync_msg", "no answer");
    await customer.says("菜单");
    await server.settled();
    clock.now += 11 * MINUTE;
    await nudge();
    expect(customer.seesNew()).toHaveLength(1);
    wecom.failNext("kf/sync_msg", 95007);
    expect(await says("菜单")).toHaveLength(1);
    const tokens = wecom.calls.flatMap(({ method, body }) =>
      method === "kf/sync_msg" ? [(body as { token?: string }).token !== undefined] : [],
    );
    expect(tokens).toEqual([true, false, true, false]);
  });

  it("answers nothing from before the first call, nor what is too old to be answered", async () => {
    const customer = wecom.customer("wm1");
    wecom.announces(false);
    await customer.says("很久以前");
    clock.now += HOUR;
    await customer.says("菜单");
    await wecom.announce();
    await server.settled();
    expect(customer.seesNew()).toHaveLength(1);
    await customer.says("又一句");
    clock.now += 49 * HOUR;
    await wecom.announce();
    await server.settled();
    expect(customer.seesNew()).toEqual([]);
    expect(await states()).toEqual(["sent"]);
  });

  it("looks at start at every account that it knows: calls are lost while nobody is there", async () => {
    await says("您好");
    wecom.announces(false);
    await wecom.customer("wm1").says("菜单");
    clock.now += HOUR;
    const { database } = server.services;
    const next = await serverOf({
      open: async () => ({ database, dispose: async () => undefined }),
      prefix: "next",
    });
    await nudge(next);
    expect(wecom.customer("wm1").seesNew()).toHaveLength(1);
    await next.close();
  });

  it("is done by one of two servers, and by the other once that one is gone", async () => {
    const { database } = server.services;
    const other = await serverOf({
      open: async () => ({ database, dispose: async () => undefined }),
      prefix: "other",
    });
    await nudge(other);
    const open = wecom.hold("kf/sync_msg");
    await wecom.customer("wm1").says("菜单");
    const calls = () => wecom.calls.filter(({ method }) => method === "kf/sync_msg").length;
    while (calls() === 0) await new Promise(setImmediate);
    await nudge(other);
    expect(calls()).toBe(1);
    open();
    await server.settled();
    expect(wecom.customer("wm1").seesNew()).toHaveLength(1);
    await other.close();
  });

  it("takes in what a crash left between keeping and taking in", async () => {
    await says("您好");
    const { database } = server.services;
    const event = {
      kind: "came",
      incoming: {
        id: "left-over",
        from: { channel: "kf", external: "wk0000000000000001:wm1" },
        happening: { kind: "said", text: "菜单" },
      },
    };
    const account = "wk0000000000000001";
    await database.batch([
      {
        sql: "INSERT INTO fetched (channel, account, number, event) VALUES ('kf', ?, 100, ?)",
        params: [account, JSON.stringify(event)],
      },
    ]);
    await nudge();
    expect(wecom.customer("wm1").seesNew()).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it("gives up an event that can never be taken in, and keeps nobody else waiting", async () => {
    wecom.announces(false);
    const [bad, good] = [wecom.customer("wm1"), wecom.customer("wm2")];
    for (const text of ["坏的", "后来的"]) await bad.says(text);
    await good.says("好的");
    await server.services.database.batch([
      wantFeed({ channel: "kf", account: bad.open_kfid }, null, clock.now),
    ]);
    const taken: string[] = [];
    const intake = server.services.channels.get("kf")?.intake?.(async ({ happening }) => {
      const text = happening.kind === "said" ? happening.text : "";
      if (text === "坏的") throw new Error("a bug");
      taken.push(text);
    });
    await intake?.nudge();
    expect(taken).toEqual(["好的"]);
    expect(intake?.trouble()).toContain("cannot be taken in yet");
    for (let round = 0; round < 5; round++) await intake?.nudge();
    expect(taken).toEqual(["好的", "后来的"]);
    expect(intake?.trouble()).toBe(null);
    expect(await left()).toEqual([]);
    await intake?.stop();
  });

  it("names the accounts to the operator", async () => {
    expect(await server.services.channels.get("kf")?.register?.()).toContain("wk0000000000000001");
  });

  it("writes nobody's words or names into the log", async () => {
    wecom.failNext("kf/send_msg", 95000);
    await says("一句不该进日志的话");
    expect(JSON.stringify(server.logged)).not.toMatch(/不该进日志|wm1|kf-code|access-token/);
    expect(server.logged.length).toBeGreaterThan(0);
  });
});

it("is half set up without all of its variables", async () => {
  await expect(
    serverForTest({ channels: [kfDefinition], environment: { WECOM_KF_SECRET: "x", WECOM_CORP_ID: "ww1" } }),
  ).rejects.toThrow(/WECOM_KF_TOKEN: missing/);
});
