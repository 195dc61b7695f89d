/** 微信客服: events are fetched, whatever goes wrong between. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wantFeed } from "../../../storage/feed.ts";
import { type KfForTest, kfForTest } from "../../support/kf.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];

let kf: KfForTest;
beforeEach(async () => {
  kf = await kfForTest();
});
afterEach(() => kf.close());

describe("fetching", () => {
  const trouble = async () => (await kf.server.app.request("/readyz")).text();

  it("goes on where it was after a fault, and says meanwhile what is wrong", async () => {
    kf.wecom.failNext("kf/sync_msg", 45009);
    expect(await kf.says("菜单")).toEqual([]);
    expect(await trouble()).toContain("微信客服: kf/sync_msg: errcode 45009");
    await kf.nudge();
    expect(kf.customer.seesNew()).toHaveLength(1);
    expect(await trouble()).toBe("ready");
  });

  it("does without a token that is too old or not taken", async () => {
    const { customer } = kf;
    kf.wecom.failNext("kf/sync_msg", "no answer");
    await customer.says("菜单");
    await kf.server.settled();
    kf.clock.now += 11 * MINUTE;
    await kf.nudge();
    expect(customer.seesNew()).toHaveLength(1);
    kf.wecom.failNext("kf/sync_msg", 95007);
    expect(await kf.says("菜单")).toHaveLength(1);
    const tokens = kf.wecom.calls.flatMap(({ method, body }) =>
      method === "kf/sync_msg" ? [(body as { token?: string }).token !== undefined] : [],
    );
    expect(tokens).toEqual([true, false, true, false]);
  });

  it("answers nothing from before the first call, nor what is too old to be answered", async () => {
    const { customer } = kf;
    kf.wecom.announces(false);
    await customer.says("很久以前");
    kf.clock.now += HOUR;
    await customer.says("菜单");
    await kf.wecom.announce();
    await kf.server.settled();
    expect(customer.seesNew()).toHaveLength(1);
    await customer.says("又一句");
    kf.clock.now += 49 * HOUR;
    await kf.wecom.announce();
    await kf.server.settled();
    expect(customer.seesNew()).toEqual([]);
    expect(await kf.states()).toEqual(["sent"]);
  });

  it("looks at start at every account that it knows: calls are lost while nobody is there", async () => {
    await kf.says("您好");
    kf.wecom.announces(false);
    await kf.customer.says("菜单");
    kf.clock.now += HOUR;
    const next = await kf.anotherServer("next");
    await kf.nudge(next);
    expect(kf.customer.seesNew()).toHaveLength(1);
    await next.close();
  });

  it("is done by one of two servers, and by the other once that one is gone", async () => {
    const other = await kf.anotherServer("other");
    await kf.nudge(other);
    const open = kf.wecom.hold("kf/sync_msg");
    await kf.customer.says("菜单");
    const calls = () => kf.wecom.calls.filter(({ method }) => method === "kf/sync_msg").length;
    while (calls() === 0) await new Promise(setImmediate);
    await kf.nudge(other);
    expect(calls()).toBe(1);
    open();
    await kf.server.settled();
    expect(kf.customer.seesNew()).toHaveLength(1);
    await other.close();
  });

  it("takes in what a crash left between keeping and taking in", async () => {
    await kf.says("您好");
    const { database } = kf.server.services;
    const event = {
      kind: "came",
      incoming: {
        id: "left-over",
        from: { channel: "kf", external: "wk0000000000000001:wm1" },
        happening: { kind: "said", text: "菜单" },
      },
    };
    const account = "wk0000000000000001";
    await database.batch([
      {
        sql: "INSERT INTO fetched (channel, account, number, event) VALUES ('kf', ?, 100, ?)",
        params: [account, JSON.stringify(event)],
      },
    ]);
    await kf.nudge();
    expect(kf.customer.seesNew()).toHaveLength(1);
    expect(await kf.waiting()).toEqual([]);
  });

  describe("what cannot be taken in yet", () => {
    const other = () => kf.wecom.customer("wm2");
    const { later, refused } = { later: 45009, refused: 48002 } as const;

    /** From then on it is asked, before anything of theirs is taken in, who has their session. */
    const markedWithHuman = async () => {
      await kf.says("您好");
      await kf.says("您好", other());
      await kf.server.services.database.batch([
        { sql: "UPDATE address SET human_since = 1 WHERE external LIKE '%wm1'", params: [] },
      ]);
    };

    it("keeps waiting only who said it, and is shown", async () => {
      await markedWithHuman();
      kf.wecom.failNext("kf/service_state/get", later, 2);
      expect(await kf.says("菜单")).toEqual([]);
      expect(await kf.says("菜单", other())).toHaveLength(1);
      expect(await trouble()).toContain("微信客服: something that was fetched cannot be taken in yet");
      const seen = await kf.says("怎么用");
      expect(seen.map(({ text }) => text.slice(0, 4))).toEqual(["我能帮您", "怎么用我"]);
      expect(await trouble()).toBe("ready");
    });

    it("waits as long as the vendor cannot be reached", async () => {
      await markedWithHuman();
      kf.wecom.failNext("kf/service_state/get", later, 20);
      await kf.says("菜单");
      for (let round = 0; round < 19; round++) await kf.nudge();
      expect(await kf.waiting()).toHaveLength(1);
      await kf.nudge();
      expect(kf.customer.seesNew()).toHaveLength(1);
    });

    it("is given up where the vendor refuses to say who has the session", async () => {
      await markedWithHuman();
      kf.wecom.failNext("kf/service_state/get", refused, 5);
      await kf.says("菜单");
      for (let round = 0; round < 3; round++) await kf.nudge();
      expect(await kf.waiting()).toHaveLength(1);
      await kf.nudge();
      expect(await kf.waiting()).toEqual([]);
      expect(JSON.stringify(kf.server.logged)).toContain("an event is given up");
      expect(JSON.stringify(kf.server.logged)).toContain(`${refused}`);
      expect(await trouble()).toBe("ready");
      expect(await kf.says("怎么用")).toHaveLength(1);
    });

    it("is tried once for each time that the account is looked at, however many pages there are", async () => {
      await markedWithHuman();
      kf.wecom.announces(false);
      await kf.customer.says("菜单");
      for (const text of ["菜单", "怎么用", "您好"]) await other().says(text);
      kf.wecom.limits.sync.pageAtMost = 1;
      kf.wecom.failNext("kf/service_state/get", refused, 9);
      await kf.wecom.announce();
      await kf.server.settled();
      expect(other().seesNew()).toHaveLength(3);
      expect(await kf.server.services.database.query("SELECT tries FROM fetched")).toEqual([{ tries: 1 }]);
    });
  });

  it("gives up an event that can never be taken in, and keeps nobody else waiting", async () => {
    kf.wecom.announces(false);
    const [bad, good] = [kf.customer, kf.wecom.customer("wm2")];
    for (const text of ["坏的", "后来的"]) await bad.says(text);
    await good.says("好的");
    await kf.server.services.database.batch([
      wantFeed({ channel: "kf", account: bad.open_kfid }, null, kf.clock.now),
    ]);
    const taken: string[] = [];
    const intake = kf.server.services.channels.get("kf")?.intake?.(async ({ happening }) => {
      const text = happening.kind === "said" ? happening.text : "";
      if (text === "坏的") throw new Error("a bug");
      taken.push(text);
    });
    await intake?.nudge();
    expect(taken).toEqual(["好的"]);
    expect(intake?.trouble()).toContain("cannot be taken in yet");
    await good.says("又一句");
    await intake?.nudge();
    expect(taken).toEqual(["好的", "又一句"]);
    for (let round = 0; round < 4; round++) await intake?.nudge();
    expect(taken).toEqual(["好的", "又一句", "后来的"]);
    expect(intake?.trouble()).toBe(null);
    expect(await kf.waiting()).toEqual([]);
    await intake?.stop();
  });

  it("names the accounts to the operator", async () => {
    expect(await kf.server.services.channels.get("kf")?.register?.()).toContain("wk0000000000000001");
  });

  it("writes nobody's words or names into the log", async () => {
    kf.wecom.failNext("kf/send_msg", 95000);
    await kf.says("一句不该进日志的话");
    expect(JSON.stringify(kf.server.logged)).not.toMatch(/不该进日志|wm1|kf-code|access-token/);
    expect(kf.server.logged.length).toBeGreaterThan(0);
  });
});
