/** The WeCom app, from a member's act to what stands on their phone. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeCallback } from "../../../bot/channels/wecom/decode.ts";
import { serverWithWecom } from "../../support/wecom.ts";

let server: Awaited<ReturnType<typeof serverWithWecom>>;
/** Codes with which the emulator is to refuse something in a test. */
let expected: number[];
beforeEach(async () => {
  server = await serverWithWecom();
  expected = [];
});
afterEach(async () => {
  expect(server.wecom.refusals.map(({ errcode }) => errcode)).toEqual(expected);
  expect(server.wecom.oddAnswers).toEqual([]);
  expect(JSON.stringify(server.logged)).not.toMatch(/Li|secret-of|access-token|response-code|焊工/);
  await server.close();
});

const li = () => server.wecom.member("Li");
const shows = (act: Promise<unknown>) => server.shows("Li", act);
const says = (text: string) => shows(li().says(text));
const lastOf = async (seen: Promise<{ text: string; choices: string[] }[]>) => (await seen).at(-1);
const calls = (method: string) => server.wecom.calls.filter((call) => call.method === method);
const people = async () => (await server.services.database.query("SELECT id FROM person")).length;
const outbox = async () =>
  (await server.services.database.query("SELECT state FROM outbox ORDER BY step, position")).map(
    ({ state }) => state,
  );
/** Up to the question after the city's. */
const toRole = async () => {
  await says("开始");
  return lastOf(shows(li().ticks(["淄博"])));
};

describe("a talk", () => {
  it("begins with a greeting and buttons, once", async () => {
    const seen = await shows(li().opensApp());
    expect(seen[0]?.text).toContain("关于您的信息");
    expect(seen.at(-1)?.choices).toEqual(["看看我能领什么", "怎么用", "找工作人员"]);
    expect(await shows(li().opensApp())).toEqual([]);
  });

  it("goes on by a press, and the card shows what was picked and has no more buttons", async () => {
    await shows(li().subscribes());
    const [card, ...seen] = await shows(li().presses("看看我能领什么"));
    expect(card?.text).toContain("已选：看看我能领什么");
    expect(card?.choices).toEqual([]);
    expect(seen.at(-1)?.text).toContain("您在哪个城市？");
  });

  it("asks for one of many by a list to tick, with the ways out in it", async () => {
    const question = await lastOf(says("开始"));
    expect(question?.choices).toEqual([
      ...["淄博", "别的地方", "威海", "泰安", "张家港", "枣庄台儿庄", "不知道"],
      "选好了",
    ]);
    const [card, next] = await shows(li().ticks(["淄博"]));
    expect(card?.text).toContain("已选好");
    expect(next?.text).toMatch(/^2\. /);
    expect((await lastOf(shows(li().ticks(["返回上一题"]))))?.text).toContain("您在哪个城市？");
  });

  it("asks again where a list was submitted with nothing ticked", async () => {
    await says("开始");
    expect((await lastOf(shows(li().presses("选好了"))))?.text).toContain("您在哪个城市？");
  });

  it("takes several from a list, or none of them, and asks again where nothing is ticked", async () => {
    for (const ticked of [["市首席技师", "市技术技能大师"], ["都没有"]]) {
      // What is more than 30 messages in a minute would wait.
      server.clock.now += 120_000;
      await says("重来");
      await toRole();
      await shows(li().ticks(["替自己（或家人、工友）问"]));
      const question = await lastOf(shows(li().ticks(["没参加过，或没有名次"])));
      expect(question?.text).toContain("（可以多选）\n也可以回复：不知道、返回上一题");
      const [emptied, again] = await shows(li().ticks([]));
      expect(emptied?.text).toContain("已收到");
      expect(again?.text).toContain("一个也没勾上");
      const [card, next] = await shows(li().ticks(ticked));
      expect(card?.text).toContain("已选好");
      expect(next?.text).toMatch(/^5\. /);
      const data = await says("我的数据");
      expect(
        data
          .map(({ text }) => text)
          .join()
          .includes("技术技能大师"),
      ).toBe(ticked.length === 2);
    }
  });

  it("writes out what is too long for a card, and takes its numbers", async () => {
    await toRole();
    await shows(li().ticks(["替自己（或家人、工友）问"]));
    await shows(li().ticks(["没参加过，或没有名次"]));
    const question = await lastOf(shows(li().ticks(["都没有"])));
    expect(question?.choices).toEqual([]);
    expect(question?.text).toContain("6. 正要参军、考公考编、评职称或租买人才公寓");
    expect((await lastOf(says("1、3")))?.text).toMatch(/^6\. /);
  });

  it("puts a long answer's last paragraph onto the card below it", async () => {
    await says("我在淄博一家民企当焊工，刚考下技师，能领什么钱？");
    for (let turn = 0; turn < 30 && !li().sees().at(-1)?.choices.includes("记住"); turn++)
      await says("不知道");
    const [answer, card] = li().sees().slice(-2);
    expect(answer?.text).toContain("以上按文件推算");
    expect(card?.text).toMatch(/^要我记住这些情况吗？/);
  });

  it("gives a file, and forgets", async () => {
    await says("开始");
    const data = await says("导出");
    expect(data.find(({ file }) => file)?.file).toMatchObject({ name: "我的数据.json" });
    await says("全部删除");
    expect((await shows(li().presses("确定删除"))).at(-1)?.text).toContain("已经全部删除");
    expect(await people()).toBe(0);
  });

  it("says of a card whose talk was deleted that the press was heard", async () => {
    await shows(li().opensApp());
    await says("删除我的数据");
    await says("确定删除");
    await says("开始");
    await says("删除我的数据");
    await says("确定删除");
    const [card] = await shows(li().ticks(["淄博"]));
    expect(card?.text).toContain("已收到");
  });

  it("hears what is not text, and reads a place", async () => {
    await shows(li().opensApp());
    for (const act of [li().sendsVoice, li().sendsImage, li().sendsVideo, li().sendsFile])
      expect(await shows(act())).toHaveLength(1);
    expect(await shows(li().sendsLink("网页", "https://example.invalid/"))).toHaveLength(1);
    expect(await shows(li().sendsUnknown("hologram"))).toHaveLength(1);
    const place = { latitude: 36.8, longitude: 118.05, label: "淄博市张店区某路" };
    expect((await shows(li().sendsLocation(place)))[0]?.text).toContain("淄博");
    expect((await shows(li().sendsLocation({ ...place, label: "" })))[0]?.text).toContain("淄博市，对吗");
  });

  it("shows nobody's words as a link", async () => {
    const seen = await says('<a href="https://example.invalid/">点我领钱</a>能领多少');
    expect(seen.map(({ text }) => text).join()).not.toContain("[link:");
  });

  it("has a menu, made by the operator", async () => {
    expect(await server.services.channels.get("wecom")?.register?.()).toBe(
      "menu: 能领什么、菜单、找工作人员",
    );
    await shows(li().opensApp());
    expect((await lastOf(shows(li().pressesMenu("能领什么"))))?.text).toContain("您在哪个城市？");
    expect((await shows(li().pressesMenu("找工作人员")))[0]?.text).toContain("12333");
    expect((await lastOf(shows(li().pressesMenu("菜单"))))?.choices).toContain("继续");
    server.wecom.failNext("menu/create", 40016);
    await expect(server.services.channels.get("wecom")?.register?.()).rejects.toThrow("errcode 40016");
  });
});

