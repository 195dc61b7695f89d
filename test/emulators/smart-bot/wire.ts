/** The gateway's side of the connection: who is subscribed, which frames come in, what is answered. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Fault, Faults } from "./faults.ts";
import { Refusal, refusal } from "./refusal.ts";
import type { Resources } from "./resources.ts";
import { RIVAL_PATH } from "./rival.ts";

/** One frame of the server, or one request for a download, with what was answered. */
export interface Call {
  method: string;
  reqId: string;
  body: unknown;
  /** By the test's clock. */
  at: number;
  /** 0 where it was taken; null where there was no ack. */
  errcode: number | null;
}

interface Connection {
  socket: WebSocket;
  /** Counted from 1. */
  number: number;
  subscribed: boolean;
  rival: boolean;
}

/** One connection that was ever made, as it stands now. */
export interface ConnectionState {
  number: number;
  open: boolean;
  /** Callbacks go to it. */
  subscribed: boolean;
  /** Not the server under test's. */
  rival: boolean;
}

export interface WireOptions {
  bot: { id: string; secret: string };
  clock: { now: number };
  faults: Faults;
  resources: Resources;
  /** @throws {Refusal} Gives what stands in the ack's body. */
  handle: (method: string, asked: { reqId: string; connection: number; body: unknown }) => unknown;
  /** A newer connection has taken the place of one; the event that tells it. */
  replaced: () => object;
  switches: { answersPings: boolean };
  changed: () => void;
}

export function createWire(options: WireOptions) {
  const { bot, clock, faults, resources, handle, replaced, switches, changed } = options;
  const calls: Call[] = [];
  const connections: Connection[] = [];
  let [hints, port] = [0, 0];
  let current: Connection | null = null;
  let server = createServer();
  let sockets = new WebSocketServer({ noServer: true });

  const ack = (connection: Connection, reqId: string, errcode: number, errmsg: string, body?: unknown) => {
    const frame = { headers: { req_id: reqId }, ...(body === undefined ? {} : { body }), errcode, errmsg };
    connection.socket.send(JSON.stringify(frame));
  };
  const refuse = (connection: Connection, call: Call, errcode: number, errmsg: string): void => {
    call.errcode = errcode;
    const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
    ack(connection, call.reqId, errcode, `${errmsg}, hint: [${++hints}], from ip: 127.0.0.1, ${more}`);
  };

  const subscribe = (connection: Connection, body: unknown): void => {
    const { bot_id, secret } = (body ?? {}) as { bot_id?: unknown; secret?: unknown };
    if (bot_id !== bot.id || secret !== bot.secret) throw refusal("bad credentials");
    connection.subscribed = true;
    const old = current;
    current = connection;
    if (!old || old === connection) return;
    old.subscribed = false;
    old.socket.send(JSON.stringify(replaced()));
    old.socket.close();
  };
  const answer = (connection: Connection, { method, reqId, body }: Call): unknown => {
    if (method === "aibot_subscribe") return subscribe(connection, body);
    if (!connection.subscribed) throw refusal("not subscribed");
    return method === "ping" ? undefined : handle(method, { reqId, connection: connection.number, body });
  };

  const take = (connection: Connection, call: Call, fault: Fault | null): void => {
    if (fault === "lost") return;
    if (fault === "dropped") {
      connection.socket.terminate();
      return;
    }
    if (fault !== null && typeof fault === "object") throw new Refusal(fault.errcode, fault.errmsg);
    const body = answer(connection, call);
    if (fault === "taken without ack" || (call.method === "ping" && !switches.answersPings)) return;
    if (fault === "taken, then dropped") {
      connection.socket.terminate();
      return;
    }
    call.errcode = 0;
    ack(connection, call.reqId, 0, "ok", body);
    if (fault === "acked, then dropped") connection.socket.close();
  };

  const receive = (connection: Connection, data: string): void => {
    const frame = frameOf(data);
    if (!frame) {
      connection.socket.close(1007);
      return;
    }
    const call: Call = { ...frame, at: clock.now, errcode: null };
    if (!connection.rival) calls.push(call);
    try {
      take(connection, call, connection.rival ? null : faults.take(call.method));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(connection, call, error.errcode, error.message);
    }
    changed();
  };

  const connect = (socket: WebSocket, { url }: IncomingMessage): void => {
    const rival = url === RIVAL_PATH;
    const connection = { socket, number: connections.length + 1, subscribed: false, rival };
    connections.push(connection);
    socket.on("message", (data) => receive(connection, String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      connection.subscribed = false;
      if (current === connection) current = null;
      changed();
    });
  };
  /** What people sent; anything else is not there, and that somebody tried is what a test may want to know. */
  const download = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = "/" } = request;
    const call: Call = {
      method: `${request.method} ${url}`,
      reqId: "",
      body: null,
      at: clock.now,
      errcode: null,
    };
    calls.push(call);
    changed();
    const fault = faults.take("download");
    const found = await resources.find(url);
    if (fault === "dropped") return void request.socket.destroy();
    call.errcode = found ? 0 : 404;
    if (found) {
      const name = encodeURIComponent(found.name);
      response.setHeader("content-disposition", `attachment; filename*=UTF-8''${name}`);
    }
    response.writeHead(found ? 200 : 404).end(found?.encrypted);
    changed();
  };

  const start = async (): Promise<void> => {
    server = createServer((request, response) => void download(request, response));
    sockets = new WebSocketServer({ server });
    sockets.on("connection", connect);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  };
  const stop = async (): Promise<void> => {
    current = null;
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };

  return {
    calls,
    start,
    stop,
    address: () => `127.0.0.1:${port}`,
    /** The number of the connection that callbacks go to, or null. */
    connection: () => current?.number ?? null,
    connections: (): ConnectionState[] =>
      connections.map(({ socket, ...rest }) => ({ ...rest, open: socket.readyState === socket.OPEN })),
    /** Ends the connection that callbacks go to without a word; resolves once that is done. */
    drop: async (): Promise<void> => {
      if (!current) return;
      const closed = once(current.socket, "close");
      current.socket.terminate();
      await closed;
    },
    /** Resolves once the frame has gone out; false where nobody is subscribed: it is lost then. */
    push: (frame: object): Promise<boolean> =>
      new Promise((resolve) => {
        if (!current) return resolve(false);
        current.socket.send(JSON.stringify(frame), (error) => resolve(!error));
      }),
    /** Once there and back for what the server sends when it reads, and once more for the acks of that. */
    roundTrip: async (): Promise<void> => {
      for (let time = 0; time < 2 && current; time++) await pong(current.socket);
    },
  };
}

let pings = 0;

/** Frames keep their order: what the far side had sent before its pong has come in before it. */
function pong(socket: WebSocket): Promise<void> {
  const mark = `settled-${++pings}`;
  return new Promise((resolve) => {
    const done = () => {
      socket.off("pong", heard).off("close", done);
      resolve();
    };
    const heard = (data: Buffer) => {
      if (data.toString() === mark) done();
    };
    socket.on("pong", heard).on("close", done);
    socket.ping(mark);
  });
}

/** Null for what is no frame: the gateway could not even answer it. */
function frameOf(data: string): { method: string; reqId: string; body: unknown } | null {
  try {
    const { cmd, headers, body } = JSON.parse(data) as {
      cmd?: unknown;
      headers?: { req_id?: unknown };
      body?: unknown;
    };
    const reqId = headers?.req_id;
    return typeof cmd === "string" && typeof reqId === "string" && reqId
      ? { method: cmd, reqId, body }
      : null;
  } catch {
    return null;
  }
}
