/** The emulated 微信客服: reading, sending within what a customer's word opens, welcomes, states. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seenFile } from "./seen.ts";
import { type ServerForWecom, serverForWecom } from "./wecom/server-for-tests.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./wecom/world.ts";

const open_kfid = "wk0000000000000001";
let server: ServerForWecom;
let customer: ReturnType<ServerForWecom["wecom"]["customer"]>;
beforeEach(async () => {
  server = await serverForWecom();
  customer = server.wecom.customer("wm1");
});
afterEach(() => server.wecom.close());

interface Line {
  msgid: string;
  origin: number;
  msgtype: string;
  external_userid?: string;
  text?: { content: string; menu_id?: string };
  event?: Record<string, unknown>;
}

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
/** Time goes on beyond a token's two hours: a new one is taken. */
const call = async (method: string, body: object) => {
  const { corpId, kf } = server.wecom.settings;
  const { access_token } = await server.get(`gettoken?corpid=${corpId}&corpsecret=${kf.secret}`);
  return server.post(`kf/${method}?access_token=${access_token}`, body);
};
const lastToken = () => String(server.read.at(-1)?.fields.Token);
const sync = (body: object = {}) => call("sync_msg", { open_kfid, token: lastToken(), ...body });
const lines = async (body: object = {}) => (await sync(body)).msg_list as Line[];
const send = (body: object = {}) =>
  call("send_msg", { touser: "wm1", open_kfid, msgtype: "text", text: { content: "您好" }, ...body });
const click = (id: string, content = id) => ({ type: "click", click: { id, content } });
const menu = (list: object[], more: object = {}) =>
  send({ msgtype: "msgmenu", text: undefined, msgmenu: { head_content: "请选", list, ...more } });
const trans = (service_state: number, more: object = {}) =>
  call("service_state/trans", { open_kfid, external_userid: "wm1", service_state, ...more });

beforeEach(() => {
  server.wecom.limits.token.askedInTenMinutes = 1_000;
});

describe("the callback and kf/sync_msg", () => {
  test("the callback says only that there is something; the rest is read", async () => {
    await customer.says("在吗");
    expect(server.read.at(-1)).toMatchObject({
      side: "kf",
      fields: { Event: "kf_msg_or_event", OpenKfId: open_kfid, Token: expect.any(String) },
    });
    expect(await lines()).toEqual([
      {
        msgid: expect.any(String),
        send_time: server.clock.now / SECOND,
        origin: 3,
        msgtype: "text",
        open_kfid,
        external_userid: "wm1",
        text: { content: "在吗" },
      },
    ]);
  });

  test("goes on from its cursor, a page at a time", async () => {
    server.wecom.announces(false);
    for (const at of times(5, Number)) await customer.says(`第${at}句`);
    expect(server.read).toEqual([]);
    await server.wecom.announce();
    const first = await sync({ limit: 3 });
    expect(first).toMatchObject({ has_more: 1 });
    expect(first.msg_list).toHaveLength(3);
    const second = await sync({ cursor: first.next_cursor });
    expect(second).toMatchObject({ has_more: 0 });
    expect(second.msg_list).toHaveLength(2);
    const third = await sync({ cursor: second.next_cursor });
    expect(third).toMatchObject({ has_more: 0, msg_list: [], next_cursor: second.next_cursor });
    expect(await lines()).toHaveLength(5);
  });

  test("may give fewer than were asked for, and an empty page though there is more", async () => {
    await customer.says("一");
    await customer.says("二");
    Object.assign(server.wecom.limits.sync, { pageAtMost: 1, emptyPages: 1 });
    const empty = await sync();
    expect(empty).toMatchObject({ has_more: 1, msg_list: [] });
    const first = await sync({ cursor: empty.next_cursor });
    expect(first).toMatchObject({ has_more: 1, msg_list: [{ text: { content: "一" } }] });
  });

  test("keeps three days", async () => {
    await customer.says("旧");
    const { next_cursor } = await sync();
    server.clock.now += 3 * DAY;
    await customer.says("新");
    expect(await lines()).toMatchObject([{ text: { content: "新" } }]);
    expect(await lines({ cursor: next_cursor })).toMatchObject([{ text: { content: "新" } }]);
  });

  test("each account has its own messages, tokens and cursors", async () => {
    await server.wecom.customer("wm1", "wk2").says("那边");
    const other = await call("sync_msg", { open_kfid: "wk2", token: lastToken() });
    expect(other.msg_list).toHaveLength(1);
    expect((await sync()).errcode).toBe(95007);
    await customer.says("这边");
    expect(await lines()).toHaveLength(1);
    expect((await sync({ cursor: other.next_cursor })).errcode).toBe(40058);
  });

  test.each<[string, number, object]>([
    ["an unknown token", 95007, { token: "x" }],
    ["a limit over 1000", 40058, { limit: 1_001 }],
    ["a limit of 0", 40058, { limit: 0 }],
    ["an unknown cursor", 40058, { cursor: "x" }],
    ["an unknown account", 95000, { open_kfid: "wk3" }],
    ["no account", 95000, { open_kfid: undefined }],
    ["a field that there is not", 40058, { count: 3 }],
  ])("refuses %s: %i", async (_name, errcode, more) => {
    await customer.says("在吗");
    expect((await sync(more)).errcode).toBe(errcode);
  });

  test("a token holds for ten minutes; without one there is a limit", async () => {
    await customer.says("在吗");
    server.clock.now += 10 * MINUTE - 1;
    expect((await sync()).errcode).toBe(0);
    server.clock.now += 1;
    expect((await sync()).errcode).toBe(95007);
    server.wecom.limits.sync.callsWithoutToken = 1;
    const bare = async () => (await sync({ token: undefined })).errcode;
    expect([await bare(), await bare()]).toEqual([0, 45009]);
  });

  test("where 微信客服 is called through the app, its callbacks come to the app's address", async () => {
    const through = await serverForWecom({ kf: { calledBackAt: "app" } });
    await through.wecom.customer("wm1").says("在吗");
    expect(through.read).toMatchObject([{ side: "app", fields: { Event: "kf_msg_or_event" } }]);
    await through.wecom.close();
  });
});

