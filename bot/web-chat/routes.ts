/** `/` and `/chat/*`: the page, what it posts, and the stream of what was said. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Happening, InboundEvent } from "../../handlers/event.ts";
import { personAt } from "../../storage/people.ts";
import { MOST_FILE_BYTES } from "../channels/download.ts";
import { readBytes } from "../given-file.ts";
import { createLimit, type Limit } from "../limits.ts";
import { receive } from "../receive.ts";
import type { Services } from "../services.ts";
import { giveFile } from "./download.ts";
import type { Hub } from "./hub.ts";
import { chatPage } from "./page.ts";
import type { Sessions } from "./session.ts";
import { streamTranscript } from "./stream.ts";
import { webTexts } from "./texts.ts";

export interface WebChat {
  hub: Hub;
  sessions: Sessions;
  /** Serves the page's scripts and styles; Node reads them from disk, Workers from their assets. */
  assets: MiddlewareHandler;
  /** The address that a request came from, as far as it can be believed. */
  addressOf: (context: Context) => string;
  /** Called after a commit: there is something to deliver. */
  onCommit: () => void;
}

/** What one person may type, in characters: more than a long story, less than a book. */
const TEXT_LIMIT = 2_000;
const BODY_LIMIT = 32 * 1024;
const [TURNS_A_MINUTE, NEW_SESSIONS_IN_TEN_MINUTES, PAGES_AT_ONCE] = [40, 200, 12];
/** Each is made anew. */
const DOWNLOADS_A_MINUTE = 20;

const FILES_A_MINUTE = 10;

const id = z.string().min(8).max(64);
const short = z.string().min(1).max(200);
const postedSchema = z.discriminatedUnion("kind", [
  z.strictObject({ id, kind: z.literal("arrived") }),
  z.strictObject({ id, kind: z.literal("said"), text: z.string().min(1).max(TEXT_LIMIT) }),
  z.strictObject({ id, kind: z.literal("pressed"), button: short, label: short }),
  z.strictObject({
    id,
    kind: z.literal("chose"),
    question: short,
    values: z.array(short).max(50),
    label: z.string().max(1_000),
  }),
]);

const fileSchema = z.strictObject({ id, name: z.string().trim().min(1).max(200) });

export function webChatRoutes(services: Services, web: WebChat): Hono {
  const routes = new Hono();
  const turns = createLimit(TURNS_A_MINUTE, 60);
  const arrivals = createLimit(NEW_SESSIONS_IN_TEN_MINUTES, 600);
  const downloads = createLimit(DOWNLOADS_A_MINUTE, 60);
  const { name, contact, hotline } = services.bureau;
  routes.get("/", (context) =>
    context.html(chatPage({ bureau: name ?? webTexts.tagline, phone: contact.phone ?? hotline })),
  );
  const limit = bodyLimit({
    maxSize: BODY_LIMIT,
    onError: (context) => refuse(context, 413, webTexts.tooLong),
  });
  routes.post("/chat/events", limit, (context) => postEvent(context, services, web, { turns, arrivals }));
  const fileLimit = bodyLimit({
    maxSize: MOST_FILE_BYTES,
    onError: (context) => refuse(context, 413, webTexts.fileTooLarge),
  });
  const files = createLimit(FILES_A_MINUTE, 60);
  routes.post("/chat/files", fileLimit, (context) =>
    postFile(context, services, web, { turns, arrivals, files }),
  );
  routes.get("/chat/stream", (context) => openStream(context, services, web));
  routes.get("/chat/files/:key{\\d+\\.\\d+}", (context) =>
    giveFile(context, services, web.sessions, downloads),
  );
  routes.get("/chat/:file{[a-z-]+\\.(?:js|css|svg)}", web.assets);
  return routes;
}

type Limits = Record<"turns" | "arrivals", Limit>;
type Posted = z.infer<typeof postedSchema> | (Extract<Happening, { kind: "gave" }> & { id: string });

async function postEvent(
  context: Context,
  services: Services,
  web: WebChat,
  limits: Limits,
): Promise<Response> {
  const posted = await readPosted(context);
  if (posted instanceof Response) return posted;
  return takeInPosted(context, services, web, limits, posted);
}

