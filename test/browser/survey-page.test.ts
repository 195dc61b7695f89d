/** The form page in a real browser: by the keyboard alone, two pages at one draft, on a phone, with scripts off. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasChromium, inChromium, launchChromium } from "../support/browser.ts";
import { TYPICAL } from "../support/filled-survey.ts";
import { listen } from "../support/listen.ts";
import { ANN, BOB, type SurveyDesk, surveyDesk } from "../support/survey-desk.ts";
import { eventually } from "./chat-page.ts";

const DESK = { viewport: { width: 1280, height: 900 }, locale: "zh-CN" };
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: "zh-CN" };

describe.skipIf(!hasChromium)(inChromium("the form page in a browser"), () => {
  let browser: Browser;
  let desk: SurveyDesk;
  let server: Awaited<ReturnType<typeof listen>>;
  let complaints: string[];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    complaints = [];
    desk = await surveyDesk();
    server = await listen((request) => desk.app.fetch(request));
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await server.close();
    await desk.close();
    expect(complaints, "what the browser complained of").toEqual([]);
    expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
  });

  async function opens(person: string, options: object = DESK): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(server.url + (await desk.link(person)));
    await page.getByRole("button", { name: "打开表格" }).press("Enter");
    await page.waitForURL(/\/survey\/form$/);
    return page;
  }
  const field = (page: Page, cell: string) => page.locator(`[id="${cell.replaceAll("/", ".")}"]`);
  const holds = (page: Page, cell: string, value: string) =>
    eventually(() => field(page, cell).inputValue()).toBe(value);
  const stands = (cell: string) => eventually(async () => (await desk.cells())[cell]);
  const says = (page: Page, text: string) => page.getByText(text).first().waitFor();

  it("is filled with the keyboard alone, handed in and corrected", { timeout: 60_000 }, async () => {
    const page = await opens(ANN);
    const { keyboard } = page;
    const focused = () => page.evaluate("document.activeElement?.name ?? document.activeElement?.id");
    const tabTo = async (name: string) => {
      for (let i = 0; i < 120 && (await focused()) !== name; i++) await keyboard.press("Tab");
      expect(await focused()).toBe(name);
    };
    const writes = async (cell: string, value: string) => {
      await tabTo(`is:${cell}`);
      await keyboard.type(value);
    };
    for (const [cell, presses] of [
      ["type", 2],
      ["size", 1],
      ["field", 0],
    ] as const) {
      await tabTo(`is:${cell}`);
      await keyboard.press("Space");
      for (let i = 0; i < presses; i++) await keyboard.press("ArrowRight");
    }
    for (const [cell, value] of [
      ["employees", "320"],
      ["wage", "6500"],
      ["training_set_aside", "20万"],
      ["training_used", "15万"],
    ] as const)
      await writes(cell, value);
    await keyboard.press("Tab");
    await stands("training_used").toBe(150_000);

    for (const [level, head, ages] of [
      ["junior", "12", "8 3 1 0"],
      ["middle", "0", ""],
      ["senior", "5", "1 2 1 1"],
      ["technician", "0", ""],
      ["senior_technician", "0", ""],
    ] as const) {
      await writes(`headcount/${level}`, head);
      if (!ages) continue;
      for (const [i, age] of ages.split(" ").entries())
        await writes(`age/${level}/${["from_18", "from_31", "from_41", "from_51"][i]}`, age);
    }
    await writes("demand/1/occupation", "电焊工");
    await writes("demand/1/people", "3");
    await writes("demand/1/pay", "7000");
    await tabTo("is:training/own");
    await keyboard.press("Space");
    for (const [cell, value] of [
      ["manager", "王强"],
      ["manager_phone", "13800000001"],
      ["filler", "李梅"],
      ["filler_phone", "05332345678"],
    ] as const)
      await writes(cell, value);
    await keyboard.press("Enter");
    await says(page, "都填好了，可以交表");

    await page.getByRole("button", { name: "交表" }).focus();
    await keyboard.press("Enter");
    await page.waitForURL(/\/survey\/review$/);
    await page.getByRole("button", { name: "确认交表" }).focus();
    await keyboard.press("Enter");
    await page.waitForURL(/\/survey\/receipt$/);
    const { cells, filed } = await desk.draft();
    await says(page, filed?.receipt ?? "?");
    expect(cells).toMatchObject({
      ...{ type: "private", size: "medium", field: "equipment", wage: 6500, training_set_aside: 200_000 },
      ...{ "headcount/junior": 12, "age/senior/from_31": 2, demand: 1, "demand/1/pay": 7000 },
      ...{ "training/own": true, "training/joint": false, filler_phone: "0533-2345678" },
    });

    await page.getByRole("link", { name: "改正" }).press("Enter");
    await field(page, "employees").focus();
    await keyboard.press("Control+A");
    await keyboard.type("321");
    await keyboard.press("Tab");
    await says(page, "改动要再交一次才算数");
  });

  it("checks while it is filled: totals, what does not fit, what is missing", async () => {
    const page = await opens(ANN);
    await field(page, "headcount/junior").fill("12");
    await field(page, "age/junior/from_18").fill("8");
    await field(page, "age/junior/from_31").fill("3");
    await field(page, "manager_phone").fill("123");
    await field(page, "wage").fill("900");
    await field(page, "wage").press("Tab");
    await says(page, "11/12");
    await says(page, "电话号码好像不对");
    await says(page, "人均月工资900元，低得少见");
    expect(await field(page, "manager_phone").getAttribute("aria-invalid")).toBe("true");
    await field(page, "age/junior/from_41").fill("2");
    await field(page, "age/junior/from_51").fill("0");
    await field(page, "age/junior/from_51").press("Tab");
    await says(page, "初级工12人，但年龄加起来是13人");
    await field(page, "age/junior/from_41").fill("1");
    await field(page, "why/wage_low").fill("大多是半日工");
    await field(page, "manager_phone").fill("13800000001");
    await field(page, "manager_phone").press("Tab");
    await eventually(() => page.locator("[aria-invalid]").count()).toBe(0);
    await eventually(() => page.locator(".sum_whole").first().textContent()).toContain("12");
    expect(await desk.cells()).toMatchObject({ "age/junior/from_41": 1, "why/wage_low": "大多是半日工" });
  });

  it("moves between the boxes of a table by arrows", async () => {
    const page = await opens(ANN);
    await field(page, "headcount/junior").focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowRight"]) await page.keyboard.press(key);
    expect(await page.evaluate("document.activeElement.id")).toBe("age.junior.from_31");
  });

  it("two pages see each other's changes, and both values where they met; what is being typed stays", {
    timeout: 60_000,
  }, async () => {
    await desk.fills(ANN, { employees: 300 });
    const [ann, bob] = [await opens(ANN), await opens(BOB)];
    await holds(bob, "employees", "300");
    await field(bob, "wage").click();
    await bob.keyboard.type("65");
    await field(ann, "employees").fill("320");
    await field(ann, "demand/1/occupation").fill("电焊工");
    await field(ann, "demand/1/occupation").press("Tab");
    await holds(bob, "employees", "320");
    await holds(bob, "demand/1/occupation", "电焊工");
    await says(bob, "职工总数刚被别人改过");
    expect(await field(bob, "wage").inputValue(), "still being typed").toBe("65");
    expect((await desk.cells()).wage, "not written yet").toBeUndefined();
    await bob.keyboard.type("00");
    await bob.keyboard.press("Tab");
    await stands("wage").toBe(6500);
    await holds(ann, "wage", "6500");

    await field(bob, "employees").fill("9");
    await desk.fills(ANN, { employees: 8 }, [], "page");
    await field(bob, "employees").press("Tab");
    await says(bob, "这一格刚被别人改成了“8”，您填的是“9”，用哪个？");
    expect((await desk.cells()).employees).toBe(8);
    await bob.getByRole("button", { name: "用“9”" }).click();
    await stands("employees").toBe(9);
    await eventually(() => bob.getByText("用哪个").count()).toBe(0);
    await holds(ann, "employees", "9");
  });

  it("loses nothing to a line that breaks, nor to haste", async () => {
    const page = await opens(ANN);
    await page.context().setOffline(true);
    await field(page, "employees").fill("320");
    await field(page, "employees").press("Tab");
    await says(page, "没保存上，正在重试");
    await page.context().setOffline(false);
    await stands("employees").toBe(320);
    await eventually(() => page.getByText("没保存上").count()).toBe(0);
    complaints = complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(text));

    // Written and left again before the first answer has come.
    await page.route("**/survey/form", async (route) => {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.fulfill({ response }).catch(() => undefined);
    });
    await field(page, "wage").fill("5");
    await field(page, "wage").press("Tab");
    await stands("wage").toBe(5);
    await field(page, "wage").fill("6500");
    await field(page, "training_used").fill("100");
    await field(page, "training_used").press("Tab");
    await stands("wage").toBe(6500);
    await stands("training_used").toBe(100);
    expect(await page.getByText("用哪个").count()).toBe(0);
    await page.unrouteAll({ behavior: "wait" });
  });

  it.each([
    ["a phone", PHONE],
    ["a narrow window, enlarged", { ...DESK, viewport: { width: 320, height: 600 } }],
    ["a desk", DESK],
  ])("is never pushed sideways on %s, whatever it says", async (_where, options) => {
    await desk.fills(ANN, {
      ...TYPICAL,
      credit_code: (await desk.cells()).credit_code ?? "",
      wage: 900,
      "age/junior/from_18": 9,
    });
    const page = await opens(ANN, options);
    await desk.fills(BOB, { "demand/1/occupation": "一个名字特别特别长的工种，长得超过了三十个字的一半" });
    await field(page, "demand/1/occupation").fill("焊工");
    await field(page, "manager_phone").fill("1");
    await field(page, "manager_phone").press("Tab");
    await says(page, "用哪个");
    const widths = () => page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    const [wide, seen] = (await widths()) as [number, number];
    expect(wide).toBeLessThanOrEqual(seen);
    for (const path of ["review", "upload"]) {
      await page.goto(`${server.url}/survey/${path}`, { waitUntil: "load" });
      const [wide, seen] = (await widths()) as [number, number];
      expect(wide, path).toBeLessThanOrEqual(seen);
    }
  });

  it("works with scripts off, from the link to the receipt", { timeout: 60_000 }, async () => {
    const { name: _name, credit_code: _code, manager: _manager, ...answers } = TYPICAL;
    await desk.fills(ANN, answers);
    const page = await opens(ANN, { ...DESK, javaScriptEnabled: false });
    await field(page, "employees").fill("很多");
    await field(page, "manager").fill("王强");
    await page.getByRole("button", { name: "交表" }).click();
    await says(page, "职工总数请写一个准确的数");
    await holds(page, "employees", "很多");
    expect((await desk.cells()).manager).toBe("王强");
    await field(page, "employees").fill("320");
    await page.getByRole("button", { name: "加一行" }).click();
    await field(page, "demand/4/occupation").fill("铣工");
    await field(page, "demand/4/people").fill("1");
    await field(page, "demand/4/pay").fill("7500");
    await page.getByRole("button", { name: "删掉第1行" }).click();
    await holds(page, "demand/3/occupation", "铣工");
    await page.getByRole("button", { name: "交表" }).click();
    await page.getByRole("button", { name: "确认交表" }).click();
    await page.getByText("已交表").waitFor();
    expect((await desk.draft()).filed?.number).toBe(1);
  });
});
