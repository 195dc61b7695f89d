import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zhCN } from "../../../handlers/texts/zh-CN.ts";
import { SECRET, smartBotForTest } from "../../support/smart-bot.ts";

type Bot = Awaited<ReturnType<typeof smartBotForTest>>;
type Person = ReturnType<Bot["gateway"]["person"]>;

let bot: Bot;
let zhang: Person;

beforeEach(async () => {
  bot = await smartBotForTest();
  await bot.connected();
  zhang = bot.gateway.person("zhang");
});

afterEach(async () => {
  expect(bot.gateway.refused()).toEqual([]);
  const logged = JSON.stringify(bot.server.logged);
  for (const private_ of ["zhang", "li", "g-1", "焊工", "我的单位", SECRET])
    expect(logged).not.toContain(private_);
  await bot.close();
});

/** What is new before somebody's eyes, after something was done. */
async function seen(act: () => Promise<unknown>, person = zhang) {
  await bot.after(act);
  return person.lookAgain();
}

const buttons = (...labels: string[]) => labels.map((label) => ({ id: `do:${label}`, label }));

describe("a talk with the smart bot", () => {
  it("begins with a welcome that says what can be done, by the numbers that pick it", async () => {
    const [welcome, ...more] = await seen(() => zhang.openChat());
    expect(more).toEqual([]);
    expect(welcome?.text).toContain(zhCN.privacy);
    expect(welcome?.text).toContain(`1. ${zhCN.button.match}\n2. ${zhCN.button.help}`);
    expect(bot.methods()).toEqual(["aibot_respond_welcome_msg"]);
    const [question] = await seen(() => zhang.say("1"));
    expect(question?.text).toContain(zhCN.opening);
  });

  it("answers words with a stream and a card, and a press with what was picked and the reply", async () => {
    const [privacy, menu] = await seen(() => zhang.say("菜单"));
    expect(privacy?.text).toContain(zhCN.privacy);
    expect(menu?.choices).toEqual([zhCN.button.match, zhCN.button.help, zhCN.button.data, zhCN.button.human]);
    const [pressed, help] = await seen(() => zhang.press(zhCN.button.help));
    expect(pressed).toEqual({ ...menu, text: `${menu?.text}\n已选：${zhCN.button.help}` });
    expect(help?.text).toContain("怎么用我");
    expect(bot.takenIn.at(-1)).toMatchObject({ happening: { kind: "picked", place: 1 } });
    expect(bot.methods()).toEqual([
      "aibot_respond_msg",
      "aibot_respond_msg",
      "aibot_respond_update_msg",
      "aibot_send_msg",
    ]);
  });

  it("puts a short question wholly on its card", async () => {
    await bot.after(() => zhang.say("你好"));
    zhang.lookAgain();
    await bot.answer({ text: "您在哪里上班？\n看劳动合同。", buttons: buttons("企业", "学校") });
    expect(zhang.lookAgain()).toEqual([{ text: "您在哪里上班？\n看劳动合同。", choices: ["企业", "学校"] }]);
  });

  it("has a list ticked and confirmed, and shows what was", async () => {
    await bot.after(() => zhang.say("我在淄博一家民企当焊工，刚考下技师，能领什么钱？"));
    await bot.after(() => zhang.say("没参加过，或没有名次"));
    zhang.lookAgain();
    // What is asked just now, in words that are short enough for a card.
    const asked = await bot.lastChecklist();
    const labels = ["首席技师", "技能大师", "突出贡献"];
    const options = labels.map((label, place) => ({ value: asked.options[place]?.value ?? "", label }));
    const checklist = { question: asked.question, options, confirm: "选好了", none: "都不是" };
    await bot.answer({ text: "是哪一类学校？", checklist, buttons: buttons("不知道") });
    expect(zhang.lookAgain()).toEqual([
      { text: "是哪一类学校？\n\n也可以回复：不知道", choices: [] },
      { text: "可以选几个，选好了提交：", choices: [...labels, "都不是", "选好了"] },
    ]);
    zhang.tick("首席技师", "突出贡献");
    const [ticked, reply] = await seen(() => zhang.press("选好了"));
    expect(bot.takenIn.at(-1)).toMatchObject({ happening: { kind: "confirmed", places: [0, 2] } });
    expect(ticked).toEqual({
      text: "可以选几个，选好了提交：\n已选：首席技师、突出贡献",
      choices: ["选好了"],
    });
    expect(reply?.text).toBeTruthy();
  });

  it("writes choices out where there are too many or too long ones for a card", async () => {
    await bot.after(() => zhang.say("你好"));
    zhang.lookAgain();
    await bot.answer({ text: "哪一个？", buttons: buttons("国家级高技能人才培训基地", "都没有") });
    const [list] = zhang.lookAgain();
    expect(list?.choices).toEqual([]);
    expect(list?.text.replaceAll("\u200b", "")).toBe(
      "哪一个？\n\n回复数字就行：\n1. 国家级高技能人才培训基地\n2. 都没有",
    );
  });

  it("lets a long text appear in steps, as one message", async () => {
    await bot.after(() => zhang.say("你好"));
    zhang.lookAgain();
    const before = bot.gateway.calls.length;
    const lines = Array.from({ length: 40 }, (_, index) => `第${index}行${"补".repeat(20)}`);
    await bot.answer({ text: lines.join("\n") });
    expect(zhang.lookAgain()).toEqual([{ text: lines.join("\n"), choices: [] }]);
    const frames = bot.gateway.calls.slice(before).map(({ body }) => (body as { stream: object }).stream);
    expect(frames).toMatchObject([{ finish: false }, { finish: false }, { finish: false }, { finish: true }]);
  });

  it("shows what was typed as it was typed, never as markup", async () => {
    await bot.after(() => zhang.say("你好"));
    zhang.lookAgain();
    await bot.answer({ text: "您说：**急** [点我](https://evil.example) <@all>\n# 题" });
    expect(zhang.lookAgain()).toEqual([
      { text: "您说：＊＊急＊＊ ［点我](https://evil.example) ＜@all>\n\u200b# 题", choices: [] },
    ]);
  });

  it("sends a person's data as a file", async () => {
    await bot.after(() => zhang.say("我是焊工"));
    const told = await seen(() => zhang.say("导出"));
    const { file } = told.find((one) => one.file) ?? {};
    expect(file?.name).toBe(zhCN.data.fileName);
    expect(JSON.parse(file?.text ?? "")).toBeTypeOf("object");
  });

  it("deletes everything when asked to, and says so", async () => {
    await bot.after(() => zhang.say("全部删除"));
    zhang.lookAgain();
    const told = await seen(() => zhang.press(zhCN.button.forget_yes));
    expect(told.at(-1)?.text).toBe(zhCN.data.forgotten(false));
  });

  it("takes an event in once that comes twice", async () => {
    bot.gateway.switches.deliversTwice = true;
    await bot.after(() => zhang.say("菜单"), 2);
    expect(zhang.lookAgain()).toHaveLength(2);
  });

  it("hears speech that was written down", async () => {
    await bot.after(() => zhang.speak("菜单"));
    expect(bot.takenIn).toMatchObject([{ happening: { kind: "said", text: "菜单" } }]);
  });

  it.each([
    ["photo", () => zhang.sendResource("image")],
    ["photo", () => zhang.sendMixed("这是什么")],
    ["file", () => zhang.sendResource("file")],
    ["video", () => zhang.sendResource("video")],
    ["voice", () => zhang.sendOther("voice", { url: "https://voice.example" })],
    ["other", () => zhang.sendOther("link")],
  ] as const)("says what to do instead of a %s", async (what, act) => {
    const [told] = await seen(act);
    expect(told?.text).toContain(zhCN.notText[what]);
  });

  it.each([
    ["a judgement", () => zhang.trigger("feedback_event", { id: "f-1", type: 2 })],
    ["an event that nobody knows", () => zhang.trigger("dance_event")],
    ["a card event without a card", () => zhang.trigger("template_card_event", { event_key: 1 })],
  ])("ignores %s", async (_, act) => {
    await act();
    await bot.after(() => zhang.say("菜单"));
    expect(bot.takenIn).toHaveLength(1);
  });
});

