/** The whole server for tests, but for the socket: real database, fixed clock, counted ids. */

import type { Context } from "hono";
import { createApp } from "../../bot/app.ts";
import { createBackground } from "../../bot/background.ts";
import type { Channel } from "../../bot/channels/channel.ts";
import type { ChannelDefinition } from "../../bot/channels/definition.ts";
import { wantedChannels } from "../../bot/channels/definition.ts";
import { createCodeHash } from "../../bot/code-hash.ts";
import { drain } from "../../bot/deliver.ts";
import { createDesk } from "../../bot/desk.ts";
import { createFileReader } from "../../bot/file-reader.ts";
import { createFiles } from "../../bot/made-files.ts";
import type { Files } from "../../bot/outgoing-file.ts";
import { createPageLinks } from "../../bot/page-links.ts";
import type { Services } from "../../bot/services.ts";
import { surveyAssets } from "../../bot/survey-page/node-assets.ts";
import { createFormSessions } from "../../bot/survey-page/session.ts";
import { createSurveys } from "../../bot/surveys.ts";
import { createVault } from "../../bot/vault.ts";
import { openWaysIn } from "../../bot/ways-in.ts";
import { webChannel } from "../../bot/web-chat/channel.ts";
import { createHub } from "../../bot/web-chat/hub.ts";
import { nodeAssets } from "../../bot/web-chat/node-assets.ts";
import { createSessions } from "../../bot/web-chat/session.ts";
import { type Bureau, bureauSchema } from "../../handlers/bureau.ts";
import type { Happening, OutboundMessage } from "../../handlers/event.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { type Entry, personAt, transcript } from "../../storage/people.ts";
import { sqliteForTest, type TestDatabase } from "./databases.ts";
import { kbOf, TEST_SOURCES } from "./knowledge.ts";
import { surveys as ownSurveyFiles } from "./surveys.ts";

const PUBLIC_URL = "https://jinengtong.test";
const SECRET_KEY = "a-key-for-tests-of-32-characters!";

export interface ServerOptions {
  open?: () => Promise<TestDatabase>;
  bureau?: Bureau;
  starts?: string;
  /** Shared with whatever else tells the time in a test. */
  clock?: { now: number };
  /** Sets the ids of servers apart that share a database. */
  prefix?: string;
  /** Channels beside the web chat, and what sets them up. */
  channels?: readonly ChannelDefinition[];
  environment?: Record<string, string>;
  /** What reads files that come in; else a .csv without quotes. */
  readFile?: Services["readFile"];
  /** Other surveys than the project's own. */
  surveys?: ReadonlyMap<string, Survey>;
  /** What makes files that go out. */
  files?: Files;
}

export async function serverForTest({
  open = sqliteForTest,
  bureau = bureauSchema.parse({}),
  starts = "2026-11-20T09:00:00+08:00",
  clock = { now: Date.parse(starts) },
  prefix = "",
  channels: definitions = [],
  environment = {},
  surveys = ownSurveyFiles,
  readFile = createFileReader(surveys),
  files,
}: ServerOptions = {}) {
  const { database, dispose } = await open();
  const logged: object[] = [];
  const log = (level: string) => (fields: object, message: string) => {
    logged.push({ level, message, ...fields });
  };
  const hub = createHub();
  let [counter, pages, codes] = [0, 0, 0];
  const now = () => clock.now;
  const newId = () => prefix + String(++counter).padStart(32 - prefix.length, "0");
  const logs = { info: log("info"), warn: log("warn"), error: log("error") };
  const tools = { database, now, newId, log: logs, publicUrl: PUBLIC_URL };
  const opened = wantedChannels(definitions, environment).map(({ definition, settings }) =>
    definition.open(settings, tools),
  );
  const channels: Channel[] = [webChannel(hub), ...(await Promise.all(opened))];
  const background = createBackground(logs);
  const vault = await createVault(SECRET_KEY);
  const hashCode = await createCodeHash(SECRET_KEY);
  const links = await createPageLinks(SECRET_KEY, () => PUBLIC_URL);
  const ownSurveys = createSurveys({ definitions: surveys, database, vault, links, now, newId, log: logs });
  const desk = createDesk({ database, vault, hashCode, now });
  const services: Services = {
    kb: await kbOf(bureau.documents),
    bureau,
    sources: TEST_SOURCES,
    database,
    surveys: ownSurveys,
    vault,
    files: files ?? createFiles({ surveys: ownSurveys, desk, database, vault }),
    desk,
    readFile,
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    now,
    newId,
    newCode: () => String(++codes).padStart(8, "7"),
    background: background.run,
    log: logs,
  };
  const ways = openWaysIn(services, () => undefined);
  const addressOf = (context: Context) => context.req.header("x-test-address") ?? "127.0.0.1";
  const web = {
    hub,
    sessions: createSessions(SECRET_KEY, false),
    assets: nodeAssets(),
    addressOf,
    onCommit: () => undefined,
  };
  const app = createApp(services, web, ways, {
    sessions: createFormSessions(SECRET_KEY, false, now),
    assets: surveyAssets(),
    addressOf,
    origin: null,
  });
  return {
    app,
    services,
    clock,
    logged,
    hub,
    hashCode,
    ways,
    /** Resolves once everything that runs beside has run, and what it left to send has been sent. */
    settled: async () => {
      await background.idle();
      await drain(services);
      await background.idle();
    },
    /** @param cookie of a browser that was here before */
    page: (cookie = "") => createPage(app, services, `${prefix}page-${++pages}`, cookie),
    close: async () => {
      await hub.close();
      await ways.stop();
      await background.idle();
      await dispose();
    },
  };
}

