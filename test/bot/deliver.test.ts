import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel } from "../../bot/channels/channel.ts";
import { drain, startDelivery } from "../../bot/deliver.ts";
import type { Services } from "../../bot/services.ts";
import { webChannel } from "../../bot/web-chat/channel.ts";
import type { Outcome } from "../../storage/outbox.ts";
import { serverForTest } from "../support/server.ts";

let server: Awaited<ReturnType<typeof serverForTest>>;
let sent: string[];
let answer: () => Promise<Outcome>;
let services: Services;

beforeEach(async () => {
  server = await serverForTest();
  sent = [];
  answer = async () => ({ kind: "sent" });
  const channel: Channel = {
    ...webChannel(server.hub),
    send: ({ message }) => {
      sent.push(message.text);
      return answer();
    },
  };
  services = { ...server.services, channels: new Map([["web", channel]]) };
});
afterEach(() => server.close());

const say = async (text: string) => {
  const page = server.page();
  await page.post({ id: `${text}-arrival`, kind: "arrived" });
};
const states = async () =>
  (await services.database.query("SELECT state, attempts FROM outbox ORDER BY step, position")).map(
    (row) => `${row.state} ${row.attempts}`,
  );

describe("delivery", () => {
  it("sends what waits, once, in order", async () => {
    await say("first");
    await drain(services);
    await drain(services);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain("关于您的信息");
    expect(await states()).toEqual(["sent 1", "sent 1"]);
  });

  it("tries again, later and later, what the channel failed at, and gives up in the end", async () => {
    answer = async () => {
      throw new Error("the line is dead");
    };
    await say("first");
    await drain(services);
    // What comes after it waits, so that nothing overtakes, and its own tries are not used up.
    expect(await states()).toEqual(["waiting 1", "waiting 0"]);
    await drain(services);
    expect(sent).toHaveLength(1);
    for (let round = 0; round < 20; round++) {
      server.clock.now += 3_600_000;
      await drain(services);
    }
    expect(await states()).toEqual(["failed 8", "failed 8"]);
    expect(JSON.stringify(server.logged)).not.toContain("关于您的信息");
  });

  it("sends what a nudge tells of while it is still sending", async () => {
    const delivery = startDelivery(services);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reached: () => void = () => undefined;
    const sending = new Promise<void>((resolve) => {
      reached = resolve;
    });
    answer = async () => {
      reached();
      await held;
      return { kind: "sent" };
    };
    await say("first");
    delivery.nudge();
    await sending;
    await say("second");
    delivery.nudge();
    release();
    answer = async () => ({ kind: "sent" });
    while ((await states()).some((state) => !state.startsWith("sent"))) await new Promise(setImmediate);
    expect(sent).toHaveLength(4);
    await delivery.stop();
  });

  it("stops only when what is claimed has been sent and marked, and takes nothing new", async () => {
    await say("first");
    const delivery = startDelivery(services);
    await delivery.stop();
    expect((await states()).every((state) => state === "sent 1" || state === "waiting 0")).toBe(true);
    await say("second");
    delivery.nudge();
    await new Promise(setImmediate);
    expect((await states()).filter((state) => state === "waiting 0").length).toBeGreaterThanOrEqual(2);
  });
});
