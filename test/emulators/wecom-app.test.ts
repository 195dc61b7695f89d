/** The emulated app: what it may send to members, and what members' acts tell it. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seenFile } from "./seen.ts";
import { type ServerForWecom, serverForWecom } from "./wecom/server-for-tests.ts";
import { HOUR, MINUTE, seconds } from "./wecom/world.ts";

let server: ServerForWecom;
beforeEach(async () => {
  server = await serverForWecom();
  server.wecom.member("Li");
});
afterEach(() => server.wecom.close());

const agentid = 1000002;
const send = (body: object) =>
  server.call("app", "message/send", { touser: "Li", msgtype: "text", agentid, ...body });
const text = (content: string, more: object = {}) => send({ text: { content }, ...more });
const card = (template_card: object) => send({ msgtype: "template_card", template_card });
const update = (body: object) => server.call("app", "message/update_template_card", { agentid, ...body });
const member = (name = "Li") => server.wecom.member(name);
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

const buttonCard = (more: object = {}) => ({
  card_type: "button_interaction",
  task_id: "task-1",
  main_title: { title: "您在哪个城市？", desc: "点一个" },
  button_list: [
    { text: "淄博", key: "zibo" },
    { text: "威海", key: "weihai" },
  ],
  ...more,
});
const voteCard = (more: object = {}, checkbox: object = {}) => ({
  card_type: "vote_interaction",
  task_id: "task-1",
  main_title: { title: "哪些说得上？" },
  checkbox: {
    question_key: "q",
    mode: 1,
    option_list: [
      { id: "a", text: "技师", is_checked: true },
      { id: "b", text: "应届" },
    ],
    ...checkbox,
  },
  submit_button: { text: "确定", key: "done" },
  ...more,
});
const options = (count: number) => times(count, (at) => ({ id: `o${at}`, text: `第${at}项` }));
const multipleCard = (lists: number, count = 2) => ({
  card_type: "multiple_interaction",
  task_id: "task-1",
  main_title: { title: "请选" },
  select_list: times(lists, (at) => ({
    question_key: `q${at}`,
    title: `第${at}问`,
    option_list: options(count),
  })),
  submit_button: { text: "提交", key: "done" },
});
const notice = (more: object = {}) => ({
  card_type: "text_notice",
  main_title: { title: "提醒" },
  card_action: { type: 1, url: "https://example.invalid/" },
  ...more,
});

describe("message/send", () => {
  test("a text and a file are seen", async () => {
    expect(await text('看<a href="https://example.invalid/">这里</a>')).toMatchObject({ errcode: 0 });
    const { media_id } = await server.upload("表.txt", "内容要够长");
    expect(await send({ msgtype: "file", file: { media_id } })).toMatchObject({ errcode: 0 });
    await send({ msgtype: "markdown", markdown: { content: "**好** [页](https://example.invalid/)" } });
    expect(member().sees()).toEqual([
      {
        text: "看[link:https://example.invalid/|这里]",
        choices: [],
        links: [{ label: "这里", url: "https://example.invalid/" }],
      },
      { text: "", choices: [], file: seenFile("表.txt", "内容要够长") },
      {
        text: "**好** [link:https://example.invalid/|页]",
        choices: [],
        links: [{ label: "页", url: "https://example.invalid/" }],
      },
    ]);
    expect(member().seesNew()).toHaveLength(3);
    expect(member().seesNew()).toEqual([]);
  });

  test("a text has at most 2048 bytes, not signs", async () => {
    expect((await text("好".repeat(682))).errcode).toBe(0);
    expect((await text("好".repeat(683))).errcode).toBe(45002);
    expect((await send({ msgtype: "markdown", markdown: { content: "x".repeat(2_049) } })).errcode).toBe(
      45002,
    );
  });

  test.each<[string, number, object]>([
    ["no receiver", 82001, { touser: "" }],
    ["nobody who can be reached", 81013, { touser: "nobody" }],
    ["more than 1000 receivers", 40032, { touser: times(1_001, String).join("|") }],
    ["no agent", 41011, { agentid: undefined }],
    ["an agent in words", 40056, { agentid: "1000002" }],
    ["another agent", 301002, { agentid: 1 }],
    ["an empty text", 44004, { text: { content: "" } }],
    ["a kind that there is not", 40008, { msgtype: "poem" }],
    ["two kinds at once", 40058, { markdown: { content: "x" } }],
    ["a field that there is not", 40058, { buttons: [] }],
    ["an unknown file", 40007, { msgtype: "file", text: undefined, file: { media_id: "x" } }],
    ["an interval over 4 hours", 40058, { enable_duplicate_check: 1, duplicate_check_interval: 14_401 }],
  ])("refuses %s: %i", async (_name, errcode, more) => {
    expect((await text("您好", more)).errcode).toBe(errcode);
    expect(member().sees()).toEqual([]);
  });

  test("tells in part of whom it could not reach, in lower case", async () => {
    await member("Wang").unsubscribes();
    expect(await text("您好", { touser: "Li|Wang|Nobody" })).toMatchObject({
      errcode: 0,
      invaliduser: "wang|nobody",
    });
    await member("Wang").subscribes();
    expect(await text("您好", { touser: "LI|wang" })).not.toHaveProperty("invaliduser");
    expect(member("Wang").sees()).toHaveLength(1);
  });

  test("drops an exact repetition without a word, if asked to, for half an hour", async () => {
    const repeated = () => text("您好", { enable_duplicate_check: 1 });
    expect([await repeated(), await repeated()].map(({ errcode }) => errcode)).toEqual([0, 0]);
    expect(member().sees()).toHaveLength(1);
    await text("您好");
    expect(member().sees()).toHaveLength(2);
    server.clock.now += 30 * MINUTE;
    await repeated();
    expect(member().sees()).toHaveLength(3);
  });

  test("what was refused is no repetition when it comes again", async () => {
    const file = { msgtype: "template_card", template_card: {}, enable_duplicate_check: 1 };
    expect([(await send(file)).errcode, (await send(file)).errcode]).toEqual([40058, 40058]);
  });

  test("drops a member's excess without a word, if a test asks for it", async () => {
    server.wecom.limits.app.dropsExcess = true;
    for (const at of times(31, Number)) expect((await text(`第${at}条`)).errcode).toBe(0);
    expect(member().sees()).toHaveLength(30);
    server.clock.now += MINUTE;
    await text("又来");
    expect(member().sees()).toHaveLength(31);
  });

  test("files: size, kind, name of the field, three days", async () => {
    expect((await server.upload("a.txt", "short")).errcode).toBe(40006);
    expect((await server.upload("a.txt", "long enough", "poem")).errcode).toBe(40004);
    expect((await server.upload("a.txt", "long enough", "file", "file")).errcode).toBe(44001);
    const { media_id } = await server.upload("a.txt", "long enough");
    const image = await server.upload("a.png", "long enough", "image");
    const get = async (id: unknown) => {
      const token = await server.tokenOf("app");
      return fetch(`${server.wecom.url}/cgi-bin/media/get?access_token=${token}&media_id=${id}`);
    };
    const got = await get(media_id);
    expect(got.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
    expect(await got.text()).toBe("long enough");
    expect(await (await get("unknown")).json()).toMatchObject({ errcode: 40007 });
    const sendFile = async (id: unknown) => (await send({ msgtype: "file", file: { media_id: id } })).errcode;
    expect(await sendFile(image.media_id)).toBe(40007);
    server.clock.now += 72 * HOUR + 1;
    server.wecom.expireTokens();
    const fresh = `gettoken?corpid=${server.wecom.settings.corpId}&corpsecret=secret-of-the-app`;
    const { access_token } = await server.get(fresh);
    const body = { touser: "Li", msgtype: "file", agentid, file: { media_id } };
    expect((await server.post(`message/send?access_token=${access_token}`, body)).errcode).toBe(40007);
  });
});

describe("template cards", () => {
  test.each<[string, object]>([
    ["a notice", notice()],
    ["buttons", buttonCard()],
    ["a vote", voteCard()],
    ["lists", multipleCard(3, 10)],
  ])("takes %s, and gives a code where a press is reported", async (_name, made) => {
    const answer = await card(made);
    expect(answer.errcode).toBe(0);
    expect("response_code" in answer).toBe("task_id" in made);
  });

  test.each<[string, number, object]>([
    ["no task_id", 42014, buttonCard({ task_id: undefined })],
    ["a task_id with other signs", 42014, buttonCard({ task_id: "第一" })],
    ["a task_id over 128 bytes", 42014, buttonCard({ task_id: "x".repeat(129) })],
    ["a title over 36", 40058, buttonCard({ main_title: { title: "题".repeat(37) } })],
    ["a description over 44", 40058, buttonCard({ main_title: { title: "题", desc: "述".repeat(45) } })],
    ["no words at all", 40058, buttonCard({ main_title: undefined })],
    ["no button", 40058, buttonCard({ button_list: [] })],
    ["7 buttons", 40058, buttonCard({ button_list: times(7, (at) => ({ text: `${at}`, key: `${at}` })) })],
    ["a button over 10", 40058, buttonCard({ button_list: [{ text: "钮".repeat(11), key: "a" }] })],
    ["a button without a key", 40058, buttonCard({ button_list: [{ text: "钮" }] })],
    [
      "a key twice",
      40058,
      buttonCard({
        button_list: [
          { text: "甲", key: "a" },
          { text: "乙", key: "a" },
        ],
      }),
    ],
    ["a greyed button's words", 40058, buttonCard({ replace_text: "已选" })],
    ["a field that there is not", 40058, buttonCard({ footer: "x" })],
    ["a kind that there is not", 40058, { ...notice(), card_type: "news_notice" }],
    ["a notice without an address", 40058, notice({ card_action: { type: 1 } })],
    ["a notice without an action", 40058, notice({ card_action: undefined })],
    ["21 things to tick", 40058, voteCard({}, { option_list: options(21) })],
    ["nothing to tick", 40058, voteCard({}, { option_list: [] })],
    ["a thing to tick over 17", 40058, voteCard({}, { option_list: [{ id: "a", text: "项".repeat(18) }] })],
    ["an id twice", 40058, voteCard({}, { option_list: [...options(1), ...options(1)] })],
    ["a vote that is disabled", 40058, voteCard({}, { disable: false })],
    ["4 lists", 40058, multipleCard(4)],
    ["a list of 11", 40058, multipleCard(1, 11)],
  ])("refuses %s: %i", async (_name, errcode, made) => {
    expect((await card(made)).errcode).toBe(errcode);
    expect(member().sees()).toEqual([]);
  });

  test("a task_id is used once", async () => {
    await card(buttonCard());
    expect((await card(buttonCard())).errcode).toBe(42014);
  });

  test("a press tells which button of which card", async () => {
    await card(buttonCard());
    expect(member().sees()).toEqual([{ text: "您在哪个城市？\n点一个", choices: ["淄博", "威海"] }]);
    await member().presses("威海");
    expect(server.read.at(-1)?.fields).toMatchObject({
      FromUserName: "Li",
      Event: "template_card_event",
      EventKey: "weihai",
      TaskId: "task-1",
      CardType: "button_interaction",
      ResponseCode: expect.any(String),
    });
    await expect(member().presses("济南")).rejects.toThrow("济南");
  });

  test("a submit tells what is ticked", async () => {
    const items = () => server.read.at(-1)?.fields.SelectedItems;
    await card(voteCard());
    await member().presses("确定");
    expect(items()).toEqual({ SelectedItem: { QuestionKey: "q", OptionIds: { OptionId: "a" } } });
    await member().ticks(["技师", "应届"]);
    expect(items()).toEqual({ SelectedItem: { QuestionKey: "q", OptionIds: { OptionId: ["a", "b"] } } });
    await member().ticks([]);
    expect(items()).toEqual({ SelectedItem: { QuestionKey: "q", OptionIds: "" } });
  });

  test("lists always have something chosen", async () => {
    await card(multipleCard(2));
    await member().ticks(["第1项"]);
    expect(server.read.at(-1)?.fields.SelectedItems).toMatchObject({
      SelectedItem: [{ OptionIds: { OptionId: "o1" } }, { OptionIds: { OptionId: "o1" } }],
    });
  });

  test("one of a vote that takes one", async () => {
    await card(voteCard({}, { mode: 0 }));
    await expect(member().ticks(["技师", "应届"])).rejects.toThrow("only one");
  });
});

describe("message/update_template_card", () => {
  const pressed = async (): Promise<string> => {
    await card(buttonCard());
    await member().presses("淄博");
    return String(server.read.at(-1)?.fields.ResponseCode);
  };
  const grey = (response_code: string, more: object = {}) =>
    update({ userids: ["Li"], response_code, button: { replace_name: "已选淄博" }, ...more });

  test("greys the buttons, once", async () => {
    const code = await pressed();
    expect((await grey(code)).errcode).toBe(0);
    expect(member().sees()).toEqual([{ text: "您在哪个城市？\n点一个\n已选淄博", choices: [] }]);
    expect((await grey(code)).errcode).toBe(42022);
    await expect(member().presses("淄博")).rejects.toThrow();
  });

  test("puts another card in its place", async () => {
    const template_card = buttonCard({ task_id: undefined, replace_text: "已选" });
    expect((await grey(await pressed(), { button: undefined, template_card })).errcode).toBe(0);
    expect(member().sees()[0]).toMatchObject({ choices: [] });
  });

  test("within 72 hours", async () => {
    const code = await pressed();
    server.clock.now += 72 * HOUR + 1;
    const { corpId, app } = server.wecom.settings;
    const { access_token } = await server.get(`gettoken?corpid=${corpId}&corpsecret=${app.secret}`);
    const body = { userids: ["Li"], agentid, response_code: code, button: { replace_name: "x" } };
    const path = `message/update_template_card?access_token=${access_token}`;
    expect((await server.post(path, body)).errcode).toBe(40058);
  });

  test.each<[string, number, object]>([
    ["an unknown code", 40058, { response_code: "x" }],
    ["nobody named", 82001, { userids: undefined }],
    ["somebody without the card", 81013, { userids: ["Wang"] }],
    ["neither button nor card", 40058, { button: undefined }],
    ["both", 40058, { template_card: buttonCard() }],
    ["no agent", 41011, { agentid: undefined }],
  ])("refuses %s: %i", async (_name, errcode, more) => {
    member("Wang");
    const code = await pressed();
    expect((await grey(code, more)).errcode).toBe(errcode);
    // And the code was not used up by it.
    expect((await grey(code)).errcode).toBe(0);
  });
});

describe("the menu", () => {
  const create = (button: object[], agent: unknown = agentid) =>
    server
      .tokenOf("app")
      .then((token) => server.post(`menu/create?access_token=${token}&agentid=${agent}`, { button }));
  const click = (name: string) => ({ type: "click", name, key: name });

  test("is created, and a press tells its key", async () => {
    const page = { type: "view", name: "网页", url: "https://example.invalid/" };
    await create([click("查政策"), { name: "更多", sub_button: [click("找人工"), page] }]);
    expect(server.wecom.menu().map(({ name }) => name)).toEqual(["查政策", "找人工", "网页"]);
    await member().pressesMenu("找人工");
    expect(server.read.at(-1)?.fields).toMatchObject({ Event: "click", EventKey: "找人工" });
    await member().pressesMenu("网页");
    expect(server.read.at(-1)?.fields).toMatchObject({ Event: "view", EventKey: page.url });
  });

  test.each<[string, number, object[]]>([
    ["none", 40016, []],
    ["4", 40016, times(4, (at) => click(`${at}`))],
    ["no name", 41102, [{ type: "click", key: "a" }]],
    ["a name over 16 bytes", 40018, [click("六个汉字太长")]],
    ["another kind", 40017, [{ ...click("a"), type: "scancode_push" }]],
    ["a key over 128 bytes", 40019, [{ ...click("a"), key: "k".repeat(129) }]],
    ["a page without an address", 40020, [{ type: "view", name: "a" }]],
    ["6 below one", 40023, [{ name: "a", sub_button: times(6, (at) => click(`${at}`)) }]],
    ["a name below over 40 bytes", 40025, [{ name: "a", sub_button: [click("好".repeat(14))] }]],
    ["three levels", 40022, [{ name: "a", sub_button: [{ name: "b", sub_button: [click("c")] }] }]],
  ])("refuses %s: %i", async (_name, errcode, button) => {
    expect((await create(button)).errcode).toBe(errcode);
  });

  test("refuses another agent, and there is none before it is created", async () => {
    expect((await create([click("a")], 7)).errcode).toBe(40056);
    const token = await server.tokenOf("app");
    expect((await server.get(`menu/get?access_token=${token}&agentid=${agentid}`)).errcode).toBe(46003);
  });
});

describe("what members do", () => {
  test("words, with ids that no JavaScript number holds", async () => {
    await member().says("我是<焊工>&技师 ]]> 呢");
    await member().says("在吗");
    const [one, other] = server.read.map(({ fields }) => fields);
    expect(one).toMatchObject({
      ToUserName: server.wecom.settings.corpId,
      FromUserName: "Li",
      CreateTime: String(seconds({ clock: server.clock } as Parameters<typeof seconds>[0])),
      MsgType: "text",
      Content: "我是<焊工>&技师 ]]> 呢",
      AgentID: "1000002",
    });
    expect(one?.MsgId).not.toBe(other?.MsgId);
    expect(Number(one?.MsgId)).toBe(Number(other?.MsgId));
  });

  test("everything else comes as its own kind", async () => {
    const li = member();
    await li.opensApp();
    await li.sendsImage();
    await li.sendsVoice();
    await li.sendsVideo();
    await li.sendsFile();
    await li.sendsLocation({ latitude: 36.8, longitude: 118.05, label: "淄博" });
    await li.sendsLink("页", "https://example.invalid/");
    await li.sendsUnknown("hologram");
    await li.raisesUnknown("change_of_moon");
    await li.subscribes();
    await li.unsubscribes();
    expect(server.read.map(({ fields }) => fields.Event ?? fields.MsgType)).toEqual([
      ...["enter_agent", "image", "voice", "video", "file", "location", "link", "hologram"],
      ...["change_of_moon", "subscribe", "unsubscribe"],
    ]);
    expect(server.read[0]?.fields).not.toHaveProperty("MsgId");
  });
});
