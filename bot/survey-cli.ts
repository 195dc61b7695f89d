/** `npm run -s survey -- COMMAND`: for the clerk who writes a survey. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSurvey } from "../handlers/surveys/load.ts";
import { surveySchema } from "../handlers/surveys/schema.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import { KnowledgeError } from "../policy-kb/problems.ts";
import { editorSchema } from "../policy-kb/schema.ts";
import { readYaml } from "../policy-kb/yaml-file.ts";

const FOLDER = fileURLToPath(new URL("../handlers/surveys/", import.meta.url));
const USAGE = `用法 usage: npm run -s survey -- COMMAND
  check [FILE…]  loads and checks survey files, all of handlers/surveys without any; exit 1 with what is wrong
  schema         writes the JSON Schema that editors check the files by`;

function run(command: string | undefined, files: string[]): number {
  switch (command) {
    case "check":
      return check(files.length ? files : ownFiles());
    case "schema":
      writeFileSync(
        join(FOLDER, "survey.schema.json"),
        `${JSON.stringify(editorSchema(surveySchema), null, 2)}\n`,
      );
      return 0;
    default:
      console.error(USAGE);
      return 2;
  }
}

function ownFiles(): string[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => relative(process.cwd(), join(FOLDER, name)));
}

/** Every file is told of, also behind one that is wrong. */
function check(files: readonly string[]): number {
  return Math.max(...files.map(checkFile));
}

function checkFile(file: string): number {
  try {
    if (!existsSync(file))
      throw new KnowledgeError([{ file, where: "file", message: "there is no such file" }]);
    console.error(`${file}: ${summary(loadSurvey(readYaml(file, readFileSync(file, "utf8"))))}`);
    return 0;
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function summary({ version, sections, questions, checks }: Survey): string {
  return `version ${version}, ${sections.length} sections, ${questions.size} questions, ${checks.length} checks; nothing is wrong`;
}

const [command, ...files] = process.argv.slice(2);
process.exitCode = run(command, files);
