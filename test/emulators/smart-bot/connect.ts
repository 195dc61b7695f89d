/** The far side of the gateway in the emulator's own tests: the vendor's SDK, and a bare connection. */
import { once } from "node:events";
import { WSClient, type WSClientOptions } from "@wecom/aibot-node-sdk";
import { WebSocket } from "ws";

interface Place {
  url: string;
  botId: string;
  secret: string;
}

interface Ack {
  errcode: number;
  errmsg: string;
  body?: Record<string, unknown>;
}

export interface CallbackFrame {
  cmd: string;
  headers: { req_id: string };
  body: Record<string, unknown> & { msgid: string };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The vendor's SDK, not yet connected, with what it puts out of the way of a test. */
export function sdkFor({ url, botId, secret }: Place, options: Partial<WSClientOptions> = {}): WSClient {
  return new WSClient({ wsUrl: url, botId, secret, logger: silent, reconnectInterval: 1, ...options });
}

export type Line = Awaited<ReturnType<typeof connectTo>>;

/** A connection on which a test sends what the SDK would not. */
export async function connectTo({ url, botId, secret }: Place) {
  const socket = new WebSocket(url);
  const closed = once(socket, "close");
  const acks = new Map<string, (ack: Ack) => void>();
  const callbacks: CallbackFrame[] = [];
  let [requests, taken] = [0, 0];
  let arrived = () => {};
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as CallbackFrame & Ack;
    if (frame.cmd) callbacks.push(frame);
    else acks.get(frame.headers.req_id)?.(frame);
    arrived();
  });
  await once(socket, "open");

  /** Resolves with the ack. */
  const ask = (cmd: string, body: unknown, reqId = `${cmd}_${++requests}`): Promise<Ack> =>
    new Promise((resolve) => {
      acks.set(reqId, resolve);
      socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body }));
    });
  return {
    ask,
    callbacks,
    subscribe: (about: Record<string, unknown> = {}) =>
      ask("aibot_subscribe", { bot_id: botId, secret, ...about }),
    /** Resolves with the next callback that no call has given yet. */
    next: async (): Promise<CallbackFrame> => {
      for (;;) {
        const callback = callbacks[taken];
        if (callback) {
          taken++;
          return callback;
        }
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    /** Sends as it is. */
    write: (text: string) => socket.send(text),
    /** Resolves with the code once the gateway has closed it. */
    closed: closed.then(([code]) => code as number),
    close: () => socket.terminate(),
  };
}
