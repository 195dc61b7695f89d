/** People who talk by Telegram: what they do, and what they see of it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Seen } from "../../emulators/seen.ts";
import type { Person } from "../../emulators/telegram/person.ts";
import { serverWithTelegram, type TelegramServer } from "../../support/telegram.ts";

let world: TelegramServer;
let lei: Person;

beforeEach(async () => {
  world = await serverWithTelegram();
  lei = world.far.person("李雷");
});
afterEach(() => world.close());

const did = (act: Promise<unknown>) => world.after(lei, act);
const texts = (seen: readonly Seen[]) => seen.map(({ text }) => text);
const last = (seen: readonly Seen[]): Seen => seen.at(-1) ?? { text: "", choices: [] };
const count = async (table: string) =>
  (await world.server.services.database.query(`SELECT * FROM ${table}`)).length;

/** Up to the first question with boxes to tick. */
const upToChecklist = async () => {
  await did(lei.start("match"));
  for (const label of ["淄博", "替自己（或家人、工友）问"]) await did(lei.press(label));
  return last(await did(lei.press("没参加过，或没有名次")));
};

describe("a talk", () => {
  it("begins with Start, goes on by buttons, and shows what was pressed", async () => {
    const greeted = await did(lei.start());
    expect(texts(greeted)[0]).toContain("关于您的信息");
    expect(last(greeted).choices).toEqual(["看看我能领什么", "怎么用", "找工作人员"]);
    const [pressed, ...asked] = await did(lei.press("看看我能领什么"));
    expect(pressed?.text).toMatch(/^您好，我是技能通[^✓]*\n\n✓ 看看我能领什么$/);
    expect(pressed?.choices).toEqual([]);
    expect(last(asked).text).toContain("您在哪个城市");
    const [answered, next] = await did(lei.press("淄博"));
    expect(answered?.text).toMatch(/您在哪个城市[^✓]*\n\n✓ 淄博$/);
    expect(next?.text).toContain("替自己问，还是替单位问");
    expect(lei.spinning()).toBe(0);
    expect(lei.notices).toEqual([]);
  });

  it("answers what is said, and a number picks", async () => {
    await did(lei.start());
    await did(lei.say("看看我能领什么"));
    expect(last(await did(lei.say("1"))).text).toContain("替自己问，还是替单位问");
    expect(texts(await did(lei.forward("淄博金蓝领培训一个人补多少钱"))).join()).toContain("元");
  });

  it("answers who presses Start once more", async () => {
    await did(lei.start());
    expect(texts(await did(lei.start()))).toEqual(["欢迎回来！有什么想问的，直接说。"]);
    await did(lei.press("看看我能领什么"));
    expect(texts(await did(lei.start())).join()).toContain("您在哪个城市");
  });

  it("goes where the link that led here points", async () => {
    expect(texts(await did(lei.start("match"))).join()).toContain("您在哪个城市");
    expect(texts(await did(lei.start("topic-zibo-2022_6"))).join()).toContain("第6条");
  });

  it("joins a talk that began on the web page", async () => {
    const page = world.server.page();
    const [offer] = (await page.do({ kind: "said", text: "绑定" })).slice(-1);
    const code = /绑定 (\w{8})/.exec(offer?.text ?? "")?.[1];
    expect(texts(await did(lei.start(`bind-${code}`))).join()).toContain(
      "接上了！现在这几处是一份：网页、Telegram",
    );
    expect(await count("person")).toBe(1);
  });

  it("takes an edited sentence as a correction", async () => {
    await did(lei.start());
    await did(lei.say("我在淄博当焊工，是中级工，刚拿的证"));
    const seen = texts(await did(lei.edit("我在淄博当焊工，是高级工，刚拿的证"))).join();
    expect(seen).toContain("高级工");
    expect(seen).not.toContain("中级工");
  });

  it("shows what was typed as it was typed, never as markup", async () => {
    await did(lei.start());
    const typed = "<b>金蓝领</b> *补* _多少_ [钱](https://evil.example/) &amp;";
    await did(lei.say(typed));
    await did(lei.say("我的数据"));
    const file = (await did(lei.press("导出"))).find((seen) => seen.file)?.file;
    expect(file?.name).toBe("我的数据.json");
    expect(JSON.parse(file?.text ?? "")).toMatchObject({ addresses: [{ channel: "telegram" }] });
    const sent = world.far.calls.filter(
      ({ method }) => method === "sendMessage" || method === "editMessageText",
    );
    expect(sent.length).toBeGreaterThan(3);
    for (const { body } of sent) {
      expect(body).not.toHaveProperty("parse_mode");
      expect(body.link_preview_options).toEqual({ is_disabled: true });
    }
  });

  it("deletes everything, says good-bye once and leaves no button behind", async () => {
    await did(lei.start());
    await did(lei.say("我的数据"));
    await did(lei.press("全部删除"));
    const seen = await did(lei.press("确定删除"));
    expect(texts(seen)).toEqual(["已经全部删除，我这里没有您的任何信息了。需要的话随时再来。"]);
    expect(lei.spinning()).toBe(0);
    expect(lei.sees().map(({ choices }) => choices)).not.toContainEqual(["确定删除", "不删"]);
    expect([await count("person"), await count("address"), await count("outbox")]).toEqual([0, 0, 0]);
    expect(texts(await did(lei.say("你好")))[0]).toContain("关于您的信息");
  });

  it("logs that the good-bye could not be said, and not to whom", async () => {
    await did(lei.start());
    await did(lei.say("我的数据"));
    await did(lei.press("全部删除"));
    world.far.failNext("sendMessage", { error_code: 429, description: "Too Many Requests" });
    expect(await did(lei.press("确定删除"))).toEqual([]);
    expect(world.server.logged).toEqual([
      {
        level: "warn",
        message: "somebody was deleted as they asked, but could not be told so",
        channel: "telegram",
        outcome: "later",
      },
    ]);
    expect(await count("person")).toBe(0);
  });
});

