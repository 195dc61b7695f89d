/** Moments between two looks at the form page: the survey, the round or a row has become another one meanwhile. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Survey } from "../../../handlers/surveys/survey.ts";
import { TYPICAL } from "../../support/filled-survey.ts";
import { ANN, type PlainBrowser, type SurveyDesk, surveyDesk } from "../../support/survey-desk.ts";
import { skills2021 } from "../../support/surveys.ts";

let [desk, ann]: [SurveyDesk, PlainBrowser] = [] as never;
beforeEach(async () => {
  desk = await surveyDesk({ ...TYPICAL });
  ann = await desk.at(ANN);
});
afterEach(async () => {
  becomes(skills2021);
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

const becomes = (survey: Survey) =>
  (desk.services.surveys.definitions as Map<string, Survey>).set("skills-2021", survey);

it("hands in nothing that the survey's new version does not know, and says what to give again", async () => {
  await ann.goes("/survey/review");
  const types = (skills2021.choices.types ?? []).filter(({ id }) => id !== TYPICAL.type);
  becomes({ ...skills2021, version: 2, choices: { ...skills2021.choices, types } });
  await ann.posts("/survey/file", Object.fromEntries(ann.fields));
  const { filed, version, cells } = await desk.draft();
  expect([ann.status, filed, version, cells.type]).toEqual([409, null, 2, undefined]);
  expect(ann.text).toContain("表格换了新版，下面这几项请重新填：企业类型");
});

it("is reviewed again in its new version, where all of it still fits", async () => {
  await ann.goes("/survey/review");
  becomes({ ...skills2021, version: 2 });
  await ann.posts("/survey/file", Object.fromEntries(ann.fields));
  expect([ann.status, (await desk.draft()).filed]).toEqual([409, null]);
  await ann.posts("/survey/file", Object.fromEntries(ann.fields));
  expect((await desk.draft()).filed?.number).toBe(1);
});

it("says what was typed and not kept when the round had just been closed", async () => {
  await desk.closes();
  await ann.writes({ wage: "8888", "age/junior/from_18": "", "demand/2/people": "很多" });
  expect(ann.text).toContain("您刚填的“8888”没有存上，因为这一期已经截止。");
  expect(ann.text).toContain("您刚清空的没有存上");
  expect(ann.text).toContain("您刚填的“很多”没有存上");
  expect((await desk.cells()).wage).toBe(TYPICAL.wage);
});

it("is saved from one of many tabs that only look for news", async () => {
  const form = Object.fromEntries(ann.fields);
  for (let seconds = 0; seconds < 55; seconds += 5) {
    desk.clock.now += 5_000;
    for (let tab = 0; tab < 25; tab++) await ann.goes("/survey/news?revision=0");
  }
  await ann.posts("/survey/form", { ...form, "is:employees": "321", do: "save" });
  expect(ann.status).toBe(200);
});

it.each([
  ["/survey/upload", "multipart/form-data; boundary=x", 400],
  ["/survey/upload", "multipart/form-data", 400],
  ["/survey/form", "application/x-www-form-urlencodedx", 415],
])("refuses in words what does not come as it says: %s as %s", async (path, type, status) => {
  await ann.posts(path, { no: "file" }, { "content-type": type });
  expect(ann.status).toBe(status);
  expect(ann.text).toMatch(/请回到表格页面再试一次/);
});
