/** 微信客服 through the real server: what is said there, and what is answered. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kfDefinition } from "../../../bot/channels/kf/definition.ts";
import { everyRow } from "../../support/every-row.ts";
import { type KfForTest, kfForTest } from "../../support/kf.ts";
import { serverForTest } from "../../support/server.ts";

let kf: KfForTest;
beforeEach(async () => {
  kf = await kfForTest();
});
afterEach(() => kf.close());

describe("the address of the callback", () => {
  it("is checked, and lets in nobody without the keys", async () => {
    expect(await kf.wecom.checkUrl("kf")).toMatchObject({ passed: true });
    const { attacks } = kf.wecom;
    for (const attack of [attacks.wrongSignature, attacks.wrongCorp, attacks.otherKey, attacks.garbage])
      expect((await attack("kf")).status).toBeGreaterThanOrEqual(400);
    expect(await kf.server.services.database.query("SELECT * FROM feed")).toEqual([]);
    expect(kf.wecom.calls).toEqual([]);
  });
});

describe("a talk", () => {
  it("welcomes who opens the chat for the first time, by the code, in one message", async () => {
    const { customer } = kf;
    const seen = await kf.seenAfter(customer.enters());
    expect(seen).toHaveLength(1);
    expect(seen[0]?.text).toContain("关于您的信息");
    expect(seen[0]?.choices).toContain("怎么用");
    expect(await kf.seenAfter(customer.enters())).toEqual([]);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("answers words, presses and numbers", async () => {
    const { customer } = kf;
    await kf.seenAfter(customer.enters());
    const [question] = await kf.seenAfter(customer.presses("看看我能领什么"));
    expect(question?.choices.length).toBeGreaterThan(2);
    const seen = await kf.says("1");
    expect(seen).toHaveLength(1);
    expect(kf.wecom.refusals).toEqual([]);
    expect(await kf.waiting()).toEqual([]);
  });

  it("says nothing twice, however often a callback comes", async () => {
    kf.wecom.deliverTimes(3);
    const seen = await kf.says("金蓝领一个人补多少");
    await kf.wecom.replay();
    await kf.server.settled();
    expect(seen).toHaveLength(1);
    expect(kf.customer.seesNew()).toEqual([]);
  });

  it("keeps each person's order, and many people apart", async () => {
    kf.wecom.announces(false);
    const people = Array.from({ length: 20 }, (_, at) => kf.wecom.customer(`wm${at}`));
    for (const text of ["我能领什么", "淄博", "菜单"]) for (const one of people) await one.says(text);
    Object.assign(kf.wecom.limits.sync, { pageAtMost: 7, emptyPages: 2 });
    await kf.wecom.announce();
    await kf.server.settled();
    const talks = people.map((one) => JSON.stringify(one.seesNew().map(({ choices }) => choices)));
    expect(new Set(talks).size).toBe(1);
    expect(people[0]?.sees()).toHaveLength(3);
    expect(people[0]?.sees().at(-1)?.text).toContain("我能帮您做这些");
  });

  it("knows an account's people from another's", async () => {
    const [here, there] = [kf.customer, kf.wecom.customer("wm1", "wk2")];
    await kf.seenAfter(here.says("菜单"), here);
    expect(await kf.seenAfter(there.says("菜单"), there)).toHaveLength(1);
    expect(here.seesNew()).toEqual([]);
  });

  it("takes what is no text for what it is", async () => {
    const { customer } = kf;
    await kf.says("您好");
    expect((await kf.seenAfter(customer.sendsImage()))[0]?.text).toContain("看不了图片");
    expect((await kf.seenAfter(customer.sendsVoice()))[0]?.text).toContain("听不了语音");
    expect((await kf.seenAfter(customer.sendsLink("页", "https://example.invalid/")))[0]?.text).toContain(
      "链接",
    );
    const place = { latitude: 36.8, longitude: 118.05, label: "淄博市张店区" };
    expect((await kf.seenAfter(customer.sendsLocation(place)))[0]?.text).toContain("淄博");
    expect((await kf.seenAfter(customer.sendsUnknown("hologram")))[0]?.text).toContain("看不懂");
    expect(await kf.seenAfter(customer.raisesUnknown("change_of_moon"))).toEqual([]);
  });

  it("lets nothing that is said be markup", async () => {
    const seen = await kf.says('<a href="https://evil.invalid/">点我</a> 补贴多少');
    expect(JSON.stringify(seen)).not.toContain("[link:");
  });

  it("does not hear what was taken back before we heard it", async () => {
    const { customer } = kf;
    kf.wecom.announces(false);
    await customer.says("说错了的话");
    await customer.recalls();
    await kf.wecom.announce();
    await kf.server.settled();
    expect(customer.sees()).toEqual([]);
  });

  it("follows what a link is about", async () => {
    const seen = await kf.seenAfter(kf.customer.enters({ scene: "poster", scene_param: "match" }));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.choices.length).toBeGreaterThan(2);
  });

  it("forgets a person, and says so", async () => {
    await kf.says("我在淄博当焊工");
    await kf.says("删除");
    expect((await kf.says("确定删除")).at(-1)?.text).toContain("删");
    expect(JSON.stringify(await everyRow(kf.server.services.database))).not.toMatch(/wm1|焊工/);
  });

  it("sends a file", async () => {
    await kf.says("您好");
    const seen = await kf.says("导出");
    expect(seen.some(({ file }) => file?.text.includes("kf"))).toBe(true);
    expect(kf.wecom.refusals).toEqual([]);
  });
});

it("is half set up without all of its variables", async () => {
  await expect(
    serverForTest({ channels: [kfDefinition], environment: { WECOM_KF_SECRET: "x", WECOM_CORP_ID: "ww1" } }),
  ).rejects.toThrow(/WECOM_KF_TOKEN: missing/);
});
