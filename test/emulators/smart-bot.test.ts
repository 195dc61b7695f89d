import { once } from "node:events";
import { decryptFile, type TextMessage, type WSClient, type WsFrame } from "@wecom/aibot-node-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seenFile } from "./seen.ts";
import { type CallbackFrame, connectTo, type Line, sdkFor } from "./smart-bot/connect.ts";
import { type SmartBot, startSmartBot } from "./smart-bot.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let clock: { now: number };
let bot: SmartBot;
let clients: WSClient[];

beforeEach(async () => {
  clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  bot = await startSmartBot({ clock, botId: "aib-1", secret: "s-1" });
  clients = [];
});

afterEach(async () => {
  // What the SDK still waits for rejects when it disconnects.
  await bot.settled();
  for (const client of clients) client.disconnect();
  await bot.close();
});

function sdk(options: Parameters<typeof sdkFor>[1] = {}): WSClient {
  const client = sdkFor(bot, options);
  clients.push(client);
  return client;
}

async function subscribedSdk(): Promise<WSClient> {
  const client = sdk().connect();
  await bot.subscribed();
  return client;
}

async function line(): Promise<Line> {
  const made = await connectTo(bot);
  await made.subscribe();
  return made;
}

const stream = (id: string, content: string, finish = false) => ({
  msgtype: "stream",
  stream: { id, content, finish },
});
const markdown = (content: string) => ({ msgtype: "markdown", markdown: { content } });
const card = (task_id: string, title = "选一个") => ({
  card_type: "button_interaction",
  main_title: { title },
  button_list: [
    { text: "查补贴", key: "ask" },
    { text: "算一算", key: "match" },
  ],
  task_id,
});
const cardMessage = (task_id: string) => ({ msgtype: "template_card", template_card: card(task_id) });

