import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commitTurn, loadPerson } from "../../storage/conversations.ts";
import type { Database } from "../../storage/database.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The command as `npm run unanswered` runs it. */
function run(dataDir: string, word = "unanswered") {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: "0" };
  return spawnSync(process.execPath, ["bot/node.ts", word], {
    cwd: ROOT,
    env,
    encoding: "utf8",
    timeout: 15_000,
  });
}

describe("the list of questions without an answer", () => {
  let dataDir: string;
  let database: Database;
  let counter = 0;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "jinengtong-unanswered-"));
    database = openSqlite(join(dataDir, "jinengtong.db"));
    await migrate(database, readMigrations());
  });
  afterAll(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  const list = () => run(dataDir).stdout;

  async function askInVain(external: string, question: string, day: string) {
    const from = { channel: "web" as const, external };
    const newId = () => `id-${++counter}`;
    const event = { id: newId(), from, at: `${day}T01:00:00Z`, happening: { kind: "arrived" as const } };
    const effects = [{ kind: "unanswered" as const, question, why: "not_found" as const }];
    const person = await loadPerson(database, from);
    await commitTurn(database, {
      event,
      person,
      state: "{}",
      effects,
      messages: [],
      opensWindow: null,
      said: "原话",
      newId,
    });
  }

  it("says so where there is none", () => {
    expect(list()).toBe("没有答不上来的问题。\n");
  });

  it("names the most asked first, with count, last day and why, while the server's database is open", async () => {
    await askInVain("ann-secret", "房租怎么补", "2026-11-19");
    await askInVain("ann-secret", "有没有食堂补贴", "2026-11-18");
    await askInVain("bob-secret", "有没有食堂补贴", "2026-11-20");
    const printed = list();
    expect(printed.trimEnd().split("\n").slice(1)).toEqual([
      "2次\t2026-11-20\t文件里没找到\t有没有食堂补贴",
      "1次\t2026-11-19\t文件里没找到\t房租怎么补",
    ]);
    expect(printed).not.toMatch(/secret|id-\d|原话/);
  });

  it("makes no record where there is none, and says what is wrong", () => {
    const nowhere = join(dataDir, "nowhere");
    const { status, stderr } = run(nowhere);
    expect(status).toBe(1);
    expect(stderr).toMatch(/DATA_DIR/);
    expect(existsSync(nowhere)).toBe(false);
  });

  it("takes no other word", () => {
    const { status, stderr } = run(dataDir, "unanswerd");
    expect([status, stderr.includes("unanswerd")]).toEqual([1, true]);
  });
});