describe("kf/send_msg", () => {
  test("a text, a file, a link and a menu are seen", async () => {
    await customer.says("在吗");
    const { media_id } = await server.upload("表.txt", "内容要够长");
    const thumb = await server.upload("a.png", "long enough", "image");
    const page = { title: "页", url: "https://example.invalid/", thumb_media_id: thumb.media_id };
    await send();
    await send({ msgtype: "file", text: undefined, file: { media_id } });
    await send({ msgtype: "link", text: undefined, link: page });
    const line = { type: "text", text: { content: "或者打电话" } };
    const view = { type: "view", view: { url: "https://example.invalid/", content: "看网页" } };
    expect((await menu([click("zibo", "淄博"), view, line], { tail_content: "点一个" })).errcode).toBe(0);
    expect(customer.seesNew()).toEqual([
      { text: "您好", choices: [] },
      { text: "", choices: [], file: seenFile("表.txt", "内容要够长") },
      { text: "[link:https://example.invalid/|页]", choices: [] },
      {
        text: "请选\n或者打电话\n点一个",
        choices: ["淄博", "看网页"],
        links: [{ label: "看网页", url: "https://example.invalid/" }],
      },
    ]);
  });

  test("a click comes back as a text with the menu's id; a link tells nobody", async () => {
    await customer.says("在吗");
    const view = { type: "view", view: { url: "https://example.invalid/", content: "看网页" } };
    await menu([click("zibo", "淄博"), view]);
    expect(await customer.presses("看网页")).toEqual([]);
    await customer.presses("淄博");
    expect((await lines()).at(-1)).toMatchObject({ text: { content: "淄博", menu_id: "zibo" } });
    await expect(customer.presses("济南")).rejects.toThrow("济南");
  });

  test("five for each message of the customer", async () => {
    await customer.says("在吗");
    for (const _ of times(5, Number)) expect((await send()).errcode).toBe(0);
    expect((await send()).errcode).toBe(95001);
    await customer.says("还有吗");
    expect((await send()).errcode).toBe(0);
  });

  test("within 48 hours of it", async () => {
    expect((await send()).errcode).toBe(95018);
    await customer.enters();
    expect((await send()).errcode).toBe(95018);
    await customer.says("在吗");
    server.clock.now += 48 * HOUR - 1;
    expect((await send()).errcode).toBe(0);
    server.clock.now += 1;
    expect((await send()).errcode).toBe(95018);
    expect(customer.state()).toBe(4);
  });

  test("a msgid sends once; refused for another message", async () => {
    await customer.says("在吗");
    const once = () => send({ msgid: "out_1-a" });
    expect([await once(), await once()]).toMatchObject([{ msgid: "out_1-a" }, { msgid: "out_1-a" }]);
    expect(customer.sees()).toHaveLength(1);
    expect((await send({ msgid: "out_1-a", text: { content: "别的" } })).errcode).toBe(40058);
    server.wecom.failNext("kf/send_msg", "taken without answer");
    await expect(send({ msgid: "out2" })).rejects.toThrow();
    expect((await send({ msgid: "out2" })).errcode).toBe(0);
    expect(customer.sees()).toHaveLength(2);
  });

  test.each<[string, number, object]>([
    ["an unknown customer", 40096, { touser: "wm9" }],
    ["an unknown account", 95000, { open_kfid: "wk9" }],
    ["an empty text", 44004, { text: { content: "" } }],
    ["a text over 2048 bytes", 45002, { text: { content: "好".repeat(683) } }],
    ["a msgid over 32 bytes", 40058, { msgid: "x".repeat(33) }],
    ["a msgid with other signs", 40058, { msgid: "a:b" }],
    ["markdown", 40008, { msgtype: "markdown" }],
    ["two kinds at once", 40058, { msgmenu: {} }],
    ["a field that there is not", 40058, { agentid: 1 }],
    ["an unknown file", 40007, { msgtype: "file", text: undefined, file: { media_id: "x" } }],
  ])("refuses %s: %i", async (_name, errcode, more) => {
    await customer.says("在吗");
    expect((await send(more)).errcode).toBe(errcode);
    expect(customer.sees()).toEqual([]);
  });

  test.each<[string, number, object[], object]>([
    ["no entry", 40058, [], {}],
    ["11 to tap", 95008, times(11, (at) => click(`c${at}`)), {}],
    ["51 entries", 95008, times(51, () => ({ type: "text", text: { content: "行" } })), {}],
    ["another kind of entry", 95009, [{ type: "dial", dial: {} }], {}],
    ["an id over 64 bytes", 40058, [click("x".repeat(65), "甲")], {}],
    ["a label over 128 bytes", 40058, [click("a", "好".repeat(43))], {}],
    ["an id twice", 40058, [click("a", "甲"), click("a", "乙")], {}],
    ["a head over 1024 bytes", 40058, [click("a")], { head_content: "好".repeat(342) }],
    ["a line over 256 bytes", 40058, [{ type: "text", text: { content: "好".repeat(86) } }], {}],
  ])("refuses a menu with %s: %i", async (_name, errcode, list, more) => {
    await customer.says("在吗");
    expect((await menu(list, more)).errcode).toBe(errcode);
  });

  test("taken is not arrived: an event tells later why", async () => {
    await customer.says("在吗");
    customer.refusesMessages();
    const { errcode, msgid } = await send();
    expect(errcode).toBe(0);
    expect(customer.sees()).toEqual([]);
    const failed = (fail_type: number) => ({ event_type: "msg_send_fail", fail_msgid: msgid, fail_type });
    expect((await lines()).at(-1)).toMatchObject({ origin: 4, msgtype: "event", event: failed(10) });
    customer.refusesMessages(false);
    server.wecom.failDeliveries(13);
    await send();
    await server.wecom.announce();
    expect((await lines()).at(-1)?.event).toMatchObject({ fail_type: 13 });
    await send();
    expect(customer.sees()).toHaveLength(1);
  });
});

