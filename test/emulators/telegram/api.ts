/** The Bot API over HTTP: the token in the path, the methods, the log of calls and what a test lets go wrong. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Faults } from "./faults.ts";
import type { Files } from "./files.ts";
import { isWellFormed } from "./params.ts";
import { type ApiError, badRequest, notFound, Refused, unauthorized } from "./refusal.ts";
import { type Call, readBody } from "./request.ts";

export interface ApiCall {
  method: string;
  /** The parameters as they came: in a form every one of them is text. */
  body: Record<string, unknown>;
  /** Names of uploaded files, by field. */
  files: Record<string, string>;
  /** By the emulator's clock. */
  at: number;
  /** Of the answer; 0 until there is one, and where the connection was dropped. */
  status: number;
}

type Methods = Record<string, (call: Call) => unknown>;

interface Options {
  token: string;
  clock: { now: number };
  methods: Methods;
  files: Files;
  faults: Faults;
  calls: ApiCall[];
  /** Called when a call has come, and after each answer. */
  changed: () => void;
}

interface Outcome {
  status: number;
  body: string;
  type?: string;
}

const ok = (result: unknown): Outcome => ({ status: 200, body: JSON.stringify({ ok: true, result }) });
const refused = (error: ApiError): Outcome => ({
  status: error.error_code,
  body: JSON.stringify({ ok: false, ...error }),
});

export function createApi(options: Options) {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(options, request);
    if (path !== null) return download(options, path, response);
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const outcome = await takeCall(options, request, gone.signal);
    if (outcome === null) request.socket.destroy();
    else response.writeHead(outcome.status, { "content-type": outcome.type ?? "application/json" });
    response.end(outcome?.body);
    options.changed();
  };
  return createServer((request, response) => void respond(request, response));
}

/** Null where no file is asked for, or with a wrong token. */
function pathOf({ token }: Options, { url = "/" }: IncomingMessage): string | null {
  const [, given, path = null] = /^\/file\/bot([^/]+)\/(.+)$/.exec(url) ?? [];
  return given !== undefined && decodeURIComponent(given) === token ? path : null;
}

async function download(
  { files, faults, calls, clock, changed }: Options,
  path: string,
  response: ServerResponse,
) {
  const call = { method: "download", body: {}, files: {}, at: clock.now, status: 0 };
  calls.push(call);
  changed();
  const fault = faults.take("download");
  const bytes = await files.download(path);
  if (fault === "no answer") return void response.destroy();
  call.status =
    fault !== null && typeof fault === "object" && "page" in fault ? fault.status : bytes ? 200 : 404;
  response.writeHead(call.status, { "content-type": "application/octet-stream" });
  response.end(call.status === 200 ? bytes : "");
  changed();
}

/** Null where the connection is to be dropped. */
async function takeCall(
  options: Options,
  request: IncomingMessage,
  gone: AbortSignal,
): Promise<Outcome | null> {
  try {
    const method = methodOf(options, request);
    const body = await readBody(request);
    const call: Call = { method, ...body, gone };
    const logged = logCall(options, call);
    const outcome = await answer(options, call);
    logged.status = outcome?.status ?? 0;
    return outcome;
  } catch (error) {
    if (error instanceof Refused) return refused(error.error);
    // The caller hung up in the middle of its request, or the emulator has a fault of its own.
    return { status: 500, body: String(error), type: "text/plain" };
  }
}

/** `/bot<token>/<method>`, the method in any case. What cannot be a token is not found; a wrong one is refused. */
function methodOf({ token, methods }: Options, { url = "/" }: IncomingMessage): string {
  const [, given, asked = ""] = /^\/bot(\d+:[^/]+)\/([^/?]+)(?:\?|$)/.exec(url) ?? [];
  if (given === undefined) throw notFound();
  if (decodeURIComponent(given) !== token) throw unauthorized();
  const method = Object.keys(methods).find((name) => name.toLowerCase() === asked.toLowerCase());
  if (!method) throw notFound("method not found");
  return method;
}

function logCall({ calls, clock, changed }: Options, { method, params, files }: Call): ApiCall {
  const names = Object.fromEntries([...files].map(([field, { name }]) => [field, name]));
  const logged = { method, body: params, files: names, at: clock.now, status: 0 };
  calls.push(logged);
  changed();
  return logged;
}

async function answer({ faults, methods }: Options, call: Call): Promise<Outcome | null> {
  const fault = faults.take(call.method);
  if (fault === "no answer") return null;
  if (fault !== null && fault !== "taken without answer")
    return "page" in fault ? { status: fault.status, body: fault.page, type: "text/html" } : refused(fault);
  const outcome = await done(methods, call);
  return fault === null ? outcome : null;
}

async function done(methods: Methods, call: Call): Promise<Outcome> {
  try {
    if (!isWellFormed(call.params)) throw badRequest("strings must be encoded in UTF-8");
    return ok(await methods[call.method]?.(call));
  } catch (error) {
    if (error instanceof Refused) return refused(error.error);
    throw error;
  }
}