/** A file as it is; only its name and the event's id stand in the address. */
async function postFile(
  context: Context,
  services: Services,
  web: WebChat,
  { files, ...limits }: Limits & { files: Limit },
): Promise<Response> {
  const { data } = fileSchema.safeParse(context.req.query());
  if (!data || context.req.header("content-type") !== "application/octet-stream")
    return refuse(context, 415, webTexts.notUnderstood);
  // Nothing is opened of whom we do not know, nor too often.
  const known = await web.sessions.read(context);
  if (!known) return refuse(context, 401, webTexts.unknownSession);
  const wait = await files.take(known);
  if (wait !== null) return tooFast(context, wait);
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  const file = await readBytes(services, data.name, bytes);
  return takeInPosted(context, services, web, limits, { ...data, kind: "gave", file });
}

async function takeInPosted(
  context: Context,
  services: Services,
  web: WebChat,
  limits: Limits,
  posted: Posted,
): Promise<Response> {
  const known = await web.sessions.read(context);
  if (!known && posted.kind !== "arrived") return refuse(context, 401, webTexts.unknownSession);
  const wait = known ? await limits.turns.take(known) : await limits.arrivals.take(web.addressOf(context));
  if (wait !== null) return tooFast(context, wait);
  const session = await sessionFor(posted, known, services);
  // Opening the page again gives the cookie its full time anew.
  if (!known || posted.kind === "arrived") await web.sessions.start(context, session);
  const received = await receive(services, await eventOf(posted, session, services.now()));
  if (received.kind === "unknown") return refuse(context, 401, webTexts.unknownSession);
  if (received.kind === "forgotten") {
    web.sessions.end(context);
    web.hub.nudge(session);
    return context.json({ ok: true, forgotten: true, message: received.farewell });
  }
  if (received.kind === "taken") web.onCommit();
  return context.json({ ok: true });
}

/** The posted event, or the refusal: JSON only, so that no form of another site can post here. */
async function readPosted(context: Context): Promise<z.infer<typeof postedSchema> | Response> {
  if (!context.req.header("content-type")?.startsWith("application/json"))
    return refuse(context, 415, webTexts.notUnderstood);
  const body: unknown = await context.req.json().catch(() => undefined);
  const posted = postedSchema.safeParse(body);
  if (posted.success) return posted.data;
  const isLong = posted.error.issues.some((issue) => issue.code === "too_big" && issue.path[0] === "text");
  return isLong ? refuse(context, 413, webTexts.tooLong) : refuse(context, 400, webTexts.notUnderstood);
}

/** Who arrives with a cookie that names nobody any more begins anew, and cannot be told from anybody else. */
async function sessionFor({ kind }: Posted, known: string | null, services: Services): Promise<string> {
  if (known === null) return services.newId();
  const isGone =
    kind === "arrived" && (await personAt(services.database, { channel: "web", external: known })) === null;
  return isGone ? services.newId() : known;
}

async function eventOf(
  { id: echo, ...happening }: Posted,
  session: string,
  now: number,
): Promise<InboundEvent> {
  // The id is the page's own word: hashed with the session it names nobody and clashes with nobody's.
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${session}:${echo}`));
  const id = [...new Uint8Array(digest, 0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    id,
    echo,
    from: { channel: "web", external: session },
    at: new Date(now).toISOString(),
    happening,
  };
}

async function openStream(context: Context, services: Services, web: WebChat): Promise<Response> {
  const session = await web.sessions.read(context);
  const person = session && (await personAt(services.database, { channel: "web", external: session }));
  if (!session || !person) return refuse(context, 401, webTexts.unknownSession);
  if (web.hub.count(session) >= PAGES_AT_ONCE) return tooFast(context, 60);
  const after = context.req.header("last-event-id");
  return streamSSE(context, (stream) =>
    streamTranscript(stream, services.database, web.hub, { session, person, after }),
  );
}

function tooFast(context: Context, seconds: number): Response {
  context.header("Retry-After", String(seconds));
  return refuse(context, 429, webTexts.tooFast);
}

function refuse(context: Context, status: 400 | 401 | 413 | 415 | 429, error: string): Response {
  return context.json({ error }, status);
}
