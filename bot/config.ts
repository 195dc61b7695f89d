/** The environment, checked once at start: what is wrong is named in one message, with what to do. */
import { z } from "zod";

export type Environment = Record<string, string | undefined>;

/** The variables that are set, without the spaces around them; an empty one is absent, as people leave them in `.env`. */
export function readEnvironment(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const trimmed = value?.trim();
      return trimmed ? [[name, trimmed]] : [];
    }),
  );
}

/** An address to which paths are added; without a slash at its end. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: "is no address (https://…)" })
  .regex(/^[^?#]*$/, "is no address to which a path can be added: it has a ? or a # in it")
  .transform((address) => address.replace(/\/+$/, ""));

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: webAddress.optional(),
  DATA_DIR: z.string().default("./data"),
  SECRET_KEY: z.string().min(32, "needs at least 32 characters; leave it out and one is made").optional(),
  SECRET_KEY_OLD: z.string().default(""),
  TRUSTED_PROXY: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export interface Config {
  port: number;
  host: string;
  /** As people reach it from outside, without a slash at its end; null on a machine of one's own. */
  publicUrl: string | null;
  dataDir: string;
  /** Signs sessions and seals names and numbers; null where it is to be made and kept in the data folder. */
  secretKey: string | null;
  /** Former ones, which still open what they sealed. */
  formerSecretKeys: string[];
  /** The address of the proxy whose X-Forwarded-For is believed; null where there is none. */
  trustedProxy: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

export function readConfig(environment: Environment): Config {
  const result = environmentSchema.safeParse(readEnvironment(environment));
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
    formerSecretKeys: data.SECRET_KEY_OLD.split(",").flatMap((key) => key.trim() || []),
    trustedProxy: data.TRUSTED_PROXY ?? null,
    logLevel: data.LOG_LEVEL,
  };
}
