/** One server with every channel on, as a bureau may have it: the app and 微信客服 belong to one corp. */
import { CHANNELS } from "../../bot/channels/registry.ts";
import { startWecom } from "../emulators/wecom.ts";
import { kfSide, smartBotSide, telegramSide, wecomSide } from "./hands.ts";
import { listen } from "./listen.ts";
import { type ServerOptions, serverForTest } from "./server.ts";

/** @param options what else the server has */
export async function allChannels(options: Pick<ServerOptions, "files" | "readFile"> = {}) {
  const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  const wecom = await startWecom({ clock });
  const sides = {
    telegram: await telegramSide(clock),
    wecom: await wecomSide(clock, wecom),
    kf: await kfSide(clock, wecom),
    bot: await smartBotSide(clock),
  };
  const all = Object.values(sides);
  const environment = Object.assign({}, ...all.map((side) => side.environment)) as Record<string, string>;
  const server = await serverForTest({ ...options, clock, channels: CHANNELS, environment });
  const listening = await listen(server.app.fetch);
  for (const side of all) await side.connect(listening.url);
  return {
    clock,
    wecom,
    server,
    sides,
    url: listening.url,
    environment,
    /** Resolves once everything that was done has been answered. */
    settled: async () => {
      for (const side of all) await side.arrived();
      await server.settled();
      await server.settled();
    },
    close: async () => {
      await listening.close();
      await server.close();
      for (const side of all) await side.close();
    },
  };
}
