/** The server with Telegram beside it: both by one clock, the far side reached over real HTTP. */
import { telegramDefinition } from "../../bot/channels/telegram/definition.ts";
import type { Seen } from "../emulators/seen.ts";
import type { Place } from "../emulators/telegram/place.ts";
import { startTelegram, type TelegramOptions } from "../emulators/telegram.ts";
import { sqliteForTest } from "./databases.ts";
import { serverForTest } from "./server.ts";

export const WEBHOOK_SECRET = "a-Secret_that-only-Telegram-knows";

interface Options {
  mode?: "webhook" | "polling";
  far?: Partial<TelegramOptions>;
}

export type TelegramServer = Awaited<ReturnType<typeof serverWithTelegram>>;

export async function serverWithTelegram({ mode = "webhook", far: farOptions = {} }: Options = {}) {
  let time = () => 0;
  const clock = {
    get now() {
      return time();
    },
  };
  const far = await startTelegram({ clock, ...farOptions });
  const { database, dispose } = await sqliteForTest();
  const start = (prefix: string, starts?: string) =>
    serverForTest({
      channels: [telegramDefinition],
      prefix,
      ...(starts ? { starts } : {}),
      open: async () => ({ database, dispose: async () => undefined }),
      environment: {
        TELEGRAM_BOT_TOKEN: far.token,
        TELEGRAM_API_ROOT: `${far.apiRoot}/`,
        TELEGRAM_MODE: mode,
        ...(mode === "webhook" ? { TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET } : {}),
      },
    });
  let server = await start("");
  time = () => server.clock.now;
  far.deliverTo((request) => server.app.fetch(request));
  const intake = () => {
    const found = server.ways.intakes.get("telegram");
    if (!found) throw new Error("Telegram brings nothing in");
    return found;
  };
  if (mode === "webhook") await intake().nudge();

  return {
    far,
    get server() {
      return server;
    },
    intake,
    /** Stops the server and starts it anew on the same database. */
    restart: async () => {
      await server.close();
      server = await start("b", new Date(server.clock.now).toISOString());
      await intake().nudge();
    },
    /** What somebody newly sees after they did something and the server has answered; ten seconds pass. */
    after: async (place: Place, act: Promise<unknown>): Promise<Seen[]> => {
      await act;
      await server.settled();
      server.clock.now += 10_000;
      return place.seesNew();
    },
    outbox: async () =>
      (await database.query("SELECT state, attempts, why, sent_as FROM outbox ORDER BY step, position")).map(
        ({ state, attempts, why, sent_as: as }) => ({ state, attempts, why, as }),
      ),
    addresses: () =>
      database.query<{ external: string; left_at: number | null }>(
        "SELECT external, left_at FROM address WHERE channel = 'telegram' ORDER BY external",
      ),
    close: async () => {
      await server.close();
      await far.close();
      await dispose();
    },
  };
}
