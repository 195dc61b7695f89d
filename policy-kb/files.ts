/** Reads the policy files on Node. The only file of the core, beside the command line, that touches a disk. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assembleKnowledge, type CheckedSources, checkSources, type KnowledgeBase } from "./load.ts";
import { KnowledgeError } from "./problems.ts";

export const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** What decides how a policy file is read: when it changes, what was kept is of no use. */
const CODE = ["schema.ts", "load.ts", "references.ts"];

export interface ReadOptions {
  /** Another folder laid out like this one. */
  folder?: string;
  /** Ids of the active documents; all of them without it. */
  only?: readonly string[] | null;
  /** A folder in which the checked data is kept, so that only changed files are parsed at start. */
  cache?: string;
}

export interface FileText {
  file: string;
  text: string;
}

export async function readKnowledge(options: ReadOptions = {}): Promise<KnowledgeBase> {
  return assembleKnowledge(await readSources(options));
}

/** The policy files, checked; from the cache where nothing has changed. */
export async function readSources({
  folder = FOLDER,
  only,
  cache,
}: ReadOptions = {}): Promise<CheckedSources> {
  const files = ["facts.yaml", ...documentNames(folder, only)].map((file) => ({
    file,
    text: readFileSync(join(folder, file), "utf8"),
  }));
  const code = CODE.map((name) => readFileSync(join(FOLDER, name), "utf8"));
  const isWhole = (kept: Partial<CheckedSources>) => Boolean(kept.facts && kept.groups && kept.documents);
  return keptOr(() => parseFiles(files), isWhole, { cache, name: "knowledge", files, code });
}

interface Keeping {
  /** The folder; undefined where nothing is kept. */
  cache: string | undefined;
  name: string;
  /** What it is made of. */
  files: readonly FileText[];
  /** What decides how. */
  code?: readonly string[];
}

/** What was made of these files before; made anew, and kept, where any of them has changed. */
export async function keptOr<T extends object>(
  make: () => Promise<T>,
  isWhole: (kept: Partial<T>) => boolean,
  { cache, name, files, code = [] }: Keeping,
): Promise<T> {
  if (!cache) return make();
  const path = join(cache, `${name}-${fingerprint(files, code)}.json`);
  const kept = readKept<T>(path);
  if (kept && isWhole(kept)) return kept as T;
  const made = await make();
  keep(cache, name, path, JSON.stringify(made));
  return made;
}

function documentNames(folder: string, only: ReadOptions["only"]): string[] {
  const names = readdirSync(join(folder, "documents")).filter((name) => name.endsWith(".yaml"));
  const absent = only?.find((id) => !names.includes(`${id}.yaml`));
  const message = "there is no such document";
  if (absent) throw new KnowledgeError([{ file: `documents/${absent}.yaml`, where: "documents", message }]);
  return names
    .filter((name) => !only || only.includes(name.replace(".yaml", "")))
    .sort()
    .map((name) => join("documents", name));
}

function fingerprint(files: readonly FileText[], code: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of code) hash.update(text);
  for (const { file, text } of files) hash.update(`${file}\0${text}\0`);
  return hash.digest("hex").slice(0, 32);
}

async function parseFiles(files: readonly FileText[]): Promise<CheckedSources> {
  const { readYaml } = await import("./yaml-file.ts");
  const [facts, ...documents] = files.map(({ file, text }) => readYaml(file, text));
  if (!facts) throw new Error("facts.yaml is always read");
  return checkSources(facts, documents);
}

/** What was kept, unless it is damaged: then the files are read again. */
function readKept<T>(path: string): Partial<T> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Partial<T>;
  } catch {
    return undefined;
  }
}

/** Written beside and moved into place, so that a crash leaves no half a file; what was kept before goes. */
function keep(folder: string, name: string, path: string, text: string): void {
  for (const file of readdirSync(folder))
    if (file.startsWith(`${name}-`) && /\.json(\.new)?$/.test(file)) rmSync(join(folder, file));
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** One file of a document, perhaps an older version of it, with the present facts. */
export async function readVersion(path: string): Promise<KnowledgeBase> {
  const files = [join(FOLDER, "facts.yaml"), path].map((file) => ({
    file,
    text: readFileSync(file, "utf8"),
  }));
  return assembleKnowledge(await parseFiles(files));
}

/** In DATA_DIR: each clause's own words, by `document/clause`. */
export const SOURCES_FILE = "sources.json";

/** The source texts that the bureau has loaded; none where it has not. */
export function readSourceTexts(dataDir: string): ReadonlyMap<string, string> {
  const path = join(dataDir, SOURCES_FILE);
  if (!existsSync(path)) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>));
  } catch {
    const message = "the file is damaged; load it again: npm run kb -- sources FOLDER";
    throw new KnowledgeError([{ file: path, where: "JSON", message }]);
  }
}

/** Every .txt of a folder: the bureau's own copies of the documents. */
export function readTexts(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}
