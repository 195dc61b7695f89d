/** 微信客服: how much may be said, how late, and what becomes of the rest. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitTurn, loadPerson } from "../../../storage/conversations.ts";
import { type KfForTest, kfForTest } from "../../support/kf.ts";

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

let kf: KfForTest;
beforeEach(async () => {
  kf = await kfForTest();
});
afterEach(() => kf.close());

describe("what is allowed", () => {
  it("holds a welcome that comes too late, and gives it before the first answer", async () => {
    const { customer } = kf;
    kf.wecom.failNext("kf/send_msg_on_event", 95007);
    expect(await kf.seenAfter(customer.enters())).toEqual([]);
    expect(await kf.states()).toEqual(["held"]);
    const seen = await kf.says("菜单");
    expect(seen.map(({ text }) => text.slice(0, 6))).toEqual(["关于您的信息", "我能帮您做这"]);
  });

  it("does not speak to who opened the chat long ago, while we were away", async () => {
    const { customer } = kf;
    kf.wecom.announces(false);
    await customer.enters();
    kf.clock.now += 5 * MINUTE;
    await kf.wecom.announce();
    await kf.server.settled();
    expect(kf.wecom.calls.filter(({ method }) => method.startsWith("kf/send"))).toEqual([]);
    kf.wecom.announces(true);
    expect((await kf.says("菜单"))[0]?.text).toContain("关于您的信息");
  });

  it("takes back what did not arrive, and gives it first at the next contact", async () => {
    kf.wecom.failDeliveries(4);
    expect(await kf.says("金蓝领一个人补多少")).toEqual([]);
    await kf.wecom.announce();
    await kf.server.settled();
    expect(await kf.states()).toEqual(["held"]);
    const seen = await kf.says("菜单");
    expect(seen).toHaveLength(2);
    expect(seen[0]?.text).toContain("您问的是哪个城市");
    expect(await kf.states()).toEqual(["sent", "sent"]);
  });

  /** A turn of so many messages, as a long answer would be. */
  const aLongAnswer = async (bytes: number) => {
    const { database, channels } = kf.server.services;
    const line = "第一条写的是谁可以领、领多少、向谁申请。\n";
    const text = Array.from(
      { length: Math.ceil(bytes / Buffer.byteLength(line)) },
      (_, at) => `${at}${line}`,
    );
    const fitted = channels.get("kf")?.fit([{ text: text.join("") }]) ?? [];
    const from = { channel: "kf", external: "wk0000000000000001:wm1" };
    const messages = fitted.map((message) => ({ to: from, message }));
    const person = await loadPerson(database, from);
    const at = new Date(kf.clock.now).toISOString();
    await commitTurn(database, {
      event: { id: `long-${bytes}`, from, at, happening: { kind: "said", text: "" } },
      ...{ person, state: person?.conversation?.state ?? "", effects: [], messages, said: null },
      ...{ opensWindow: null, newId: kf.server.services.newId },
    });
    await kf.server.settled();
    return messages.length;
  };

  const isHinted = ({ text }: { text: string }) => text.includes("回复“继续”");

  it("sends five at most, says in the fifth that there is more, and gives it when asked", async () => {
    const { customer } = kf;
    await kf.says("您好");
    await customer.says("菜单");
    await kf.server.settled();
    customer.seesNew();
    expect(await aLongAnswer(14_000)).toBe(8);
    // One of the five was the menu.
    expect(customer.seesNew().map(isHinted)).toEqual([false, false, false, true]);
    const rest = await kf.says("继续");
    expect(rest.map(isHinted)).toEqual([false, false, false, false]);
    // Nothing is held any more: now it is a word like any other.
    expect((await kf.says("继续")).map(({ text }) => text)).toEqual([expect.stringContaining("个")]);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("says so too where many things said in a row have many answers", async () => {
    const { customer } = kf;
    await kf.says("您好");
    kf.wecom.announces(false);
    for (const text of ["菜单", "怎么用", "我的数据", "菜单", "怎么用", "我的数据", "菜单"])
      await customer.says(text);
    kf.wecom.announces(true);
    await kf.wecom.announce();
    await kf.server.settled();
    expect(customer.seesNew().map(isHinted)).toEqual([false, false, false, false, true]);
    expect((await kf.says("继续")).map(isHinted)).toEqual([false, false]);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("leaves room for the answer beside what was held, and forgets nothing", async () => {
    await kf.says("您好");
    expect(await aLongAnswer(21_000)).toBe(12);
    kf.customer.seesNew();
    const first = await kf.says("菜单");
    expect(first).toHaveLength(5);
    expect(first.at(-1)?.text).toContain("我能帮您做这些");
    const second = await kf.says("菜单");
    expect(second).toHaveLength(5);
    expect(second.at(-1)?.text).toContain("我能帮您做这些");
    expect(new Set(await kf.states())).toEqual(new Set(["sent"]));
    const numbers = kf.wecom
      .customer("wm1")
      .sees()
      .flatMap(({ text }) => [...text.matchAll(/(\d+)第一条/g)].map(([, number]) => Number(number)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers).toHaveLength(new Set(numbers).size);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("speaks for 48 hours", async () => {
    await kf.says("您好");
    kf.clock.now += 48 * HOUR + SECOND;
    await aLongAnswer(100);
    expect(kf.customer.seesNew()).toEqual([]);
    expect((await kf.states()).at(-1)).toBe("held");
    expect(await kf.says("菜单")).toHaveLength(2);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("knows who takes no messages any more, until they are back", async () => {
    const { customer } = kf;
    await kf.says("您好");
    customer.refusesMessages();
    await kf.says("菜单");
    await kf.wecom.announce();
    await kf.server.settled();
    const leftAt = async () =>
      (await kf.server.services.database.query<{ left_at: number | null }>("SELECT left_at FROM address"))[0]
        ?.left_at;
    expect(await leftAt()).toBe(kf.clock.now);
    expect(await kf.states()).toEqual(["sent", "failed"]);
    customer.refusesMessages(false);
    expect(await kf.says("菜单")).toHaveLength(1);
    expect(await leftAt()).toBe(null);
  });

  it("waits where the vendor says so, and costs nothing of the five", async () => {
    kf.wecom.failNext("kf/send_msg", 45009, 7);
    await kf.says("菜单");
    for (let round = 0; round < 8; round++) {
      kf.clock.now += 2 * MINUTE;
      await kf.server.settled();
    }
    expect(kf.customer.seesNew()).toHaveLength(1);
    expect(kf.wecom.refusals).toEqual([]);
  });

  it("says once what may have arrived", async () => {
    kf.wecom.failNext("kf/send_msg", "taken without answer");
    await kf.says("菜单");
    kf.clock.now += MINUTE;
    await kf.server.settled();
    expect(kf.customer.sees()).toHaveLength(1);
    expect(await kf.states()).toEqual(["sent"]);
  });

  it("gives up on who is not there", async () => {
    kf.wecom.failNext("kf/send_msg", 40096);
    await kf.says("菜单");
    expect(await kf.states()).toEqual(["failed"]);
  });
});
