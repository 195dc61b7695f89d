/** A survey in the chat: nobody is led in a circle, nothing is lost or told to the wrong one, names stay sealed. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";
import { keepStaffCodesForTest } from "../support/staff-code.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";

const [ROUND, CODE, NAME] = ["R2026Q4A", creditCodeOf(1), "淄博某某机械有限公司"];
const CONTACTS = "负责人王强强 13800000001，填表人李梅梅 13800000002";
const UP_TO_HEADCOUNT = ["民营，中型，装备制造", "320 6500 20万 15万"];
const WHOLE = [...UP_TO_HEADCOUNT, "没有", "不缺", "自主培养", CONTACTS];

let server: Awaited<ReturnType<typeof serverForTest>>;
type Page = ReturnType<typeof server.page>;

beforeEach(async () => {
  server = await serverForTest();
  const { database } = server.services;
  const invited = [{ credit_code: CODE, name: NAME, region: "张店区" }];
  await openRoundForTest(database, { id: ROUND, title: "2026年第四季度", invited });
  const codes = [
    { code: "AAAA9QXW", role: "admin" as const, name: "王主任" },
    { code: "BBBB9QXW", role: "editor" as const, name: "张三" },
  ];
  await keepStaffCodesForTest(database, codes, server.hashCode, server.clock.now);
});
afterEach(() => server.close());

const read = (messages: readonly OutboundMessage[]) => messages.map(({ text }) => text).join("\n");
const says = async (page: Page, text: string) => read(await page.do({ kind: "said", text }));
const presses = async (page: Page, button: string) =>
  read(await page.do({ kind: "pressed", button, label: "…" }));
const labels = (messages: readonly OutboundMessage[]) =>
  messages.flatMap(({ buttons = [] }) => buttons).map(({ label }) => label);

async function tells(page: Page, ...lines: string[]): Promise<string> {
  let last = "";
  for (const line of lines) last = await says(page, line);
  return last;
}

async function inForm(...lines: string[]): Promise<Page> {
  const page = server.page();
  await tells(page, "调查表", CODE, ...lines);
  return page;
}

/** Presses what was sent to them when somebody asked. */
async function letsIn(page: Page): Promise<string> {
  await server.settled();
  const lines = await page.lines();
  const all = lines.flatMap(({ message }) => message.buttons ?? []);
  return presses(page, all.findLast(({ id }) => id.startsWith("survey:in:"))?.id ?? "");
}

async function stored(text: string): Promise<string[]> {
  const all = await everyRow(server.services.database);
  return Object.entries(all).flatMap(([table, rows]) => (JSON.stringify(rows).includes(text) ? [table] : []));
}

const cells = (question: string) =>
  server.services.database.query<{ line: string; field: string; number: number | null }>(
    "SELECT line, field, number FROM survey_draft_cell WHERE question = ? ORDER BY line, field",
    [question],
  );

