/** Reads the survey files on Node. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSurvey, type Survey } from "../handlers/surveys/survey.ts";
import { type FileText, keptOr } from "../policy-kb/files.ts";
import { KnowledgeError, type Source } from "../policy-kb/problems.ts";

const FOLDER = fileURLToPath(new URL("../handlers/surveys/", import.meta.url));

interface ReadOptions {
  folder?: string;
  /** A folder in which the parsed data is kept, so that only changed files are parsed at start. */
  cache?: string;
}

/**
 * The surveys, by id.
 * @throws KnowledgeError that names every problem with file and line
 */
export async function readSurveys({
  folder = FOLDER,
  cache,
}: ReadOptions = {}): Promise<ReadonlyMap<string, Survey>> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => ({ file: `surveys/${name}`, text: readFileSync(join(folder, name), "utf8") }));
  const parsed = async () => ({ sources: (await parse(files)).map(({ file, data }) => ({ file, data })) });
  const isWhole = (kept: { sources?: unknown }) => Array.isArray(kept.sources);
  const { sources } = await keptOr(parsed, isWhole, { cache, name: "surveys", files });
  try {
    return loadAll(sources);
  } catch {
    // What is kept has no lines to tell where it is wrong.
    return loadAll(await parse(files));
  }
}

async function parse(files: readonly FileText[]): Promise<Source[]> {
  const { readYaml } = await import("../policy-kb/yaml-file.ts");
  return files.map(({ file, text }) => readYaml(file, text));
}

function loadAll(sources: readonly Source[]): ReadonlyMap<string, Survey> {
  return new Map(sources.map((source) => [nameOf(source.file), named(source)]));
}

/** The file's name is the id, so that no two files are of one survey. */
function named(source: Source): Survey {
  const survey = loadSurvey(source);
  if (survey.id === nameOf(source.file)) return survey;
  const message = `the id is ${survey.id}, but the file is called ${basename(source.file)}`;
  const line = source.line?.(["id"]);
  throw new KnowledgeError([{ file: source.file, line, where: "id", message }]);
}

function nameOf(file: string): string {
  return basename(file, ".yaml");
}
