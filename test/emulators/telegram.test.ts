/** The emulator of Telegram refuses what Telegram refuses, and its people see what people see. */

import { Bot, InputFile, webhookCallback } from "grammy";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seenFile } from "./seen.ts";
import { forbidden, tooMany } from "./telegram/refusal.ts";
import { startTelegram, type Telegram, type TelegramOptions } from "./telegram.ts";

const WEBHOOK = "https://bureau.example/telegram";
const SECRET = "a-secret_of-the-webhook";

interface Answered {
  status: number;
  ok: boolean;
  result: unknown;
  description: string;
  parameters?: { retry_after?: number };
}

let clock: { now: number };
let telegram: Telegram;
let got: { update: Record<string, unknown>; headers: Headers }[];
let serverSays: number[];

const open = async (options: Partial<TelegramOptions> = {}) => {
  await telegram.close();
  telegram = await startTelegram({ clock, ...options });
};
const call = async (method: string, params: object = {}, token = telegram.token): Promise<Answered> => {
  const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answered, "status">) };
};
const refusal = async (method: string, params: object = {}) => {
  const { status, description } = await call(method, params);
  return `${status} ${description}`;
};
/** A webhook that keeps what came and answers with the next of `serverSays`, or 200. */
const listen = async (more: object = {}) => {
  await call("setWebhook", { url: WEBHOOK, secret_token: SECRET, ...more });
  telegram.deliverTo(async (request) => {
    got.push({ update: (await request.json()) as Record<string, unknown>, headers: request.headers });
    return new Response(null, { status: serverSays.shift() ?? 200 });
  });
};
const lastQuery = () => got.at(-1)?.update.callback_query as { id: string } | undefined;
const started = async (name = "李雷") => {
  const person = telegram.person(name);
  await person.start();
  return person;
};
const button = (text: string, callback_data: string) => ({ inline_keyboard: [[{ text, callback_data }]] });

beforeEach(async () => {
  clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  [got, serverSays] = [[], []];
  telegram = await startTelegram({ clock });
});
afterEach(() => telegram.close());

describe("the token and the method", () => {
  it("refuses a wrong token, and does not find what is none or no method", async () => {
    expect(await call("getMe", {}, "1234567890:wrong")).toMatchObject({
      status: 401,
      ok: false,
      description: "Unauthorized",
    });
    expect((await call("getMe", {}, "nonsense")).status).toBe(404);
    expect((await call("sendMesage")).status).toBe(404);
    expect((await call("getMe")).result).toMatchObject({ is_bot: true, username: "jinengtong_bot" });
    expect(telegram.calls).toEqual([{ method: "getMe", body: {}, files: {}, at: clock.now, status: 200 }]);
  });
});

