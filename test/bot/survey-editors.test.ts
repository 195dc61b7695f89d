/** Several people in the chat: colleagues at one form, and many enterprises at once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { serverForTest } from "../support/server.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";

const ROUND = "R2026Q4A";
const CODE = creditCodeOf(1);
const NAME = "淄博某某机械有限公司";
const BASICS = ["民营，中型，装备制造", "职工320人，月工资6500，提取20万，用了15万"];

let server: Awaited<ReturnType<typeof serverForTest>>;
type Page = ReturnType<typeof server.page>;
beforeEach(async () => {
  server = await serverForTest();
  const invited = [{ credit_code: CODE, name: NAME, region: "张店区" }];
  await openRoundForTest(server.services.database, { id: ROUND, title: "2026年第四季度", invited });
});
afterEach(() => server.close());

const read = (messages: readonly OutboundMessage[]) => messages.map(({ text }) => text).join("\n");
const says = async (page: Page, text: string) => read(await page.do({ kind: "said", text }));

/** What others' doings have sent to a page, and the presses that it offers. */
async function finds(page: Page): Promise<OutboundMessage[]> {
  await server.settled();
  const lines = await page.lines();
  return lines.filter(({ from }) => from === "assistant").map(({ message }) => message);
}

async function presses(page: Page, messages: readonly OutboundMessage[], label: string): Promise<string> {
  const button = messages.flatMap(({ buttons = [] }) => buttons).findLast((one) => one.label === label);
  if (!button) throw new Error(`no button ${label}`);
  return read(await page.do({ kind: "pressed", button: button.id, label }));
}

async function headcounts(): Promise<Record<string, number>> {
  const rows = await server.services.database.query<{ line: string; number: number }>(
    "SELECT line, number FROM survey_draft_cell WHERE question = 'headcount'",
  );
  return Object.fromEntries(rows.map(({ line, number }) => [line, number]));
}

/** Ann has begun, Bob was let in by her; both are asked for the headcounts. */
async function bothIn(): Promise<[Page, Page]> {
  const [ann, bob] = [server.page(), server.page()];
  for (const text of ["调查表", CODE, ...BASICS]) await says(ann, text);
  await says(bob, "调查表");
  expect(await says(bob, CODE)).toContain("您单位已经有同事在填");
  expect(await presses(ann, await finds(ann), "是，让他一起填")).toContain("一起填");
  expect(await presses(bob, await finds(bob), "填调查表")).toContain("各级技能人才");
  return [ann, bob];
}

describe("colleagues", () => {
  it("are let in by who is in, and told", async () => {
    const [, bob] = await bothIn();
    expect(read(await finds(bob))).toContain("同事同意了");
  });

  it("stay out where who is in does not know them", async () => {
    const [ann, bob] = [server.page(), server.page()];
    for (const text of ["调查表", CODE]) await says(ann, text);
    for (const text of ["调查表", CODE]) await says(bob, text);
    expect(await says(bob, "调查表")).toContain("统一社会信用代码");
    expect(await says(bob, CODE)).toContain("已经问过您同事了");
    const asked = await finds(ann);
    expect(await presses(ann, asked, "不认识，不让")).toContain("没让他进来");
    expect(read(await finds(bob))).toContain("没有同意");
    // Pressed again, nothing is asked any more.
    expect(await presses(ann, asked, "是，让他一起填")).toContain("已经办过了");
    expect(await server.services.database.query("SELECT 1 FROM survey_editor")).toHaveLength(1);
  });

  it("cannot let themselves in by a button of their own making", async () => {
    const [ann, bob] = [server.page(), server.page()];
    for (const text of ["调查表", CODE]) await says(ann, text);
    for (const text of ["调查表", CODE]) await says(bob, text);
    const id = `${ROUND}/${CODE}`;
    const forged = await bob.do({ kind: "pressed", button: `survey:in:${id}`, label: "是" });
    expect(read(forged)).toContain("填不了");
    expect(read(await bob.do({ kind: "pressed", button: `survey:draft:${id}`, label: "表" }))).toContain(
      "填不了",
    );
    const states = await server.services.database.query("SELECT state FROM survey_editor ORDER BY state");
    expect(states).toEqual([{ state: "asked" }, { state: "in" }]);
  });

  it("are shown what the other has just changed, and overwrite nothing unseen", async () => {
    const [ann, bob] = await bothIn();
    await says(bob, "初级工12 中级工8");
    const told = await says(ann, "初级工9 高级工3");
    expect(told).toContain("这一项同事刚改过");
    expect(told).toContain("初级工12人、中级工8人");
    expect(await headcounts()).toMatchObject({ junior: 12, middle: 8, senior: 0 });
    // Said again it is meant.
    expect(await says(ann, "初级工9 高级工3")).toContain("初级工9人、中级工8人、高级工3人");
    expect(await headcounts()).toMatchObject({ junior: 9, middle: 8, senior: 3 });
    expect(await says(bob, "8 4 0 0")).toMatch(/同事刚(?:才也在填|改过)/);
  });

  it("who give the same answer are not bothered", async () => {
    const [ann, bob] = await bothIn();
    await says(bob, "初级工12");
    expect(await says(ann, "初级工12")).not.toContain("同事刚改过");
  });

  it("see what was filled in elsewhere at their next question", async () => {
    const [ann, bob] = await bothIn();
    await says(bob, "修改");
    await bob.do({ kind: "pressed", button: "survey:cell:size", label: "企业规模" });
    await says(bob, "大型");
    expect(await says(ann, "初级工12")).toContain("同事刚才也在填，改了：企业规模：大型");
  });
});

