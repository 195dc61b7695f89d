/** All channels on one server: what is forged, what comes again, one person by two of them, and the log. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putAway } from "../../../storage/people.ts";
import { allChannels } from "../../support/all-channels.ts";
import { everyRow } from "../../support/every-row.ts";
import type { Hand } from "../../support/hands.ts";

let all: Awaited<ReturnType<typeof allChannels>>;
beforeEach(async () => {
  all = await allChannels();
});
afterEach(() => all.close());

const count = async (table: string) =>
  (await all.server.services.database.query(`SELECT 1 FROM ${table}`)).length;
const does = async (hand: Hand, act: Promise<unknown> | undefined): Promise<string> => {
  await act;
  await all.settled();
  return hand
    .seesNew()
    .map(({ text }) => text)
    .join("\n");
};
const opens = (hand: Hand) => hand.arrives?.() ?? Promise.resolve();
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  all.server.app.request(path, { method: "POST", body, headers });

const ATTACKS = [
  ["wrongSignature", 401],
  ["wrongToken", 401],
  ["noSignature", 400],
  ["wrongCorp", 403],
  ["otherKey", 403],
  ["old", 401],
  ["early", 401],
  ["truncated", 400],
  ["empty", 400],
  ["garbage", 400],
  ["noCipher", 403],
  ["truncatedCipher", 403],
  ["changedCipher", 403],
  ["exchanged", 401],
  ["unencrypted", 400],
  ["entities", 400],
  ["huge", 413],
] as const;

describe("what is forged", () => {
  it.each(ATTACKS)("is refused by WeCom's addresses: %s → %i", async (name, status) => {
    for (const side of ["app", "kf"] as const)
      expect((await all.wecom.attacks[name](side)).status).toBe(status);
    expect(await count("inbound")).toBe(0);
    expect(await count("feed")).toBe(0);
  });

  it("is refused by Telegram's address", async () => {
    const update = JSON.stringify({ update_id: 1, message: {} });
    const secret = { "x-telegram-bot-api-secret-token": "secret-of-the-webhooK" };
    expect((await post("/telegram/webhook", update)).status).toBe(401);
    expect((await post("/telegram/webhook", update, secret)).status).toBe(401);
    expect((await all.server.app.request("/telegram/webhook")).status).toBe(405);
  });

  it("crashes nothing and takes nothing in, whatever is changed in 10,000 bodies", async () => {
    const person = all.sides.wecom.person("li-si");
    await does(person, person.says("你好"));
    const customer = all.sides.kf.person("wang-wu");
    await does(customer, customer.says("你好"));
    const genuine = all.wecom.callbacks.map(({ side, query, body }) => ({
      path: `/wecom/${side}?${new URLSearchParams(query)}`,
      body,
    }));
    const before = await count("inbound");
    const change = fc.record({
      at: fc.nat(),
      length: fc.nat(8),
      put: fc.string({ unit: "binary", maxLength: 6 }),
      cut: fc.boolean(),
    });
    const mutated = fc.tuple(fc.constantFrom(...genuine), fc.boolean(), change);
    await fc.assert(
      fc.asyncProperty(mutated, async ([{ path, body }, inPath, { at, length, put, cut }]) => {
        const text = inPath ? path.slice(path.indexOf("?") + 1) : body;
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + (cut ? "" : text.slice(place + length));
        const target = inPath
          ? `${path.slice(0, path.indexOf("?"))}?${encodeURI(changed.toWellFormed())}`
          : path;
        const { status } = await post(target, inPath ? body : changed);
        expect([200, 400, 401, 403, 413]).toContain(status);
      }),
      { numRuns: 8_000 },
    );
    const json = fc.json({ maxDepth: 5 });
    const update = fc.oneof(json, fc.string(), likeAnUpdate());
    const headers = { "x-telegram-bot-api-secret-token": "secret-of-the-webhook" };
    await fc.assert(
      fc.asyncProperty(update, async (body) => {
        expect([200, 400]).toContain((await post("/telegram/webhook", body, headers)).status);
      }),
      { numRuns: 2_000 },
    );
    await all.settled();
    expect(all.server.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
    // What was changed beside the signed part is the same callback still, and known.
    expect(await count("inbound")).toBe(before);
  });

  it("crashes nothing though it be signed and encrypted by somebody who has the keys", async () => {
    const inner = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .dictionary(
          fc.constantFrom("FromUserName", "MsgType", "Event", "MsgId", "CreateTime", "OpenKfId"),
          fc.string(),
        )
        .map(
          (fields) =>
            `<xml>${Object.entries(fields)
              .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
              .join("")}</xml>`,
        ),
    );
    await fc.assert(
      fc.asyncProperty(inner, fc.constantFrom("app" as const, "kf" as const), async (text, side) => {
        expect([200, 400, 403]).toContain((await all.wecom.attacks.post(side, { inner: text })).status);
      }),
      { numRuns: 300 },
    );
    expect(all.server.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
  });

  /** Updates whose parts have the right names and any values. */
  function likeAnUpdate() {
    const any = fc.anything({ maxDepth: 1, withNullPrototype: false });
    const chat = fc.record({ id: any, type: any }, { requiredKeys: [] });
    const message = fc.record(
      { message_id: any, chat: fc.oneof(chat, any), from: any, text: any, location: any, entities: any },
      { requiredKeys: [] },
    );
    const update = fc.record(
      { update_id: any, message, edited_message: message, callback_query: any, my_chat_member: any },
      { requiredKeys: [] },
    );
    return update.map((made) => JSON.stringify(made) ?? "");
  }
});

