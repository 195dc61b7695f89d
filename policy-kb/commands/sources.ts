/** `kb sources FOLDER`: the bureau's own copies of the documents, cut by clause, into DATA_DIR. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readKnowledge, SOURCES_FILE } from "../files.ts";
import { splitClauses } from "../source-text.ts";
import { textFinder } from "./text-finder.ts";

export async function sources(folder = ""): Promise<number> {
  const kb = await readKnowledge();
  const textOf = textFinder(folder);
  const clauses: Record<string, string> = {};
  for (const document of kb.documents) {
    const text = textOf(document);
    if (text === undefined) console.error(`${document.id}: no source text holds its title`);
    else
      for (const [label, words] of splitClauses(text, document.layout))
        clauses[`${document.id}/${label}`] = words.trim();
  }
  const dataDir = process.env.DATA_DIR || "./data";
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, SOURCES_FILE), JSON.stringify(clauses));
  console.error(
    `${Object.keys(clauses).length} clauses are in ${join(dataDir, SOURCES_FILE)}; restart the server to show them`,
  );
  return 0;
}