describe("nobody is led in a circle", () => {
  it("takes headcounts that are told anew for the sum that was told before", async () => {
    const page = await inForm(...UP_TO_HEADCOUNT, "初级工12 中级8 共20人");
    await presses(page, "survey:cell:headcount");
    await says(page, "中级10");
    expect(await says(page, "12 10 0 0 0")).not.toContain("合计却写了20人");
  });

  it("does not empty the headcounts where nothing is to be changed", async () => {
    const page = await inForm(...UP_TO_HEADCOUNT, "初级工12 中级8", "8 3 1 0", "5 3 1 0");
    await says(page, "没有");
    expect(await cells("headcount")).toContainEqual({ line: "junior", field: "", number: 12 });
    expect(await cells("age")).not.toEqual([]);
  });

  it("reads a figure as the figure put right, and not as a reason", async () => {
    const page = await inForm("民营，中型，装备制造", "320 650 20万 15万");
    await says(page, "6500");
    expect(await cells("wage")).toEqual([{ line: "", field: "", number: 6500 }]);
  });

  it("says a reason back, and takes what answers another question there", async () => {
    const page = await inForm("民营，中型，装备制造", "320 650 20万 15万");
    expect(await says(page, "电焊工3人7000，车工2人6500")).toContain("1. 电焊工，3人");
    expect(await cells("why")).toEqual([]);
    expect(await says(page, "多数是计件的")).toContain("原因：多数是计件的");
  });

  it.each(["交表", "提交"])("tells what is missing when somebody says %s", async (word) => {
    const page = await inForm(...UP_TO_HEADCOUNT);
    expect(await says(page, word)).toContain("还不能交");
  });

  it("lets the enterprise confirm what staff have handed in for it", async () => {
    const [staff, firm] = [server.page(), server.page()];
    await tells(staff, "工作人员 BBBB9QXW", "代填", CODE, ...WHOLE, "交表");
    const code = /接表 (\w+)/.exec(await says(staff, "交接"))?.[1] ?? "";
    await says(firm, `接表 ${code}`);
    const shown = await firm.do({ kind: "said", text: "调查表" });
    expect(read(shown)).toContain("请核对");
    expect(labels(shown)).toContain("交表");
    await says(firm, "交表");
    const [draft] = await server.services.database.query<{ to_confirm: number }>(
      "SELECT to_confirm FROM survey_draft",
    );
    expect(draft?.to_confirm).toBe(0);
  });
});

describe("beside the survey", () => {
  it("deletes one's own data where that was asked for and agreed to", async () => {
    const page = await inForm(...UP_TO_HEADCOUNT);
    expect(await says(page, "删除我的数据")).toContain("确定");
    expect(await says(page, "确定")).toContain("已经全部删除");
    expect(await server.services.database.query("SELECT 1 FROM survey_editor")).toEqual([]);
    expect(await cells("wage")).toHaveLength(1);
  });

  it("tells in the history which figures staff have filled in", async () => {
    await tells(server.page(), "工作人员 BBBB9QXW", "代填", CODE, ...UP_TO_HEADCOUNT);
    await inForm(...UP_TO_HEADCOUNT);
    const ways = await server.services.database.query("SELECT DISTINCT way FROM survey_draft_change");
    expect(ways).toEqual([{ way: "staff" }]);
  });

  it.each([
    ["这个表是干什么用的", "摸清"],
    ["填错了怎么办", "填错不要紧"],
    ["可以匿名吗", "加密"],
    ["什么时候截止", "2026年12月31日"],
  ])("answers %s, and goes on", async (question, answer) => {
    const page = await inForm(...UP_TO_HEADCOUNT);
    const told = await says(page, question);
    expect(told).toContain(answer);
    expect(told).toContain("各级技能人才");
  });
});

describe("colleagues", () => {
  it("tells a colleague that names and numbers were changed", async () => {
    const first = await inForm(...WHOLE);
    const second = server.page();
    await tells(second, "调查表", CODE);
    await letsIn(first);
    await says(first, "调查表");
    await tells(second, "调查表", "负责人钱大大 13811111111");
    expect(await says(first, "交表")).toContain("同事");
  });
});

describe("names and numbers lie nowhere in plain", () => {
  it("in what is said once it is put aside or handed in", async () => {
    const page = await inForm(...WHOLE, "先停下");
    await says(page, "负责人改成褚小小 13900000010");
    expect(await stored("13900000010")).toEqual([]);
    expect(await stored("褚小小")).toEqual([]);
  });

  it("in a row of what is needed", async () => {
    const page = await inForm(...UP_TO_HEADCOUNT, "没有");
    await says(page, "电焊工3人7000，联系郑大大13855556666");
    expect(await stored("13855556666")).toEqual([]);
  });

  it("in a reason", async () => {
    const page = await inForm("民营，中型，装备制造", "320 6500 20万 35万");
    await says(page, "去年结余，找400-123-4567周大大批的");
    expect(await stored("400-123-4567")).toEqual([]);
  });
});
