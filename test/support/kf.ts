/** The server and 微信客服's far side, on one clock. */
import { kfDefinition } from "../../bot/channels/kf/definition.ts";
import { startWecom } from "../emulators/wecom.ts";
import { kfEnvironment } from "./hands.ts";
import { type ServerOptions, serverForTest } from "./server.ts";

export type KfForTest = Awaited<ReturnType<typeof kfForTest>>;

export async function kfForTest() {
  const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  const wecom = await startWecom({ clock });

  const serverOf = async (options: ServerOptions = {}) => {
    const made = await serverForTest({
      ...options,
      channels: [kfDefinition],
      environment: kfEnvironment(wecom),
    });
    Object.defineProperty(made.clock, "now", { get: () => clock.now });
    return made;
  };
  const server = await serverOf();
  const { app, services } = server;
  wecom.deliverTo({
    kf: "http://server.invalid/wecom/kf",
    fetch: async (request) => app.request(request),
  });
  const customer = wecom.customer("wm1");
  const outbox = () =>
    services.database.query<{ state: string; why: string | null }>(
      "SELECT state, why FROM outbox ORDER BY step, position",
    );
  /** What they see after an act, once everything has been said. */
  const seenAfter = async (act: Promise<unknown>, who = customer) => {
    await act;
    await server.settled();
    return who.seesNew();
  };

  return {
    clock,
    wecom,
    server,
    /** The one person that most tests need. */
    customer,
    seenAfter,
    says: (text: string, who = customer) => seenAfter(who.says(text), who),
    /** As the timer does. */
    nudge: async (of = server) => {
      await of.ways.intakes.get("kf")?.nudge();
      await of.settled();
    },
    /** Another process on the same database. */
    anotherServer: (prefix: string) =>
      serverOf({
        prefix,
        open: async () => ({ database: services.database, dispose: async () => undefined }),
      }),
    outbox,
    states: async () => (await outbox()).map(({ state }) => state),
    /** What was fetched and is not yet taken in. */
    waiting: () => services.database.query("SELECT number FROM fetched"),
    close: async () => {
      await server.close();
      await wecom.close();
    },
  };
}