type App = ReturnType<typeof createApp>;

interface Line extends Pick<Entry, "message"> {
  key: string;
  from: "me" | "assistant";
  event?: string;
}

/** One browser: keeps its cookie, posts what happens and reads the stream. */
function createPage(app: App, services: Services, name: string, begun: string) {
  let [cookie, seen, counter] = [begun, "", 0];
  const page = {
    get cookie() {
      return cookie;
    },
    post: async (body: unknown, headers: Record<string, string> = {}) => {
      const response = await app.request("/chat/events", {
        method: "POST",
        headers: { "content-type": "application/json", ...(cookie ? { cookie } : {}), ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      const set = response.headers.get("set-cookie");
      if (set) cookie = set.split(";")[0] ?? "";
      return response;
    },
    /** The lines after a key, read from the stream up to the last that is stored; then it is left. */
    lines: async (after = ""): Promise<Line[]> => {
      const last = await lastKey(services, cookie);
      if (last === after) return [];
      const leave = new AbortController();
      const response = await app.request("/chat/stream", {
        headers: { cookie, ...(after ? { "last-event-id": after } : {}) },
        signal: leave.signal,
      });
      if (response.status !== 200 || !response.body) return [];
      const lines = await readUpTo(response.body, last);
      leave.abort();
      return lines;
    },
    /** Posts what happened and gives the assistant's new messages. */
    do: async (happening: Happening): Promise<OutboundMessage[]> => {
      if (happening.kind !== "arrived") await page.begin();
      return page.answersTo(await page.post({ id: `${name}-event-${++counter}`, ...happening }));
    },
    /** Posts a file and gives the assistant's new messages. */
    give: async (file: string, holds: Uint8Array): Promise<OutboundMessage[]> => {
      await page.begin();
      return page.answersTo(await page.postFile(`${name}-event-${++counter}`, file, holds));
    },
    postFile: (id: string, file: string, holds: Uint8Array, headers: Record<string, string> = {}) =>
      app.request(`/chat/files?${new URLSearchParams({ id, name: file })}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", ...(cookie ? { cookie } : {}), ...headers },
        body: new Uint8Array(holds),
      }),
    begin: async (): Promise<void> => {
      if (!cookie) await page.post({ id: `${name}-arrival-${++counter}`, kind: "arrived" });
      if (!seen) seen = (await page.lines()).at(-1)?.key ?? "";
    },
    answersTo: async (response: Response): Promise<OutboundMessage[]> => {
      const body = (await response.json()) as {
        forgotten?: boolean;
        message?: OutboundMessage;
        error?: string;
      };
      if (body.error) throw new Error(body.error);
      if (body.forgotten && body.message) {
        [cookie, seen] = ["", ""];
        return [body.message];
      }
      await drain(services);
      const lines = await page.lines(seen);
      seen = lines.at(-1)?.key ?? seen;
      return lines.filter(({ from }) => from === "assistant").map(({ message }) => message);
    },
  };
  return page;
}

/** The key of the last line that is stored for a session. */
async function lastKey({ database }: Services, cookie: string): Promise<string> {
  const external = /^[^=]+=([^.]+)/.exec(cookie)?.[1] ?? "";
  const person = await personAt(database, { channel: "web", external });
  const last = person === null ? undefined : (await transcript(database, person, "web")).at(-1);
  return last ? `${last.step}.${last.position}` : "";
}

async function readUpTo(body: ReadableStream<Uint8Array>, last: string): Promise<Line[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes(`id: ${last}\n`)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return [...text.matchAll(/^data: (\{"key".*)$/gm)].map((match) => JSON.parse(match[1] ?? "") as Line);
}
