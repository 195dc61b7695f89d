/** Brings a database up to date: each migration once, in order, each atomic with the note that it was done. */
import { type Database, type Statement, sql } from "./database.ts";

export interface Migration {
  name: string;
  text: string;
}

/** Applies what is missing and gives its names. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  await database.batch([
    sql`CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT`,
  ]);
  const done = new Set((await database.query("SELECT name FROM migration")).map((row) => row.name));
  const missing = migrations.filter((migration) => !done.has(migration.name));
  for (const { name, text } of missing)
    await database.batch([
      ...statementsOf(text),
      sql`INSERT INTO migration (name, applied_at) VALUES (${name}, ${Date.now()})`,
    ]);
  return missing.map((migration) => migration.name);
}

/** Our migrations hold plain statements that end with a semicolon at a line's end, and comments by the line. */
function statementsOf(text: string): Statement[] {
  return text
    .replace(/^\s*--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean)
    .map((statement) => ({ sql: statement, params: [] }));
}