describe("a list to tick", () => {
  it("is ticked, unticked and confirmed", async () => {
    const list = await upToChecklist();
    expect(list.choices.slice(0, 2)).toEqual(["☐ 入选英才计划（技能领军人才）", "☐ 市首席技师"]);
    expect(list.choices.slice(-4)).toEqual(["选好了", "都没有", "不知道", "返回上一题"]);
    await did(lei.press("☐ 市首席技师"));
    await did(lei.press("☐ 入选英才计划（技能领军人才）"));
    const [ticked, ...more] = await did(lei.press("☑ 市首席技师"));
    expect(ticked?.choices.slice(0, 2)).toEqual(["☑ 入选英才计划（技能领军人才）", "☐ 市首席技师"]);
    expect(more).toEqual([]);
    const [confirmed, next] = await did(lei.press("选好了"));
    expect(confirmed).toEqual({ text: `${list.text}\n\n✓ 入选英才计划（技能领军人才）`, choices: [] });
    expect(next?.choices.length).toBeGreaterThan(0);
    expect(lei.spinning()).toBe(0);
  });

  it("takes none, and the buttons below it", async () => {
    const list = await upToChecklist();
    expect((await did(lei.press("返回上一题")))[0]?.text).toContain("✓ 返回上一题");
    await did(lei.press("没参加过，或没有名次"));
    const [none] = await did(lei.press("都没有"));
    expect(none?.text).toBe(`${list.text}\n\n✓ 都没有`);
  });

  it("shows quick ticks as the last one left them", async () => {
    await upToChecklist();
    const update = lei.press("☐ 市首席技师");
    await Promise.all([update, lei.press("☐ 市技术技能大师")]);
    const [seen] = await did(lei.press("☐ 带选手参加市级一类、二类竞赛"));
    expect(seen?.choices.filter((label) => label.startsWith("☑"))).toHaveLength(3);
  });

  it("tells by a notice what is ticked where the boxes cannot be changed", async () => {
    await upToChecklist();
    world.far.failNext("editMessageReplyMarkup", {
      error_code: 429,
      description: "Too Many Requests: retry after 3",
    });
    await did(lei.press("☐ 市首席技师"));
    expect(lei.notices).toEqual([{ text: "已选：市首席技师", alert: false }]);
    expect((await did(lei.press("选好了")))[0]?.text).toContain("✓ 市首席技师");
  });
});

describe("a press", () => {
  it("is understood after a restart", async () => {
    await upToChecklist();
    await did(lei.press("☐ 市首席技师"));
    await world.restart();
    expect((await did(lei.press("选好了")))[0]?.text).toContain("✓ 市首席技师");
  });

  it("made twice is answered once and told to be old the second time", async () => {
    await did(lei.start("match"));
    await did(lei.press("淄博"));
    expect(texts(await did(lei.pressAgain())).join()).toContain("这一题已经答过了");
    expect(lei.spinning()).toBe(0);
    // Telegram delivers the very same update again where our answer was lost.
    expect(await did(world.far.again())).toEqual([]);
  });

  it("in a message that is no longer stored takes its buttons away", async () => {
    await did(lei.start("match"));
    await world.server.services.database.batch([{ sql: "DELETE FROM outbox", params: [] }]);
    const seen = await did(lei.press("淄博"));
    expect(seen).toHaveLength(1);
    expect(
      lei
        .sees()
        .slice(0, -1)
        .every(({ choices }) => choices.length === 0),
    ).toBe(true);
    expect(lei.spinning()).toBe(0);
  });

  it("of unknown data is told to be old", async () => {
    await did(lei.start("match"));
    const update = {
      update_id: 1,
      callback_query: {
        id: "77",
        from: lei.user,
        data: "v0:answer:city",
        message: { message_id: 1, chat: { id: lei.user.id, type: "private" }, date: 0 },
      },
    };
    await did(
      world.far.deliverRaw({
        headers: { "x-telegram-bot-api-secret-token": world.far.webhook()?.secret ?? "" },
        body: update,
      }),
    );
    expect(last(lei.sees()).text).toContain("这一题已经答过了");
  });
});

