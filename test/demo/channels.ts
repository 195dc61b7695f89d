/**
 * `npm run demo:channels`: the real server against the emulated far sides, and a page that shows the conversations
 * side by side. No account, no network: to try the channels before a bureau has one.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { startWecom } from "../emulators/wecom.ts";
import { type FarSide, kfSide, smartBotSide, telegramSide, wecomSide } from "../support/hands.ts";
import { columnsHtml, demoPage } from "./page.ts";
import { type Act, createPhone, type Phone } from "./phone.ts";

const SERVER_PORT = process.env.PORT ?? "3000";
const PAGE_PORT = Number(process.env.DEMO_PORT ?? 3100);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The emulators live in today's time. */
const clock = {
  get now() {
    return Date.now();
  },
};

// An app and the accounts of 微信客服 belong to one corp.
const wecom = await startWecom({ clock });
const sides: [string, FarSide][] = [
  ["Telegram", await telegramSide(clock)],
  ["企业微信应用", await wecomSide(clock, wecom)],
  ["微信客服", await kfSide(clock, wecom)],
  ["企业微信机器人", await smartBotSide(clock)],
];
const dataDir = mkdtempSync(join(tmpdir(), "jinengtong-demo-"));
const server = spawn(process.execPath, ["--import", "./bot/compiled.ts", "bot/node.ts"], {
  cwd: ROOT,
  stdio: ["ignore", "inherit", "inherit"],
  env: {
    PATH: process.env.PATH,
    PORT: SERVER_PORT,
    PUBLIC_URL: `http://127.0.0.1:${SERVER_PORT}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: "warn",
    ...Object.assign({}, ...sides.map(([, { environment }]) => environment)),
  },
});

const phones = new Map<string, Phone>();
const page = new Hono();
page.get("/", (context) => context.html(demoPage(phones)));
page.get("/columns", (context) => context.html(columnsHtml(phones)));
page.post("/act", async (context) => {
  const { phone, ...act } = (await context.req.json()) as Act & { phone: string };
  return context.json({ error: (await phones.get(phone)?.act(act)) ?? null });
});
let listening: ServerType | undefined;

async function open(): Promise<void> {
  for (const [name, side] of sides) {
    await side.connect(`http://127.0.0.1:${SERVER_PORT}`);
    phones.set(name, createPhone(side.person("zhang-san")));
  }
  listening = serve({ fetch: page.fetch, port: PAGE_PORT, hostname: "127.0.0.1" }, ({ port }) => {
    console.log(`四个渠道并排看 http://localhost:${port}/`);
  });
  listening.once("error", fail);
}

function fail(error: NodeJS.ErrnoException): void {
  const taken = `端口 ${PAGE_PORT} 已被占用，请换一个：DEMO_PORT=3101 npm run demo:channels`;
  console.error(error.code === "EADDRINUSE" ? taken : error.message);
  void stop(1);
}

let isStopping = false;
/** Leaves neither a server nor its data behind. */
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  listening?.close();
  if (server.kill("SIGTERM")) await once(server, "exit");
  rmSync(dataDir, { recursive: true, force: true });
  await Promise.all(sides.map(([, side]) => side.close()));
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(0));
// It has said itself why it ended.
server.once("exit", () => void stop(1));
await open().catch(fail);
