/** bureau.yaml: whose assistant it is. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Bureau, bureauSchema } from "../handlers/bureau.ts";
import type { KnowledgeBase } from "../policy-kb/load.ts";
import { ConfigError } from "./config.ts";

/** @throws ConfigError where it cannot be read; without the file the defaults stand */
export async function readBureau(path: string): Promise<Bureau> {
  const data: unknown = existsSync(path) ? ((await parseYaml(path)) ?? {}) : {};
  const result = bureauSchema.safeParse(data);
  if (!result.success) throw new ConfigError(`bureau.yaml: ${z.prettifyError(result.error)}`);
  return result.data;
}

async function parseYaml(path: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigError(`bureau.yaml: ${error instanceof Error ? error.message : error}`);
  }
}

/** A city that no active document is for would leave every question without an answer. */
export function checkCity({ city }: Bureau, { documents }: KnowledgeBase): void {
  const regions = [...new Set(documents.map((document) => document.region))];
  if (city !== null && !regions.includes(city))
    throw new ConfigError(
      `bureau.yaml: city is ${city}, but the active documents are for ${regions.join("、")}`,
    );
}
