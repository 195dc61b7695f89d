/** The whole server with the smart bot switched on, before the emulated gateway, over a real WebSocket. */
import type { Incoming } from "../../bot/channels/channel.ts";
import type { ChannelDefinition } from "../../bot/channels/definition.ts";
import { openSmartBot } from "../../bot/channels/smart-bot/channel.ts";
import { type SmartBotSettings, smartBotDefinition } from "../../bot/channels/smart-bot/definition.ts";
import type { Checklist, OutboundMessage } from "../../handlers/event.ts";
import { sql } from "../../storage/database.ts";
import { startSmartBot } from "../emulators/smart-bot.ts";
import { serverForTest } from "./server.ts";

const STARTS = "2026-11-20T09:00:00+08:00";
export const SECRET = "a-secret-that-nobody-logs";

export interface Options {
  /** What the server takes for the bot's secret. */
  secret?: string;
}

export async function smartBotForTest({ secret = SECRET }: Options = {}) {
  const takenIn: Incoming[] = [];
  let told = () => {};
  /** The channel as it is, but quick to connect again, and telling what it has taken in. */
  const watched: ChannelDefinition = {
    ...smartBotDefinition,
    open: async (settings, tools) => {
      const channel = openSmartBot(settings as SmartBotSettings, tools, { reconnectInterval: 1 });
      const { intake } = channel;
      if (!intake) throw new Error("the smart bot takes nothing in");
      return {
        ...channel,
        intake: (take) =>
          intake(async (incoming) => {
            await take(incoming);
            takenIn.push(incoming);
            told();
          }),
      };
    },
  };
  // One clock for both: the server's.
  const clock = { now: Date.parse(STARTS) };
  const gateway = await startSmartBot({ clock, secret: SECRET });
  const server = await serverForTest({
    starts: STARTS,
    channels: [watched],
    environment: {
      WECOM_BOT_ID: gateway.botId,
      WECOM_BOT_SECRET: secret,
      WECOM_BOT_URL: gateway.url,
    },
  });
  Object.defineProperty(clock, "now", { get: () => server.clock.now });
  const { database } = server.services;

  /** Resolves once what `act` brings in is taken in, but not yet answered. */
  const taken = async (act: () => Promise<unknown>, events = 1): Promise<void> => {
    const due = takenIn.length + events;
    const done = new Promise<void>((resolve) => {
      told = () => takenIn.length >= due && resolve();
    });
    await act();
    await done;
  };
  return {
    gateway,
    /** Resolves once the server knows of its nth subscription. */
    connected: async (nth = 1): Promise<void> => {
      await gateway.subscribed(nth);
      await gateway.settled();
    },
    server,
    takenIn,
    taken,
    /** Does what brings an event in, and waits until it is answered. */
    after: async (act: () => Promise<unknown>, events = 1): Promise<void> => {
      await taken(act, events);
      await server.settled();
    },
    /** Has a message sent to who has talked before, as if it answered what they did last. */
    answer: async (message: OutboundMessage): Promise<void> => {
      const { from, ticket = null } = takenIn.at(-1) ?? {};
      if (!from) throw new Error("nobody has talked");
      const now = server.clock.now;
      const fitted = server.services.channels.get("bot")?.fit([message]) ?? [];
      const queued = fitted.map(
        (one, index) =>
          sql`INSERT INTO outbox (id, person, channel, external, step, position, message, state, ticket, due_at, created_at)
          SELECT ${server.services.newId()}, person, channel, external, 1000, ${index}, ${JSON.stringify(one)}, 'waiting',
          ${ticket}, ${now}, ${now} FROM address WHERE channel = ${from.channel} AND external = ${from.external}`,
      );
      await database.batch(queued);
      await server.settled();
    },
    /** The list to tick that was sent last. */
    lastChecklist: async (): Promise<Checklist> => {
      const rows = await database.query<{ message: string }>(
        "SELECT message FROM outbox ORDER BY rowid DESC",
      );
      const messages = rows.map(({ message }) => JSON.parse(message) as OutboundMessage);
      const { checklist } = messages.find((one) => one.checklist) ?? {};
      if (!checklist) throw new Error("no list was sent");
      return checklist;
    },
    /** What became of the last message. */
    lastSent: async () => {
      const [row] = await database.query<{ state: string; why: string | null; attempts: number }>(
        "SELECT state, why, attempts FROM outbox ORDER BY rowid DESC LIMIT 1",
        [],
      );
      return row;
    },
    ready: async () => (await server.app.request("/readyz")).text(),
    methods: () => gateway.calls.map(({ method }) => method).filter((method) => method !== "aibot_subscribe"),
    close: async () => {
      await server.close();
      await gateway.close();
    },
  };
}
