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
import { type Config, ConfigError } from "./config.ts";

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

export interface SecretKeys {
  present: string;
  /** What they sealed is still opened. */
  former: string[];
}

/** The one that is set, and else the one that is kept; whoever sets one had been using the kept one before. */
export function secretKeysOf({ secretKey, formerSecretKeys, dataDir }: Config): SecretKeys {
  if (secretKey === null) return { present: secretKeyIn(dataDir), former: formerSecretKeys };
  const kept = existsSync(join(dataDir, KEY_FILE)) ? [secretKeyIn(dataDir)] : [];
  return { present: secretKey, former: [...formerSecretKeys, ...kept] };
}

const KEY_FILE = "secret.key";

/** Made once and kept beside the database, readable by its owner only, so that sessions survive a restart. */
function secretKeyIn(dataDir: string): string {
  const path = join(dataDir, KEY_FILE);
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, randomBytes(32).toString("hex"), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  const key = readFileSync(path, "utf8").trim();
  if (key.length < 32)
    throw new ConfigError(
      `${path} is damaged: restore it from a backup, or delete it: then people's sessions begin anew, and the names and numbers that it sealed are lost`,
    );
  return key;
}
