/** The way into the form page: links of one use, sessions, and who may post to it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LINK_HOLDS_MS } from "../../../storage/survey-links.ts";
import { ANN, BOB, DRAFT, ORIGIN, type SurveyDesk, surveyDesk } from "../../support/survey-desk.ts";

const HOUR = 3_600_000;

let desk: SurveyDesk;
beforeEach(async () => {
  desk = await surveyDesk();
});
afterEach(async () => {
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

describe("a link", () => {
  it("shows whose form it is, as often as it is looked at, and opens it once", async () => {
    const link = await desk.link(ANN);
    const [preview, browser, late] = [desk.browser(), desk.browser(), desk.browser()];
    for (let i = 0; i < 3; i++) await preview.goes(link);
    expect(preview.text).toContain("淄博某机械有限公司");
    expect(preview.text).toContain("2026年第四季度");
    expect(preview.cookie).toBe("");
    await late.goes(link);
    await browser.opens(link);
    expect(browser.place).toBe("/survey/form");
    expect(browser.shows("name")).toBe("淄博某机械有限公司");
    await late.posts("/survey/open", { t: late.fields.get("t") ?? "" });
    expect([late.status, late.cookie]).toEqual([410, ""]);
    expect(late.text).toContain("这个链接已经不能用了");
  });

  it.each([
    ["none", () => ""],
    ["a forged one", (token: string) => `${token.slice(0, -2)}AA`],
    ["another's number", (token: string) => token.replace(/^./, "9")],
  ])("is refused where the token is %s", async (_what, change) => {
    const token = new URLSearchParams((await desk.link(ANN)).split("?")[1]).get("t") ?? "";
    const browser = desk.browser();
    await browser.goes(`/survey/open?t=${encodeURIComponent(change(token))}`);
    expect(browser.status).toBe(410);
    await browser.posts("/survey/open", { t: change(token) });
    expect([browser.status, browser.cookie]).toEqual([410, ""]);
  });

  it("holds 15 minutes", async () => {
    const link = await desk.link(ANN);
    const browser = desk.browser();
    desk.clock.now += LINK_HOLDS_MS + 1;
    await browser.opens(link);
    expect([browser.status, browser.cookie]).toEqual([410, ""]);
  });

  it("is kept nowhere, and tells no other page its token", async () => {
    const browser = desk.browser();
    const response = await browser.goes(await desk.link(ANN));
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-robots-tag")).toContain("noindex");
    expect(browser.html).toContain('<meta name="referrer" content="strict-origin">');
    expect(browser.html).not.toMatch(/<script|<style|style="/);
  });
});

describe("a session", () => {
  it("is a signed cookie for this page alone", async () => {
    const browser = desk.browser();
    await browser.goes(await desk.link(ANN));
    const response = await desk.app.request(`${ORIGIN}/survey/open`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN },
      body: new URLSearchParams({ t: browser.fields.get("t") ?? "" }).toString(),
    });
    const cookie = response.headers.get("set-cookie") ?? "";
    for (const part of ["HttpOnly", "SameSite=Lax", "Path=/survey", "Max-Age=43200"])
      expect(cookie).toContain(part);
    browser.cookie = cookie.split(";")[0]?.replace("ann", "bob") ?? "";
    await browser.goes("/survey/form");
    expect(browser.status).toBe(401);
  });

  it("ends after 12 hours without a save, and is given its full time anew by one", async () => {
    const browser = await desk.at(ANN);
    desk.clock.now += 11 * HOUR;
    await browser.writes({ employees: "320" });
    desk.clock.now += 11 * HOUR;
    await browser.goes("/survey/form");
    expect(browser.status).toBe(200);
    desk.clock.now += HOUR;
    await browser.goes("/survey/form");
    expect(browser.status).toBe(401);
    expect(browser.text).toContain("再拿一个新链接");
  });

  it("is over for whoever is no longer let in, also in the middle of it", async () => {
    const browser = await desk.at(BOB);
    await desk.takesOut(BOB);
    const response = await browser.writes({ employees: "320" });
    expect([response.status, response.headers.get("hx-redirect")]).toEqual([401, "/survey/form"]);
    expect((await desk.cells()).employees).toBeUndefined();
    for (const path of ["form", "review", "receipt", "print", "form.xlsx", "upload", "news?revision=0"])
      expect((await browser.goes(`/survey/${path}`)).status, path).toBe(401);
  });

  it("saves nothing that was typed into another form of the same browser", async () => {
    const browser = await desk.at(ANN);
    browser.fields.set("draft", DRAFT.replace("page2026", "page2025"));
    await browser.writes({ employees: "320" });
    expect(browser.status).toBe(401);
    expect((await desk.cells()).employees).toBeUndefined();
  });
});

describe("other pages", () => {
  it.each([
    ["from elsewhere", { origin: "https://elsewhere.test" }, 403],
    ["of an unknown place", { origin: "null" }, 403],
    ["as text", { "content-type": "text/plain" }, 415],
    ["as JSON", { "content-type": "application/json" }, 415],
    ["as a file", { "content-type": "multipart/form-data; boundary=x" }, 415],
  ])("cannot post %s", async (_what, headers, status) => {
    const browser = await desk.at(ANN);
    for (const path of ["/survey/open", "/survey/form", "/survey/look", "/survey/file"]) {
      await browser.posts(path, { draft: DRAFT, "is:employees": "1", "was:employees": "" }, headers);
      expect(browser.status, path).toBe(status);
    }
    expect((await desk.cells()).employees).toBeUndefined();
  });

  it("nobody posts more than a form, or too often", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ name: "长".repeat(20_000) });
    expect(browser.status).toBe(413);
    for (let i = 0; i < 700 && browser.status !== 429; i++) await browser.goes("/survey/news?revision=0");
    expect(browser.status).toBe(429);
  });
});

it("serves its scripts and styles, and nothing beside them", async () => {
  const browser = desk.browser();
  for (const file of ["htmx.js", "form.js", "page.css", "form.css", "tables.css", "print.css"])
    expect((await browser.goes(`/survey/assets/${file}`)).status, file).toBe(200);
  for (const file of ["tsconfig.json", "..%2froutes.ts", "../doors.ts"])
    expect((await browser.goes(`/survey/assets/${file}`)).status, file).not.toBe(200);
});
