/** A file of the talk, fetched by the person whose talk it is: made anew each time, and kept nowhere on the way. */
import type { Context } from "hono";
import { personAt, saidAt } from "../../storage/people.ts";
import type { Limit } from "../limits.ts";
import { contentsOf } from "../outgoing-file.ts";
import type { Services } from "../services.ts";
import type { Sessions } from "./session.ts";
import { placeOf } from "./stream.ts";
import { webTexts } from "./texts.ts";

/** The path's last part is the line's key. What cannot be given is told in plain words: a person reads them. */
export async function giveFile(
  context: Context,
  services: Services,
  sessions: Sessions,
  downloads: Limit,
): Promise<Response> {
  const { database } = services;
  const session = await sessions.read(context);
  const person = session && (await personAt(database, { channel: "web", external: session }));
  if (!session || !person) return context.text(webTexts.unknownSession, 401);
  const wait = await downloads.take(session);
  if (wait !== null) return context.text(webTexts.tooFast, 429, { "Retry-After": String(wait) });
  const file = (await saidAt(database, person, "web", placeOf(context.req.param("key"))))?.file;
  const contents = file && (await contentsOf(services, file, person));
  if (!file || !contents) return context.text(webTexts.noFile, 404);
  return context.body(new Uint8Array(contents), 200, {
    "Content-Type": HARMLESS.test(file.type) ? file.type : "application/octet-stream",
    "Content-Disposition": `attachment; filename*=UTF-8''${encoded(file.name)}`,
    "Cache-Control": "no-store",
  });
}

/** What cannot run in the page's own name. */
const HARMLESS = /^(text\/(plain|csv|calendar)|application\/(json|pdf|vnd\.[\w.-]+))\s*(;|$)/;

/** RFC 8187 takes fewer signs as they are than addresses do. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}
