/** 微信客服: a human takes over, and the bot is silent. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type KfForTest, kfForTest } from "../../support/kf.ts";

const HOUR = 3_600_000;

let kf: KfForTest;
beforeEach(async () => {
  kf = await kfForTest();
});
afterEach(() => kf.close());

describe("a human", () => {
  const servicer = () => kf.wecom.servicer("zhao");

  it("is given the talk where somebody is there, and the bot is silent until they end it", async () => {
    const { customer } = kf;
    const zhao = servicer();
    await kf.says("您好");
    const seen = await kf.says("人工");
    expect(seen.map(({ text }) => text)).toEqual([
      expect.stringContaining("需要找人的话"),
      expect.stringContaining("已经帮您转人工了"),
    ]);
    expect(customer.state()).toBe(2);
    expect(await kf.says("有人吗")).toEqual([]);
    await zhao.takes(customer);
    await zhao.says(customer, "我是小赵");
    customer.seesNew();
    expect(await kf.says("我身份证号是多少多少")).toEqual([]);
    expect(JSON.stringify(await kf.server.services.database.query("SELECT * FROM fetched"))).toBe("[]");
    await zhao.ends(customer);
    await kf.server.settled();
    expect((await kf.says("菜单"))[0]?.text).toContain("我能帮您做这些");
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("is not promised where nobody is there", async () => {
    servicer().stopsReceiving();
    await kf.says("您好");
    expect(await kf.says("人工")).toHaveLength(1);
    expect(await kf.says("菜单")).toHaveLength(1);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("need not be waited for", async () => {
    servicer();
    await kf.says("人工");
    expect((await kf.says("不等了"))[0]?.text).toContain("好的，不等了");
    expect(await kf.says("菜单")).toHaveLength(1);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("who has taken over unheard is not spoken over, nor after", async () => {
    const { customer } = kf;
    const zhao = servicer();
    await kf.says("您好");
    kf.wecom.announces(false);
    await zhao.takes(customer);
    await customer.says("菜单");
    kf.wecom.announces(true);
    // Its own event comes first, and is believed.
    expect(await kf.says("还在吗")).toEqual([]);
    expect(await kf.states()).toEqual(["sent"]);
  });

  it("who has a session from before is found out by the refusal", async () => {
    const { customer } = kf;
    const zhao = servicer();
    await kf.says("您好");
    await zhao.takes(customer);
    await kf.server.settled();
    await kf.server.services.database.batch([{ sql: "UPDATE address SET human_since = NULL", params: [] }]);
    expect(await kf.says("菜单")).toEqual([]);
    expect((await kf.outbox()).at(-1)).toMatchObject({ state: "failed", why: "a human has taken over" });
    await zhao.ends(customer);
    await kf.server.settled();
    expect(await kf.says("菜单")).toHaveLength(1);
  });

  it("keeps nobody for ever: a session that ended without a word is asked for", async () => {
    const { customer } = kf;
    const zhao = servicer();
    await kf.says("您好");
    await zhao.takes(customer);
    await kf.server.settled();
    kf.clock.now += 49 * HOUR;
    expect((await kf.says("菜单"))[0]?.text).toContain("我能帮您做这些");
  });
});
