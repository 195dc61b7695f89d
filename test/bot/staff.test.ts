/** Staff through the whole server: what is kept of a list, who is told what, which files are made for whom. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../bot/config.ts";
import { createFiles } from "../../bot/made-files.ts";
import { sealCells } from "../../bot/sealed-cells.ts";
import { readSheets } from "../../bot/spreadsheet/read-sheets.ts";
import { staffCommand } from "../../bot/staff-command.ts";
import { bureauSchema } from "../../handlers/bureau.ts";
import { newConversation } from "../../handlers/conversation.ts";
import { giveTable } from "../../handlers/staff/desk.ts";
import type { Role } from "../../handlers/staff/roles.ts";
import type { Cells } from "../../handlers/surveys/cells.ts";
import { personAt } from "../../storage/people.ts";
import { colleagues } from "../../storage/staff.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";
import { keepStaffCodesForTest } from "../support/staff-code.ts";
import { diceFrom, fileAll, randomFiling } from "../support/survey-filings.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

const ROUND = { id: "R2026Q4T", title: "2026年第四季度" };

describe("staff", () => {
  let server: Awaited<ReturnType<typeof serverForTest>>;
  type Page = ReturnType<typeof server.page>;

  beforeEach(async () => {
    server = await serverForTest();
    await openRoundForTest(server.services.database, ROUND);
  });
  afterEach(() => server.close());

  async function says(page: Page, text: string): Promise<string> {
    const replies = await page.do({ kind: "said", text });
    return replies.map((message) => message.text).join("\n");
  }

  async function press(page: Page, label: string, from: string): Promise<string> {
    const replies = await page.do({ kind: "said", text: from });
    const button = replies.flatMap(({ buttons = [] }) => buttons).find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label}`);
    const after = await page.do({ kind: "pressed", button: button.id, label });
    return after.map((message) => message.text).join("\n");
  }

  let codes = 0;
  async function staffPage(role: Role): Promise<Page> {
    const { hashCode, clock, services } = server;
    const code = `AAAAAA${String(++codes).padStart(2, "0")}`;
    await keepStaffCodesForTest(services.database, [{ code, role, name: `${role}某` }], hashCode, clock.now);
    const page = server.page();
    expect(await says(page, `工作人员 ${code}`)).toContain("您现在是工作人员了");
    return page;
  }

  const personOf = async ({ cookie }: Page) => {
    const external = /^[^=]+=([^.]+)/.exec(cookie)?.[1] ?? "";
    return (await personAt(server.services.database, { channel: "web", external })) ?? "";
  };

  const LIST = `${creditCodeOf(1)}，淄博甲机械有限公司，张店区，王小强，13800000001`;

  it("keeps no name, number or code of a list or a binding anywhere in plain", async () => {
    const page = await staffPage("editor");
    await says(page, "邀请企业");
    await says(page, LIST);
    await says(page, "好的");
    expect(await says(page, "谁没交")).toContain("还有1家没交");
    const stored = JSON.stringify(await everyRow(server.services.database));
    expect(stored).toContain("淄博甲机械有限公司");
    expect(stored).toContain("（发来一份企业名单，1行）");
    for (const secret of ["王小强", "13800000001", "AAAAAA0"]) expect(stored).not.toContain(secret);
  });

  it("tells nobody else that these exist, and an old button that it is not allowed", async () => {
    const page = server.page();
    for (const text of ["进度", "邀请企业", "结束这一轮", "审计"])
      expect(await says(page, text)).not.toMatch(/名单|轮|操作|身份/);
    const replies = await page.do({ kind: "pressed", button: `desk:close:${ROUND.id}`, label: "结束这一轮" });
    expect(replies.map(({ text }) => text)).toEqual(["没有这个权限。"]);
  });

  it("is told so once it is over, in the middle of what was asked", async () => {
    const page = await staffPage("approver");
    await says(page, "结束这一轮");
    await server.services.database.batch([{ sql: "UPDATE staff SET revoked_at = 1", params: [] }]);
    expect(await says(page, "确定")).toBe("没有这个权限。");
    expect(await says(page, "进度")).not.toContain("2026年第四季度");
    const rounds = await server.services.database.query("SELECT closed_at FROM survey_round");
    expect(rounds).toEqual([{ closed_at: null }]);
  });

  it("are locked out after five wrong codes, of all kinds together", async () => {
    const page = server.page();
    for (const text of [
      "工作人员 77777770",
      "接表 77777770",
      "绑定 77777770",
      "工作人员 77777770",
      "接表 77777770",
    ])
      expect(await says(page, text)).toContain("这个码不对");
    expect(await says(page, "工作人员 77777770")).toContain("码错了好几次");
  });

  it("keep no list in plain that nobody asked for, nor numbers in whatever they are asked", async () => {
    const page = await staffPage("approver");
    const two = `${LIST}\n${creditCodeOf(2)}，淄博乙机械有限公司，张店区，李小梅，13800000002`;
    expect(await says(page, two)).toContain("2家可以邀请");
    await says(page, "先停下");
    for (const text of ["代填", `${creditCodeOf(3)} 赵六六 13833334444`, "先停下"]) await says(page, text);
    await says(page, "代填");
    for (const text of [creditCodeOf(4), "淄博丁机械有限公司，赵六六13833334444", "张店区"])
      await says(page, text);
    await says(page, "开一轮调查");
    expect(await says(page, "有事找赵六六 13833334444")).toContain("名字");
    const viewer = await staffPage("viewer");
    expect(await says(viewer, two)).toContain("要有“经办”的身份");
    await says(server.page(), two);
    const stored = JSON.stringify(await everyRow(server.services.database));
    for (const secret of ["王小强", "李小梅", "13800000001", "13800000002", "赵六六", "13833334444"])
      expect(stored).not.toContain(secret);
    expect(stored).toContain('"name":"淄博丁机械有限公司"');
  });

  it("do not take over what they have filled, and are told so", async () => {
    const page = await staffPage("editor");
    await says(page, "代填");
    for (const text of [creditCodeOf(7), "淄博庚机械有限公司", "张店区"]) await says(page, text);
    const [, code] = /接表 ([0-9A-Z]{8})/.exec(await says(page, "交接")) ?? [];
    expect(await says(page, `接表 ${code}`)).toContain("要请企业的人来接");
    const firm = server.page();
    expect(await says(firm, `接表 ${code}`)).toContain("现在由您负责");
    expect(await says(await staffPage("admin"), "操作记录")).toContain("企业：接走了代填的表");
  });

  it("stay what they are where they are the only admin", async () => {
    const page = await staffPage("admin");
    const code = "BBBBBB01";
    const { hashCode, clock, services } = server;
    await keepStaffCodesForTest(
      services.database,
      [{ code, role: "viewer", name: "某" }],
      hashCode,
      clock.now,
    );
    expect(await says(page, `工作人员 ${code}`)).toContain("只有您一位管理员");
    expect(await says(page, "操作记录")).toContain("最近的操作");
  });

  it("fill for nobody any more once they may not", async () => {
    const page = await staffPage("editor");
    await says(page, "代填");
    for (const text of [creditCodeOf(7), "淄博庚机械有限公司", "张店区"]) await says(page, text);
    expect(await says(page, "民营")).toContain("企业规模");
    const role = (word: string) =>
      server.services.database.batch([{ sql: "UPDATE staff SET role = ?", params: [word] }]);
    const types = () =>
      server.services.database.query("SELECT text FROM survey_draft_cell WHERE question = 'size'");
    await role("viewer");
    expect(await says(page, "大型")).not.toContain("企业规模：大型");
    const again = { kind: "pressed" as const, button: `survey:draft:${ROUND.id}/${creditCodeOf(7)}` };
    expect((await page.do({ ...again, label: "填调查表" }))[0]?.text).toContain("填不了");
    expect(await types()).toEqual([]);
    await role("approver");
    expect((await page.do({ ...again, label: "填调查表" }))[0]?.text).toContain("企业规模");
    await says(page, "大型");
    expect(await types()).toEqual([{ text: "large" }]);
  });

  it("gives the list with telephone numbers to those who may see them when it is made, and notes it", async () => {
    const page = await staffPage("approver");
    await says(page, "邀请企业");
    await says(page, LIST);
    await says(page, "好的");
    expect(await press(page, "带电话的名单", "谁没交")).toContain("已经记下来了");
    expect(await says(page, "导出结果")).toContain("不含联系人");
    const files = createFiles(server.services);
    const made = `survey-missing-contacts:${ROUND.id}`;
    const make = async (of: Page) => {
      const file = await files.make(made, await personOf(of));
      return file && new TextDecoder().decode(file.bytes);
    };
    expect(await make(page)).toContain("张店区,没开始,不能，要打电话,王小强,13800000001");
    expect(await make(await staffPage("editor"))).toBeNull();
    await server.services.database.batch([
      { sql: "UPDATE staff SET role = 'editor' WHERE person = ?", params: [await personOf(page)] },
    ]);
    expect(await make(page)).toBeNull();
    const acts = await server.services.database.query("SELECT act FROM audit ORDER BY id DESC LIMIT 3");
    expect(acts.map(({ act }) => act)).toContain("export_contacts");
  });

  it("see the figures in the chat, and get each file only with the role for it", async () => {
    const { database, surveys, vault } = server.services;
    const filings = [1, 2, 3].map((number) => randomFiling(skills2021, number, diceFrom(number)));
    const sealed = await Promise.all(
      filings.map(async (one) => {
        const draft = `${ROUND.id}/${one.creditCode}`;
        const cells = { ...one.cells, manager: "王小强", manager_phone: "13800000001" };
        const kept = Object.entries(await sealCells(vault, skills2021, draft, cells));
        const asKept = kept.map(([cell, value]) => [cell, typeof value === "object" ? value.sealed : value]);
        return { ...one, cells: Object.fromEntries(asKept) as Cells };
      }),
    );
    await fileAll(database, skills2021, ROUND.id, sealed);
    const pages = { viewer: await staffPage("viewer"), editor: await staffPage("editor") };
    expect(await says(pages.viewer, "统计")).toMatch(
      /交上来的合计：\n· 参与企业：企业数（家） 3\n· 职工总数：/,
    );
    expect(await says(pages.viewer, "导出结果")).toContain("要有“经办”的身份");
    expect(await says(pages.editor, "导出结果")).toContain("不含联系人");
    const chief = await staffPage("approver");
    expect(await press(chief, "带联系人导出", "导出结果")).toContain("已经记下来了");
    const files = createFiles({ ...server.services, surveys });
    const sheets = async (made: string, page: Page) => {
      const file = await files.make(`${made}:${ROUND.id}`, await personOf(page));
      return file && JSON.stringify(await readSheets(file.bytes));
    };
    expect(await sheets("survey-statistics", pages.viewer)).not.toMatch(/第1家公司|13800000001/);
    expect(await sheets("survey-export", pages.viewer)).toBeNull();
    expect(await sheets("survey-export", pages.editor)).toContain("第1家公司");
    expect(await sheets("survey-export", pages.editor)).not.toMatch(/王小强|13800000001/);
    expect(await sheets("survey-export-contacts", pages.editor)).toBeNull();
    const all = await sheets("survey-export-contacts", chief);
    expect(/王小强.*13800000001/.test(all ?? "")).toBe(true);
    for (const made of ["survey-statistics", "survey-export", "survey-export-contacts"])
      expect(await sheets(made, server.page())).toBeNull();
  });

  it("let a second person in, who is told where they are and can go on from there", async () => {
    const page = await staffPage("editor");
    const [first, second] = [server.page(), server.page()];
    const code = creditCodeOf(5);
    await says(first, "调查表");
    await says(first, `${code} 淄博戊机械有限公司`);
    await says(first, "张店区");
    await says(second, "调查表");
    await says(second, code);
    await says(second, "帮我问问同事");
    expect(await says(page, "进度")).toContain("等着放行的：1人");
    expect(await press(page, "放行 淄博戊机械有限公司", "放行")).toContain("可以一起填了");
    const told = (await second.lines())
      .filter(({ from }) => from === "assistant")
      .map(({ message }) => message.text);
    expect(told.at(-1)).toContain("人社局同意您一起填淄博戊机械有限公司的调查表了");
    expect(await says(second, "调查表")).toContain("企业");
    expect((await page.lines()).map(({ message }) => message.text).join()).not.toContain("人社局同意");
  });

  it("hand a draft over, and whoever types the code goes on with it", async () => {
    const page = await staffPage("editor");
    await says(page, "代填");
    await says(page, creditCodeOf(6));
    await says(page, "淄博己机械有限公司");
    expect(await says(page, "张店区")).toContain("企业是哪种类型");
    await says(page, "民营");
    const given = await says(page, "交接");
    const [, code = ""] = /接表 (\S{8})/.exec(given) ?? [];
    const firm = server.page();
    const replies = await firm.do({ kind: "said", text: `接表 ${code}` });
    expect(replies[0]?.text).toContain("现在由您负责");
    const [button] = replies[0]?.buttons ?? [];
    const after = await firm.do({ kind: "pressed", button: button?.id ?? "", label: button?.label ?? "" });
    expect(after.map(({ text }) => text).join()).toContain("企业");
    expect(await says(server.page(), `接表 ${code}`)).toContain("这个码不对");
  });

  it("take a table as a list only where they were asked for one, or it looks like one", async () => {
    const { world } = await sceneParts();
    const rows = [
      ["企业名称", "统一社会信用代码"],
      ["淄博甲机械有限公司", creditCodeOf(1)],
    ];
    const at = (desk: ReturnType<typeof newConversation>["desk"], isStaff: boolean) => {
      const staff = async () => (isStaff ? { name: "张三", role: "editor" as const } : null);
      const conversation = { ...newConversation(), desk };
      return { ...world, conversation, world: { ...world.world, staff } };
    };
    const idle = { round: null, asks: null };
    expect(await giveTable(at(null, false), rows)).toBeUndefined();
    expect(await giveTable(at(idle, true), [["工种", "人数"]])).toBeUndefined();
    const texts = async (turn: ReturnType<typeof giveTable>) =>
      (await turn)?.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message.text] : [])).join();
    expect(await texts(giveTable(at(idle, true), rows))).toContain("1家可以邀请");
    expect(await texts(giveTable(at(idle, false), rows))).toBe("没有这个权限。");
    const asked = { round: ROUND.id, asks: { kind: "list" as const } };
    expect(await texts(giveTable(at(asked, true), [["工种", "人数"]]))).toContain("没看出名单");
  });

  async function sceneParts() {
    const { services } = server;
    const { worldForTest } = await import("../support/world.ts");
    const world = worldForTest({
      kb: services.kb,
      bureau: bureauSchema.parse({}),
      record: services.surveys.record(null),
      ...services.desk.lookups(null),
    });
    const form = {
      ...{ id: "none", version: "1", next: () => null, find: () => null },
      ...{ fill: () => ({}), fits: () => true },
    };
    return { world: { world, today: "2026-11-20", form, survey: null } };
  }
});

describe("npm run staff", () => {
  const tools = async () => {
    const server = await serverForTest();
    const { hashCode, services } = server;
    const { database, newCode, now } = services;
    return { server, run: (...words: string[]) => staffCommand(words, { database, hashCode, newCode, now }) };
  };

  it("makes a code that makes an admin, lists the staff and ends it, all in the audit", async () => {
    const { server, run } = await tools();
    expect(await run("list")).toContain("还没有工作人员");
    const [, code = ""] = /工作人员 (\S{8})\n/.exec(await run("invite", "--name", "张三")) ?? [];
    const page = server.page();
    const [reply] = await page.do({ kind: "said", text: `工作人员 ${code}` });
    expect(reply?.text).toContain("张三");
    const { database } = server.services;
    const [me] = await colleagues(database, null);
    expect(me).toMatchObject({ name: "张三", role: "admin", grantedBy: "服务器命令" });
    expect(await run("list")).toContain("张三\t管理员（admin）\t2026-11-20\t服务器命令");
    expect(await run("revoke", String(me?.id))).toBe("张三不再是工作人员了。");
    expect(await colleagues(database, null)).toEqual([]);
    const acts = await database.query("SELECT name, act, what FROM audit ORDER BY id");
    expect(acts).toEqual([
      { name: "服务器命令", act: "invite_staff", what: "张三" },
      { name: "张三", act: "join_staff", what: "张三" },
      { name: "服务器命令", act: "revoke_staff", what: "张三" },
    ]);
    await server.close();
  });

  it("says how it is used where the words are none of its own", async () => {
    const { server, run } = await tools();
    for (const words of [
      [],
      ["invite", "--role", "king"],
      ["revoke"],
      ["revoke", "77"],
      ["invite", "--nmae", "x"],
    ])
      await expect(run(...words)).rejects.toBeInstanceOf(ConfigError);
    await server.close();
  });

  it("runs beside the server, and before its first start", () => {
    const dataDir = mkdtempSync(join(tmpdir(), "jinengtong-staff-"));
    const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
    const run = (...words: string[]) =>
      spawnSync(process.execPath, ["bot/node.ts", "staff", ...words], {
        cwd: fileURLToPath(new URL("../..", import.meta.url)),
        ...{ env, encoding: "utf8" as const, timeout: 15_000 },
      });
    expect(run("invite", "--role", "viewer", "--name", "李四").stdout).toMatch(/工作人员 [0-9A-Z]{8}\n/);
    expect(run("list").stdout).toContain("还没有工作人员");
    expect(run("nonsense")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("npm run staff -- list"),
    });
    rmSync(dataDir, { recursive: true });
  });
});
