/** The print view in a real Chromium: one sheet of paper, and nothing that a strict policy would refuse. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printPage } from "../../../bot/survey-page/print.ts";
import { type Cells, cellOf } from "../../../handlers/surveys/cells.ts";
import type { Draft } from "../../../handlers/surveys/draft.ts";
import { hasChromium, inChromium, launchChromium, openPhone } from "../../support/browser.ts";
import { officialSurvey, TYPICAL } from "../../support/filled-survey.ts";

const survey = officialSurvey();
const plain = officialSurvey((file) => delete file.printed);
const CSS = readFileSync(new URL("../../../bot/survey-page/assets/print.css", import.meta.url), "utf8");
const POLICY = "default-src 'none'; style-src 'self'";

function draftOf(cells: Cells, change: Partial<Draft> = {}): Draft {
  const round = {
    id: "abcd2345",
    survey: survey.id,
    title: "2026年第四季度",
    regions: [],
    opens: "2026-10-01",
  };
  return {
    id: "abcd2345/91370300000000000A",
    round: { ...round, closes: "2026-12-31", closedAt: null, invitedOnly: false },
    enterprise: { creditCode: "91370300000000000A", name: "淄博恒达机械制造有限公司", region: "张店区" },
    ...{ version: 1, revision: 3, cells, filed: null, toConfirm: false },
    ...change,
  };
}

const pageOf = (cells: Cells, change?: Partial<Draft>, form = survey) =>
  String(printPage(form, draftOf(cells, change), { stylesheet: "/survey/print.css" }));

describe("the print view", () => {
  it("says what the bureau has of it", () => {
    const filed = { number: 2, receipt: "R7K2", at: "2026-11-20T01:00:00Z", revision: 3 };
    expect(pageOf({})).toContain("草稿，还没有提交");
    expect(pageOf({}, { filed })).toContain("已提交，回执号 R7K2，第2次<");
    expect(pageOf({}, { filed, revision: 4 })).toContain("提交后又改过");
    expect(pageOf({}, { toConfirm: true })).toContain("企业还没有确认");
  });

  it("names the enterprise and what the bureau has on each sheet of paper", () => {
    expect(pageOf({})).toMatch(/<thead>.*淄博恒达机械制造有限公司.*草稿，还没有提交<\/td><\/tr><\/thead>/);
  });

  it("shows what people wrote as text", () => {
    expect(pageOf({ manager: "<b>&王" })).toContain("&lt;b&gt;&amp;王");
  });
});

describe.skipIf(!hasChromium)(inChromium("the print view as paper"), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function printed(body: string, name: string) {
    const phone = await openPhone(browser);
    const page = await phone.newPage();
    await page.route("**/*", (route) =>
      route.request().url().endsWith(".css")
        ? route.fulfill({ contentType: "text/css", body: CSS })
        : route.fulfill({
            contentType: "text/html; charset=utf-8",
            body,
            headers: { "content-security-policy": POLICY },
          }),
    );
    await page.goto("http://print.test/");
    const broken = await page.evaluate<number>(`
      [...document.querySelectorAll(".printed [rowspan='1']")].filter((one) => getComputedStyle(one).breakInside !== "avoid").length +
      [...document.querySelectorAll(".figure, .sum")].filter((one) => getComputedStyle(one).whiteSpace !== "nowrap").length`);
    expect(broken, "rows and figures that may be cut through").toBe(0);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    if (process.env.PRINTED_TO) writeFileSync(`${process.env.PRINTED_TO}/${name}.pdf`, pdf);
    expect(phone.complaints()).toEqual([]);
    await phone.context.close();
    const text = pdf.toString("latin1");
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    return { pages: text.match(/\/Type \/Page\b/g)?.length, isLandscape: Number(width) > Number(height) };
  }

  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [cellOf("demand", at + 1, "occupation"), "数控机床装调维修工"]),
  );

  it.each<[string, string, number]>([
    ["typical", pageOf(TYPICAL), 1],
    ["empty", pageOf({}), 1],
    ["odd", pageOf({ ...TYPICAL, training_used: 300_000, "why/training_money": "用了去年的结余" }), 1],
    ["long", pageOf({ ...TYPICAL, ...many }), 2],
    ["plain", pageOf(TYPICAL, {}, plain), 3],
  ])("%s: on A4 landscape, as many sheets as it needs", async (name, body, pages) => {
    expect(await printed(body, name)).toEqual({ pages, isLandscape: true });
  });
});
