import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTelegram } from "../emulators/telegram.ts";
import { startWecom } from "../emulators/wecom.ts";
import { appEnvironment } from "../support/hands.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), "jinengtong-register-"));
const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
let wecom: Awaited<ReturnType<typeof startWecom>>;

const telegram = (apiRoot: string) => ({
  TELEGRAM_BOT_TOKEN: "123456:the-token-that-nobody-may-see",
  TELEGRAM_WEBHOOK_SECRET: "the-secret-that-nobody-may-see",
  TELEGRAM_API_ROOT: apiRoot,
});

/** The command as `npm start -- register` runs it; not awaited in one piece, since the far sides answer meanwhile. */
async function register(environment: Record<string, string>) {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PUBLIC_URL: "https://j.test", ...environment };
  const child = spawn(process.execPath, ["bot/node.ts", "register"], { cwd: ROOT, env });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, error, code: await ended };
}

beforeAll(async () => {
  wecom = await startWecom({ clock });
});
afterEach(() => wecom.refusals.splice(0));
afterAll(async () => {
  await wecom.close();
  rmSync(dataDir, { recursive: true });
});

describe("npm start -- register", () => {
  it("goes on with the others where one cannot be reached, and tells no token", async () => {
    const told = await register({ ...telegram("http://127.0.0.1:1"), ...appEnvironment(wecom) });
    expect(told.out).toContain("Telegram: Network request for 'setWebhook' failed!\n");
    expect(told.out).toContain("企业微信: menu: 能领什么、菜单、找工作人员\n");
    expect(told.code).toBe(1);
    expect(told.out + told.error).not.toMatch(/nobody-may-see|\bat .*\(|HttpError/);
  }, 20_000);

  it("says what the far side refused", async () => {
    const far = await startTelegram({ clock });
    wecom.failNext("menu/create", 40016);
    const told = await register({ ...telegram(far.apiRoot), ...appEnvironment(wecom) });
    await far.close();
    expect(told).toEqual({
      out: "Telegram: 401 Unauthorized\n企业微信: menu/create: errcode 40016\n",
      error: "",
      code: 1,
    });
  }, 20_000);

  it("ends well where all were told, or have nothing to be told", async () => {
    const told = await register({ ...appEnvironment(wecom), WECOM_BOT_ID: "bot", WECOM_BOT_SECRET: "s" });
    expect(told.out).toContain("企业微信智能机器人: nothing to register");
    expect(told).toMatchObject({ error: "", code: 0 });
  }, 20_000);

  it("says so where no channel is set up", async () => {
    expect(await register({})).toMatchObject({
      out: "",
      error: expect.stringContaining("no channel is set up"),
    });
  }, 20_000);
});