describe("with the vendor's SDK", () => {
  it("brings a person's words, and shows them the stream that answers", async () => {
    const client = await subscribedSdk();
    client.on("message.text", async (frame: WsFrame<TextMessage>) => {
      await client.replyStream(frame, "s-1", "正在查…");
      await client.replyStream(frame, "s-1", `您问：**${frame.body?.text.content}**`, true);
    });
    const zhang = bot.person("zhang");
    await zhang.say("高级工补贴");
    expect(await zhang.nextSeen()).toEqual({ text: "您问：[bold:高级工补贴]", choices: [] });
    expect(zhang.seen).toHaveLength(1);
    expect(bot.calls.map(({ method }) => method)).toEqual([
      "aibot_subscribe",
      "aibot_respond_msg",
      "aibot_respond_msg",
    ]);
    expect(bot.refused()).toEqual([]);
  });

  it("welcomes once a day, by Beijing's midnight", async () => {
    const client = await subscribedSdk();
    client.on("event.enter_chat", (frame) =>
      client.replyWelcome(frame, { msgtype: "text", text: { content: "您好 **不是标记**" } }),
    );
    const zhang = bot.person("zhang");
    expect(await zhang.openChat()).toMatchObject({ delivered: true });
    expect(await zhang.nextSeen()).toEqual({ text: "您好 **不是标记**", choices: [] });
    expect(await zhang.openChat()).toBeNull();
    clock.now += 15 * HOUR;
    expect(await zhang.openChat()).toMatchObject({ delivered: true });
  });

  it("updates the card that was pressed, for one person of a group only", async () => {
    const client = await subscribedSdk();
    client.on("message.text", (frame) => client.replyTemplateCard(frame, card("t-1")));
    client.on("event.template_card_event", (frame) => {
      const { event, from } = frame.body as unknown as {
        event: { template_card_event: { event_key: string; task_id: string } };
        from: { userid: string };
      };
      const { event_key, task_id } = event.template_card_event;
      return client.updateTemplateCard(frame, card(task_id, `选了${event_key}`), [from.userid]);
    });
    const [zhang, li] = [bot.person("zhang").group("g-1"), bot.person("li").group("g-1")];
    await zhang.say("你好");
    expect(await zhang.nextSeen()).toEqual({ text: "选一个", choices: ["查补贴", "算一算"] });
    await zhang.press("算一算");
    expect(await zhang.nextSeen()).toMatchObject({ text: "选了match" });
    expect(li.seen).toMatchObject([{ text: "选一个" }]);
  });

  it("sends of its own accord, a file too", async () => {
    const client = await subscribedSdk();
    const zhang = bot.person("zhang");
    await zhang.say("你好");
    await client.sendMessage("zhang", { msgtype: "markdown", markdown: { content: "# 提醒" } });
    const report = Buffer.from("报告".repeat(150_000));
    const { media_id } = await client.uploadMedia(report, { type: "file", filename: "报告.txt" });
    await client.sendMediaMessage("zhang", "file", media_id);
    expect(zhang.lookAgain()).toEqual([
      { text: "[heading:提醒]", choices: [] },
      { text: "", choices: [], file: seenFile("报告.txt", report) },
    ]);
    expect(zhang.lookAgain()).toEqual([]);
  });

  it("rejects with the raw frame where the gateway refuses", async () => {
    const client = await subscribedSdk();
    const refused = client.sendMessage("nobody", { msgtype: "markdown", markdown: { content: "你好" } });
    await expect(refused).rejects.toMatchObject({ errcode: 93006 });
    await expect(refused).rejects.not.toBeInstanceOf(Error);
    expect(bot.refused()).toMatchObject([{ method: "aibot_send_msg", errcode: 93006 }]);
  });

  it("gives up after a wrong secret, tried as often as it was told to", async () => {
    const client = sdk({ secret: "wrong", maxAuthFailureAttempts: 1 });
    const errors: Error[] = [];
    const gaveUp = new Promise<void>((resolve) => {
      client.on("error", (error) => {
        errors.push(error);
        if ("code" in error) resolve();
      });
    });
    client.connect();
    await gaveUp;
    expect(bot.refused()).toMatchObject([{ errcode: 853000 }, { errcode: 853000 }]);
    expect(errors.at(-1)).toMatchObject({ code: "WS_AUTH_FAILURE_EXHAUSTED" });
    expect(bot.connections).toMatchObject([{ subscribed: false }, { subscribed: false }]);
  });

  it("comes back after its connection was dropped", async () => {
    await subscribedSdk();
    await bot.dropConnection();
    await bot.subscribed(2);
    expect(bot.connections).toEqual([
      { number: 1, open: false, subscribed: false, rival: false },
      { number: 2, open: true, subscribed: true, rival: false },
    ]);
  });

  it("finds the gateway again at the same address", async () => {
    await subscribedSdk();
    await bot.stop();
    await bot.stop();
    expect(await bot.person("zhang").say("有人吗")).toMatchObject({ delivered: false });
    await bot.start();
    await bot.subscribed(2);
    expect(await bot.person("zhang").say("有人吗")).toMatchObject({ delivered: true });
  });

  it("stays away once another server has taken over", async () => {
    const client = await subscribedSdk();
    const told = once(client as never, "event.disconnected_event");
    const rival = await bot.takeOver();
    expect(await told).toMatchObject([{ body: { event: { eventtype: "disconnected_event" } } }]);
    expect(client.isConnected).toBe(false);
    await bot.person("zhang").say("你好");
    await bot.settled();
    expect(rival.callbacks).toMatchObject([
      { cmd: "aibot_msg_callback", body: { text: { content: "你好" } } },
    ]);
    expect(bot.connections).toMatchObject([
      { open: false, subscribed: false },
      { subscribed: true, rival: true },
    ]);

    await rival.leave();
    expect(await bot.person("zhang").say("还在吗")).toMatchObject({ delivered: false });
    client.connect();
    await bot.subscribed(2);
    expect(await bot.person("zhang").say("还在吗")).toMatchObject({ delivered: true });
  });

  it("ends a connection whose heartbeats nobody answers, and comes back", async () => {
    bot.switches.answersPings = false;
    sdk({ heartbeatInterval: 5 }).connect();
    await bot.subscribed(2);
    expect(bot.calls.filter(({ method }) => method === "ping").length).toBeGreaterThan(1);
  });
});

