/** The form that was filled in offline, sent back in the chat: what changed is shown, what is wrong is asked about. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeForm } from "../../bot/spreadsheet/write-form.ts";
import type { OutboundMessage } from "../../handlers/event.ts";
import type { Cells } from "../../handlers/surveys/cells.ts";
import { serverForTest } from "../support/server.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

const ROUND = "R2026Q4A";
const CODE = creditCodeOf(1);
const DRAFT = `${ROUND}/${CODE}`;
const NAME = "淄博某某机械有限公司";

let server: Awaited<ReturnType<typeof serverForTest>>;
type Page = ReturnType<typeof server.page>;
beforeEach(async () => {
  server = await serverForTest();
  const invited = [1, 2].map((at) => ({ credit_code: creditCodeOf(at), name: NAME, region: "张店区" }));
  await openRoundForTest(server.services.database, { id: ROUND, title: "2026年第四季度", invited });
});
afterEach(() => server.close());

const text = (messages: readonly OutboundMessage[]) => messages.map((one) => one.text).join("\n");
const begun = async (): Promise<Page> => {
  const page = server.page();
  for (const said of ["调查表", CODE, "民营，中型，装备制造", "职工320人，月工资6500，提取20万，用了15万"])
    await page.do({ kind: "said", text: said });
  return page;
};
const gives = async (page: Page, cells: Cells, draft: string | undefined = DRAFT) => {
  const bytes = await writeForm(
    skills2021,
    { name: NAME, credit_code: CODE, ...cells },
    { ...(draft ? { draft } : {}) },
  );
  return text(await page.give("调查表.xlsx", Buffer.from(bytes)));
};
const draftCells = async (code: string): Promise<Cells> => {
  const draft = `${ROUND}/${code}`;
  const [row] = await server.services.database.query<{ person: string }>(
    "SELECT person FROM survey_editor WHERE draft = ?",
    [draft],
  );
  return (await server.services.surveys.draft(draft, row?.person ?? ""))?.cells ?? {};
};
const cellsNow = () => draftCells(CODE);
const LEVELS = {
  "headcount/junior": 12,
  "headcount/middle": 0,
  "headcount/senior": 5,
  "headcount/technician": 0,
};
const AGES = {
  ...{ "age/junior/from_18": 8, "age/junior/from_31": 4, "age/junior/from_41": 0, "age/junior/from_51": 0 },
  ...{ "age/senior/from_18": 2, "age/senior/from_31": 2, "age/senior/from_41": 1, "age/senior/from_51": 0 },
};

describe("a form that is given", () => {
  it("goes into the draft: what changed is told, what is open is asked", async () => {
    const page = await begun();
    const told = await gives(page, { ...LEVELS, "headcount/senior_technician": 0, ...AGES, employees: 350 });
    expect(told).toContain("文件收到了，改了这些");
    expect(told).toContain("技能人才人数：初级工12人、高级工5人，共17人");
    expect(told).toContain("学历");
    expect(await cellsNow()).toMatchObject({ employees: 350, wage: 6500, ...LEVELS, ...AGES });
    const [change] = await server.services.database.query(
      "SELECT way FROM survey_draft_change ORDER BY revision DESC LIMIT 1",
    );
    expect(change).toEqual({ way: "excel" });
  });

  it("is asked about only where a check fails", async () => {
    const page = await begun();
    const told = await gives(page, {
      ...LEVELS,
      "headcount/senior_technician": 0,
      ...AGES,
      "age/senior/from_41": 2,
    });
    expect(told).toContain("高级工5人，但年龄加起来是6人。请改哪一个？");
    expect(text(await page.do({ kind: "said", text: "人数6" }))).toContain("高级工6人");
  });

  it("keeps what it cannot read out, and says which cells", async () => {
    const page = await begun();
    const told = await gives(page, { type: "state", manager: "王强", manager_phone: "12345" });
    expect(told).toContain("企业类型：民营企业 → 国有企业");
    expect(told).toContain("这几格我没看懂，没有存");
    expect(told).toContain("负责人电话");
    expect(await cellsNow()).toMatchObject({ type: "state", manager: "王强" });
    expect((await cellsNow()).manager_phone).toBeUndefined();
  });

  it("takes rows out that are empty in it, and leaves alone what else is empty", async () => {
    const page = await begun();
    await gives(page, {
      demand: 2,
      ...{ "demand/1/occupation": "电焊工", "demand/1/people": 3, "demand/1/pay": 7000 },
      ...{ "demand/2/occupation": "车工", "demand/2/people": 2, "demand/2/pay": 6500 },
    });
    expect((await cellsNow()).demand).toBe(2);
    await gives(page, {
      demand: 1,
      "demand/1/occupation": "车工",
      "demand/1/people": 2,
      "demand/1/pay": 6500,
    });
    expect(await cellsNow()).toMatchObject({ demand: 1, "demand/1/occupation": "车工", type: "private" });
    expect((await cellsNow())["demand/2/occupation"]).toBeUndefined();
  });

  it("of the same figures changes nothing", async () => {
    const page = await begun();
    expect(await gives(page, { type: "private", employees: 320 })).toContain("没有改动");
  });

  it("is not taken into another enterprise's draft, nor by who may not fill it", async () => {
    await begun();
    const other = server.page();
    for (const said of ["调查表", creditCodeOf(2)]) await other.do({ kind: "said", text: said });
    expect(await gives(other, { employees: 999 })).toContain("不是您单位的");
    // Nor where the file's own mark is gone, but another enterprise's code stands in it.
    const bytes = await writeForm(skills2021, { name: NAME, credit_code: CODE, employees: 999 });
    expect(text(await other.give("调查表.xlsx", Buffer.from(bytes)))).toContain("不是您单位的");
    expect(await draftCells(creditCodeOf(2))).not.toMatchObject({ employees: 999 });
    expect((await cellsNow()).employees).toBe(320);
    const nobody = server.page();
    expect(await gives(nobody, { employees: 999 })).toContain("不是您单位的");
    expect((await cellsNow()).employees).toBe(320);
  });

  it("finds its draft by itself, days later and in the middle of something else", async () => {
    const page = await begun();
    await page.do({ kind: "said", text: "先停下" });
    await page.do({ kind: "said", text: "开始" });
    server.clock.now += 3 * 86_400_000;
    expect(await gives(page, { employees: 400 })).toContain("改了这些");
    expect((await cellsNow()).employees).toBe(400);
  });

  it("comes too late for a round that is over", async () => {
    const page = await begun();
    server.clock.now += 60 * 86_400_000;
    expect(await gives(page, { employees: 400 })).toContain("已经截止");
    expect((await cellsNow()).employees).toBe(320);
  });

  it("does not undo what was written since it was made", async () => {
    const page = await begun();
    await page.do({ kind: "said", text: "先停下" });
    const { surveys, database } = server.services;
    const [{ person } = { person: "" }] = await database.query<{ person: string }>(
      "SELECT person FROM survey_editor WHERE draft = ?",
      [DRAFT],
    );
    const draft = await surveys.draft(DRAFT, person);
    if (!draft) throw new Error("the draft is gone");
    const row = { "demand/1/occupation": "电焊工", "demand/1/people": 3, "demand/1/pay": 7000 };
    const old = await writeForm(
      skills2021,
      { ...draft.cells, wage: 6600, demand: 1, ...row },
      { draft: DRAFT, revision: draft.revision },
    );
    const since = {
      employees: 999,
      demand: 1,
      "demand/1/occupation": "车工",
      "demand/1/people": 2,
      "demand/1/pay": 6000,
    };
    expect(await surveys.fill(person, draft, { set: since, cleared: [] }, "page")).toBe("written");
    const told = text(await page.give("调查表.xlsx", Buffer.from(old)));
    expect(told).toContain("人均月工资：6,500 → 6,600");
    expect(told).toContain("这几格在您下载文件以后又改过，我没有动");
    expect(told).toContain("职工总数");
    expect(await cellsNow()).toMatchObject({ ...since, wage: 6600 });
  });

  it("that is none, or has formulas, is refused with its reason", async () => {
    const page = await begun();
    expect(text(await page.give("名单.csv", Buffer.from("甲,乙\n1,2\n")))).toContain("我们接着刚才的");
    expect(text(await page.give("旧表.xlsx", Buffer.from("PK no")))).toMatch(/不是 Excel 文件/);
  });
});