describe("what is no text", () => {
  it.each<[string, (person: Person) => Promise<unknown>, string]>([
    ["a voice message", (person) => person.voice(), "听不了语音"],
    ["a picture", (person) => person.photo(), "看不了图片"],
    ["a sticker", (person) => person.sticker(), "收到啦"],
    ["a file", (person) => person.document("证书.txt", "高级工"), "这个文件我打不开"],
    ["a contact", (person) => person.contact("13800000000"), "名片我用不上"],
    ["a place in Zibo", (person) => person.location(36.81, 118.05), "淄博"],
    ["a place far away", (person) => person.location(48.85, 2.35), "没认出是哪个城市"],
    ["a picture with a question", (person) => person.photo("淄博金蓝领培训一个人补多少钱"), "元"],
  ])("%s is answered", async (_what, act, expected) => {
    await did(lei.start());
    expect(texts(await did(act(lei))).join()).toContain(expected);
  });
});

describe("who blocks the bot", () => {
  const leftAt = async () => (await world.addresses())[0]?.left_at;

  it("has left, and is back once they unblock it or press Start", async () => {
    await did(lei.start());
    await lei.block();
    expect(await leftAt()).toBe(world.server.clock.now);
    const calls = world.far.calls.length;
    await lei.unblock();
    await world.server.settled();
    expect(await leftAt()).toBeNull();
    expect(world.far.calls).toHaveLength(calls);
    expect(texts(await did(lei.start()))).toEqual(["欢迎回来！有什么想问的，直接说。"]);
  });

  it("is found out by what is sent to them, too", async () => {
    await did(lei.start());
    await lei.say("菜单");
    lei.deleteAccount();
    await world.server.settled();
    expect(await leftAt()).toBe(world.server.clock.now);
    expect((await world.outbox()).at(-1)).toMatchObject({
      state: "failed",
      why: "403 Forbidden: user is deactivated",
    });
  });
});

describe("a group", () => {
  const settings = async () => {
    const group = world.far.group("技能科");
    await group.add(lei);
    await world.server.settled();
    return { group, mei: world.far.person("韩梅梅").in(group), here: lei.in(group) };
  };
  const replies = () =>
    world.far.calls
      .filter(({ method }) => method === "sendMessage")
      .map(({ body }) => body.reply_parameters as { message_id: number } | undefined);

  it("is answered where it names the bot, as a reply to who asked", async () => {
    const { mei, here } = await settings();
    expect(here.sees()).toEqual([]);
    const seen = await world.after(mei, mei.say("请问@jinengtong_bot 淄博金蓝领培训一个人补多少钱"));
    expect(texts(seen).join()).toContain("元");
    expect(replies()[0]?.message_id).toBe(2);
    expect(await world.addresses()).toHaveLength(1);
  });

  it("is answered by a command for the bot, and by a reply to it", async () => {
    const { mei, here } = await settings();
    const [help] = await world.after(mei, mei.say("/help@jinengtong_bot"));
    expect(help?.text).toContain("怎么用我");
    const [menu] = await world.after(here, here.reply("我的数据"));
    here.seesNew();
    expect(menu?.text).toContain("怎么用我");
    expect(last(here.sees()).text).toContain("请私聊我说");
    expect((await world.addresses()).map(({ external }) => external)).toEqual(
      [mei, here].map(() => expect.stringMatching(/^-100\d+:7\d{9}$/)),
    );
  });

  it("keeps its own talk to itself, even where the bot hears everything", async () => {
    await world.close();
    world = await serverWithTelegram({ far: { privacyOff: true } });
    lei = world.far.person("李雷");
    const { here, mei } = await settings();
    for (const text of ["大家好", "/start", "/help@other_bot", "@jinengtong_botany 在吗"])
      expect(await world.after(here, mei.say(text))).toEqual([]);
    expect(await count("person")).toBe(0);
  });

  it("gives each member a talk of their own: who presses another's button learns that", async () => {
    const { mei, here } = await settings();
    await world.after(mei, mei.say("@jinengtong_bot 淄博金蓝领培训一个人补多少钱"));
    const asked = last(mei.sees());
    const label = asked.choices[0] ?? "";
    await world.after(here, here.press(label));
    expect(here.notices).toEqual([{ text: "这是给提问的那位选的。您有事也可以@我。", alert: false }]);
    expect(mei.sees()).toContainEqual(asked);
    const [pressed] = await world.after(mei, mei.press(label));
    expect(
      mei
        .sees()
        .map(({ text }) => text)
        .join(),
    ).toContain(`✓ ${label}`);
    expect(pressed).toBeDefined();
    expect([mei.spinning(), here.spinning()]).toEqual([0, 0]);
  });

  it("that throws the bot out is written to no more", async () => {
    const { group, mei } = await settings();
    await mei.say("@jinengtong_bot 淄博金蓝领培训一个人补多少钱");
    await group.remove(lei);
    await world.server.settled();
    expect((await world.outbox())[0]).toMatchObject({ state: "failed", why: expect.stringContaining("403") });
  });
});
