/** Reads the survey files on Node. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SurveyFile } from "../handlers/surveys/schema.ts";
import { assemble, type Survey } from "../handlers/surveys/survey.ts";
import { type FileText, keptOr } from "../policy-kb/files.ts";

const FOLDER = fileURLToPath(new URL("../handlers/surveys/", import.meta.url));
/** What decides how a file is read: when it changes, what was kept is of no use. */
const CODE = ["schema.ts", "printed-schema.ts", "load.ts"];

interface ReadOptions {
  folder?: string;
  /** A folder in which the checked data is kept, so that only changed files are parsed and checked at start. */
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
  const code = CODE.map((name) => readFileSync(join(FOLDER, name), "utf8"));
  const isWhole = (kept: { surveys?: unknown }) => Array.isArray(kept.surveys);
  const { surveys } = await keptOr(() => check(files), isWhole, { cache, name: "surveys", files, code });
  return new Map(surveys.map((survey) => [survey.id, assemble(survey)]));
}

async function check(files: readonly FileText[]): Promise<{ surveys: SurveyFile[] }> {
  const [{ readYaml }, { checkSurvey }] = await Promise.all([
    import("../policy-kb/yaml-file.ts"),
    import("../handlers/surveys/load.ts"),
  ]);
  return { surveys: files.map(({ file, text }) => checkSurvey(readYaml(file, text))) };
}