describe("a list of which one is to be picked", () => {
  const submitted = (OptionIds: unknown) =>
    decodeCallback({
      FromUserName: "Li",
      CreateTime: "1795136400",
      MsgType: "event",
      Event: "template_card_event",
      EventKey: "one",
      TaskId: "the-message",
      ResponseCode: "code",
      SelectedItems: { SelectedItem: { QuestionKey: "one", OptionIds } },
    })?.happening;

  it("tells which was picked", () => {
    expect(submitted({ OptionId: "3" })).toEqual({ kind: "picked", message: "the-message", place: 3 });
  });

  it.each([
    ["an empty element", ""],
    ["nothing at all", undefined],
    ["an option that we did not give", { OptionId: "none" }],
  ])(
    "submitted with nothing ticked (%s) confirms nothing, and is not a card that is out of date",
    (_, ids) => {
      expect(submitted(ids)).toEqual({ kind: "confirmed", message: "the-message", places: [] });
    },
  );
});

it("tells /readyz why nothing can be said", async () => {
  const ready = async () => (await server.app.request("/readyz")).text();
  server.wecom.failNext("message/send", 60020);
  expect(await says("你好")).toEqual([]);
  expect(await ready()).toMatch(/^ready\n企业微信: .*企业可信IP/);
  server.clock.now += 300_000;
  await server.settled();
  expect(await ready()).toBe("ready");
});

describe("what comes twice, or from elsewhere", () => {
  it("is taken once, however often it is delivered", async () => {
    server.wecom.deliverTimes(3);
    expect(await says("开始")).toHaveLength(3);
    expect(await shows(li().ticks(["淄博"]))).toHaveLength(2);
    expect(await shows(server.wecom.replay())).toEqual([]);
    expect(await shows(li().subscribes())).toEqual([]);
  });

  it("is refused where it is forged, and nobody is known by it", async () => {
    const { attacks } = server.wecom;
    for (const attack of [
      attacks.wrongSignature,
      attacks.wrongCorp,
      attacks.old,
      attacks.garbage,
      attacks.huge,
    ])
      expect((await attack("app")).status).toBeGreaterThanOrEqual(400);
    expect(await people()).toBe(0);
    expect(await server.wecom.checkUrl("app")).toMatchObject({ passed: true });
  });

  it.each(["@all", "a|b", "Li Si", ""])("is left alone where it comes from %j", async (FromUserName) => {
    const inner = `<xml><FromUserName>${FromUserName}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>开始</Content><MsgId>1</MsgId></xml>`;
    expect(await server.wecom.attacks.post("app", { inner })).toEqual({ status: 200, body: "" });
    await server.settled();
    expect(await people()).toBe(0);
  });

  it("is left alone where it is of a kind that we do not know", async () => {
    expect(await shows(li().raisesUnknown("LOCATION"))).toEqual([]);
    expect(await shows(li().raisesUnknown("kf_msg_or_event"))).toEqual([]);
  });
});

