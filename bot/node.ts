/** The server on Node: the only file that names a driver and an environment. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServerType, serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { pino } from "pino";
import { CODE_LENGTH, CODE_LETTERS } from "../handlers/link.ts";
import { readKnowledge, readSourceTexts } from "../policy-kb/files.ts";
import { KnowledgeError } from "../policy-kb/problems.ts";
import type { Database } from "../storage/database.ts";
import { migrate } from "../storage/migrate.ts";
import { readMigrations } from "../storage/migration-files.ts";
import { putAway } from "../storage/people.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { createApp } from "./app.ts";
import { createBackground } from "./background.ts";
import { checkCity, readBureau } from "./bureau-file.ts";
import type { Channel } from "./channels/channel.ts";
import { type Tools, type Wanted, wantedChannels } from "./channels/definition.ts";
import { CHANNELS } from "./channels/registry.ts";
import { forwardedAddress } from "./client-address.ts";
import { createCodeHash } from "./code-hash.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { makeDataDir, secretKeysOf } from "./data-dir.ts";
import { startDelivery } from "./deliver.ts";
import { createDesk } from "./desk.ts";
import { createFileReader } from "./file-reader.ts";
import { createFiles } from "./made-files.ts";
import { createPageLinks } from "./page-links.ts";
import { registerAll } from "./register.ts";
import { rotate, rotatedText } from "./rotate.ts";
import type { Services } from "./services.ts";
import { staffCommand } from "./staff-command.ts";
import { readSurveys } from "./survey-files.ts";
import { surveyAssets } from "./survey-page/node-assets.ts";
import { createFormSessions } from "./survey-page/session.ts";
import { createSurveys } from "./surveys.ts";
import { unansweredText } from "./unanswered.ts";
import { createVault } from "./vault.ts";
import { openWaysIn } from "./ways-in.ts";
import { webChannel } from "./web-chat/channel.ts";
import { createHub } from "./web-chat/hub.ts";
import { nodeAssets } from "./web-chat/node-assets.ts";
import type { WebChat } from "./web-chat/routes.ts";
import { createSessions } from "./web-chat/session.ts";

const PUT_AWAY_EVERY_MS = 3_600_000;
/** Longer than any commit or send; then the process ends whatever is open. */
const STOP_WITHIN_MS = 10_000;
const PATIENCE_MS = 2_000;

const DATABASE = "jinengtong.db";

/** Opened, and brought up to date. */
async function openRecord(dataDir: string): Promise<Database> {
  makeDataDir(dataDir);
  const database = openDatabase(join(dataDir, DATABASE));
  await migrate(database, readMigrations());
  return database;
}

function openDatabase(path: string): Database {
  try {
    return openSqlite(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new ConfigError(
      `${path} cannot be opened (${reason}): restore a backup, or move the file away to begin anew`,
    );
  }
}

function newId(): string {
  return randomBytes(16).toString("hex");
}

/** 32 letters, so that the five lowest bits of a random byte choose evenly. */
function newCode(): string {
  return [...randomBytes(CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join("");
}

async function openChannels(wanted: readonly Wanted[], tools: Tools): Promise<Channel[]> {
  return Promise.all(wanted.map(({ definition, settings }) => definition.open(settings, tools)));
}

/** An open page comes back every second over a connection that it keeps: idle ones are swept until none is left. */
async function closeServer(server: ServerType): Promise<void> {
  const sweeping = setInterval(() => "closeIdleConnections" in server && server.closeIdleConnections(), 50);
  // Whoever has sent half a request by then is not waited for.
  setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), PATIENCE_MS).unref();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweeping);
}

