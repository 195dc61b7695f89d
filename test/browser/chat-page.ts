/** The web chat as a person sees and uses it. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import type { Phone } from "../support/browser.ts";
import { faultsOf, type Step } from "../support/scenario.ts";

const PATIENCE_MS = 15_000;
const ANYTHING: Step = { reads: [], reads_not: [], buttons: [], links: [], silence: false, hours_later: 0 };

/** Reads again and again until it is as wanted. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: PATIENCE_MS });

export async function openChat(phone: Phone, url: string) {
  const page = await phone.newPage();
  await page.goto(url);
  return chatOn(page);
}

function chatOn(page: Page) {
  const log = page.getByRole("log", { name: "聊天记录" });
  const quickReplies = log.locator(".options > .options__buttons").getByRole("button");
  const checks = log.getByRole("checkbox");
  const chat = {
    page,
    log,
    checks,
    button: (name: string) => page.getByRole("button", { name, exact: true }),
    /** The bubbles from the top, each with whose it is, as `linesOf` writes what is stored. */
    lines: (): Promise<string[]> =>
      log
        .locator(".row")
        .evaluateAll((rows) =>
          rows.map(
            (row) =>
              `${row.classList.contains("row_own") ? "我" : "技能通"}：${row.querySelector(".bubble")?.textContent}`,
          ),
        ),
    own: async () => (await chat.lines()).filter((line) => line.startsWith("我：")),
    /** Labels of what can be pressed under the newest message. */
    quickReplies: () => quickReplies.allTextContents(),
    checkLabels: () => log.locator(".check__label").allTextContents(),
    /** Everything after the person's last words, as if the server had told it. */
    replies: async (): Promise<OutboundMessage[]> => {
      const lines = await chat.lines();
      const since = lines.slice(lines.findLastIndex((line) => line.startsWith("我：")) + 1);
      const buttons = (await chat.quickReplies()).map((label) => ({ id: label, label }));
      const options = (await chat.checkLabels()).map((label) => ({ value: label, label }));
      const checklist = { question: "", options, confirm: "", none: "" };
      return since.map((line, i) => ({
        text: line.slice(line.indexOf("：") + 1),
        ...(i === since.length - 1 ? { buttons, checklist } : {}),
      }));
    },
    say: async (text: string) => {
      await page.getByRole("textbox", { name: "输入消息" }).fill(text);
      await chat.button("发送").click();
    },
    /** Presses what stands under the newest message, so that 菜单 there is not 菜单 in the header. */
    press: (name: string) => log.getByRole("button", { name, exact: true }).click(),
    /** Ticks and confirms; nothing ticked is "none of them". */
    tick: async (labels: readonly string[]) => {
      for (const label of labels) await log.getByRole("checkbox", { name: label, exact: true }).check();
      await log
        .locator(".checklist .options__buttons button")
        .nth(labels.length ? 0 : 1)
        .click();
    },
    /** Does what a step of a scenario says; the page has been opened already. */
    do: async (step: Partial<Step>) => {
      if (step.says !== undefined) await chat.say(step.says);
      else if (step.presses !== undefined) await chat.press(step.presses);
      else if (step.ticks) await chat.tick(step.ticks);
    },
    /** Until what was answered is all that the step wants. */
    reads: (step: Partial<Step>) =>
      eventually(async () => faultsOf({ ...ANYTHING, ...step }, await chat.replies())).toEqual([]),
    /** Until everything that was said has reached the server and nothing is held back. */
    calm: async () => {
      await eventually(() => log.locator(".note").allTextContents()).toEqual([]);
      await eventually(() => page.locator("#status").textContent()).toBe("");
    },
    focused: () => page.locator(":focus"),
    session: async (): Promise<string> => {
      const cookie = (await page.context().cookies()).find(({ name }) => name === "jinengtong");
      return cookie?.value.split(".")[0] ?? "";
    },
  };
  return chat;
}