describe("delivery", () => {
  it("shows a message once whose answer was lost, whatever kind it is", async () => {
    await says("开始");
    const acts = [() => li().says("怎么用"), () => li().says("返回"), () => li().ticks(["淄博"])];
    for (const act of acts) {
      const before = calls("message/send").length;
      server.wecom.failNext("message/send", "taken without answer");
      const seen = (await shows(act())).filter(({ text }) => !text.includes("已选好"));
      server.clock.now += 60_000;
      seen.push(...(await shows(Promise.resolve())));
      expect(new Set(seen.map(({ text }) => text)).size).toBe(seen.length);
      expect(calls("message/send").length - before).toBe(seen.length + 1);
    }
  });

  it("answers a question that is asked again, in the same words", async () => {
    const [, ...first] = await says("怎么用");
    for (let again = 0; again < 5; again++) expect(await says("怎么用")).toEqual(first);
  });

  it("sends nothing twice and loses nothing, in order, when calls fail", async () => {
    for (const fault of [-1, 40014, 45009, 45033, 60020, "no answer", { status: 502 }] as const) {
      server.wecom.failNext("message/send", fault, fault === -1 ? 5 : 1);
      const seen = await says("重来");
      server.clock.now += 301_000;
      seen.push(...(await shows(Promise.resolve())));
      expect(seen.at(-1)?.text).toContain("您在哪个城市？");
      expect(new Set(seen.map(({ text }) => text)).size).toBe(seen.length);
    }
    expect(JSON.stringify(server.logged)).toContain("企业可信IP");
  });

  it("sends a refused card's choices in words, which can be answered", async () => {
    await says("开始");
    server.wecom.failNext("message/send", 40058);
    const question = await lastOf(shows(li().ticks(["淄博"])));
    expect(question?.choices).toEqual([]);
    expect(question?.text).toContain("1. 替自己（或家人、工友）问\n2. 替企业问");
    expect((await lastOf(says("1")))?.text).toMatch(/^3\. /);
  });

  it("takes a card for sent that is refused as sent before, and shows it once", async () => {
    await says("开始");
    server.wecom.failNext("message/send", "taken without answer");
    server.wecom.failNext("message/send", 42014);
    const [, question] = await shows(li().ticks(["淄博"]));
    expect(question?.choices).toContain("替企业问");
    server.clock.now += 60_000;
    expect(await shows(Promise.resolve())).toEqual([]);
    expect((await outbox()).at(-1)).toBe("sent");
  });

  it.each([
    ["invaliduser", "not in the app's range"],
    ["unlicenseduser", "the member has no licence"],
  ])("knows by %s that nothing arrived, though the code is 0", async (list, why) => {
    await says("开始");
    server.wecom.failNext("message/send", {
      status: 200,
      body: JSON.stringify({ errcode: 0, [list]: "li" }),
    });
    await says("菜单");
    const [row] = await server.services.database.query("SELECT why FROM outbox WHERE state = 'failed'");
    expect(row?.why).toBe(why);
  });

  it("keeps within 30 a minute, beyond which WeCom drops without a word", async () => {
    server.wecom.limits.app.dropsExcess = true;
    for (let turn = 0; turn < 20; turn++) await says("开始");
    const before = li().sees().length;
    server.clock.now += 66_000;
    await server.settled();
    expect(before).toBe(30);
    expect(li().sees().length).toBe(calls("message/send").length);
    expect(new Set(await outbox())).toEqual(new Set(["sent"]));
  });

  it("stops for who left, and goes on when they are back", async () => {
    await says("开始");
    await shows(li().unsubscribes());
    expect(await outbox()).not.toContain("waiting");
    const [{ left_at } = {}] = await server.services.database.query("SELECT left_at FROM address");
    expect(left_at).toBe(server.clock.now);
    await shows(li().subscribes());
    expect((await says("菜单")).at(-1)?.choices).toContain("继续");
  });

  it("gives up on who cannot be reached", async () => {
    expected = [81013];
    await says("开始");
    server.wecom.deliverTo({ fetch: () => new Response("") });
    await li().unsubscribes();
    server.wecom.deliverTo({ fetch: (request) => server.app.request(request) });
    await says("菜单");
    expect((await outbox()).at(-1)).toBe("failed");
    const [{ left_at } = {}] = await server.services.database.query("SELECT left_at FROM address");
    expect(left_at).toBe(server.clock.now);
  });

  it("asks for one token, whoever is answered", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `member-${at}`);
    await Promise.all(names.map((name) => server.wecom.member(name).says("开始")));
    await server.settled();
    expect(calls("gettoken")).toHaveLength(1);
    for (const name of names) expect(server.wecom.member(name).sees()).toHaveLength(3);
  });
});
