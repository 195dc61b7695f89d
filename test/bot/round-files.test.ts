/** What staff get of a round: who may have which file, and what is in it. */
import readXlsxFile from "read-excel-file/universal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { serverForTest } from "../support/server.ts";
import { keepStaffCodesForTest } from "../support/staff-code.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { creditCodeOf } from "../support/survey-rounds.ts";

const ROUND = "R2026Q4A";
const PHONE = "13800000001";
const CODES = { viewer: "7K2M9QX1", editor: "7K2M9QX2", approver: "7K2M9QX3" } as const;

describe("a round's results", () => {
  let server: Awaited<ReturnType<typeof serverForTest>>;
  type Page = ReturnType<typeof server.page>;
  const people = {} as Record<keyof typeof CODES | "nobody", Page>;
  beforeAll(async () => {
    server = await serverForTest();
    const { database } = server.services;
    await openRoundForTest(database, { id: ROUND, title: "2026年第四季度", regions: ["张店区", "临淄区"] });
    for (let at = 1; at <= 5; at++) {
      const page = server.page();
      for (const text of [
        ...["调查表", `${creditCodeOf(at)} 淄博第${at}机械有限公司`, at < 5 ? "张店区" : "临淄区"],
        ...["民营，中型，装备制造", "职工320人，月工资6500，提取20万，用了15万", `初级工${at} 高级工5`],
        ...[`初级工 ${at} 0 0 0；高级工 5 0 0 0`, "跳过", "电焊工3人7000", "自主培养"],
        ...[`负责人王强 ${PHONE}，填表人李梅 0533-2345678`, "交表"],
      ])
        await page.do({ kind: "said", text });
    }
    const codes = Object.entries(CODES).map(([role, code]) => ({ code, role: role as "viewer", name: role }));
    await keepStaffCodesForTest(database, codes, server.hashCode, server.clock.now);
    for (const who of ["viewer", "editor", "approver", "nobody"] as const) {
      people[who] = server.page();
      if (who !== "nobody") await people[who].do({ kind: "said", text: `工作人员 ${CODES[who]}` });
    }
  });
  afterAll(() => server.close());

  const says = (who: Page, text: string) => who.do({ kind: "said", text });
  const text = (messages: OutboundMessage[]) => messages.map((one) => one.text).join("\n");
  const press = (who: Page, id: string) => who.do({ kind: "pressed", button: id, label: id });
  /** The file that was sent last, as it comes. */
  const fetched = async (who: Page): Promise<Uint8Array | null> => {
    const key = (await who.lines()).findLast(({ message }) => message.file)?.key;
    const response = await server.app.request(`/chat/files/${key}`, { headers: { cookie: who.cookie } });
    return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null;
  };
  const sheets = async (bytes: Uint8Array | null) => {
    const all = await readXlsxFile(new Blob([new Uint8Array(bytes ?? [])]));
    return Object.fromEntries(all.map(({ sheet, data }) => [sheet, JSON.stringify(data)]));
  };

  it("are told at a glance", async () => {
    const told = text(await says(people.viewer, "统计"));
    expect(told).toContain("“2026年第四季度”交上来的合计");
    expect(told).toMatch(/技能人才人数：初级工 15，.*高级工 25，.*合计 40，高技能人才 25/);
    expect(told).toContain("电焊工 15");
  });

  it("come as a file with every enterprise and without anybody's number", async () => {
    expect(text(await says(people.viewer, "导出结果"))).toContain("要有“经办”的身份");
    await says(people.editor, "导出结果");
    const all = await sheets(await fetched(people.editor));
    const whole = Object.values(all).join();
    expect(whole).toContain("淄博第3机械有限公司");
    expect(whole).not.toContain(PHONE);
    expect(Object.keys(all).length).toBeGreaterThan(8);
  });

  it("come with people's numbers only for who may close a round, and it is noted", async () => {
    expect(text(await press(people.editor, `desk:export_contacts:${ROUND}`))).toContain("要有“审核”的身份");
    await press(people.approver, `desk:export_contacts:${ROUND}`);
    expect(Object.values(await sheets(await fetched(people.approver))).join()).toContain(PHONE);
    const noted = await server.services.database.query("SELECT act FROM audit WHERE act = 'export_contacts'");
    expect(noted).toHaveLength(1);
  });

  it("come without raw rows and small cells where they are given on", async () => {
    await says(people.viewer, "统计");
    const all = await sheets(await fetched(people.viewer));
    const whole = Object.values(all).join();
    expect(whole).not.toContain("机械有限公司");
    // One enterprise alone is in 临淄区.
    expect(whole).not.toMatch(/"临淄区",1,/);
  });

  it("come as .csv with its mark of UTF-8", async () => {
    await press(people.editor, `desk:export_csv:${ROUND}`);
    const bytes = await fetched(people.editor);
    expect([...(bytes ?? []).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes ?? undefined)).toContain("淄博第5机械有限公司");
  });

  it("are nobody else's, by whatever button", async () => {
    for (const what of ["export", "export_csv", "export_contacts", "statistics"])
      expect(text(await press(people.nobody, `desk:${what}:${ROUND}`))).toContain("没有这个权限");
    const { files } = server.services;
    for (const made of ["survey-export", "survey-export-contacts", "survey-statistics", "survey-export-csv"])
      expect(await files.make(`${made}:${ROUND}`, "somebody")).toBeNull();
  });

  it("are no more theirs once their role is taken", async () => {
    const [person] = await server.services.database.query<{ person: string }>(
      "SELECT person FROM staff WHERE role = 'editor'",
    );
    await says(people.editor, "导出结果");
    await server.services.database.batch([
      { sql: "UPDATE staff SET revoked_at = 1 WHERE role = 'editor'", params: [] },
    ]);
    expect(await server.services.files.make(`survey-export:${ROUND}`, person?.person ?? "")).toBeNull();
    expect(await fetched(people.editor)).toBeNull();
  });
});
