/** Real databases for tests: SQLite in a file of its own, and D1 in the real workerd. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe } from "vitest";
import { getPlatformProxy } from "wrangler";
import { type D1Binding, openD1 } from "../../storage/d1.ts";
import type { Database } from "../../storage/database.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";

export interface TestDatabase {
  database: Database;
  dispose: () => Promise<void>;
}

export async function sqliteForTest(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "jinengtong-"));
  const database = openSqlite(join(folder, "test.db"));
  await migrate(database, readMigrations());
  return {
    database,
    dispose: async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export async function d1ForTest(): Promise<TestDatabase> {
  const platform = await getPlatformProxy<{ DB: D1Binding }>({
    configPath: fileURLToPath(new URL("d1.wrangler.toml", import.meta.url)),
    persist: false,
  });
  const database = openD1(platform.env.DB);
  await migrate(database, readMigrations());
  return { database, dispose: () => platform.dispose() };
}

/** The same tests over SQLite and over D1; the database is opened before the first of them. */
export function overBothEngines(what: string, suite: (database: Database) => void): void {
  describe.each([
    ["SQLite", sqliteForTest],
    ["D1 in workerd", d1ForTest],
  ])(`${what} over %s`, (_name, open) => {
    let opened: TestDatabase;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.dispose());
    suite({
      query: (...query) => opened.database.query(...query),
      batch: (...statements) => opened.database.batch(...statements),
      wipe: () => opened.database.wipe(),
      close: () => opened.database.close(),
    });
  });
}
