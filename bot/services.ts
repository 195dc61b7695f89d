/** What the server is made of; `node.ts` puts it together. */
import type { Bureau } from "../handlers/bureau.ts";
import type { ChannelId, GivenFile } from "../handlers/event.ts";
import type { KnowledgeBase } from "../policy-kb/load.ts";
import type { Database } from "../storage/database.ts";
import type { Channel } from "./channels/channel.ts";
import type { Desk } from "./desk.ts";
import type { Files } from "./outgoing-file.ts";
import type { Surveys } from "./surveys.ts";
import type { Vault } from "./vault.ts";

export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

export interface Services {
  kb: KnowledgeBase;
  bureau: Bureau;
  /** The clauses' own words, by `document/clause`; empty where the bureau has not loaded its copies. */
  sources: ReadonlyMap<string, string>;
  database: Database;
  surveys: Surveys;
  desk: Desk;
  vault: Vault;
  files: Files;
  /** What a file holds that somebody gave; its name tells a .csv. Never stored. */
  readFile: (name: string, bytes: Uint8Array) => Promise<GivenFile>;
  channels: ReadonlyMap<ChannelId, Channel>;
  /** Milliseconds since 1970; fixed in tests. */
  now: () => number;
  /** 32 characters, unique; counted in tests. */
  newId: () => string;
  /** A code that nobody can guess, of `CODE_LENGTH` of `CODE_LETTERS`; counted in tests. */
  newCode: () => string;
  /** Runs what nobody waits for; what goes wrong is logged. */
  background: (work: Promise<unknown>) => void;
  log: Log;
}
