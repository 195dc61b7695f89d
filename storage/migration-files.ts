/** Reads the migrations on Node; for Workers wrangler applies the same files. */
import { readdirSync, readFileSync } from "node:fs";
import type { Migration } from "./migrate.ts";

const FOLDER = new URL("migrations/", import.meta.url);

export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), "utf8") }));
}
