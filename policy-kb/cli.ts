/** `npm run -s kb -- COMMAND`: the knowledge base on the command line. */
import { ask, match } from "./commands/answers.ts";
import { seal } from "./commands/evidence.ts";
import * as officer from "./commands/officer.ts";
import { sources } from "./commands/sources.ts";
import { UsageError } from "./commands/today.ts";
import { exportLines } from "./export.ts";
import { readKnowledge, readSources } from "./files.ts";
import { KnowledgeError } from "./problems.ts";

const USAGE = `用法 usage: npm run -s kb -- COMMAND
  ask                 stdin {id, question} a line → stdout {id, reply, citations, outcome, verdict}
  match               stdin {id, text} a line → stdout {id, eligible, not, unknown, best, reply}
  export              JSON Lines, one measure a line
  check               loads and checks the knowledge base; exit 1 with what is wrong
  verify [FOLDER]     checks every encoded figure against the source texts in FOLDER, or against what was sealed
  seal FOLDER         seals which figures the texts in FOLDER hold, so that they can be verified without them
  coverage [FOLDER]   how much of each document is encoded (and verified)
  show zibo-2022/6    a clause as a person would read it, its conditions as trees
  diff OLD NEW        two versions of a document's file: which benefits changed and how
  new ID              lays out a new document, with comments
  schema              writes the JSON Schemas that editors check the files by
  sources FOLDER      loads the bureau's own copies of the documents into DATA_DIR, for 查看原文
  bundle              the policy files as one JSON, for where there is no disk (Workers)`;

async function run(command: string | undefined, first?: string, second?: string): Promise<number> {
  switch (command) {
    case "ask":
      return ask();
    case "match":
      return match();
    case "export":
      for (const line of exportLines(await readKnowledge())) console.log(JSON.stringify(line));
      return 0;
    case "bundle":
      console.log(JSON.stringify(await readSources()));
      return 0;
    case "check":
      return officer.check();
    case "verify":
      return officer.verify(first);
    case "seal":
      return seal(first);
    case "coverage":
      return officer.cover(first);
    case "sources":
      return sources(first);
    case "show":
      return officer.show(first);
    case "diff":
      return officer.diff(first, second);
    case "new":
      return officer.begin(first);
    case "schema":
      return officer.schema();
    default:
      console.error(USAGE);
      return 2;
  }
}

try {
  process.exitCode = await run(...(process.argv.slice(2) as [string?, string?, string?]));
} catch (error) {
  if (!(error instanceof KnowledgeError) && !(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