describe("one person", () => {
  it("goes on three days later by another way in", async () => {
    const [desk, phone] = [server.page(), server.page()];
    for (const text of ["调查表", CODE, ...BASICS]) await says(desk, text);
    server.clock.now += 3 * 86_400_000;
    const [, code] = /绑定 ([0-9A-Z]{8})/.exec(await says(desk, "绑定")) ?? [];
    expect(await says(phone, "调查表")).toContain("统一社会信用代码");
    expect(await says(phone, `绑定 ${code}`)).toContain("接上了");
    expect(await says(phone, "调查表")).toContain("各级技能人才有几个人");
    expect(await says(phone, "初级工12")).toContain("初级工12人");
    expect(await headcounts()).toMatchObject({ junior: 12 });
  });

  it("may fill for two enterprises, one after the other", async () => {
    const page = server.page();
    for (const text of ["调查表", CODE, "民营"]) await says(page, text);
    const offered = await page.do({ kind: "said", text: "换一家" });
    expect(read(offered)).toContain("有几张表在收");
    await presses(page, offered, "另一家企业（2026年第四季度）");
    for (const text of [creditCodeOf(2), "淄博第二机械有限公司", "临淄区", "国有"]) await says(page, text);
    const again = await page.do({ kind: "said", text: "换一家" });
    expect(await presses(page, again, `2026年第四季度（${NAME}）`)).toContain("企业规模有多大");
    const types = await server.services.database.query(
      "SELECT draft, text FROM survey_draft_cell WHERE question = 'type' ORDER BY draft",
    );
    expect(types.map(({ text }) => text).toSorted()).toEqual(["private", "state"]);
  });
});

describe("many at once", () => {
  it("lose nothing: 200 enterprises, each in its own talk", { timeout: 120_000 }, async () => {
    const all = Array.from({ length: 200 }, (_, at) => ({
      page: server.page(),
      code: creditCodeOf(at + 100),
      at,
    }));
    const steps = (code: string, at: number) => [
      ...["调查表", `${code} 淄博第${at}机械有限公司`, "张店区", ...BASICS],
      `初级工${at} 高级工3`,
    ];
    await Promise.all(
      all.map(async ({ page, code, at }) => {
        for (const text of steps(code, at)) await says(page, text);
      }),
    );
    const rows = await server.services.database.query<{ credit_code: string; number: number; name: string }>(
      `SELECT survey_draft.credit_code, number, enterprise.name FROM survey_draft
       JOIN survey_draft_cell ON draft = survey_draft.id JOIN enterprise ON enterprise.credit_code = survey_draft.credit_code
       WHERE question = 'headcount' AND line = 'junior' ORDER BY survey_draft.credit_code`,
    );
    expect(rows).toEqual(
      all
        .map(({ code, at }) => ({ credit_code: code, number: at, name: `淄博第${at}机械有限公司` }))
        .toSorted((one, other) => (one.credit_code < other.credit_code ? -1 : 1)),
    );
  });
});