describe("text", () => {
  it("is refused where it is empty, too long or half an emoji", async () => {
    const { user } = await started();
    const send = (text: string, more = {}) => refusal("sendMessage", { chat_id: user.id, text, ...more });
    expect(await send("")).toBe("400 Bad Request: message text is empty");
    expect(await send(" \n ")).toBe("400 Bad Request: text must be non-empty");
    expect(await send("字".repeat(4097))).toBe("400 Bad Request: message is too long");
    expect(await send("😀".repeat(2049))).toBe("400 Bad Request: message is too long");
    expect(await send("\ud83d")).toBe("400 Bad Request: strings must be encoded in UTF-8");
    expect(await send("x", { parse_mode: "Text" })).toBe("400 Bad Request: unsupported parse_mode");
    expect(await send("x", { reply_parameters: { message_id: 99 } })).toBe(
      "400 Bad Request: message to be replied not found",
    );
    expect(await send("x", { entities: [{ type: "bold", offset: 0, length: 2 }] })).toContain(
      "entity beginning at UTF-16 offset 0 ends after the end of the text",
    );
    const formatted = await call("sendMessage", {
      chat_id: user.id,
      text: `<b>${"a".repeat(4096)}</b>`,
      parse_mode: "HTML",
    });
    expect(formatted.status).toBe(200);
  });

  it.each([
    ["HTML", "1 < 2", "Unclosed start tag at byte offset 2"],
    ["HTML", "<p>a</p>", 'Unsupported start tag "p" at byte offset 0'],
    ["HTML", "<b>a", `Can't find end tag corresponding to start tag "b"`],
    ["HTML", "<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ["HTML", "a</b>", "Unexpected end tag at byte offset 1"],
    ["MarkdownV2", "3.5", "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ["MarkdownV2", "第*二", "Can't find end of Bold entity at byte offset 3"],
    ["Markdown", "a_b", "Can't find end of the entity starting at byte offset 1"],
  ])("%s: %s cannot be parsed", async (parse_mode, text, why) => {
    const { user } = await started();
    expect(await refusal("sendMessage", { chat_id: user.id, text, parse_mode })).toBe(
      `400 Bad Request: can't parse entities: ${why}`,
    );
  });

  it("is shown without its marks", async () => {
    const person = await started();
    const send = (text: string, parse_mode: string) =>
      call("sendMessage", { chat_id: person.user.id, text, parse_mode });
    await send('<b>补贴</b> &lt;3 <a href="https://a.example/">见</a>', "HTML");
    await send("*补贴* 3\\.5 [见](https://a.example/)", "MarkdownV2");
    expect(person.seesNew().map(({ text }) => text)).toEqual(["补贴 <3 见", "补贴 3.5 见"]);
    expect(person.seesNew()).toEqual([]);
  });
});

describe("a chat", () => {
  it("takes nothing before the person's start, while they block the bot or after their account is gone", async () => {
    await listen();
    const person = telegram.person("韩梅梅");
    const send = () => refusal("sendMessage", { chat_id: person.user.id, text: "您好" });
    await expect(person.say("您好")).rejects.toThrow("call start() first");
    expect(await send()).toBe("400 Bad Request: chat not found");
    await person.start("from-poster_1");
    expect(got.at(-1)?.update).toMatchObject({
      message: {
        text: "/start from-poster_1",
        chat: { id: person.user.id, type: "private" },
        entities: [{ type: "bot_command", offset: 0, length: 6 }],
      },
    });
    await person.block();
    expect(got.at(-1)?.update).toMatchObject({
      my_chat_member: { old_chat_member: { status: "member" }, new_chat_member: { status: "kicked" } },
    });
    expect(await send()).toBe("403 Forbidden: bot was blocked by the user");
    await expect(person.say("在吗")).rejects.toThrow("blocked");
    await person.unblock();
    expect(got.at(-1)?.update).toMatchObject({ my_chat_member: { new_chat_member: { status: "member" } } });
    expect((await call("sendMessage", { chat_id: person.user.id, text: "您好" })).status).toBe(200);
    person.deleteAccount();
    expect(await send()).toBe("403 Forbidden: user is deactivated");
  });

  it("is refused without an id or with a wrong one", async () => {
    expect(await refusal("sendMessage", { text: "您好" })).toBe("400 Bad Request: chat_id is empty");
    expect(await refusal("sendMessage", { chat_id: 5, text: "您好" })).toBe(
      "400 Bad Request: chat not found",
    );
  });

  it("refuses a payload that no link can carry", () => {
    expect(() => telegram.person("李雷").start("济南")).toThrow("no link can carry");
  });

  it("brings whatever a person sends", async () => {
    await listen();
    const person = await started();
    for (const act of [
      () => person.voice(),
      () => person.photo("证书"),
      () => person.sticker("😀"),
      () => person.location(),
      () => person.document("证书.txt", "高级工"),
      () => person.forward("听说有补贴"),
      () => person.contact("13800000000"),
    ])
      expect(await act()).toEqual({ status: 200, body: "" });
    const kinds = got.slice(1).map(({ update }) => Object.keys(update.message as object).slice(4));
    expect(kinds).toEqual([
      ["voice"],
      ["photo", "caption"],
      ["sticker"],
      ["location"],
      ["document"],
      ["text", "forward_origin"],
      ["contact"],
    ]);
    await person.say("我是高级功");
    await person.edit("我是高级工");
    expect(got.at(-1)?.update).toMatchObject({
      edited_message: { text: "我是高级工", edit_date: 1795136400 },
    });
    await person.say("长".repeat(5000));
    expect(got.slice(-2).map(({ update }) => (update.message as { text: string }).text.length)).toEqual([
      4096, 904,
    ]);
  });

  it("shows typing for five seconds, or until the message", async () => {
    const person = await started();
    const type = () => call("sendChatAction", { chat_id: person.user.id, action: "typing" });
    await type();
    expect(person.doing()).toBe("typing");
    clock.now += 5000;
    expect(person.doing()).toBeNull();
    await type();
    await call("sendMessage", { chat_id: person.user.id, text: "您好" });
    expect(person.doing()).toBeNull();
    expect(await refusal("sendChatAction", { chat_id: person.user.id, action: "thinking" })).toBe(
      "400 Bad Request: wrong parameter action in request",
    );
  });
});

describe("buttons", () => {
  it("are refused with more than 64 bytes of data, with none, or with an address that is none", async () => {
    const { user } = await started();
    const send = (one: object) =>
      refusal("sendMessage", { chat_id: user.id, text: "选", reply_markup: { inline_keyboard: [[one]] } });
    expect(await send({ text: "甲", callback_data: "工".repeat(22) })).toBe(
      "400 Bad Request: BUTTON_DATA_INVALID",
    );
    expect(await send({ text: "甲" })).toContain("Text buttons are unallowed in the inline keyboard");
    expect(await send({ text: "甲", url: "http://localhost/" })).toContain("Wrong HTTP URL");
    const many = Array.from({ length: 101 }, (_, index) => [{ text: "甲", callback_data: `${index}` }]);
    expect(
      await refusal("sendMessage", {
        chat_id: user.id,
        text: "选",
        reply_markup: { inline_keyboard: many },
      }),
    ).toBe("400 Bad Request: reply markup is too long");
    const exact = { text: "甲", callback_data: "x".repeat(64) };
    const sent = await call("sendMessage", {
      chat_id: user.id,
      text: "选",
      reply_markup: { inline_keyboard: [[exact]] },
    });
    expect(sent.status).toBe(200);
  });

  it("are pressed by their label and wait for an answer", async () => {
    await listen();
    const person = await started();
    await call("sendMessage", { chat_id: person.user.id, text: "选", reply_markup: button("高级工", "l:3") });
    expect(person.sees()).toEqual([{ text: "选", choices: ["高级工"] }]);
    await expect(person.press("技师")).rejects.toThrow('no button "技师"; there are: 高级工');
    await person.press("高级工");
    const query = lastQuery();
    expect(query).toMatchObject({ data: "l:3", message: { text: "选" }, from: { id: person.user.id } });
    expect(person.spinning()).toBe(1);
    const answer = { callback_query_id: query?.id, text: "记下了", show_alert: true };
    expect(await refusal("answerCallbackQuery", { ...answer, text: "长".repeat(201) })).toContain(
      "MESSAGE_TOO_LONG",
    );
    expect((await call("answerCallbackQuery", answer)).result).toBe(true);
    expect(person.spinning()).toBe(0);
    expect(person.notices).toEqual([{ text: "记下了", alert: true }]);
    expect(await refusal("answerCallbackQuery", answer)).toContain("400 Bad Request: query is too old");
  });

  it("can be tapped after they have gone, and answered only within 15 seconds", async () => {
    await listen();
    const person = await started();
    const sent = await call("sendMessage", {
      chat_id: person.user.id,
      text: "选",
      reply_markup: button("甲", "a"),
    });
    const { message_id } = sent.result as { message_id: number };
    await person.press("甲");
    await call("editMessageReplyMarkup", { chat_id: person.user.id, message_id });
    expect(person.sees()).toEqual([{ text: "选", choices: [] }]);
    await expect(person.press("甲")).rejects.toThrow('no button "甲"');
    await person.pressAgain();
    clock.now += 15_001;
    const late = { callback_query_id: lastQuery()?.id };
    expect(await refusal("answerCallbackQuery", late)).toBe(
      "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
  });

  it("in place of the keyboard say their label", async () => {
    await listen();
    const person = await started();
    await call("sendMessage", {
      chat_id: person.user.id,
      text: "选",
      reply_markup: { keyboard: [["查补贴"], [{ text: "问政策" }]] },
    });
    await person.press("问政策");
    expect(got.at(-1)?.update).toMatchObject({ message: { text: "问政策" } });
  });
});

describe("editing", () => {
  it("shows the new words, and refuses what changes nothing, what is not there and what is not the bot's", async () => {
    const person = await started();
    const chat_id = person.user.id;
    const { result } = await call("sendMessage", { chat_id, text: "问", reply_markup: button("甲", "a") });
    const { message_id } = result as { message_id: number };
    const edit = (more: object) => refusal("editMessageText", { chat_id, message_id, ...more });
    person.seesNew();
    expect(await edit({ text: "问", reply_markup: button("甲", "a") })).toMatch(
      /^400 Bad Request: message is not modified/,
    );
    expect(await edit({ text: "问", message_id: 999 })).toBe("400 Bad Request: message to edit not found");
    expect(await edit({ text: "问", message_id: 1 })).toBe("400 Bad Request: message can't be edited");
    expect(await edit({ text: "长".repeat(4097) })).toBe("400 Bad Request: MESSAGE_TOO_LONG");
    await edit({ text: "问:甲" });
    expect(person.seesNew()).toEqual([{ text: "问:甲", choices: [] }]);
    expect(await refusal("editMessageReplyMarkup", { chat_id, message_id })).toMatch(
      /message is not modified/,
    );
  });
});

describe("documents", () => {
  interface Posted {
    description?: string;
    result?: { document: { file_id: string } };
  }

  it("of people can be downloaded for an hour, and up to 20 MB", async () => {
    const person = await started();
    const newest = () => telegram.pending().at(-1)?.message?.document;
    await person.document("表.csv", "一,二");
    const { file_id } = newest() ?? {};
    expect(newest()).toMatchObject({ file_name: "表.csv", file_size: 7 });
    const { result } = await call("getFile", { file_id });
    expect(result).toMatchObject({ file_id, file_size: 7 });
    const get = async (token = telegram.token) => {
      const { file_path } = result as { file_path: string };
      const response = await fetch(`${telegram.apiRoot}/file/bot${token}/${file_path}`);
      return [response.status, response.ok ? await response.text() : ""];
    };
    expect(await get()).toEqual([200, "一,二"]);
    expect((await get("1:wrong"))[0]).toBe(404);
    clock.now += 3_600_001;
    expect((await get())[0]).toBe(404);
    expect(await refusal("getFile", { file_id: "unknown" })).toBe(
      "400 Bad Request: wrong file_id or the file is temporarily unavailable",
    );
    await person.document("大.csv", Buffer.alloc(20 * 1024 * 1024 + 1));
    expect(await refusal("getFile", { file_id: newest()?.file_id })).toBe("400 Bad Request: file is too big");
  });

  const post = async (chatId: number, file: Blob, name: string) => {
    const form = new FormData();
    form.set("chat_id", String(chatId));
    form.set("caption", "您的清单");
    form.set("document", file, name);
    const address = `${telegram.apiRoot}/bot${telegram.token}/sendDocument`;
    const response = await fetch(address, { method: "POST", body: form });
    const answer = (await response.json()) as Posted;
    return { status: response.status, ...answer };
  };

  it("come with their name, their text and the caption", async () => {
    const person = await started();
    expect((await post(person.user.id, new Blob(["一、补贴"]), "清单.txt")).status).toBe(200);
    expect(person.sees()).toEqual([
      { text: "您的清单", choices: [], file: seenFile("清单.txt", "一、补贴") },
    ]);
    expect(telegram.calls.at(-1)?.files).toEqual({ document: "清单.txt" });
    const { result } = await post(person.user.id, new Blob(["二"]), "表.txt");
    const again = { chat_id: person.user.id, document: result?.document.file_id };
    expect((await call("sendDocument", again)).status).toBe(200);
    expect(person.sees().at(-1)?.file).toEqual(seenFile("表.txt", "二"));
    expect(await refusal("sendDocument", { ...again, caption: "长".repeat(1025) })).toBe(
      "400 Bad Request: message caption is too long",
    );
  });

  it("are refused where they are empty, absent or over 50 MB", async () => {
    const { user } = await started();
    expect((await post(user.id, new Blob([]), "a.txt")).description).toBe(
      "Bad Request: file must be non-empty",
    );
    expect(await refusal("sendDocument", { chat_id: user.id })).toBe(
      "400 Bad Request: there is no document in the request",
    );
    expect(await refusal("sendDocument", { chat_id: user.id, document: "BQADAgADYQ" })).toBe(
      "400 Bad Request: wrong file identifier/HTTP URL specified",
    );
    expect(await post(user.id, new Blob([new Uint8Array(50 * 1024 * 1024 + 1)]), "a.txt")).toMatchObject({
      status: 413,
      description: "Request Entity Too Large",
    });
  });
});

describe("limits", () => {
  it("let three through at once, then one a second in a chat", async () => {
    const { user } = await started();
    const send = () => call("sendMessage", { chat_id: user.id, text: "您好" });
    for (let sent = 0; sent < 3; sent++) expect((await send()).status).toBe(200);
    expect(await send()).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    clock.now += 1000;
    expect((await send()).status).toBe(200);
    telegram.limits.perChat = false;
    expect((await send()).status).toBe(200);
  });

  it("let 30 through in a second over all chats, and 20 in a minute in a group", async () => {
    const people = await Promise.all(Array.from({ length: 31 }, () => started()));
    const statuses = [];
    for (const { user } of people)
      statuses.push((await call("sendMessage", { chat_id: user.id, text: "您好" })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    const group = telegram.group("技能科");
    await group.add({ user: people[0]?.user ?? telegram.bot });
    for (let sent = 0; sent < 20; sent++) {
      clock.now += 1000;
      expect((await call("sendMessage", { chat_id: group.id, text: "您好" })).status).toBe(200);
    }
    clock.now += 1000;
    expect((await call("sendMessage", { chat_id: group.id, text: "您好" })).parameters).toEqual({
      retry_after: 40,
    });
  });
});

describe("commands", () => {
  it("are kept by language, and refused with capitals, without a description or with a language of a region", async () => {
    const commands = [{ command: "start", description: "开始" }];
    await call("setMyCommands", { commands, language_code: "zh" });
    expect((await call("getMyCommands", { language_code: "zh" })).result).toEqual(commands);
    expect((await call("getMyCommands")).result).toEqual([]);
    const set = (one: object, more = {}) => refusal("setMyCommands", { commands: [one], ...more });
    expect(await set({ command: "Start", description: "开始" })).toBe("400 Bad Request: BOT_COMMAND_INVALID");
    expect(await set({ command: "start", description: "" })).toContain("description must be non-empty");
    expect(await set({ command: "start", description: "开始" }, { language_code: "zh-CN" })).toContain(
      "invalid language code",
    );
  });
});

describe("the webhook", () => {
  it("is refused without HTTPS, on another port, within one's own network or with a strange secret", async () => {
    const set = (url: string, more = {}) => refusal("setWebhook", { url, ...more });
    expect(await set("http://bureau.example/")).toContain("An HTTPS URL must be provided");
    expect(await set("https://bureau.example:3000/")).toContain("only on ports 80, 88, 443 or 8443");
    expect(await set("https://127.0.0.1/")).toContain("IP address 127.0.0.1 is reserved");
    expect(await set(WEBHOOK, { secret_token: "a secret" })).toBe(
      "400 Bad Request: secret token contains unallowed characters",
    );
    await open({ local: true });
    expect((await call("setWebhook", { url: "http://127.0.0.1:3000/t" })).status).toBe(200);
  });

  it("gets each update with the secret, once it answers with 2xx", async () => {
    await listen();
    const person = telegram.person("李雷");
    expect(await person.start()).toEqual({ status: 200, body: "" });
    expect(got[0]?.headers.get("x-telegram-bot-api-secret-token")).toBe(SECRET);
    serverSays = [500];
    expect(await person.say("一")).toEqual({ status: 500, body: "" });
    expect((await person.say("二")).status).toBe(0);
    expect((await call("getWebhookInfo")).result).toMatchObject({
      url: WEBHOOK,
      pending_update_count: 2,
      last_error_message: "Wrong response from the webhook: 500",
    });
    expect(await telegram.retry()).toEqual([
      { status: 200, body: "" },
      { status: 200, body: "" },
    ]);
    const texts = got.map(({ update }) => (update.message as { text: string }).text);
    expect(texts).toEqual(["/start", "一", "一", "二"]);
    await telegram.again();
    expect(got.at(-1)?.update).toEqual(got.at(-2)?.update);
    expect(telegram.pending()).toEqual([]);
  });

  it("gives each of several people at once their own answer", async () => {
    await listen();
    const person = await started();
    const answers = await Promise.all([person.say("一"), person.say("二"), person.say("三")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(got).toHaveLength(4);
  });

  it("drops what waited for more than 24 hours, or on request", async () => {
    await listen();
    serverSays = [500, 500];
    const person = await started();
    clock.now += 24 * 3600 * 1000;
    expect(await telegram.retry()).toEqual([]);
    await person.say("在吗");
    await call("deleteWebhook", { drop_pending_updates: true });
    expect(telegram.pending()).toEqual([]);
  });

  it("takes anything raw, with no secret but the sender's own", async () => {
    expect(() => telegram.deliverRaw({ body: {} })).toThrow("no webhook is set");
    await listen();
    await telegram.deliverRaw({
      headers: { "x-telegram-bot-api-secret-token": "guessed" },
      body: { update_id: 1 },
    });
    expect(got[0]?.update).toEqual({ update_id: 1 });
    expect(got[0]?.headers.get("x-telegram-bot-api-secret-token")).toBe("guessed");
  });

  it("gets only the kinds that were asked for", async () => {
    await listen({ allowed_updates: ["message"] });
    const person = await started();
    expect((await person.block()).status).toBe(0);
    expect(got).toHaveLength(1);
  });
});

describe("getUpdates", () => {
  const polls = () => telegram.calls.filter(({ method }) => method === "getUpdates").length;

  it("is refused while a webhook is set, and ended by a second poll or a webhook", async () => {
    await listen();
    expect(await refusal("getUpdates")).toMatch(/^409 Conflict: can't use getUpdates method while webhook/);
    await call("deleteWebhook");
    const first = refusal("getUpdates", { timeout: 30 });
    await telegram.until(() => polls() === 2);
    const second = refusal("getUpdates", { timeout: 30 });
    await telegram.until(() => polls() === 3);
    expect(await first).toMatch(/^409 Conflict: terminated by other getUpdates request/);
    await listen();
    expect(await second).toBe("409 Conflict: terminated by setWebhook request");
  });

  it("gives an update until an offset confirms it", async () => {
    const waiting = call("getUpdates", { timeout: 30 });
    await telegram.until(() => polls() === 1);
    const person = await started();
    await person.say("在吗");
    expect((await waiting).result).toMatchObject([{ message: { text: "/start" } }]);
    const { result } = await call("getUpdates");
    expect(result).toMatchObject([{ message: { text: "/start" } }, { message: { text: "在吗" } }]);
    const offset = (result as { update_id: number }[])[1]?.update_id;
    expect((await call("getUpdates", { offset })).result).toHaveLength(1);
    const taken = telegram.allTaken();
    expect((await call("getUpdates", { offset: (offset ?? 0) + 1 })).result).toEqual([]);
    await taken;
  });
});

describe("a group", () => {
  it("hides from the bot what is not meant for it", async () => {
    await listen();
    const [lei, mei] = [telegram.person("李雷"), telegram.person("韩梅梅")];
    const group = telegram.group("技能科");
    expect(await refusal("sendMessage", { chat_id: group.id, text: "您好" })).toBe(
      "403 Forbidden: bot is not a member of the supergroup chat",
    );
    expect((await lei.in(group).say("@jinengtong_bot 在吗")).status).toBe(0);
    await group.add(lei);
    expect(got.map(({ update }) => Object.keys(update)[1])).toEqual(["my_chat_member", "message"]);
    for (const text of ["大家好", "/start", "/start@other_bot", "@jinengtong_botany 在吗"])
      expect((await mei.in(group).say(text)).status, text).toBe(0);
    for (const text of ["@jinengtong_bot 在吗", "/start@jinengtong_bot"])
      expect((await mei.in(group).say(text)).status, text).toBe(200);
    await call("sendMessage", { chat_id: group.id, text: "问谁?", reply_markup: button("我", "me") });
    expect((await mei.in(group).say("/start")).status).toBe(200);
    expect((await mei.in(group).reply("问我")).status).toBe(200);
    expect(got.at(-1)?.update).toMatchObject({
      message: { from: { id: mei.user.id }, chat: { id: group.id }, reply_to_message: { text: "问谁?" } },
    });
    expect(await refusal("sendMessage", { chat_id: mei.user.id, text: "私下说" })).toBe(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
    await lei.in(group).press("我");
    expect(got.at(-1)?.update).toMatchObject({ callback_query: { from: { id: lei.user.id }, data: "me" } });
    expect(mei.in(group).seesNew()).toEqual(lei.in(group).seesNew());
    await group.remove(lei);
    expect(await refusal("sendMessage", { chat_id: group.id, text: "再见" })).toContain(
      "403 Forbidden: bot was kicked",
    );
  });

  it("hides nothing with privacy mode off", async () => {
    await open({ privacyOff: true });
    await listen();
    const group = telegram.group("技能科");
    const person = telegram.person("李雷");
    await group.add(person);
    expect((await person.in(group).say("大家好")).status).toBe(200);
  });
});

describe("faults", () => {
  it("refuse, answer with a page, or drop the connection before and after the message is taken", async () => {
    const person = await started();
    const send = (text: string) => call("sendMessage", { chat_id: person.user.id, text });
    telegram.failNext("sendMessage", tooMany(7));
    expect((await send("一")).parameters).toEqual({ retry_after: 7 });
    telegram.failNext("*", forbidden("bot was blocked by the user").error);
    expect((await send("二")).status).toBe(403);
    telegram.failNext("sendMessage", { status: 502, page: "<html>Bad Gateway</html>" });
    await expect(send("三")).rejects.toThrow(SyntaxError);
    telegram.failNext("sendMessage", "no answer");
    await expect(send("四")).rejects.toThrow("fetch failed");
    telegram.failNext("sendMessage", "taken without answer");
    await expect(send("五")).rejects.toThrow("fetch failed");
    expect(person.sees().map(({ text }) => text)).toEqual(["五"]);
    expect(telegram.calls.map(({ status }) => status)).toEqual([429, 403, 502, 0, 0]);
  });
});

describe("grammY", () => {
  const botOf = () => {
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    bot.on("message:text", async (context) => {
      await context.reply(`听到:${context.message.text}`, { reply_markup: button("好", "ok") });
      await context.replyWithDocument(new InputFile(Buffer.from("一"), "清单.txt"));
    });
    bot.on("callback_query:data", async (context) => {
      await context.answerCallbackQuery("好的");
      await context.editMessageText("完");
    });
    return bot;
  };

  it("talks by webhook", async () => {
    const bot = botOf();
    await bot.api.setWebhook(WEBHOOK, { secret_token: SECRET });
    telegram.deliverTo(webhookCallback(bot, "std/http", { secretToken: SECRET }));
    const person = await started();
    expect(person.sees()).toEqual([
      { text: "听到:/start", choices: ["好"] },
      { text: "", choices: [], file: seenFile("清单.txt", "一") },
    ]);
    expect(await person.press("好")).toMatchObject({ status: 200 });
    expect(person.notices).toEqual([{ text: "好的", alert: false }]);
    expect(person.sees()[0]).toEqual({ text: "完", choices: [] });
    expect((await telegram.deliverRaw({ body: { update_id: 1 } })).status).toBe(401);
  });

  it("talks by long polling", async () => {
    const bot = botOf();
    const running = bot.start({ timeout: 30 });
    const person = await started();
    await telegram.allTaken();
    expect(person.sees().map(({ text }) => text)).toEqual(["听到:/start", ""]);
    await bot.stop();
    await running;
  });
});
