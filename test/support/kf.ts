/** The server and 微信客服's far side, on one clock. */
import { kfDefinition } from "../../bot/channels/kf/definition.ts";
import { startWecom } from "../emulators/wecom.ts";
import { type ServerOptions, serverForTest } from "./server.ts";

export type KfForTest = Awaited<ReturnType<typeof kfForTest>>;

export async function kfForTest() {
  const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  const wecom = await startWecom({ clock });

  const serverOf = async (options: ServerOptions = {}) => {
    const { corpId, kf } = wecom.settings;
    const made = await serverForTest({
      ...options,
      channels: [kfDefinition],
      environment: {
        WECOM_CORP_ID: corpId,
        WECOM_KF_SECRET: kf.secret,
        WECOM_KF_TOKEN: kf.token,
        WECOM_KF_AES_KEY: kf.aesKey,
        WECOM_API_ROOT: wecom.url,
      },
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
