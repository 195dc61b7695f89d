/** The environment, checked once at start: what is wrong is named in one message, with what to do. */
import { z } from "zod";

/** An empty variable counts as absent, as people leave them in `.env` files. */
const optional = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

const environmentSchema = z.object({
  PORT: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(0).max(65535).default(3000),
  ),
  HOST: z.preprocess((value) => (value === "" ? undefined : value), z.string().default("127.0.0.1")),
  PUBLIC_URL: z.preprocess((value) => (value === "" ? undefined : value), z.url().optional()),
  DATA_DIR: z.preprocess((value) => (value === "" ? undefined : value), z.string().default("./data")),
  SECRET_KEY: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.string().min(32, "needs at least 32 characters; leave it out and one is made").optional(),
  ),
  TRUSTED_PROXY: optional,
  LOG_LEVEL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ),
});

export interface Config {
  port: number;
  host: string;
  /** As people reach it from outside; null on a machine of one's own. */
  publicUrl: string | null;
  dataDir: string;
  /** Signs sessions; null where it is to be made and kept in the data folder. */
  secretKey: string | null;
  /** The address of the proxy whose X-Forwarded-For is believed; null where there is none. */
  trustedProxy: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  const result = environmentSchema.safeParse(environment);
  if (!result.success)
    throw new ConfigError(
      result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"),
    );
  const { data } = result;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ?? null,
    dataDir: data.DATA_DIR,
    secretKey: data.SECRET_KEY ?? null,
    trustedProxy: data.TRUSTED_PROXY ?? null,
    logLevel: data.LOG_LEVEL,
  };
}