describe("what goes out to the server", () => {
  const receive = async (act: () => Promise<unknown>): Promise<CallbackFrame> => {
    const server = await line();
    await act();
    const callback = await server.next();
    server.close();
    return callback;
  };

  it("is of this shape for words in a group", async () => {
    const said = await receive(() => bot.person("zhang").group("g-1").say("补贴", { quote: "先前" }));
    expect(said).toEqual({
      cmd: "aibot_msg_callback",
      headers: { req_id: "req-1" },
      body: {
        msgid: "msg-1",
        aibotid: "aib-1",
        chatid: "g-1",
        chattype: "group",
        from: { userid: "zhang" },
        response_url: expect.stringContaining("response_code=msg-1"),
        msgtype: "text",
        text: { content: "@政策助手 补贴" },
        quote: { msgtype: "text", text: { content: "先前" } },
      },
    });
  });

  it("names neither chat nor kind when a person opens the chat", async () => {
    const { body } = await receive(() => bot.person("zhang").openChat());
    expect(body).toEqual({
      msgid: "msg-1",
      create_time: clock.now / 1000,
      aibotid: "aib-1",
      from: { userid: "zhang" },
      msgtype: "event",
      event: { eventtype: "enter_chat" },
    });
  });

  it.each([
    ["speech, written down", "voice", () => bot.person("zhang").speak("高级工补贴")],
    ["a picture", "image", () => bot.person("zhang").sendResource("image")],
    ["words with a picture", "mixed", () => bot.person("zhang").sendMixed("这是什么")],
    ["a type that nobody knows", "location", () => bot.person("zhang").sendOther("location")],
  ])("can be %s", async (_, msgtype, act) => {
    expect((await receive(act)).body).toMatchObject({ msgtype, chattype: "single" });
  });

  it("is a file that is encrypted, at an address that holds for five minutes", async () => {
    const { body } = await receive(() => bot.person("zhang").sendResource("file", "表.csv", "一,二"));
    const { url, aeskey } = (body as unknown as { file: { url: string; aeskey: string } }).file;
    const response = await fetch(url);
    expect(response.headers.get("content-disposition")).toContain(encodeURIComponent("表.csv"));
    const encrypted = Buffer.from(await response.arrayBuffer());
    expect(decryptFile(encrypted, aeskey).toString()).toBe("一,二");
    expect(encrypted.length % 32).toBe(0);
    clock.now += 5 * 60_000 + 1;
    expect((await fetch(url)).status).toBe(404);
  });

  it("comes twice with one msgid where the vendor does so", async () => {
    const server = await line();
    bot.switches.deliversTwice = true;
    await bot.person("zhang").say("补贴");
    const [first, second] = [await server.next(), await server.next()];
    expect(second.body).toEqual(first.body);
    expect(second.headers).not.toEqual(first.headers);
    server.close();
  });

  it("can be brought again by another req_id", async () => {
    const sent = await bot.person("zhang").say("补贴");
    expect(sent).toEqual({ msgid: "msg-1", reqId: "req-1", delivered: false });
    const server = await line();
    expect(await bot.redeliver(sent)).toEqual({ msgid: "msg-1", reqId: "req-2", delivered: true });
    const { headers, body } = await server.next();
    expect([headers.req_id, body.msgid]).toEqual(["req-2", "msg-1"]);
    server.close();
  });

  it("says what is ticked when a card is submitted", async () => {
    const server = await line();
    const zhang = bot.person("zhang");
    await zhang.say("问我");
    const { headers } = await server.next();
    const options = ["初级工", "中级工", "高级工"].map((text, index) => ({ id: `o-${index}`, text }));
    const template_card = {
      card_type: "vote_interaction",
      main_title: { title: "哪些级别？" },
      checkbox: { question_key: "level", mode: 1, option_list: options },
      submit_button: { text: "提交", key: "submit" },
      task_id: "t-1",
    };
    await server.ask("aibot_respond_msg", { msgtype: "template_card", template_card }, headers.req_id);
    expect(zhang.seen).toEqual([{ text: "哪些级别？", choices: ["初级工", "中级工", "高级工", "提交"] }]);
    zhang.tick("初级工", "高级工");
    await zhang.press("提交");
    expect((await server.next()).body.event).toEqual({
      eventtype: "template_card_event",
      template_card_event: {
        card_type: "vote_interaction",
        event_key: "submit",
        task_id: "t-1",
        selected_items: {
          selected_item: [{ question_key: "level", option_ids: { option_id: ["o-0", "o-2"] } }],
        },
      },
    });
    server.close();
  });

  it("tells which message a person judged", async () => {
    const server = await line();
    const zhang = bot.person("zhang");
    await zhang.say("补贴");
    const body = {
      msgtype: "stream",
      stream: { id: "s-1", content: "好", finish: true, feedback: { id: "f-1" } },
    };
    await server.ask("aibot_respond_msg", body, (await server.next()).headers.req_id);
    await zhang.judge({ type: 2, inaccurate_reason_list: [1] });
    expect((await server.next()).body.event).toEqual({
      eventtype: "feedback_event",
      feedback_event: { id: "f-1", type: 2, inaccurate_reason_list: [1] },
    });
    server.close();
  });
});

