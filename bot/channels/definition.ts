/** What sets a channel up: its environment variables and how it is opened. All are listed in `registry.ts`. */
import type { z } from "zod";
import type { ChannelId } from "../../handlers/event.ts";
import type { Database } from "../../storage/database.ts";
import { ConfigError, type Environment, readEnvironment } from "../config.ts";
import type { Log } from "../services.ts";
import type { Channel } from "./channel.ts";

/** What a channel may use of the server. */
export interface Tools {
  database: Database;
  /** Milliseconds since 1970. */
  now: () => number;
  /** 32 characters, unique. */
  newId: () => string;
  /** Never told a text, a name, a token or a telephone number. */
  log: Log;
  /** As people reach the server from outside; null on a machine of one's own. */
  publicUrl: string | null;
}

export interface ChannelDefinition<Settings = unknown> {
  id: ChannelId;
  /** As people call it. */
  name: string;
  /** The environment variables by their names, read and checked; they come without spaces around them. */
  settings: z.ZodType<Settings>;
  /** The variables whose presence says that this channel is wanted. */
  own: readonly string[];
  /** Those that it shares with others. */
  shared: readonly string[];
  /** Called once at start, only where it is on: what is heavy is imported here. */
  open: (settings: Settings, tools: Tools) => Promise<Channel>;
}

/** Keeps the settings' type between the check and `open`. */
export function defineChannel<Settings>(definition: ChannelDefinition<Settings>): ChannelDefinition {
  return {
    ...definition,
    open: (settings, tools) => definition.open(settings as Settings, tools),
  };
}

export interface Wanted {
  definition: ChannelDefinition;
  settings: unknown;
}

/**
 * The channels that are set up.
 * @throws ConfigError naming every variable that is missing where one is half set up, or is wrong
 */
export function wantedChannels(
  definitions: readonly ChannelDefinition[],
  environment: Environment,
): Wanted[] {
  const set = readEnvironment(environment);
  const wanted = definitions.filter(({ own }) => own.some((name) => set[name] !== undefined));
  const results = wanted.map((definition) => ({ definition, read: definition.settings.safeParse(set) }));
  const faults = results.flatMap(({ definition, read }) =>
    (read.error?.issues ?? []).map((issue) => {
      const name = issue.path.join(".");
      return `${name}: ${set[name] === undefined ? `missing (${definition.name} is half set up)` : issue.message}`;
    }),
  );
  const idle = definitions
    .flatMap(({ shared }) => shared)
    .filter((name) => set[name] !== undefined)
    .filter((name) => !wanted.some(({ shared }) => shared.includes(name)))
    .map((name) => `${name}: is set, but no channel that uses it is`);
  const all = [...new Set([...faults, ...idle])];
  if (all.length) throw new ConfigError(all.join("\n"));
  return results.map(({ definition, read }) => ({ definition, settings: read.data }));
}
