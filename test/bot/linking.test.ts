/** 绑定 and 解绑: two browsers stand for two chat programs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../handlers/event.ts";
import { CODE_HOLDS_MS } from "../../storage/linking.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";
import { addRound, beginning, creditCodeOf } from "../support/survey-rounds.ts";

let server: Awaited<ReturnType<typeof serverForTest>>;
type Page = ReturnType<typeof server.page>;
let [one, other]: Page[] = [];

beforeEach(async () => {
  server = await serverForTest();
  [one, other] = [server.page(), server.page()];
});
afterEach(() => server.close());

const says = async (page: Page | undefined, text: string) =>
  textOf((await page?.do({ kind: "said", text })) ?? []);
const textOf = (messages: readonly OutboundMessage[]) => messages.map(({ text }) => text).join("\n");
const codeFrom = async (page: Page | undefined) => /绑定 (\w{8})/.exec(await says(page, "绑定"))?.[1] ?? "";
const people = async () => (await server.services.database.query("SELECT id FROM person")).length;

describe("one person, two channels", () => {
  it("goes on in the other where the first one was, facts and question alike", async () => {
    await says(one, "我在淄博一家民企当焊工，刚考下技师");
    await says(one, "开始");
    const code = await codeFrom(one);
    await says(other, "你好");
    expect(await says(other, `绑定${code}`)).toContain("接上了");
    expect(await people()).toBe(1);
    expect(await says(other, "继续")).toContain("竞赛");
    await says(other, "没参加过");
    // Two browsers show one talk; the last line is the answer to this.
    const again = (await one?.do({ kind: "said", text: "继续" })) ?? [];
    expect(again.at(-1)?.text).toContain("称号");
  });

  it("adds what only the second one knew, and the first one's word counts", async () => {
    await says(one, "开始");
    await says(one, "淄博");
    const code = await codeFrom(one);
    await says(other, "我在泰安当焊工，刚考下技师");
    await says(other, `绑定 ${code.toLowerCase()}`);
    expect(await says(one, "修改")).toBeTruthy();
    const row = JSON.stringify(await everyRow(server.services.database));
    expect(row).toContain('\\"city\\":\\"淄博市\\"');
    expect(row).toMatch(/技师/);
  });

  it("takes a code once, within ten minutes, and from nobody who guesses", async () => {
    const code = await codeFrom(one);
    await says(other, `绑定 ${code}`);
    expect(await says(server.page(), `绑定 ${code}`)).toContain("这个码不对");
    const late = await codeFrom(one);
    server.clock.now += CODE_HOLDS_MS + 1;
    expect(await says(server.page(), `绑定 ${late}`)).toContain("这个码不对");
    const guesser = server.page();
    const fresh = await codeFrom(one);
    for (let n = 0; n < 5; n++) await says(guesser, `绑定 ABCDEFG${n}`);
    expect(await says(guesser, `绑定 ${fresh}`)).toContain("码错了好几次");
  });

  it("understands a code with the blanks that a keyboard puts in, and forgives wrong ones after a day", async () => {
    const code = await codeFrom(one);
    expect(await says(other, `绑定：${code.slice(0, 4)} ${code.slice(4)}`)).toContain("接上了");
    const guesser = server.page();
    for (let n = 0; n < 6; n++) await says(guesser, `绑定 ABCDEFG${n}`);
    server.clock.now += 25 * 3_600_000;
    expect(await says(guesser, `绑定 ${await codeFrom(one)}`)).toContain("接上了");
  });

  it("tells whoever made the code that it was used", async () => {
    const code = await codeFrom(one);
    await says(other, `绑定 ${code}`);
    expect(textOf((await one?.lines())?.map(({ message }) => message) ?? [])).toContain(
      "有人在网页上用您的码接上了",
    );
  });

  it("loses nothing where the other side speaks at the moment of joining, however often they join and part", async () => {
    await says(one, "开始");
    await says(other, "开始");
    for (let round = 0; round < 6; round++) {
      const code = await codeFrom(other);
      await Promise.all([
        other?.do({ kind: "said", text: "菜单" }),
        one?.do({ kind: "said", text: `绑定 ${code}` }),
        other?.do({ kind: "said", text: "我在淄博" }),
      ]);
      expect(await people()).toBe(1);
      expect(await says(other, "我的数据")).toContain("淄博");
      await says(round % 2 ? one : other, "解绑");
      expect(await people()).toBe(2);
      for (const page of [one, other]) expect(await says(page, "你好")).toBeTruthy();
      await says(round % 2 ? other : one, "改成淄博");
    }
  });

  it("does not join what is one already, nor a code of one's own", async () => {
    const own = await codeFrom(one);
    expect(await says(one, `绑定 ${own}`)).toContain("这个码不对");
    expect(await people()).toBe(1);
  });

  it("comes apart again: this side begins anew, the other one keeps what it had", async () => {
    await says(one, "我在淄博当焊工，刚考下技师");
    await says(other, `绑定 ${await codeFrom(one)}`);
    expect(await says(other, "解绑")).toContain("分开了");
    expect(await people()).toBe(2);
    expect(await says(other, "开始")).toContain("您在哪个城市");
    expect(await says(one, "继续")).not.toContain("您在哪个城市");
    expect(await says(other, "解绑")).toContain("没有绑定别的");
  });

  it("takes the surveys along that the one who joins may fill, and leaves them with the enterprise after all", async () => {
    const { database, surveys } = server.services;
    const [round, code] = ["joined01", creditCodeOf(1)];
    await says(other, "你好");
    const [{ id: filler } = { id: "" }] = await database.query<{ id: string }>("SELECT id FROM person");
    await database.batch([
      addRound({ id: round }),
      ...surveyStatements(beginning(round, code), filler, server.clock.now),
    ]);
    await says(other, `绑定 ${await codeFrom(one)}`);
    const [{ id: joined } = { id: "" }] = await database.query<{ id: string }>("SELECT id FROM person");
    expect(joined).not.toBe(filler);
    expect(await surveys.record(joined).myDrafts()).toMatchObject([{ id: `${round}/${code}` }]);
    expect(await says(one, "我的数据")).toContain("帮着填调查表的企业：淄博某机械有限公司");
    const [exported] = (await one?.do({ kind: "said", text: "导出" })) ?? [];
    expect(exported?.file).toMatchObject({ text: expect.stringContaining("调查表里填的内容") });
    expect(await says(one, "全部删除")).toContain("是企业的");
    expect(await says(one, "确定删除")).toContain("留下的只有企业的调查表");
    expect(await people()).toBe(0);
    expect(await database.query("SELECT id FROM survey_draft")).toHaveLength(1);
  });

  it("deletes both sides when one asks for it", async () => {
    await says(one, "我在淄博当焊工，刚考下技师");
    await says(other, `绑定 ${await codeFrom(one)}`);
    await says(other, "全部删除");
    await says(other, "确定删除");
    expect(await people()).toBe(0);
    expect(JSON.stringify(await everyRow(server.services.database))).not.toContain("焊工");
  });
});