describe("kf/send_msg_on_event", () => {
  const answer = (code: unknown, more: object = {}) =>
    call("send_msg_on_event", { code, msgtype: "text", text: { content: "欢迎" }, ...more });
  const codeOfEntering = async () => {
    await customer.enters({ scene: "poster" });
    return (await lines()).at(-1)?.event?.welcome_code;
  };

  test("a welcome once, within 20 seconds, and not again for 48 hours", async () => {
    const code = await codeOfEntering();
    expect((await lines()).at(-1)?.event).toMatchObject({ event_type: "enter_session", scene: "poster" });
    expect((await answer(code)).errcode).toBe(0);
    expect(customer.sees()).toEqual([{ text: "欢迎", choices: [] }]);
    expect((await answer(code)).errcode).toBe(95007);
    expect(await codeOfEntering()).toBeUndefined();
    server.clock.now += 48 * HOUR;
    const again = await codeOfEntering();
    server.clock.now += 20 * SECOND;
    expect((await answer(again)).errcode).toBe(95007);
    expect((await answer("made-up")).errcode).toBe(95007);
  });

  test("none for who said something in 48 hours", async () => {
    await customer.says("在吗");
    expect(await codeOfEntering()).toBeUndefined();
    server.clock.now += 48 * HOUR;
    expect(await codeOfEntering()).toBeDefined();
  });

  test("a welcome may be a menu of 10, and takes none of the five", async () => {
    const code = await codeOfEntering();
    const list = (count: number) => times(count, (at) => ({ type: "text", text: { content: `${at}` } }));
    const withMenu = (count: number) =>
      answer(code, { msgtype: "msgmenu", text: undefined, msgmenu: { list: list(count) } });
    expect((await withMenu(11)).errcode).toBe(95008);
    expect((await answer(code, { msgtype: "file", text: undefined })).errcode).toBe(40008);
    expect((await withMenu(10)).errcode).toBe(0);
    await customer.says("在吗");
    for (const _ of times(5, Number)) expect((await send()).errcode).toBe(0);
  });

  test("a word in the queue: text alone, and only while in the queue", async () => {
    await customer.says("找人工");
    const { msg_code } = await trans(2);
    const asMenu = { msgtype: "msgmenu", text: undefined, msgmenu: { list: [click("a")] } };
    expect((await answer(msg_code, asMenu)).errcode).toBe(40008);
    expect((await answer(msg_code)).errcode).toBe(0);
    server.wecom.servicer("zhao");
    const taken = await trans(3, { servicer_userid: "zhao" });
    await trans(4);
    expect((await answer(taken.msg_code)).errcode).toBe(95018);
  });
});

