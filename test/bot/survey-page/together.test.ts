/** Two people at one draft: nobody overwrites what they have not seen, and nothing is lost. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import { TYPICAL } from "../../support/filled-survey.ts";
import { ANN, BOB, type PlainBrowser, type SurveyDesk, surveyDesk } from "../../support/survey-desk.ts";

let desk: SurveyDesk;
const sitsAt = async (cells: Cells = {}) => {
  desk = await surveyDesk(cells);
};
beforeEach(() => sitsAt());
afterEach(async () => {
  await desk.close();
  expect(desk.logged.filter((line) => "level" in line && line.level === "error")).toEqual([]);
});

describe("two people at one draft", () => {
  let [ann, bob]: PlainBrowser[] = [];
  const both = async (cells: Cells = {}) => {
    await desk.close();
    await sitsAt(cells);
    [ann, bob] = [await desk.at(ANN), await desk.at(BOB)];
    return { ann: ann as PlainBrowser, bob: bob as PlainBrowser };
  };

  it("change different cells, and each sees what the other has changed", async () => {
    const { ann, bob } = await both();
    await ann.writes({ employees: "320" });
    await bob.writes({ wage: "6500" });
    expect(await desk.cells()).toMatchObject({ employees: 320, wage: 6500 });
    expect(bob.shows("employees")).toBe("320");
    expect(bob.text).toContain("职工总数刚被别人改过");
  });

  it("are asked where both have changed one cell, and the one who comes later decides", async () => {
    const { ann, bob } = await both({ "headcount/junior": 5 });
    await ann.writes({ "headcount/junior": "8" });
    await bob.writes({ "headcount/junior": "9", wage: "6500" });
    expect(await desk.cells()).toMatchObject({ "headcount/junior": 8, wage: 6500 });
    expect(bob.text).toContain("这一格刚被别人改成了“8”，您填的是“9”，用哪个？");
    expect(bob.shows("headcount/junior")).toBe("9");
    await bob.writes({ employees: "320" });
    expect((await desk.cells())["headcount/junior"], "asked again, not written").toBe(8);
    await bob.writes({}, "mine:headcount/junior=8");
    expect((await desk.cells())["headcount/junior"]).toBe(9);
    expect(bob.text).not.toContain("用哪个");
  });

  it("may take the other's", async () => {
    const { ann, bob } = await both();
    await ann.writes({ type: "private" });
    bob.fields.set("is:type", "state");
    await bob.writes({});
    expect(bob.text).toContain("改成了“民营企业”，您填的是“国有企业”");
    await bob.writes({}, "theirs:type=private");
    expect((await desk.cells()).type).toBe("private");
    expect(bob.shows("type")).toBe("private");
    expect(bob.text).not.toContain("用哪个");
  });

  it("decide on what they have seen: where it was changed once more they are asked once more", async () => {
    const { ann, bob } = await both();
    await ann.writes({ employees: "8" });
    await bob.writes({ employees: "9" });
    await ann.writes({ employees: "10" });
    await bob.writes({}, "mine:employees=8");
    expect((await desk.cells()).employees).toBe(10);
    expect(bob.text).toContain("改成了“10”，您填的是“9”");
  });

  it("are not asked where both have given the same", async () => {
    const { ann, bob } = await both();
    await ann.writes({ employees: "320" });
    await bob.writes({ employees: "320人" });
    expect(bob.text).not.toContain("用哪个");
    expect((await desk.draft()).revision).toBe(1);
  });

  it("hear where it was changed when it was they themselves, in the chat", async () => {
    const { ann } = await both();
    await desk.fills(ANN, { employees: 8 });
    await ann.writes({ employees: "9" });
    expect(ann.text).toContain("这一格刚在聊天里改成了“8”");
  });

  it("lose no row that both have begun at the same place", async () => {
    const { ann, bob } = await both();
    await ann.writes({ "demand/1/occupation": "电焊工", "demand/1/people": "3" });
    await bob.writes({ "demand/1/occupation": "车工", "demand/1/people": "2" });
    expect(await desk.cells()).toMatchObject({
      ...{ demand: 2, "demand/1/occupation": "电焊工", "demand/1/people": 3 },
      ...{ "demand/2/occupation": "车工", "demand/2/people": 2 },
    });
  });

  it("write no figure into a row that has become another one", async () => {
    const rows = (first: string, second: string) => ({
      ...{
        "demand/1/occupation": first,
        "demand/1/people": 2,
        "demand/2/occupation": second,
        "demand/2/people": 2,
      },
    });
    const { ann, bob } = await both({ demand: 2, ...rows("电焊工", "车工") });
    await ann.writes({}, "drop:demand/1");
    await bob.writes({ "demand/1/people": "5" });
    expect(await desk.cells()).toMatchObject({
      demand: 1,
      "demand/1/occupation": "车工",
      "demand/1/people": 2,
    });
    expect(bob.text).toContain("您在“电焊工”这一行的“");
    expect(bob.text).toContain("填的“5”没有存上");
    expect(bob.shows("demand/1/people"), "not offered in another row").toBe("2");
  });

  it("find the row that they mean where others have moved it, and are asked about that one", async () => {
    const { ann, bob } = await both(TYPICAL);
    const [first, second] = [TYPICAL["demand/1/occupation"], TYPICAL["demand/2/occupation"]];
    expect(first).not.toBe(second);
    await ann.writes({}, "drop:demand/1");
    await bob.writes({ "demand/2/people": "77" });
    expect(await desk.cells()).toMatchObject({ "demand/1/occupation": second, "demand/1/people": 77 });
    await ann.goes("/survey/form");
    await ann.writes({ "demand/1/people": "78" });
    await bob.writes({ "demand/1/people": "79" });
    expect(bob.text).toContain("改成了“78”，您填的是“79”");
    await ann.writes({ "demand/1/occupation": "钳工" });
    await bob.writes({}, "mine:demand/1/people=78");
    expect(await desk.cells(), "it was named anew meanwhile").toMatchObject({ "demand/1/people": 78 });
  });

  it("are asked where both have named a row anew, and its figures wait for that", async () => {
    const { ann, bob } = await both(TYPICAL);
    await ann.writes({ "demand/1/occupation": "钳工" });
    await bob.writes({ "demand/1/occupation": "焊工", "demand/1/people": "77" });
    expect(bob.text).toContain("改成了“钳工”，您填的是“焊工”");
    const there = TYPICAL["demand/1/people"];
    await bob.writes({}, `mine:demand/1/people=${there}`);
    expect(await desk.cells()).toMatchObject({ "demand/1/occupation": "钳工", "demand/1/people": there });
    await bob.writes({}, "mine:demand/1/occupation=钳工");
    expect(await desk.cells()).toMatchObject({ "demand/1/occupation": "焊工" });
  });

  it("do not undo each other by saving at the same moment", async () => {
    const { ann, bob } = await both();
    const levels = ["junior", "middle", "senior", "technician", "senior_technician"];
    await Promise.all(
      levels.flatMap((level, i) => [
        (i % 2 ? ann : bob).posts("/survey/form", {
          ...Object.fromEntries((i % 2 ? ann : bob).fields),
          [`is:headcount/${level}`]: String(i + 1),
          do: "save",
        }),
      ]),
    );
    const cells = await desk.cells();
    expect(levels.map((level) => cells[`headcount/${level}`])).toEqual([1, 2, 3, 4, 5]);
  });

  it("a page that has sent a value without hearing of it is not asked about its own", async () => {
    const { ann } = await both();
    const before = Object.fromEntries(ann.fields);
    await ann.posts("/survey/form", { ...before, "is:employees": "5" });
    await ann.posts("/survey/form", { ...before, "is:employees": "6", "sent:employees": "5" });
    expect((await desk.cells()).employees).toBe(6);
    expect(ann.text).not.toContain("用哪个");
  });

  it("a look brings news and writes nothing", async () => {
    const { ann, bob } = await both();
    const quiet = await ann.goes("/survey/news?revision=0");
    expect([quiet.status, quiet.headers.get("hx-trigger")]).toEqual([204, null]);
    await ann.goes("/survey/form");
    await bob.writes({ wage: "6500" });
    const before = { ...Object.fromEntries(ann.fields), "is:employees": "32" };
    const news = await ann.goes("/survey/news?revision=0");
    expect(news.headers.get("hx-trigger")).toContain("moved-on");
    await ann.posts("/survey/look", before, { "hx-request": "true" });
    expect([ann.shows("wage"), ann.shows("employees")]).toEqual(["6500", "32"]);
    expect(ann.fields.get("was:employees")).toBe("");
    expect(ann.html).toMatch(/^<main id="sheet">/);
    expect((await desk.cells()).employees).toBeUndefined();
  });
});
