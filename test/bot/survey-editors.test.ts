/** Several people in the chat: colleagues at one form, and many enterprises at once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aboutInvitation } from "../../bot/sealed-cells.ts";
import type { OutboundMessage } from "../../handlers/event.ts";
import { sql } from "../../storage/database.ts";
import { everyRow } from "../support/every-row.ts";
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
    expect(await presses(ann, asked, "不认识，不让")).toContain("没让他（代号");
    expect(read(await finds(bob))).toContain("没有同意");
    // Pressed again, nothing is asked any more.
    expect(await presses(ann, asked, "是，让他一起填")).toContain("已经办过了");
    const states = await server.services.database.query("SELECT state FROM survey_editor ORDER BY state");
    expect(states).toEqual([{ state: "in" }, { state: "refused" }]);
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

describe("who asks", () => {
  const askedBy = (messages: readonly OutboundMessage[]) =>
    messages.filter(({ buttons = [] }) => buttons.some(({ label }) => label === "是，让他一起填"));

  it("is told apart by a code, and a press lets in that one only", async () => {
    const [ann, bob, eve] = [server.page(), server.page(), server.page()];
    for (const page of [ann, bob, eve]) await says(page, "调查表");
    await says(ann, CODE);
    const [, code] = /代号是“(.{4})”/.exec(await says(bob, CODE)) ?? [];
    await says(eve, CODE);
    expect(await says(bob, "调查表")).toContain("统一社会信用代码");
    expect(await says(bob, CODE)).toContain(`代号是“${code}”`);
    const [first, second] = askedBy(await finds(ann));
    expect(first?.text).toContain(`网页上的一位（代号${code}）`);
    expect(second?.text).not.toContain(`代号${code}`);
    expect(await presses(ann, [first as OutboundMessage], "是，让他一起填")).toContain(`代号${code}`);
    expect(read(await finds(bob))).toContain("同事同意了");
    expect(read(await finds(eve))).not.toContain("同事同意了");
    const states = () => server.services.database.query("SELECT state FROM survey_editor ORDER BY state");
    expect(await states()).toEqual([{ state: "asked" }, { state: "in" }, { state: "in" }]);
    expect(await presses(ann, [first as OutboundMessage], "是，让他一起填")).toContain("已经办过了");
    // A button without a code, or with one that nobody has, lets nobody in.
    const id = `survey:in:${ROUND}/${CODE}`;
    for (const button of [id, `${id}:`, `${id}:ZZZZ`])
      expect(read(await ann.do({ kind: "pressed", button, label: "是" }))).toContain("已经办过了");
    expect(await states()).toHaveLength(3);
    expect((await states())[0]).toEqual({ state: "asked" });
  });

  it("and was refused may ask again after a day, three times in all", async () => {
    const [ann, bob] = [server.page(), server.page()];
    await says(ann, "调查表");
    await says(ann, CODE);
    const ask = async () => {
      await says(bob, "调查表");
      return says(bob, CODE);
    };
    for (const time of [1, 2, 3]) {
      expect(await ask()).toContain("已经有同事在填");
      await presses(ann, await finds(ann), "不认识，不让");
      expect(await ask()).toContain(time < 3 ? "过一天" : "几次都没有同意");
      expect(askedBy(await finds(ann))).toHaveLength(time);
      server.clock.now += 25 * 3_600_000;
    }
    expect(await ask()).toContain("几次都没有同意");
  });

  it("in vain, since all who were in have deleted their data, is sent to the staff", async () => {
    const [ann, bob] = [server.page(), server.page()];
    for (const page of [ann, bob]) for (const text of ["调查表", CODE]) await says(page, text);
    await says(ann, "删除我的数据");
    await says(ann, "确定删除");
    await says(bob, "调查表");
    expect(await says(bob, CODE)).toContain("已经不在这里了");
  });
});

describe("what is typed on the way in", () => {
  const SECRETS = ["赵六六", "13833334444", "2345678", "evil.example", "veveve"];
  const stored = async () => JSON.stringify(await everyRow(server.services.database));
  const NEW = creditCodeOf(9);

  it.each([
    ["beside the code", [`${NEW} 淄博壬机械有限公司，法人赵六六 13833334444`, "张店区"]],
    ["in front of the code", [`我是赵六六，电话13833334444，${NEW}，淄博壬机械有限公司`, "张店区"]],
    ["in place of the code", ["赵六六 13833334444", `${NEW} 淄博壬机械有限公司`, "张店区"]],
    ["with the name", [NEW, "淄博壬机械有限公司，法人赵六六 0533-2345678", "张店区"]],
    ["run into the name", [NEW, "淄博壬机械有限公司赵六六13833334444", "张店区"]],
    ["as the name", [NEW, "我是赵六六", "淄博壬机械有限公司", "张店区"]],
    ["as the region", [`${NEW} 淄博壬机械有限公司`, "赵六六 13833334444", "在张店区，赵六六"]],
    ["to lure others", [NEW, "加微信veveve有限公司", "evil.example有限公司", "淄博壬机械有限公司", "张店区"]],
  ])("is kept as far as it names the enterprise: %s", async (_where, texts) => {
    const page = server.page();
    for (const text of ["调查表", ...texts]) await says(page, text);
    expect(await says(page, "民营")).toContain("企业类型：民营企业");
    const enterprises = await server.services.database.query(
      "SELECT name, region FROM enterprise WHERE credit_code = ?",
      [NEW],
    );
    expect(enterprises).toEqual([{ name: "淄博壬机械有限公司", region: "张店区" }]);
    const all = await stored();
    for (const secret of SECRETS) expect(all).not.toContain(secret);
  });

  it("stands in the talk as it was typed where it names nobody", async () => {
    const page = server.page();
    const texts = [`${NEW} 淄博壬机械有限公司`, "张店区"];
    for (const text of ["调查表", ...texts]) await says(page, text);
    const said = (await page.lines()).filter(({ from }) => from === "me").map(({ message }) => message.text);
    expect(said.slice(-2)).toEqual(texts);
  });
});

it("calls an enterprise that is on no list as its own form did when it was handed in", async () => {
  const { database } = server.services;
  const named = async (name: string, code: string) => {
    await database.batch([
      sql`UPDATE survey_draft_cell SET text = ${name} WHERE question = 'name' AND draft = ${`${ROUND}/${code}`}`,
    ]);
  };
  const page = server.page();
  const code = creditCodeOf(11);
  for (const text of ["调查表", `${code} 冒名有限公司`, "张店区", ...BASICS]) await says(page, text);
  await named("淄博真名机械有限公司", code);
  for (const text of ["没有", "不缺", "自主培养", "都是李梅 0533-8765432"]) await says(page, text);
  expect(await says(page, "交表")).toContain("回执号");
  const nameOf = async (one: string) =>
    (await database.query("SELECT name FROM enterprise WHERE credit_code = ?", [one]))[0]?.name;
  expect(await nameOf(code)).toBe("淄博真名机械有限公司");
});

describe("after the round is over", () => {
  const REST = ["没有", "不缺", "自主培养", "都是李梅 0533-8765432", "交表"];

  it.each([
    ["closed by hand", "UPDATE survey_round SET closed_at = 1", 0],
    ["past its last day", "UPDATE survey_round SET closes = '2026-11-20'", 86_400_000],
  ])("%s, what was handed in is shown, with the paper, and nothing is changed", async (_how, over, later) => {
    const page = server.page();
    for (const text of ["调查表", CODE, ...BASICS, ...REST.slice(0, -1)]) await says(page, text);
    const [, receipt = "-"] = /回执号：(\S+)/.exec(await says(page, "交表")) ?? [];
    await server.services.database.batch([{ sql: over, params: [] }]);
    server.clock.now += later;
    for (let time = 1; time <= 2; time++) {
      const shown = await page.do({ kind: "said", text: "调查表" });
      expect(read(shown)).toContain(receipt);
      expect(read(shown)).toContain(NAME);
      const button = shown
        .flatMap(({ buttons = [] }) => buttons)
        .find(({ label }) => label === "打印和Excel");
      const [given] = await page.do({ kind: "pressed", button: button?.id ?? "", label: "打印和Excel" });
      expect(given?.file?.name).toContain("2026年第四季度");
      expect(read(await page.do({ kind: "said", text: "改一项" }))).not.toContain("要改哪一项");
    }
    const revision = "SELECT revision FROM survey_draft";
    const before = await server.services.database.query(revision);
    await says(page, "职工999人");
    expect(await server.services.database.query(revision)).toEqual(before);
    expect(await says(server.page(), "调查表")).not.toContain(receipt);
  });

  it("whoever never handed in is told nothing of it", async () => {
    const page = server.page();
    for (const text of ["调查表", CODE]) await says(page, text);
    await server.services.database.batch([sql`UPDATE survey_round SET closed_at = 1`]);
    await says(page, "调查表");
    expect(await says(page, "调查表")).not.toContain("回执号");
  });
});

describe("an enterprise with a number on the list", () => {
  beforeEach(() => listed("13800001234"));

  async function listed(phone: string) {
    const sealed = await server.services.vault.seal(phone, aboutInvitation(ROUND, CODE, "phone"));
    await server.services.database.batch([
      sql`UPDATE survey_invitation SET phone_sealed = ${sealed} WHERE credit_code = ${CODE}`,
    ]);
  }

  async function guess(page: Page, end: string): Promise<string> {
    await says(page, "调查表");
    const asked = await says(page, CODE);
    return asked.includes("后四位") ? says(page, end) : asked;
  }

  it("lets nobody try more than five ends a day, from whatever browser", async () => {
    for (const end of ["0001", "0002", "0003", "0004"])
      expect(await guess(server.page(), end)).toContain("后四位对不上");
    expect(await guess(server.page(), "0005")).toContain("试错好几次了");
    expect(await guess(server.page(), "1234")).toContain("试错好几次了");
    expect(await guess(server.page(), "13800001234")).toContain("试错好几次了");
    expect(await server.services.database.query("SELECT 1 FROM survey_draft")).toEqual([]);
    server.clock.now += 24 * 3_600_000;
    expect(await guess(server.page(), "1234")).toContain("企业是哪种类型");
  });

  it("counts tries that are made at the same moment", async () => {
    const pages = Array.from({ length: 12 }, () => server.page());
    for (const page of pages) for (const text of ["调查表", CODE]) await says(page, text);
    await Promise.allSettled(pages.map((page, at) => says(page, String(2000 + at))));
    const [row] = await server.services.database.query("SELECT wrong FROM survey_invitation");
    expect(row).toEqual({ wrong: 5 });
    expect(await guess(server.page(), "1234")).toContain("试错好几次了");
  });

  it("keeps what is typed at the check nowhere", async () => {
    const page = server.page();
    for (const text of ["调查表", CODE, "李梅梅 13877776666", "13800001234"]) await says(page, text);
    const stored = JSON.stringify(await everyRow(server.services.database));
    for (const secret of ["李梅梅", "13877776666", "13800001234"]) expect(stored).not.toContain(secret);
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
