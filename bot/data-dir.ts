/** The folder with everything that the server keeps. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config.ts";

/** Files are the owner's only: what people said is in them. */
export function makeDataDir(path: string): void {
  process.umask(0o077);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR ${path} cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Made once and kept beside the database, readable by its owner only, so that sessions survive a restart. */
export function secretKeyIn(dataDir: string): string {
  const path = join(dataDir, "secret.key");
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, randomBytes(32).toString("hex"), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  const key = readFileSync(path, "utf8").trim();
  if (key.length < 32)
    throw new ConfigError(`${path} is damaged: delete it, and people's sessions begin anew`);
  return key;
}
