/** What is missing, the review, the receipt, the correction; and a round that is closed. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import { TYPICAL } from "../../support/filled-survey.ts";
import { ANN, BOB, DRAFT, type SurveyDesk, surveyDesk } from "../../support/survey-desk.ts";

const { name: _name, credit_code: _code, ...ANSWERS } = TYPICAL;

let desk: SurveyDesk;
const sitsAt = async (cells: Cells = {}) => {
  desk = await surveyDesk(cells);
};
beforeEach(() => sitsAt());
afterEach(async () => {
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

describe("handing in", () => {
  it("names what is missing and what is wrong, with links to the fields", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ wage: "900", "headcount/junior": "12", "age/junior/from_18": "13" }, "file");
    expect(browser.place).toBe("/survey/review");
    expect(browser.text).toContain("还不能交");
    for (const place of [
      "age.junior.from_18",
      "why.wage_low",
      "type",
      "headcount.middle",
      "demand",
      "training.own",
    ])
      expect(browser.html).toContain(`href="/survey/form#${place}"`);
    await browser.goes("/survey/form");
    for (const place of [
      "age.junior.from_18",
      "why.wage_low",
      "type",
      "headcount.middle",
      "demand",
      "training.own",
    ])
      expect(browser.html).toContain(`id="${place}"`);
    const revision = browser.fields.get("revision") ?? "";
    await browser.posts("/survey/file", { draft: DRAFT, revision });
    expect(browser.status).toBe(409);
    expect((await desk.draft()).filed).toBeNull();
  });

  it("shows all of it, gives a receipt, and takes a correction until the round closes", async () => {
    await desk.close();
    await sitsAt(ANSWERS);
    const browser = await desk.at(ANN);
    await browser.writes({}, "file");
    for (const text of ["320", "电焊工", "自主培养、新型学徒制培养", "13800000001", "确认交表"])
      expect(browser.text).toContain(text);
    expect(browser.text).not.toContain("已经截止");
    await browser.posts("/survey/file", Object.fromEntries(browser.fields));
    expect(browser.place).toBe("/survey/receipt");
    const first = (await desk.draft()).filed;
    expect(browser.text).toContain(first?.receipt);
    await browser.goes("/survey/form");
    expect(browser.text).toContain(`已经交过表，回执号${first?.receipt}`);
    await browser.writes({ employees: "321" });
    expect(browser.text).toContain("改动要再交一次才算数");
    await browser.writes({}, "file");
    await browser.posts("/survey/file", Object.fromEntries(browser.fields));
    expect((await desk.draft()).filed?.number).toBe(2);
    expect(browser.text).toContain("这是第2次交");
  });

  it("is not done where somebody has changed it since it was reviewed", async () => {
    await desk.close();
    await sitsAt(ANSWERS);
    const browser = await desk.at(ANN);
    await browser.writes({}, "file");
    const reviewed = Object.fromEntries(browser.fields);
    await desk.fills(BOB, { employees: 400 });
    await browser.posts("/survey/file", reviewed);
    expect(browser.status).toBe(409);
    expect(browser.text).toContain("这张表刚才有改动");
    expect((await desk.draft()).filed).toBeNull();
  });

  it("stays on the form where something is refused", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ employees: "很多" }, "file");
    expect(browser.place).toBe("/survey/form");
    expect(browser.text).toContain("职工总数请写一个准确的数");
  });

  it("is over once the round is closed: the form can be read, with why", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ employees: "320" });
    const open = Object.fromEntries(browser.fields);
    await desk.closes();
    await browser.posts("/survey/form", { ...open, "is:employees": "400" });
    expect(browser.text).toContain("这一期已经截止");
    expect(browser.text).toContain("320");
    expect(browser.html).not.toMatch(/<input|<button/);
    await browser.posts("/survey/file", open);
    await browser.goes("/survey/upload");
    expect((await desk.cells()).employees).toBe(320);
  });
});
