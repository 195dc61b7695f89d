/** The survey's file changes while drafts are under way: what fits stays, what does not is named, nothing is lost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { sqliteForTest, type TestDatabase } from "../support/databases.ts";
import { officialSurvey } from "../support/filled-survey.ts";
import { serverForTest } from "../support/server.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";

const ROUND = "R2026Q4A";
const CODE = creditCodeOf(1);

/** 中型 is no size any more, and how many apprentices there are is asked for, too. */
const second = (): Survey =>
  officialSurvey((file) => {
    file.version = 2;
    file.choices.sizes = (file.choices.sizes ?? []).filter(({ id }) => id !== "medium");
    const figures = file.sections.find(({ id }) => id === "figures");
    const employees = figures?.questions[0];
    if (employees?.kind === "number")
      figures?.questions.push({
        ...employees,
        id: "apprentices",
        label: "学徒人数",
        words: ["学徒"],
        min: 0,
      });
  });

describe("a draft under a survey's new version", () => {
  let opened: TestDatabase;
  const serverWith = (surveys?: Survey) =>
    serverForTest({
      open: async () => ({ database: opened.database, dispose: async () => undefined }),
      prefix: surveys ? "b" : "a",
      ...(surveys ? { surveys: new Map([[surveys.id, surveys]]) } : {}),
    });
  const text = (messages: readonly OutboundMessage[]) => messages.map((one) => one.text).join("\n");
  beforeAll(async () => {
    opened = await sqliteForTest();
  });
  afterAll(() => opened.dispose());

  it("keeps what fits, names what does not, and asks for it and for what is new", async () => {
    const before = await serverWith();
    await openRoundForTest(opened.database, {
      id: ROUND,
      title: "2026年第四季度",
      invited: [{ credit_code: CODE, name: "淄博某某机械有限公司", region: "张店区" }],
    });
    const page = before.page();
    for (const said of ["调查表", CODE, "民营，中型，装备制造", "职工320人，月工资6500，提取20万，用了15万"])
      await page.do({ kind: "said", text: said });
    const { cookie } = page;
    await before.close();

    const after = await serverWith(second());
    const same = after.page(cookie);
    const told = text(await same.do({ kind: "said", text: "初级工12" }));
    expect(told).toContain("调查表改版了，这几项请重新填：企业规模");
    expect(told).toContain("初级工12人");
    expect(told).toContain("企业规模有多大");
    const [person] = await opened.database.query<{ person: string }>("SELECT person FROM survey_editor");
    const draft = async () => after.services.surveys.draft(`${ROUND}/${CODE}`, person?.person ?? "");
    expect(await draft()).toMatchObject({
      version: 2,
      cells: { type: "private", wage: 6500, "headcount/junior": 12 },
    });
    expect((await draft())?.cells.size).toBeUndefined();
    // Told once.
    const next = text(await same.do({ kind: "said", text: "大型" }));
    expect(next).not.toContain("改版");
    expect(next).toContain("还差：学徒人数");
    expect(text(await same.do({ kind: "said", text: "3" }))).toContain("学徒人数：3人");
    await after.close();
  });
});