async function start(config: Config): Promise<void> {
  const wanted = wantedChannels(CHANNELS, process.env);
  const log = pino({ level: config.logLevel });
  const bureau = await readBureau(fileURLToPath(new URL("../bureau.yaml", import.meta.url)));
  makeDataDir(config.dataDir);
  const kb = await readKnowledge({ only: bureau.documents, cache: config.dataDir });
  checkCity(bureau, kb);
  const definitions = await readSurveys({ cache: config.dataDir });
  const keys = secretKeysOf(config);
  const sources = readSourceTexts(config.dataDir);
  const database = await openRecord(config.dataDir);
  const hub = createHub();
  const background = createBackground(log);
  const tools = { database, now: Date.now, newId, log, publicUrl: config.publicUrl };
  const channels = [webChannel(hub), ...(await openChannels(wanted, tools))];
  const vault = await createVault(keys.present, keys.former);
  // Told by the socket where the port was left to it.
  let { port: here } = config;
  const links = await createPageLinks(keys.present, () => config.publicUrl ?? `http://localhost:${here}`);
  const hashCode = await createCodeHash(keys.present);
  const desk = createDesk({ database, vault, hashCode, now: Date.now });
  const surveys = createSurveys({ definitions, database, vault, links, now: Date.now, newId, log });
  const services: Services = {
    kb,
    bureau,
    sources,
    database,
    surveys,
    vault,
    files: createFiles({ surveys, desk, database, vault }),
    desk,
    readFile: createFileReader(definitions),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    now: Date.now,
    newId,
    newCode,
    background: background.run,
    log,
  };
  const delivery = startDelivery(services);
  const ways = openWaysIn(services, delivery.nudge);
  const isSecure = config.publicUrl?.startsWith("https:") ?? false;
  const addressOf = (context: Context) =>
    forwardedAddress(
      getConnInfo(context).remote.address ?? "",
      context.req.header("x-forwarded-for"),
      config.trustedProxy,
    );
  const web: WebChat = {
    hub,
    sessions: createSessions(keys.present, isSecure),
    assets: nodeAssets(),
    addressOf,
    onCommit: delivery.nudge,
  };
  const app = createApp(services, web, ways, {
    sessions: createFormSessions(keys.present, isSecure, Date.now),
    assets: surveyAssets(),
    addressOf,
    origin: config.publicUrl && new URL(config.publicUrl).origin,
  });
  const tidy = () =>
    Promise.all([putAway(database, services.now()), surveys.count()]).catch((error: unknown) =>
      log.error({ error: String(error) }, "tidying failed"),
    );
  await tidy();
  const tidying = setInterval(tidy, PUT_AWAY_EVERY_MS);
  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ port }) => {
    here = port;
    log.info({ documents: kb.documents.length, benefits: kb.benefits.length }, "ready");
    console.log(`技能通 http://${config.host === "127.0.0.1" ? "localhost" : config.host}:${port}/`);
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === "EADDRINUSE"
        ? `端口 ${config.port} 已被占用，请换一个：PORT=3001 npm start`
        : error.message,
    );
    process.exit(1);
  });

  /** No new work, what is claimed is finished, the database is closed. */
  const stop = async () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    clearInterval(tidying);
    await hub.close();
    await closeServer(server);
    await ways.stop();
    await delivery.stop();
    await background.idle();
    await database.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

/** The list for the staff, beside a server that may be running; a record that is not there is not made. */
async function listUnanswered({ dataDir }: Config): Promise<void> {
  const path = join(dataDir, DATABASE);
  if (!existsSync(path)) throw new ConfigError(`DATA_DIR ${dataDir} holds no record: start the server once`);
  const database = await openRecord(dataDir);
  console.log(await unansweredText(database));
  await database.close();
}

/** Tells the far sides our address, the commands and the menu; what each was told, a line a channel. */
async function register(config: Config): Promise<void> {
  const wanted = wantedChannels(CHANNELS, process.env);
  const database = await openRecord(config.dataDir);
  const log = pino({ level: config.logLevel });
  const { publicUrl } = config;
  const channels = await openChannels(wanted, { database, now: Date.now, newId, log, publicUrl });
  if (!(await registerAll(channels, console.log))) process.exitCode = 1;
  await database.close();
}

/** Seals names and numbers anew after the secret key has changed. */
async function sealAnew(config: Config): Promise<void> {
  const database = await openRecord(config.dataDir);
  const keys = secretKeysOf(config);
  const rotated = await rotate(database, await createVault(keys.present, keys.former));
  console.log(rotatedText(rotated));
  if (rotated.shut) process.exitCode = 1;
  await database.close();
}

/** Beside a server that may be running; the record is made where there is none, so that the first of the staff can be invited. */
async function runStaff(config: Config): Promise<void> {
  const database = await openRecord(config.dataDir);
  const hashCode = await createCodeHash(secretKeysOf(config).present);
  try {
    console.log(await staffCommand(process.argv.slice(3), { database, hashCode, newCode, now: Date.now }));
  } finally {
    await database.close();
  }
}

const COMMANDS: Record<string, (config: Config) => Promise<void>> = {
  unanswered: listUnanswered,
  register,
  rotate: sealAnew,
  staff: runStaff,
};

function command(word: string | undefined): (config: Config) => Promise<void> {
  const known = word === undefined ? start : COMMANDS[word];
  if (known) return known;
  const names = Object.keys(COMMANDS).join(", ");
  throw new ConfigError(`${word}: there is no such command; these are: ${names}; none starts the server`);
}

try {
  await command(process.argv[2])(readConfig(process.env));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof KnowledgeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