describe("a callback", () => {
  it("is answered while the vendor keeps our calls waiting", async () => {
    const letGo = ["message/send", "kf/send_msg", "kf/sync_msg", "gettoken"].map((method) =>
      all.wecom.hold(method),
    );
    const member = all.wecom.member("li-si");
    const customer = all.wecom.customer("wm-1");
    expect(await member.says("你好")).toMatchObject([{ status: 200 }]);
    expect(await customer.says("你好")).toMatchObject([{ status: 200 }]);
    const running = all.settled();
    expect(member.sees()).toEqual([]);
    for (const go of letGo) go();
    await running;
    await all.settled();
    expect(member.sees().length + customer.sees().length).toBeGreaterThanOrEqual(2);
  });
});

describe("what comes again", () => {
  it("is answered once: WeCom's callbacks three times at the same moment", async () => {
    all.wecom.deliverTimes(3);
    for (const side of [all.sides.wecom, all.sides.kf]) {
      const hand = side.person("li-si");
      await hand.says("金蓝领一个人补多少");
      await all.settled();
      expect(hand.seesNew().filter(({ text }) => text.includes("金蓝领")).length).toBeLessThanOrEqual(2);
      expect(hand.sees().filter(({ text }) => text.includes("哪个"))).toHaveLength(1);
    }
    expect(await count("conversation")).toBe(2);
  });

  it("is answered once: Telegram's update three times at the same moment", async () => {
    const person = all.sides.telegram.person("zhang");
    await does(person, opens(person));
    const from = { id: 7000000001, is_bot: false, first_name: "zhang" };
    const chat = { id: from.id, type: "private", first_name: "zhang" };
    const message = { message_id: 900, date: 1795136400, from, chat, text: "菜单" };
    const update = JSON.stringify({ update_id: 990_001, message });
    const headers = { "x-telegram-bot-api-secret-token": "secret-of-the-webhook" };
    const answers = await Promise.all([1, 2, 3].map(() => post("/telegram/webhook", update, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await all.settled();
    expect(person.seesNew().filter(({ text }) => text.includes("我能帮您做这些"))).toHaveLength(1);
  });

  it("keeps the order in which somebody wrote, on every channel", async () => {
    for (const [id, side] of Object.entries(all.sides)) {
      const hand = side.person(`ordered-${id}`);
      await does(hand, hand.arrives?.());
      for (const text of ["淄博第1条", "淄博第2条", "淄博第3条"]) await hand.says(text);
      await all.settled();
      const texts = hand
        .seesNew()
        .map(({ text }) => text)
        .join("\n");
      const places = [1, 2, 3].map((clause) => texts.indexOf(`》第${clause}条`));
      expect([id, places.every((place) => place >= 0), places]).toEqual([
        id,
        true,
        places.toSorted((a, b) => a - b),
      ]);
    }
  });
});

describe("one person by two channels", () => {
  it("goes on by the other, and comes apart again", async () => {
    const [one, other] = [all.sides.telegram.person("zhang"), all.sides.kf.person("zhang-wx")];
    await does(one, one.arrives?.());
    await does(one, one.says("我在淄博一家民企当焊工，刚考下技师"));
    const code = /绑定 (\w{8})/.exec(await does(one, one.says("绑定")))?.[1];
    expect(await does(other, other.says(`绑定${code}`))).toContain("Telegram、微信客服");
    expect(await does(other, other.says("继续"))).toContain("竞赛");
    expect(await count("conversation")).toBe(1);
    expect(await does(other, other.says("解绑"))).toContain("分开了");
    expect(await does(other, other.says("开始"))).toContain("您在哪个城市");
    expect(await does(one, one.says("继续"))).not.toContain("您在哪个城市");
  });

  it("comes apart after quiet months, and both go on", async () => {
    const [one, other] = [all.sides.telegram.person("zhang"), all.sides.wecom.person("zhang-wx")];
    await does(one, opens(one));
    await does(one, one.says("我在淄博当焊工，刚考下技师"));
    const code = /绑定 (\w{8})/.exec(await does(one, one.says("绑定")))?.[1];
    await does(other, other.says(`绑定${code}`));
    await does(one, one.says("记住"));
    all.clock.now += 40 * 86_400_000;
    await putAway(all.server.services.database, all.clock.now);
    expect(await does(other, other.says("解绑"))).toContain("分开了");
    expect(await does(one, one.says("我的数据"))).toContain("技师");
    expect(await does(other, other.says("开始"))).toContain("您在哪个城市");
  });

  it("follows a link that carries the code", async () => {
    const [one, other] = [all.sides.kf.person("zhang-wx"), all.sides.telegram.person("zhang")];
    await does(one, one.says("我在淄博一家民企当焊工，刚考下技师"));
    const code = /绑定 (\w{8})/.exec(await does(one, one.says("绑定")))?.[1];
    await does(other, other.followsLink?.(`bind-${code}`) ?? Promise.resolve());
    expect(await count("conversation")).toBe(1);
  });
});

describe("what is kept of a person", () => {
  const left = async () => JSON.stringify(await everyRow(all.server.services.database));

  it("goes with their word, what was said in groups too", async () => {
    const person = all.sides.telegram.person("zhang");
    await does(person, opens(person));
    await does(person, person.saysInGroup?.("金蓝领一个人补多少") ?? Promise.resolve());
    expect(await does(person, person.saysInGroup?.("淄博") ?? Promise.resolve())).toContain("第10条");
    expect(await does(person, person.says("导出"))).toBeTruthy();
    expect(await left()).toContain("金蓝领");
    await does(person, person.says("全部删除"));
    await does(person, person.says("确定删除"));
    const rest = await everyRow(all.server.services.database);
    expect(rest.address).toEqual([]);
    expect(rest.person).toEqual([]);
    expect(JSON.stringify(rest)).not.toContain("金蓝领");
  });

  it("goes whole after a parting, though it was said while two were one", async () => {
    const [one, other] = [all.sides.kf.person("zhang-wx"), all.sides.telegram.person("zhang")];
    await does(one, one.says("我在淄博一家民企当焊工，刚考下技师"));
    await does(other, opens(other));
    const code = /绑定 (\w{8})/.exec(await does(one, one.says("绑定")))?.[1];
    await does(other, other.says(`绑定${code}`));
    await does(other, other.says("继续"));
    await does(other, other.says("解绑"));
    await does(other, other.says("全部删除"));
    await does(other, other.says("确定删除"));
    expect(await left()).not.toMatch(/"channel":"telegram","external"/);
    expect(await does(one, one.says("我的数据"))).toContain("技师");
  });
});

describe("a press", () => {
  it("that a trembling finger makes twice is one", async () => {
    const person = all.sides.telegram.person("zhang");
    await does(person, opens(person));
    await does(person, person.says("开始"));
    for (const label of ["淄博", "替自己（或家人、工友）问"]) await does(person, person.taps(label));
    await person.taps("返回上一题");
    const again = person.pressesAgain?.();
    expect(await does(person, again ?? Promise.resolve())).toContain("2. 您是替自己问");
  });

  it("on an old message is not shown as if it counted", async () => {
    const person = all.sides.telegram.person("zhang");
    await does(person, opens(person));
    await does(person, person.says("开始"));
    await does(person, person.says("淄博"));
    const seen = await does(person, person.taps("泰安"));
    expect(seen).toContain("已经答过了");
    expect(seen).not.toContain("✓ 泰安");
  });

  it("on somebody else's button in a group is answered to nobody, and keeps nothing of who pressed", async () => {
    const person = all.sides.telegram.person("zhang");
    await does(person, person.saysInGroup?.("金蓝领一个人补多少") ?? Promise.resolve());
    const before = await count("address");
    expect(await does(person, person.othersPressInGroup?.("淄博市") ?? Promise.resolve())).toBe("");
    expect(await count("address")).toBe(before);
  });
});

describe("the log", () => {
  it("holds no words, names, secrets or telephone numbers of anybody", async () => {
    const secrets = Object.entries(all.environment)
      .filter(([name]) => /TOKEN|SECRET|KEY/.test(name))
      .map(([, value]) => value);
    for (const [id, side] of Object.entries(all.sides)) {
      const hand = side.person(`wangjianguo-${id}`);
      await does(hand, hand.arrives?.());
      await does(hand, hand.says("我叫王建国，13812345678，在锅炉厂"));
      await hand.shows("file", {});
      await all.settled();
    }
    for (const [attack] of ATTACKS) await all.wecom.attacks[attack]("app");
    all.wecom.failNext("*", 45009, 3);
    const member = all.sides.wecom.person("wangjianguo-wecom");
    await does(member, member.says("锅炉厂又一句"));
    const log = JSON.stringify(all.server.logged);
    expect(log).toContain("a callback was refused");
    for (const word of ["王建国", "138", "锅炉", "wangjianguo", "技能", ...secrets])
      expect(log).not.toContain(word);
  });
});

describe("a corp that calls 微信客服 through its app", () => {
  it("is heard at the app's address", async () => {
    const customer = all.sides.kf.person("through-the-app");
    all.wecom.settings.kf.calledBackAt = "app";
    expect(await does(customer, customer.says("你好"))).toContain("您好");
    expect(all.wecom.callbacks.at(-1)?.side).toBe("app");
  });
});

describe("/readyz", () => {
  it("says nothing of channels that hear", async () => {
    await all.settled();
    expect(await (await all.server.app.request("/readyz")).text()).toBe("ready");
  });
});
