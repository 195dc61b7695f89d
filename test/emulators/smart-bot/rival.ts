/** Another server that subscribes for the same bot, as by a second deployment that somebody forgot. */
import { once } from "node:events";
import { WebSocket } from "ws";

/** The gateway keeps what comes in by this path out of its log. */
export const RIVAL_PATH = "/rival";

export interface Rival {
  /** Every callback that came to it, in order: they go to it now. */
  callbacks: Record<string, unknown>[];
  /** Goes away again; nobody is subscribed then. */
  leave: () => Promise<void>;
}

/** Resolves once it is subscribed. */
export async function subscribeRival(url: string, bot: { id: string; secret: string }): Promise<Rival> {
  const callbacks: Record<string, unknown>[] = [];
  const socket = new WebSocket(url + RIVAL_PATH);
  await once(socket, "open");
  const acked = new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Record<string, unknown>;
      if (frame.cmd === undefined) resolve();
      else callbacks.push(frame);
    });
  });
  const body = { bot_id: bot.id, secret: bot.secret };
  socket.send(JSON.stringify({ cmd: "aibot_subscribe", headers: { req_id: "rival-1" }, body }));
  await acked;
  return {
    callbacks,
    leave: async () => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
