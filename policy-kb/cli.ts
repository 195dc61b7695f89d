/** `npm run kb -- check`. */
import { checkKnowledge } from "./check.ts";
import { readKnowledge } from "./files.ts";
import { KnowledgeError, problemText } from "./problems.ts";

try {
  const kb = readKnowledge();
  const faults = checkKnowledge(kb, new Date().toISOString().slice(0, 10));
  console.log(faults.join("\n") || `${kb.benefits.length} benefits, all examples hold`);
  process.exitCode = faults.length ? 1 : 0;
} catch (error) {
  if (!(error instanceof KnowledgeError)) throw error;
  console.error(error.problems.map(problemText).join("\n"));
  process.exitCode = 1;
}
