/** The demo of all channels: it opens, it can be tapped, and it leaves nothing behind however it ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../support/listen.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let temporary: string;
let demo: ChildProcess;
let printed: string;
/** Somebody else, who has a port that the demo wants. */
let taken: Awaited<ReturnType<typeof listen>>;

const portOf = (url: string) => new URL(url).port;
/** One that nobody has at the moment. */
const freePort = async () => {
  const { url, close } = await listen(() => new Response());
  await close();
  return portOf(url);
};
const start = (ports: { PORT: string; DEMO_PORT: string }): void => {
  printed = "";
  const env = { PATH: process.env.PATH, TMPDIR: temporary, ...ports };
  demo = spawn(process.execPath, ["test/demo/channels.ts"], { cwd: ROOT, env });
  const print = (chunk: Buffer) => {
    printed += chunk;
  };
  demo.stdout?.on("data", print);
  demo.stderr?.on("data", print);
};
const ended = async () => (await once(demo, "exit"))[0] as number | null;
const isListening = (port: string) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  temporary = mkdtempSync(join(tmpdir(), "jinengtong-demo-test-"));
  taken = await listen(() => new Response());
});
afterEach(async () => {
  if (demo.exitCode === null) demo.kill("SIGKILL");
  await taken.close();
  rmSync(temporary, { recursive: true });
});

describe("the demo", () => {
  it("shows every channel, and ends with nothing left", async () => {
    const [PORT, DEMO_PORT] = [await freePort(), await freePort()];
    start({ PORT, DEMO_PORT });
    while (!printed.includes("四个渠道并排看")) await once(demo.stdout ?? demo, "data");
    const page = await (await fetch(`http://127.0.0.1:${DEMO_PORT}/`)).text();
    expect([...page.matchAll(/<h2>(.+?)<\/h2>/g)].map(([, name]) => name)).toEqual([
      ...["Telegram", "企业微信应用", "微信客服", "企业微信机器人"],
    ]);
    demo.kill("SIGTERM");
    expect(await ended()).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect(await isListening(PORT)).toBe(false);
  });

  it("ends with its server where the page's port is taken", async () => {
    const PORT = await freePort();
    start({ PORT, DEMO_PORT: portOf(taken.url) });
    expect(await ended()).toBe(1);
    expect(printed).toContain("DEMO_PORT=");
    expect(readdirSync(temporary)).toEqual([]);
    expect(await isListening(PORT)).toBe(false);
  });

  it("ends where the server's port is taken", async () => {
    start({ PORT: portOf(taken.url), DEMO_PORT: await freePort() });
    expect(await ended()).toBe(1);
    expect(printed).toContain("已被占用");
    expect(readdirSync(temporary)).toEqual([]);
  });
});
