/** The vendor's API over HTTP: routes, the log of calls, and what a test makes go wrong. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createFaults } from "./faults.ts";
import { Refusal, refusalBody, refuse } from "./refusal.ts";
import type { Scope, Tokens } from "./tokens.ts";
import { MINUTE, type World } from "./world.ts";

export interface ApiRequest {
  query: URLSearchParams;
  /** The JSON of a POST; null for a GET and for a form. */
  body: unknown;
  form: FormData | null;
}

export interface Route {
  verbs: readonly ("GET" | "POST")[];
  /** Whose token it takes; "none" where it takes no token. */
  needs: Scope | "any" | "none";
  handle: (request: ApiRequest) => object | Promise<object>;
}

/** A file in place of JSON; its name comes as bare UTF-8. */
export interface BinaryAnswer {
  binary: Buffer;
  name: string;
}

interface Call {
  /** "message/send", "kf/sync_msg" … */
  method: string;
  body: unknown;
  /** By the test's clock. */
  at: number;
  /** What was answered; null where nothing was, or no JSON. */
  errcode: number | null;
}

interface Served extends ApiRequest {
  method: string;
  verb: string;
  broken: boolean;
}

export async function startApi(world: World, tokens: Tokens, routes: Record<string, Route>) {
  const calls: Call[] = [];
  /** What the sender did wrong, in words; not what a test made go wrong. */
  const refusals: { method: string; errcode: number; why: string }[] = [];
  const faults = createFaults();

  /** A corp's calls of one method in a minute. */
  const limits = { callsPerMinute: 10_000 };

  const checkRate = (method: string): void => {
    const since = world.clock.now - MINUTE;
    const recent = calls.filter((call) => call.method === method && call.at > since && call.errcode === 0);
    if (recent.length >= limits.callsPerMinute) refuse(45009, `more than ${limits.callsPerMinute} a minute`);
  };
  const work = async (request: Served): Promise<object> => {
    const route = routes[request.method] ?? refuse(40058, `no such method: ${request.method}`);
    const [first = "POST"] = route.verbs;
    if (!route.verbs.some((verb) => verb === request.verb)) refuse(first === "GET" ? 43001 : 43002);
    if (route.needs !== "none") tokens.check(request.query.get("access_token"), route.needs);
    checkRate(request.method);
    if (request.broken) refuse(47001);
    return route.handle(request);
  };
  const answered = async (request: Served): Promise<object> => {
    try {
      return await work(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push({ method: request.method, errcode: error.errcode, why: error.message });
      return refusalBody(error, world.count("hint"));
    }
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const call: Call = { method: request.method, body: logged(request), at: world.clock.now, errcode: null };
    calls.push(call);
    await faults.passed(request.method);
    const fault = faults.take(request.method);
    if (fault === "no answer") return void incoming.socket.destroy();
    if (typeof fault === "object" && fault)
      return void response.writeHead(fault.status).end(fault.body ?? "");
    const body =
      typeof fault === "number"
        ? refusalBody(new Refusal(fault), world.count("hint"))
        : await answered(request);
    if (fault === "taken without answer") return void incoming.socket.destroy();
    call.errcode = (body as { errcode?: number }).errcode ?? 0;
    if ("binary" in body) return void sendFile(response, body as BinaryAnswer);
    response.writeHead(200, { "content-type": "application/json; charset=UTF-8" }).end(JSON.stringify(body));
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    limits,
    calls,
    refusals,
    failNext: faults.failNext,
    hold: faults.hold,
    close: async () => {
      faults.openAll();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendFile(response: ServerResponse, { binary, name }: BinaryAnswer): void {
  const filename = Buffer.from(name, "utf8").toString("latin1");
  response
    .writeHead(200, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${filename}"`,
    })
    .end(binary);
}

async function readRequest(incoming: IncomingMessage): Promise<Served> {
  const { pathname, searchParams: query } = new URL(incoming.url ?? "/", "http://emulator");
  const read = { method: pathname.replace(/^\/cgi-bin\//, ""), verb: incoming.method ?? "", query };
  const bytes = await buffer(incoming);
  const type = incoming.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) {
    const form = await new Response(bytes, { headers: { "content-type": type } })
      .formData()
      .catch(() => null);
    return { ...read, body: null, form, broken: form === null };
  }
  if (read.verb !== "POST") return { ...read, body: null, form: null, broken: false };
  try {
    return { ...read, body: JSON.parse(bytes.toString("utf8")), form: null, broken: false };
  } catch {
    return { ...read, body: null, form: null, broken: true };
  }
}

/** For the log: what was sent, without the access token. */
function logged({ body, form, query }: ApiRequest): unknown {
  if (body !== null) return body;
  const fields: Record<string, unknown> = Object.fromEntries(query);
  delete fields.access_token;
  const file = form?.get("media");
  return file instanceof File ? { ...fields, name: file.name, size: file.size } : fields;
}
