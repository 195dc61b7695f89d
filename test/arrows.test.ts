/** Who may import whom: policy-kb ← handlers ← bot; storage takes only types; nobody imports the entry points. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const files = globSync("{policy-kb,handlers,storage,bot}/**/*.ts");
const IMPORT = /^(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(from, "utf8").matchAll(IMPORT)].map((match) => {
    const path = match[3] ?? "";
    return {
      from: normalize(from),
      to: path.startsWith(".") ? normalize(join(dirname(from), path)) : path,
      typeOnly: match[2] !== undefined,
    };
  }),
);

const between = (from: RegExp, to: RegExp) => imports.filter((one) => from.test(one.from) && to.test(one.to));
const shown = (found: Import[]) => found.map(({ from, to }) => `${from} → ${to}`);

describe("the arrows between the folders", () => {
  it("sees the project's imports", () => {
    expect(shown(between(/^bot\/receive\.ts$/, /^handlers\/converse\.ts$/))).toHaveLength(1);
    expect(files.length).toBeGreaterThan(40);
  });

  it.each([
    ["policy-kb imports nobody", /^policy-kb\//, /^(handlers|storage|bot)\//],
    ["handlers import only policy-kb", /^handlers\//, /^(storage|bot)\//],
    ["storage imports nothing of the server", /^storage\//, /^bot\//],
    ["nobody imports the entry points", /./, /^bot\/(node|worker)\.ts$/],
    [
      "a channel does not import the engine",
      /^bot\/(channels|web-chat)\//,
      /^handlers\/(?!event\.ts|bureau\.ts|choices\.ts)/,
    ],
    ["only sqlite.ts knows its driver", /^(?!storage\/sqlite\.ts)/, /^better-sqlite3$/],
    [
      "only node.ts and migration files name the engine",
      /^bot\/(?!node\.ts|worker\.ts)/,
      /^storage\/(sqlite|d1)\.ts$/,
    ],
  ])("%s", (_rule, from, to) => {
    expect(shown(between(from, to))).toEqual([]);
  });

  it("a channel imports no other channel", () => {
    const folder = (path: string) => /^bot\/channels\/([^/]+)\//.exec(path)?.[1];
    const found = between(/^bot\/channels\/[^/]+\//, /^bot\/channels\/[^/]+\//).filter(
      ({ from, to }) => folder(from) !== folder(to),
    );
    expect(shown(found)).toEqual([]);
  });

  it("storage takes only types from handlers and policy-kb", () => {
    const found = between(/^storage\//, /^(handlers|policy-kb)\//).filter((one) => !one.typeOnly);
    expect(shown(found)).toEqual([]);
  });

  it("handlers and the core of policy-kb do no input or output", () => {
    const core = /^(handlers\/|policy-kb\/(?!files\.ts|cli\.ts|commands\/|tables\/make\.ts))/;
    expect(shown(between(core, /^node:/))).toEqual([]);
  });

  it("handlers read no clock and roll no dice", () => {
    const offending = files
      .filter((file) => /^(handlers|policy-kb)\//.test(file) && !/(files|cli)\.ts$|commands\//.test(file))
      .filter((file) =>
        /Date\.now\(|new Date\(\)|Math\.random\(|randomUUID/.test(readFileSync(file, "utf8")),
      );
    expect(offending).toEqual([]);
  });
});