describe("what is refused", () => {
  let server: Line;

  beforeEach(async () => {
    server = await line();
  });
  afterEach(() => server.close());

  const said = async (text = "你好"): Promise<string> => {
    await bot.person("zhang").say(text);
    return (await server.next()).headers.req_id;
  };
  const entered = async (): Promise<string> => {
    await bot.person("zhang").openChat();
    return (await server.next()).headers.req_id;
  };
  const pressed = async (taskId: string): Promise<string> => {
    await server.ask("aibot_respond_msg", cardMessage(taskId), await said());
    await bot.person("zhang").press("查补贴");
    return (await server.next()).headers.req_id;
  };
  const respond = (body: unknown, reqId: string) => server.ask("aibot_respond_msg", body, reqId);
  const updated = (taskId: string, reqId: string, more = {}) =>
    server.ask(
      "aibot_respond_update_msg",
      { response_type: "update_template_card", template_card: card(taskId), ...more },
      reqId,
    );

  it.each([{ bot_id: "aib-2" }, { secret: "s-2" }, { secret: undefined }])(
    "is a subscription with %j",
    async (about) => {
      const other = await connectTo(bot);
      expect(await other.subscribe(about)).toMatchObject({ errcode: 853000 });
      expect(await other.ask("aibot_send_msg", { chatid: "zhang", ...markdown("你好") })).toMatchObject({
        errcode: 846609,
      });
      other.close();
    },
  );

  it.each(["aibot_respond_msg", "aibot_send_msg", "ping"])(
    "is %s before the subscription and after another server's",
    async (cmd) => {
      const other = await connectTo(bot);
      expect(await other.ask(cmd, {})).toMatchObject({ errcode: 846609 });
      await other.subscribe();
      expect(await server.closed).toBe(1005);
      expect(server.callbacks).toMatchObject([{ body: { event: { eventtype: "disconnected_event" } } }]);
      other.close();
    },
  );

  it("is what is no frame: the connection is closed", async () => {
    server.write("你好");
    expect(await server.closed).toBe(1007);
  });

  it("is a command that nobody knows", async () => {
    expect(await server.ask("aibot_dance", {})).toMatchObject({ errcode: 40058 });
  });

  it("is an answer to nothing, or to another connection's callback", async () => {
    expect(await respond(stream("s-1", "好", true), "req-99")).toMatchObject({ errcode: 846605 });
    const reqId = await said();
    await bot.dropConnection();
    const again = await line();
    expect(await again.ask("aibot_respond_msg", stream("s-1", "好", true), reqId)).toMatchObject({
      errcode: 846605,
    });
    again.close();
  });

  it("is an answer by the wrong command for its callback", async () => {
    const message = await said();
    const card = await pressed("t-1");
    const enter = await entered();
    const welcome = { msgtype: "text", text: { content: "您好" } };
    expect(await respond(markdown("好"), card)).toMatchObject({ errcode: 846605 });
    expect(await respond(markdown("好"), enter)).toMatchObject({ errcode: 846605 });
    expect(await updated("t-1", message)).toMatchObject({ errcode: 846605 });
    expect(await server.ask("aibot_respond_welcome_msg", welcome, message)).toMatchObject({
      errcode: 846605,
    });
  });

  it("is an answer after 24 h", async () => {
    const reqId = await said();
    clock.now += 24 * HOUR;
    expect(await respond(markdown("好"), reqId)).toMatchObject({ errcode: 0 });
    clock.now += 1;
    expect(await respond(markdown("好"), reqId)).toMatchObject({ errcode: 846604 });
  });

  it("is plain text as an answer", async () => {
    expect(await respond({ msgtype: "text", text: { content: "好" } }, await said())).toMatchObject({
      errcode: 40008,
    });
  });

  it("is a stream of more than 20480 bytes", async () => {
    const reqId = await said();
    const longest = `${"补".repeat(6826)}ab`;
    expect(await respond(stream("s-1", longest), reqId)).toMatchObject({ errcode: 0 });
    expect(await respond(stream("s-1", `${longest}c`), reqId)).toMatchObject({ errcode: 45002 });
    expect(bot.person("zhang").seen).toEqual([{ text: longest, choices: [] }]);
  });

  it("is half of a character", async () => {
    expect(await respond(stream("s-1", "好\ud83d", true), await said())).toMatchObject({ errcode: 40058 });
  });

  it("is a stream after its end, and after 10 minutes, when the person keeps what had come", async () => {
    const reqId = await said();
    await respond(stream("s-1", "完", true), reqId);
    expect(await respond(stream("s-1", "还有"), reqId)).toMatchObject({ errcode: 846608 });
    await respond(stream("s-2", "一半"), reqId);
    clock.now += 10 * MINUTE;
    expect(await respond(stream("s-2", "大半"), reqId)).toMatchObject({ errcode: 0 });
    clock.now += 1;
    expect(await respond(stream("s-2", "全部", true), reqId)).toMatchObject({ errcode: 846608 });
    const zhang = bot.person("zhang");
    expect([await zhang.nextSeen(), await zhang.nextSeen()]).toMatchObject([
      { text: "完" },
      { text: "大半" },
    ]);
  });

  it("is a stream's id of another message", async () => {
    await respond(stream("s-1", "好"), await said());
    expect(await respond(stream("s-1", "好"), await said("再问"))).toMatchObject({ errcode: 40058 });
  });

  it("is a stream with pictures or with a card", async () => {
    const reqId = await said();
    const pictures = { msgtype: "stream", stream: { id: "s-1", content: "好", finish: true, msg_item: [] } };
    expect(await respond(pictures, reqId)).toMatchObject({ errcode: 40058 });
    const combined = {
      ...stream("s-1", "好"),
      msgtype: "stream_with_template_card",
      template_card: card("t-1"),
    };
    expect(await respond(combined, reqId)).toMatchObject({ errcode: 40008 });
    bot.switches.takesCombined = true;
    expect(await respond(combined, reqId)).toMatchObject({ errcode: 0 });
    expect(bot.person("zhang").seen).toHaveLength(2);
  });

  it("is a welcome after 5 s, and a second one", async () => {
    const welcome = { msgtype: "text", text: { content: "您好" } };
    const reqId = await entered();
    clock.now += 5 * SECOND;
    expect(await server.ask("aibot_respond_welcome_msg", welcome, reqId)).toMatchObject({ errcode: 0 });
    expect(await server.ask("aibot_respond_welcome_msg", welcome, reqId)).toMatchObject({ errcode: 846605 });
    clock.now += 24 * HOUR;
    const late = await entered();
    clock.now += 5 * SECOND + 1;
    expect(await server.ask("aibot_respond_welcome_msg", welcome, late)).toMatchObject({ errcode: 846604 });
  });

  it("is a welcome in Markdown", async () => {
    expect(await server.ask("aibot_respond_welcome_msg", markdown("您好"), await entered())).toMatchObject({
      errcode: 40008,
    });
  });

  it("is a card's update after 5 s, with another task_id, or a second one", async () => {
    const reqId = await pressed("t-1");
    expect(await updated("t-2", reqId)).toMatchObject({ errcode: 42045 });
    expect(await updated("t-1", reqId, { userids: [] })).toMatchObject({ errcode: 40058 });
    expect(await updated("t-1", reqId)).toMatchObject({ errcode: 0 });
    expect(await updated("t-1", reqId)).toMatchObject({ errcode: 846605 });
    const late = await pressed("t-3");
    clock.now += 5 * SECOND + 1;
    expect(await updated("t-3", late)).toMatchObject({ errcode: 846604 });
  });

  it("is a card with a task_id that there was", async () => {
    const reqId = await said();
    expect(await respond(cardMessage("t-1"), reqId)).toMatchObject({ errcode: 0 });
    expect(await respond(cardMessage("t-1"), reqId)).toMatchObject({ errcode: 42045 });
  });

  it("is a message to who never wrote, opened the chat only, or is a group called a person", async () => {
    await entered();
    const send = (body: object) => server.ask("aibot_send_msg", { ...markdown("提醒"), ...body });
    expect(await send({ chatid: "li" })).toMatchObject({ errcode: 93006 });
    expect(await send({ chatid: "zhang" })).toMatchObject({ errcode: 93006 });
    await said();
    expect(await send({ chatid: "zhang", chat_type: 2 })).toMatchObject({ errcode: 93006 });
    expect(await send({ chatid: "zhang", chat_type: 1 })).toMatchObject({ errcode: 0 });
    expect(await send({ chatid: "zhang", text: {} })).toMatchObject({ errcode: 40058 });
    expect(await send({ chatid: "zhang", ...stream("s-1", "好", true) })).toMatchObject({ errcode: 40008 });
  });

  it("is the 31st message in a minute and the 1001st in an hour, in one chat", async () => {
    await said();
    await bot.person("li").say("你好");
    const send = (chatid = "zhang") => server.ask("aibot_send_msg", { chatid, ...markdown("提醒") });
    for (let sent = 0; sent < 30; sent++) expect(await send()).toMatchObject({ errcode: 0 });
    expect(await send()).toMatchObject({ errcode: 846607 });
    expect(await send("li")).toMatchObject({ errcode: 0 });
    clock.now += MINUTE;
    for (let sent = 30; sent < 1000; sent++) {
      clock.now += 2 * SECOND;
      expect(await send()).toMatchObject({ errcode: 0 });
    }
    clock.now += MINUTE;
    expect(await send()).toMatchObject({ errcode: 846607 });
    bot.switches.limitsRates = false;
    expect(await send()).toMatchObject({ errcode: 0 });
  });

  describe("of files", () => {
    const init = (about: object = {}) =>
      server.ask("aibot_upload_media_init", {
        type: "file",
        filename: "a.txt",
        total_size: 6,
        total_chunks: 2,
        ...about,
      });
    const chunk = (upload_id: unknown, chunk_index: number, text: string) =>
      server.ask("aibot_upload_media_chunk", {
        upload_id,
        chunk_index,
        base64_data: Buffer.from(text).toString("base64"),
      });
    const finish = (upload_id: unknown) => server.ask("aibot_upload_media_finish", { upload_id });
    const uploaded = async (): Promise<unknown> => {
      const { body } = await init();
      await chunk(body?.upload_id, 1, "def");
      await chunk(body?.upload_id, 0, "abc");
      return (await finish(body?.upload_id)).body?.media_id;
    };
    const sendFile = (media_id: unknown, type = "file") =>
      server.ask("aibot_send_msg", { chatid: "zhang", msgtype: type, [type]: { media_id } });

    it.each([
      [{ total_size: 4 }, 40058],
      [{ total_size: 20 * 1024 * 1024 + 1 }, 45002],
      [{ type: "image", total_size: 10 * 1024 * 1024 + 1 }, 45002],
      [{ total_chunks: 101 }, 40058],
      [{ filename: "a/b.txt" }, 40058],
      [{ type: "sticker" }, 40058],
    ])("is one of %j", async (about, errcode) => {
      expect(await init(about)).toMatchObject({ errcode });
    });

    it("is one that is not whole, or whose sum is wrong, or that took half an hour", async () => {
      const half = (await init()).body?.upload_id;
      await chunk(half, 0, "abc");
      expect(await finish(half)).toMatchObject({ errcode: 40058 });
      const wrong = (await init({ md5: "0".repeat(32) })).body?.upload_id;
      await chunk(wrong, 0, "abc");
      expect(await chunk(wrong, 2, "ghi")).toMatchObject({ errcode: 40058 });
      await chunk(wrong, 1, "def");
      expect(await finish(wrong)).toMatchObject({ errcode: 40058 });
      const slow = (await init()).body?.upload_id;
      clock.now += 30 * MINUTE + 1;
      expect(await chunk(slow, 0, "abc")).toMatchObject({ errcode: 40058 });
    });

    it("is one that there is not, of another type, or after 3 days", async () => {
      await said();
      const id = await uploaded();
      expect(await sendFile("media-9")).toMatchObject({ errcode: 40007 });
      expect(await sendFile(id, "image")).toMatchObject({ errcode: 40007 });
      expect(await sendFile(id)).toMatchObject({ errcode: 0 });
      expect(bot.person("zhang").seen).toEqual([
        { text: "", choices: [], file: seenFile("a.txt", "abcdef") },
      ]);
      clock.now += 72 * HOUR + 1;
      expect(await sendFile(id)).toMatchObject({ errcode: 40007 });
    });
  });
});

