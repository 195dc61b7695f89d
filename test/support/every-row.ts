/** Every row of every table: what a test compares or searches to see that nothing was left behind. */
import type { Database, Row } from "../../storage/database.ts";

export async function everyRow(database: Database): Promise<Record<string, Row[]>> {
  const tables = await database.query<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name",
  );
  const rows: Record<string, Row[]> = {};
  for (const { name } of tables) rows[name] = await database.query(`SELECT * FROM ${name}`);
  return rows;
}