describe("in a group", () => {
  it("is called by its name, which is none of the words, and keeps people's talks apart", async () => {
    const [one, other] = [zhang.group("g-1"), bot.gateway.person("li").group("g-1")];
    await bot.after(() => one.say("菜单"));
    expect(bot.takenIn).toMatchObject([
      { from: { external: "g-1:zhang" }, shared: true, happening: { kind: "said", text: "菜单" } },
    ]);
    await bot.after(() => other.say("写信给 a@b.example，@李四 看一下"));
    expect(bot.takenIn.at(-1)).toMatchObject({
      from: { external: "g-1:li" },
      happening: { text: "写信给 a@b.example， 看一下" },
    });
    expect(one.seen.length).toBeGreaterThan(1);
    expect(zhang.seen).toEqual([]);
  });

  it("changes a card before the eyes of whom it was for only, and answers in the group", async () => {
    const [one, other] = [zhang.group("g-1"), bot.gateway.person("li").group("g-1")];
    await bot.after(() => one.say("菜单"));
    await bot.answer({ text: "哪一个？", buttons: buttons("甲", "乙") });
    [one, other].map((person) => person.lookAgain());
    const changed = await seen(() => one.press("乙"), one);
    expect(changed[0]?.text).toBe("哪一个？\n已选：乙");
    expect(other.lookAgain()).toEqual(changed.slice(1));
    await bot.after(() => other.press("甲"));
    expect(other.lookAgain()).toEqual([]);
  });
});
