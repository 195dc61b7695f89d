/** The page in a real browser against the real server: what a person does, and what goes wrong around them. */
import { readFileSync } from "node:fs";
import type { Browser, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { personAt, transcript } from "../../storage/people.ts";
import { hasChromium, inChromium, launchChromium, openPhone, type Phone } from "../support/browser.ts";
import { everyRow } from "../support/every-row.ts";
import { type ServerProcess, startServer } from "../support/process.ts";
import { readScenarios, type Step } from "../support/scenario.ts";
import { eventually, openChat } from "./chat-page.ts";

const WELDER = "我在淄博一家民企当焊工，刚考下技师，能领什么钱？";
const NO_CONTEST = "没参加过，或没有名次";
const GREETING = { reads: ["关于您的信息", "您好"], buttons: ["看看我能领什么"] };
const CONTEST = { reads: ["竞赛"], buttons: [NO_CONTEST] };
const UNREACHABLE = /net::ERR_(?!BLOCKED)/;
const MOST_BYTES = 100 * 1024;

describe.skipIf(!hasChromium)(inChromium("the web chat in a browser"), () => {
  let browser: Browser;
  let server: ServerProcess;
  let phone: Phone;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    [server, phone] = await Promise.all([startServer(), openPhone(browser)]);
  });
  afterEach(async () => {
    await phone.context.close();
    await server.dispose();
    expect(server.printed(), "what the server complained of").toEqual([]);
    expect(phone.complaints(), "what the browser complained of").toEqual([]);
  });

  it("a welder learns of 2,500 yuan; a reload changes nothing", async () => {
    const { steps } = readScenarios().find(({ title }) => title.startsWith("welder:")) ?? { steps: [] };
    const today = steps.slice(
      0,
      steps.findIndex(({ hours_later }) => hours_later > 0),
    );
    const chat = await openChat(phone, server.url);
    for (const step of today.slice(0, -1)) {
      await chat.do(step);
      await chat.reads(step);
    }
    await chat.reads({ reads: ["您可以领2,500元", "最高5万元", "第6条"] });
    await chat.calm();
    const before = [await chat.lines(), await chat.quickReplies()];

    await chat.page.reload();
    await eventually(async () => [await chat.lines(), await chat.quickReplies()]).toEqual(before);
    const last = today.at(-1) ?? {};
    await chat.do(last);
    await chat.reads(last);
    const after = await chat.lines();
    expect(after.slice(0, -2)).toEqual(before[0]);
    expect(after).toEqual(await stored(server, await chat.session()));
  });

  it("kill -9 and a lost network lose nothing and double nothing", { timeout: 60_000 }, async () => {
    phone.allow(UNREACHABLE);
    const chat = await openChat(phone, server.url);
    await chat.reads(GREETING);
    await chat.say(WELDER);
    await chat.reads(CONTEST);

    await server.kill();
    const question = "金蓝领一个人补多少？";
    await chat.say(question);
    await chat.log.getByText("未发出").waitFor();
    const before = await chat.lines();
    await server.start();
    await chat.reads({ reads: ["我们接着刚才的", "竞赛"], buttons: [NO_CONTEST] });
    await chat.calm();
    expect((await chat.lines()).slice(0, before.length)).toEqual(before);

    // The same blow at three moments: the press has not arrived, may have arrived, is stored but unconfirmed.
    const blows: ((route: Route) => Promise<void>)[] = [
      async (route) => {
        await server.kill();
        await route.continue();
        await server.start();
      },
      async (route) => {
        await route.continue();
        await server.kill();
        await server.start();
      },
      async (route) => {
        // The stream is cut, so that no echo tells the page either: it sends the press a second time.
        await chat.page.route("**/chat/stream", (stream) => stream.abort());
        await server.kill();
        await server.start();
        expect((await route.fetch()).status()).toBe(200);
        await server.kill();
        await route.abort();
        const again = chat.page.waitForResponse("**/chat/events");
        await server.start();
        expect((await again).status()).toBe(200);
        await chat.page.unroute("**/chat/stream");
      },
    ];
    const steps: [Partial<Step>, Partial<Step>][] = [
      [{ presses: NO_CONTEST }, { reads: ["称号"] }],
      [{ ticks: [] }, { reads: ["下面哪几条符合"] }],
      [{ ticks: [] }, { reads: ["领军人才"], buttons: ["不是"] }],
    ];
    for (const [i, [press, next]] of steps.entries()) {
      const shown = await chat.lines();
      const struck = Promise.withResolvers<void>();
      await chat.page.route(
        "**/chat/events",
        (route) => blows[i]?.(route).then(struck.resolve, struck.reject),
        { times: 1 },
      );
      await chat.do(press);
      await struck.promise;
      await chat.reads(next);
      await chat.calm();
      expect((await chat.lines()).slice(0, shown.length)).toEqual(shown);
    }

    // The person's own network goes and comes: the page opens the stream anew and is told everything again.
    await phone.context.setOffline(true);
    await chat.press("不是");
    await chat.log.getByText("未发出").waitFor();
    await phone.context.setOffline(false);
    await chat.reads({ reads: ["您可以领2,500元"] });
    await chat.calm();
    const none = "都没有";
    expect(await chat.own()).toEqual(
      [WELDER, question, NO_CONTEST, none, none, "不是"].map((s) => `我：${s}`),
    );
    const session = await chat.session();
    const told = await stored(server, session);
    await eventually(chat.lines).toEqual(told);
    await server.kill();
    expect(await stored(server, session)).toEqual(told);
  });

  it("我的数据 is shown, exported and deleted, down to the file", async () => {
    const chat = await openChat(phone, server.url);
    await chat.reads(GREETING);
    // Not the greeting's own example, which stands in every talk.
    const told = "我在淄博的锅炉厂当钳工，刚考下高级技师，能领多少？";
    await chat.say(told);
    await chat.reads({ reads: ["3,000元"] });
    await chat.button("菜单").click();
    await chat.press("我的数据");
    await chat.reads({ reads: ["我这里存着您的这些信息", "高级技师"], buttons: ["导出", "全部删除"] });
    await chat.press("导出");
    await chat.reads({ reads: ["您的全部数据"] });
    const [download] = await Promise.all([
      chat.page.waitForEvent("download"),
      chat.page.getByRole("link", { name: "我的数据.json" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("我的数据.json");
    const exported = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(exported.said).toContainEqual(expect.objectContaining({ from: "me", text: told }));

    const session = await chat.session();
    const person = await server.withDatabase((database) =>
      personAt(database, { channel: "web", external: session }),
    );
    const traces = [session, String(person), told, "锅炉厂"];
    const found = async () => {
      const rows = JSON.stringify(await server.withDatabase(everyRow));
      return traces.filter((trace) => rows.includes(trace));
    };
    expect(await found()).toEqual(traces);
    await chat.say("全部删除");
    await chat.reads({ reads: ["确定全部删除吗"], buttons: ["确定删除", "不删"] });
    await chat.press("确定删除");
    await eventually(chat.lines).toEqual([expect.stringContaining("已经全部删除")]);
    expect(await found()).toEqual([]);
    // Not in the write-ahead log either, while the server goes on.
    const log = readFileSync(`${server.databasePath}-wal`);
    expect(traces.filter((trace) => log.includes(trace))).toEqual([]);
    expect(await chat.session()).toBe("");
    expect(await chat.page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")).toBe("{}");
    expect(await chat.focused().textContent()).toBe("重新开始");

    await chat.button("重新开始").click();
    await chat.reads(GREETING);
    await chat.say("你好");
    await eventually(chat.own).toEqual(["我：你好"]);
    await chat.calm();
    expect(await chat.session()).not.toBe(session);
    await phone.context.close();
    expect(await server.stop()).toBe(0);
    const bytes = readFileSync(server.databasePath);
    expect(bytes.includes("你好")).toBe(true);
    expect(traces.filter((trace) => bytes.includes(trace))).toEqual([]);
  });

  it("two tabs show the same; a tampered cookie starts afresh", async () => {
    const one = await openChat(phone, server.url);
    await one.reads(GREETING);
    const two = await openChat(phone, server.url);
    await two.reads(GREETING);
    await one.say(WELDER);
    await two.reads(CONTEST);
    await two.press(NO_CONTEST);
    await one.reads({ reads: ["称号"] });
    await Promise.all([one.calm(), two.calm()]);
    expect(await two.lines()).toEqual(await one.lines());
    expect(await two.checkLabels()).toEqual(await one.checkLabels());
    expect(await one.own()).toEqual([`我：${WELDER}`, `我：${NO_CONTEST}`]);

    await two.page.close();
    const [cookie] = await phone.context.cookies();
    if (!cookie) throw new Error("no cookie");
    const value = `${cookie.value.startsWith("0") ? "1" : "0"}${cookie.value.slice(1)}`;
    await phone.context.addCookies([{ ...cookie, value }]);
    expect((await one.page.reload())?.status()).toBe(200);
    await one.reads(GREETING);
    expect(await one.own()).toEqual([]);
    expect(await one.session()).not.toBe(value.split(".")[0]);
  });

  it("the keyboard alone is enough, and everything has a name", async () => {
    await phone.context.addInitScript(WATCH_FOCUS);
    const chat = await openChat(phone, server.url);
    await chat.reads(GREETING);
    /** Presses the key until the focus is on what bears the name; fails where it is not within reach. */
    const tabTo = async (wanted: string, key = "Tab") => {
      const passed: string[] = [];
      while (passed.at(-1) !== wanted && passed.length < 20) {
        await chat.page.keyboard.press(key);
        passed.push(
          await chat.focused().evaluate((e) => e.ariaLabel ?? e.labels?.[0]?.textContent ?? e.textContent),
        );
      }
      expect(passed.at(-1), `by way of ${passed.join(", ")}`).toBe(wanted);
    };
    await tabTo("输入消息");
    await chat.page.keyboard.type(WELDER);
    await chat.page.keyboard.press("Enter");
    await chat.reads(CONTEST);
    expect(await chat.focused().getAttribute("aria-label"), "who types goes on typing").toBe("输入消息");
    await tabTo(NO_CONTEST, "Shift+Tab");
    await chat.page.keyboard.press("Enter");
    await chat.reads({ reads: ["称号"] });

    const [first = "", second = ""] = await chat.checkLabels();
    expect(await chat.button("选好了").isDisabled()).toBe(true);
    await chat.page.keyboard.press("Tab");
    expect(await chat.focused().getAttribute("type"), "the next after one's own words").toBe("checkbox");
    await chat.page.keyboard.press("Space");
    await tabTo(second);
    await chat.page.keyboard.press("Space");
    expect(await chat.log.getByRole("checkbox", { checked: true }).count()).toBe(2);

    const tree = await chat.page.locator("body").ariaSnapshot();
    expect(tree).toMatch(/- log "聊天记录"/);
    expect(tree).toMatch(/- textbox "输入消息"/);
    expect(tree).toContain(`- checkbox "${first}" [checked]`);
    const nameless = /^\s*- (?:button|checkbox|link|textbox|log|main|group)(?! ")/gm;
    expect(tree.match(nameless), tree).toBeNull();

    await tabTo("选好了");
    await chat.page.keyboard.press("Enter");
    await chat.reads({ reads: ["3. "] });
    await chat.calm();
    expect(await chat.own()).toEqual(
      [WELDER, NO_CONTEST, `${first}、${second}`].map((line) => `我：${line}`),
    );
    expect(await chat.page.evaluate("focusLost"), "how often the focus fell to the body").toBe(0);
  });

  it("SIGTERM with a page open ends in order", async () => {
    phone.allow(UNREACHABLE);
    const chat = await openChat(phone, server.url);
    await chat.reads(GREETING);
    expect(await server.stop()).toBe(0);
  });

  it("comes whole in less than 100 KB", async () => {
    const chat = await openChat(phone, server.url);
    await chat.reads(GREETING);
    const loaded = (await chat.page.evaluate(LOADED)) as { name: string; encoded: number; decoded: number }[];
    const big = loaded.filter(({ decoded }) => decoded > 10_000);
    expect(loaded.every(({ name }) => name.startsWith(server.url))).toBe(true);
    expect(loaded.filter(({ name }) => /\.(js|css)$/.test(name)).length).toBeGreaterThan(20);
    expect(big.filter(({ encoded, decoded }) => encoded > decoded / 2)).toEqual([]);
    expect(loaded.reduce((sum, { encoded }) => sum + encoded, 0)).toBeLessThan(MOST_BYTES);
  });
});

/** Counts how often, after whatever happened, nothing had the focus; from the first time that something had it. */
const WATCH_FOCUS = `
  globalThis.focusLost = 0;
  let begun = false;
  const look = () => {
    if (document.activeElement && document.activeElement !== document.body) begun = true;
    else if (begun) globalThis.focusLost += 1;
  };
  addEventListener("focusin", look);
  addEventListener("focusout", () => setTimeout(look));
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
`;

/** The page and all that it loaded, but for the talk itself. */
const LOADED = `
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(({ name }) => !/chat\\/(events|stream)/.test(name))
    .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encoded: encodedBodySize, decoded: decodedBodySize }))
`;

/** What is stored of the talk, as the page shows it. */
function stored(server: ServerProcess, session: string): Promise<string[]> {
  return server.withDatabase(async (database) => {
    const person = (await personAt(database, { channel: "web", external: session })) ?? "";
    const entries = await transcript(database, person);
    return entries.map(({ position, message }) => `${position === 0 ? "我" : "技能通"}：${message.text}`);
  });
}