describe("what a test lets go wrong", () => {
  const prompt = async (client: WSClient) => {
    await bot.person("zhang").say("你好");
    return client.sendMessage("zhang", { msgtype: "markdown", markdown: { content: "提醒" } });
  };

  it("is refused with the error that was given, as often as was said", async () => {
    const client = await subscribedSdk();
    bot.failNext("aibot_send_msg", { errcode: -1, errmsg: "system busy" }, 2);
    await expect(prompt(client)).rejects.toMatchObject({ errcode: -1 });
    await expect(prompt(client)).rejects.toMatchObject({ errcode: -1 });
    await expect(prompt(client)).resolves.toMatchObject({ errcode: 0 });
  });

  it.each([
    ["dropped", 0],
    ["taken, then dropped", 1],
  ] as const)("is a message that is %s", async (fault, seen) => {
    const client = await subscribedSdk();
    bot.failNext("aibot_send_msg", fault);
    await expect(prompt(client)).rejects.toThrow("closed");
    expect(bot.person("zhang").seen).toHaveLength(seen);
    await bot.subscribed(2);
  });

  it("is an ack that stays out, whether the message was taken or not", async () => {
    const server = await line();
    await bot.person("zhang").say("你好");
    bot.failNext("aibot_send_msg", "lost");
    bot.failNext("aibot_send_msg", "taken without ack");
    void server.ask("aibot_send_msg", { chatid: "zhang", ...markdown("一") });
    void server.ask("aibot_send_msg", { chatid: "zhang", ...markdown("二") });
    expect(await bot.callsOf("aibot_send_msg", 2)).toMatchObject([{ errcode: null }, { errcode: null }]);
    expect(bot.person("zhang").seen).toEqual([{ text: "二", choices: [] }]);
    server.close();
  });

  it("is a connection that ends after its ack", async () => {
    const client = await subscribedSdk();
    bot.failNext("aibot_send_msg", "acked, then dropped");
    await expect(prompt(client)).resolves.toMatchObject({ errcode: 0 });
    await bot.subscribed(2);
  });
});
