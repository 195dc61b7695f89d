/** What the page shows of a link and of a file that is made when it is fetched, in a real browser. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { answer } from "../support/answer.ts";
import { hasChromium, inChromium, launchChromium, openPhone, type Phone } from "../support/browser.ts";
import { listen } from "../support/listen.ts";
import { serverForTest } from "../support/server.ts";
import { openChat } from "./chat-page.ts";

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
