/** What is saved of the form, with the scripts off: the browser itself posts the whole of it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ANN, BOB, DRAFT, type SurveyDesk, surveyDesk } from "../../support/survey-desk.ts";

let desk: SurveyDesk;
beforeEach(async () => {
  desk = await surveyDesk();
});
afterEach(async () => {
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

describe("saving", () => {
  it("takes every kind of field, whole, and gives it back as it is kept", async () => {
    const browser = await desk.at(ANN);
    browser.fields.set("is:type", "private");
    browser.fields.set("is:training/own", "true");
    await browser.writes({
      ...{ name: "淄博恒达机械有限公司", size: "medium", field: "equipment" },
      ...{ employees: "320人", wage: "6500", training_set_aside: "20万", training_used: "15.05万" },
      ...{ "headcount/junior": "12", "headcount/senior": "0", "age/junior/from_18": "8" },
      ...{ "education/junior/school": "5" },
      ...{ "demand/1/occupation": "电焊工", "demand/1/people": "三", "demand/1/pay": "7000" },
      ...{ manager: "王强", manager_phone: "138 0000 0001", filled_on: "2026-11-19" },
    });
    expect(browser.place).toBe("/survey/form");
    const cells = await desk.cells();
    expect(cells).toMatchObject({
      ...{ name: "淄博恒达机械有限公司", type: "private", size: "medium", employees: 320 },
      ...{ training_set_aside: 200_000, training_used: 150_500, "headcount/senior": 0 },
      ...{ "age/junior/from_18": 8, "education/junior/school": 5 },
      ...{ demand: 1, "demand/1/people": 3, manager_phone: "13800000001", filled_on: "2026-11-19" },
      ...{ "training/own": true, "training/joint": false },
    });
    expect(browser.shows("training_set_aside")).toBe("200000");
    expect(browser.shows("type")).toBe("private");
    expect(browser.fields.get("is:training/own")).toBe("true");
    expect(await desk.services.surveys.changes(DRAFT, 0)).toMatchObject([{ way: "page", person: ANN }]);
  });

  it("shows what was begun in the chat", async () => {
    await desk.fills(BOB, { employees: 320, "headcount/junior": 12, manager: "王强" });
    const browser = await desk.at(ANN);
    expect(["employees", "headcount/junior", "manager"].map(browser.shows)).toEqual(["320", "12", "王强"]);
  });

  it("writes nothing where nothing was changed", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({});
    expect((await desk.draft()).revision).toBe(0);
  });

  it("keeps what is refused in its field, with the reason, and the rest is written", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ employees: "很多", manager_phone: "123", wage: "6500" });
    expect(await desk.cells()).toMatchObject({ wage: 6500 });
    expect((await desk.cells()).employees).toBeUndefined();
    expect([browser.shows("employees"), browser.shows("manager_phone")]).toEqual(["很多", "123"]);
    expect(browser.text).toContain("职工总数请写一个准确的数");
    expect(browser.html).toMatch(
      /<input[^>]*id="manager_phone"[^>]*aria-invalid="true" aria-describedby="says\.manager_phone"/,
    );
    expect(browser.html).toMatch(/id="summary" role="alert".*href="#employees"/s);
    await browser.writes({ employees: "320" });
    expect(browser.shows("manager_phone")).toBe("123");
    expect((await desk.cells()).employees).toBe(320);
  });

  it("says what the checks find, and takes a reason for a warning", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ wage: "900", "headcount/junior": "12", "age/junior/from_18": "13" });
    expect(browser.text).toContain("人均月工资900元，低得少见");
    expect(browser.text).toContain("初级工12人，但年龄加起来是13人");
    expect(browser.text).toContain("13/12");
    await browser.writes({ "why/wage_low": "大多是半日工" });
    expect((await desk.cells())["why/wage_low"]).toBe("大多是半日工");
  });

  it("does not take ages of a level that has nobody without a word", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ "age/junior/from_18": "3" });
    expect(browser.text).toContain("要先填这一行的人数");
    expect(browser.shows("age/junior/from_18")).toBe("3");
    await browser.writes({ "headcount/junior": "3" });
    expect((await desk.cells())["age/junior/from_18"]).toBe(3);
  });

  it("tells none of a list from nothing said, and takes both back", async () => {
    const browser = await desk.at(ANN);
    browser.fields.set("none:training", "on");
    browser.fields.set("none:demand", "on");
    await browser.writes({});
    expect(await desk.cells()).toMatchObject({
      "training/own": false,
      "training/apprentice": false,
      demand: 0,
    });
    expect(browser.fields.get("none:demand")).toBe("on");
    await browser.writes({ "training/own": "true" });
    expect(await desk.cells()).toMatchObject({ "training/own": true, "training/apprentice": false });
    expect(browser.fields.has("none:training")).toBe(false);
    browser.fields.set("none:training", "on");
    await browser.writes({});
    expect((await desk.cells())["training/own"]).toBe(false);
    browser.fields.delete("none:training");
    browser.fields.delete("none:demand");
    await browser.writes({});
    expect((await desk.cells())["training/own"]).toBeUndefined();
    expect((await desk.cells()).demand).toBeUndefined();
  });

  it("adds rows and drops them, and the others move up with all that stands in them", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ "demand/1/occupation": "电焊工", "demand/1/pay": "7000" }, "add:demand");
    await browser.writes({ "demand/2/occupation": "车工", "demand/2/people": "几个" }, "add:demand");
    await browser.writes({ "demand/3/occupation": "铣工" });
    expect(browser.shows("demand/2/people")).toBe("几个");
    await browser.writes({}, "drop:demand/1");
    expect(await desk.cells()).toMatchObject({
      demand: 2,
      "demand/1/occupation": "车工",
      "demand/2/occupation": "铣工",
    });
    expect((await desk.cells())["demand/1/pay"]).toBeUndefined();
    expect(browser.shows("demand/1/people")).toBe("几个");
  });

  it("changes neither what is fixed nor what the form does not have", async () => {
    const browser = await desk.at(ANN);
    for (const cell of ["credit_code", "nothing", "headcount/nobody", "demand/99/pay", "__proto__"]) {
      browser.fields.set(`was:${cell}`, cell === "credit_code" ? String((await desk.cells())[cell]) : "");
      browser.fields.set(`is:${cell}`, "91370300MA0000008K");
    }
    await browser.writes({});
    expect((await desk.draft()).revision).toBe(0);
  });

  it("writes what was typed as text, never as markup", async () => {
    const nasty = `"><script>x()</script>'&amp;`;
    const browser = await desk.at(ANN);
    await browser.writes({ manager: nasty.slice(0, 18), "demand/1/occupation": nasty, employees: nasty });
    expect((await desk.cells())["demand/1/occupation"]).toBe(nasty);
    for (const path of ["form", "review", "print"]) {
      if (path !== "form") await browser.goes(`/survey/${path}`);
      expect(browser.html).not.toContain("<script>");
    }
    await browser.goes("/survey/form");
    expect(browser.shows("demand/1/occupation")).toBe(nasty);
  });

  it("logs nobody's name or number", async () => {
    const browser = await desk.at(ANN);
    await browser.writes({ manager: "王强", manager_phone: "13800000001" });
    expect(JSON.stringify(desk.logged)).not.toMatch(/王强|13800000001/);
  });
});