describe("kf/service_state", () => {
  const state = () => call("service_state/get", { open_kfid, external_userid: "wm1" });

  test("goes from new to the queue, to a human, to the end, and begins anew", async () => {
    expect(await state()).toMatchObject({ service_state: 4 });
    await customer.says("在吗");
    expect(await state()).toMatchObject({ service_state: 0 });
    expect((await trans(2)).errcode).toBe(0);
    expect((await send()).errcode).toBe(95018);
    const zhao = server.wecom.servicer("zhao");
    expect((await trans(3, { servicer_userid: "zhao" })).errcode).toBe(0);
    expect(await state()).toMatchObject({ service_state: 3, servicer_userid: "zhao" });
    expect((await send()).errcode).toBe(95018);
    await zhao.says(customer, "我是小赵");
    expect((await lines()).at(-1)).toMatchObject({ origin: 5, servicer_userid: "zhao" });
    await zhao.ends(customer);
    expect((await lines()).at(-1)?.event).toMatchObject({
      event_type: "session_status_change",
      change_type: 3,
      msg_code: expect.any(String),
    });
    expect((await send()).errcode).toBe(95013);
    await customer.says("还有");
    expect(await state()).toMatchObject({ service_state: 0 });
    expect((await send()).errcode).toBe(0);
  });

  test("names who answers customers, and whether they do just now", async () => {
    server.wecom.servicer("zhao");
    server.wecom.servicer("qian").stopsReceiving();
    const list = async (account: string) =>
      server.get(`kf/servicer/list?open_kfid=${account}&access_token=${await server.tokenOf("kf")}`);
    expect((await list(open_kfid)).servicer_list).toEqual([
      { userid: "zhao", status: 0 },
      { userid: "qian", status: 1 },
    ]);
    expect((await list("wk9")).errcode).toBe(95000);
    expect((await call("account/list", {})).account_list).toMatchObject([{ open_kfid }]);
  });

  test("with the bot it may speak, and nothing is to be said by a code", async () => {
    await customer.says("在吗");
    expect(await trans(1)).toEqual({ errcode: 0, errmsg: "ok" });
    expect((await send()).errcode).toBe(0);
  });

  test("a human may take a customer out of the queue", async () => {
    await customer.says("找人工");
    await trans(2);
    await server.wecom.servicer("zhao").takes(customer);
    expect((await lines()).at(-1)?.event).toMatchObject({ change_type: 1, new_servicer_userid: "zhao" });
    expect(customer.state()).toBe(3);
  });

  test.each<[string, number, number[], number, object]>([
    ["out of an end", 95016, [4], 1, {}],
    ["from a human to the bot", 95016, [2], 1, {}],
    ["into what it is", 95016, [1], 1, {}],
    ["back to new", 95016, [1], 0, {}],
    ["to nobody in particular", 40058, [], 3, {}],
    ["to who answers no customers", 95014, [], 3, { servicer_userid: "qian" }],
    ["into a state that there is not", 40058, [], 5, {}],
    ["of an unknown customer", 40096, [], 1, { external_userid: "wm9" }],
  ])("refuses a change %s: %i", async (_name, errcode, before, to, more) => {
    await customer.says("在吗");
    for (const one of before) await trans(one);
    expect((await trans(to, more)).errcode).toBe(errcode);
  });
});

test("everything that a customer does comes as its own kind", async () => {
  await customer.says("在吗");
  await customer.recalls();
  await customer.sendsImage();
  await customer.sendsVoice();
  await customer.sendsVideo();
  await customer.sendsFile();
  await customer.sendsLocation({ latitude: 36.8, longitude: 118.05, label: "淄博" });
  await customer.sendsLink("页", "https://example.invalid/");
  await customer.sendsUnknown("hologram");
  await customer.raisesUnknown("change_of_moon");
  const read = await lines();
  expect(read.map(({ msgtype, event }) => event?.event_type ?? msgtype)).toEqual([
    ...["text", "user_recall_msg", "image", "voice", "video", "file", "location", "link"],
    ...["hologram", "change_of_moon"],
  ]);
  expect(read[1]?.event?.recall_msgid).toBe(read[0]?.msgid);
});
