/** What the page shows of a link and of a file that is made when it is fetched, in a real browser. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { answer } from "../support/answer.ts";
import { hasChromium, inChromium, launchChromium, openPhone, type Phone } from "../support/browser.ts";
import { listen } from "../support/listen.ts";
import { serverForTest } from "../support/server.ts";
import { eventually, openChat } from "./chat-page.ts";

const BYTES = Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0, 1]);
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

describe.skipIf(!hasChromium)(inChromium("on the page"), () => {
  let browser: Browser;
  let phone: Phone;
  let server: Awaited<ReturnType<typeof serverForTest>>;
  let listening: Awaited<ReturnType<typeof listen>>;
  let made: { bytes: Uint8Array } | null;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    made = { bytes: BYTES };
    server = await serverForTest({ files: { make: async () => made } });
    listening = await listen(server.app.fetch);
    phone = await openPhone(browser);
  });
  afterEach(async () => {
    await phone.context.close();
    const closing = server.close();
    await listening.close();
    await closing;
    expect(phone.complaints(), "what the browser complained of").toEqual([]);
  });

  const told = async (message: OutboundMessage) => {
    const chat = await openChat(phone, listening.url);
    await chat.reads({ reads: ["您好"] });
    await answer(server, "web", message);
    await server.settled();
    await chat.reads({ reads: [message.text] });
    return chat;
  };

  it("a link opens beside the talk, by the keyboard too, and cannot reach back", async () => {
    const url = `${listening.url}/?nonce=a&b=1`;
    const chat = await told({ text: "表格在这里填：", link: { label: "打开表格", url } });
    const link = chat.page.getByRole("link", { name: "打开表格" });
    await link.focus();
    const [opened] = await Promise.all([
      phone.context.waitForEvent("page"),
      chat.page.keyboard.press("Enter"),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toBe(url);
    expect(await opened.evaluate("window.opener")).toBeNull();
    expect(await chat.lines()).toContain("技能通：表格在这里填：");
  });

  it("a file is fetched when it is asked for, with its name and every byte", async () => {
    const file = { name: "调查表.xlsx", type: XLSX, made: "survey:2026/91" };
    const chat = await told({ text: "表在这里。", file });
    const link = chat.page.getByRole("link", { name: "调查表.xlsx" });
    const download = new Promise<import("playwright-core").Download>((resolve) => {
      phone.context.on("page", (page) => page.on("download", resolve));
      chat.page.on("download", resolve);
    });
    await link.click();
    const got = await download;
    expect(got.suggestedFilename()).toBe("调查表.xlsx");
    expect(readFileSync(await got.path()).equals(BYTES)).toBe(true);
  });

  it("a file is given by the keyboard alone, shown as given, and answered", async () => {
    const chat = await openChat(phone, listening.url);
    const choosing = chat.page.waitForEvent("filechooser");
    await chat.reads({ reads: ["您好"] });
    await chat.page.getByRole("textbox", { name: "输入消息" }).focus();
    await chat.page.keyboard.press("Tab");
    expect(await chat.focused().getAttribute("id")).toBe("attach");
    await chat.page.keyboard.press("Enter");
    const taken = chat.page.waitForResponse("**/chat/files?**");
    await (await choosing).setFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from("a,b") });
    await taken;
    await server.settled();
    await chat.reads({ reads: ["文件收到了"] });
    expect(await chat.own()).toEqual(["我：文件：名单.csv"]);
    expect(await chat.focused().getAttribute("id")).toBe("attach");
    await chat.calm();
  });

  it("one that is too large is not sent, and the talk goes on", async () => {
    const chat = await openChat(phone, listening.url);
    await chat.reads({ reads: ["您好"] });
    const large = { name: "大.xlsx", mimeType: XLSX, buffer: Buffer.alloc(5 * 1024 * 1024 + 1) };
    await chat.page.locator("#file").setInputFiles(large);
    await chat.log.getByText("文件超过5MB").waitFor();
    await chat.button("重发").click();
    const taken = chat.page.waitForResponse("**/chat/events");
    await chat.say("菜单");
    await taken;
    await server.settled();
    await eventually(chat.lines).toContain("技能通：我能帮您做这些：");
    await chat.button("不发了").click();
    expect(await chat.own()).toEqual(["我：菜单"]);
  });

  it("what is given while the line is down is given when it is back", async () => {
    phone.allow(/net::ERR_/);
    const chat = await openChat(phone, listening.url);
    await chat.reads({ reads: ["您好"] });
    await phone.context.setOffline(true);
    const file = { name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from("a,b") };
    await chat.page.locator("#file").setInputFiles(file);
    await chat.log.getByText("未发出").waitFor();
    await phone.context.setOffline(false);
    await chat.reads({ reads: ["文件收到了"] });
    expect(await chat.own()).toEqual(["我：文件：名单.csv"]);
  });

  it("one that cannot be had is told beside the talk", async () => {
    phone.allow(/404/);
    const chat = await told({ text: "表在这里。", file: { name: "表.xlsx", type: XLSX, made: "x" } });
    made = null;
    const [opened] = await Promise.all([
      phone.context.waitForEvent("page"),
      chat.page.getByRole("link", { name: "表.xlsx" }).click(),
    ]);
    await opened.getByText("给不了您了").waitFor();
    expect(await chat.lines()).toContain("技能通：表在这里。");
  });
});
