/** The form taken away as an Excel file and brought back; the page to print. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeForm } from "../../../bot/spreadsheet/write-form.ts";
import { TYPICAL } from "../../support/filled-survey.ts";
import {
  ANN,
  BOB,
  DRAFT,
  type PlainBrowser,
  type SurveyDesk,
  surveyDesk,
} from "../../support/survey-desk.ts";
import { skills2021 } from "../../support/surveys.ts";

let desk: SurveyDesk;
beforeEach(async () => {
  desk = await surveyDesk();
});
afterEach(async () => {
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

describe("as an Excel file", () => {
  const sends = async (browser: PlainBrowser, bytes: Uint8Array<ArrayBuffer>, name = "表.xlsx") => {
    const form = new FormData();
    form.set("file", new File([bytes], name));
    return browser.uploads(form);
  };

  it("is taken away with the answers in it, and brought back changed: shown first, then written", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ employees: "320", wage: "6500" });
    const response = await browser.goes("/survey/form.xlsx");
    expect(response.headers.get("content-disposition")).toContain(encodeURIComponent("调查表-淄博"));
    const { wage: _wage, ...cells } = await desk.cells();
    const file = await writeForm(
      skills2021,
      { ...cells, employees: 330, "headcount/junior": 12 },
      { draft: DRAFT },
    );
    await sends(browser, file);
    expect(browser.text).toContain("职工总数 320 330");
    expect(browser.text).toContain("会照表里的留着：人均月工资");
    expect((await desk.cells()).employees, "only shown").toBe(320);
    await browser.posts("/survey/form", { ...Object.fromEntries(browser.fields), do: "save" });
    expect(await desk.cells()).toMatchObject({ employees: 330, wage: 6500, "headcount/junior": 12 });
    expect(await desk.services.surveys.changes(DRAFT, 1)).toMatchObject([{ way: "excel" }]);
  });

  it("empties what the file leaves open only where that is said", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ employees: "320", wage: "6500" });
    const { wage: _wage, ...cells } = await desk.cells();
    await sends(browser, await writeForm(skills2021, cells, { draft: DRAFT }));
    await browser.posts("/survey/form", {
      ...Object.fromEntries(browser.fields),
      empties: "on",
      do: "save",
    });
    expect((await desk.cells()).wage).toBeUndefined();
    expect((await desk.cells()).employees).toBe(320);
  });

  it("does not overwrite what was changed meanwhile", async () => {
    const browser = await desk.at(ANN);
    await sends(
      browser,
      await writeForm(skills2021, { ...(await desk.cells()), employees: 330 }, { draft: DRAFT }),
    );
    await desk.fills(BOB, { employees: 340 });
    await browser.posts("/survey/form", { ...Object.fromEntries(browser.fields), do: "save" });
    expect((await desk.cells()).employees).toBe(340);
    expect(browser.text).toContain("改成了“340”，您填的是“330”");
  });

  it("follows a row that somebody moves before it is kept", async () => {
    await desk.close();
    desk = await surveyDesk({ ...TYPICAL });
    const [ann, bob] = [await desk.at(ANN), await desk.at(BOB)];
    const cells = { ...(await desk.cells()), "demand/2/people": 77 };
    await sends(ann, await writeForm(skills2021, cells, { draft: DRAFT }));
    await bob.writes({}, "drop:demand/1");
    await ann.posts("/survey/form", { ...Object.fromEntries(ann.fields), do: "save" });
    expect(await desk.cells()).toMatchObject({
      "demand/1/occupation": TYPICAL["demand/2/occupation"],
      "demand/1/people": 77,
    });
  });

  it("is kept but for what is too long, however long that is", async () => {
    const browser = await desk.at(ANN);
    const long = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`demand/${at + 1}/occupation`, "电".repeat(2_000)]),
    );
    const cells = { ...(await desk.cells()), employees: 330, ...long };
    await sends(browser, await writeForm(skills2021, cells, { draft: DRAFT }));
    expect(browser.status).toBe(200);
    expect(browser.text).toContain("电电…");
    await browser.posts("/survey/form", { ...Object.fromEntries(browser.fields), do: "save" });
    expect([browser.status, (await desk.cells()).employees]).toEqual([200, 330]);
  });

  it("is refused where it is another enterprise's, or no form, or too big", async () => {
    const browser = await desk.at(ANN);
    const other = await writeForm(skills2021, {}, { draft: "page2026/91370300MA0000008X" });
    await sends(browser, other);
    expect([browser.status, browser.text]).toEqual([422, expect.stringContaining("另一家企业的表")]);
    await sends(browser, new TextEncoder().encode("甲,乙\n1,2\n"), "名单.csv");
    expect([browser.status, browser.text]).toEqual([422, expect.stringContaining("没有认出这张表")]);
    await sends(browser, new Uint8Array(6 * 1024 * 1024));
    expect([browser.status, browser.text]).toEqual([413, expect.stringContaining("不要超过5MB")]);
  });
});

it("has a page to print", async () => {
  const browser = await desk.at(ANN);
  await browser.writes({ employees: "320" });
  await browser.goes("/survey/print");
  expect(browser.text).toContain("草稿，还没有提交");
  expect(browser.text).toContain("320");
});
