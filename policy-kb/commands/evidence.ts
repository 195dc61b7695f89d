/**
 * evidence.json: which figures stand in which clause, so that they can be verified where the texts are not. Each
 * figure is a salted hash. Figures are facts and easy to guess, so it hides nothing: it keeps anybody from making a
 * figure fit by hand, and the documents' sentences out of the project.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER, readKnowledge } from "../files.ts";
import type { KnowledgeBase, PolicyDocument } from "../load.ts";
import { type Clauses, clausesOf } from "../verify.ts";
import { type TextFinder, textFinder } from "./text-finder.ts";

const PATH = join(FOLDER, "evidence.json");

/** Seals by `document/clause`, side by side in one string. */
export interface Evidence {
  salt: string;
  clauses: Record<string, string>;
}

export function readEvidence(): Evidence {
  const none = { salt: randomBytes(9).toString("base64url"), clauses: {} };
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, "utf8")) as Evidence) : none;
}

function sealOf(salt: string, clause: string, key: string): string {
  return createHash("sha256").update(`${salt}\0${clause}\0${key}`).digest("base64url").slice(0, 8);
}

/** What was sealed of a document's clauses. */
export function sealedClauses({ salt, clauses }: Evidence, { id }: PolicyDocument): Clauses {
  return (label) => {
    const clause = `${id}/${label}`;
    const seals = clauses[clause] === undefined ? undefined : new Set(clauses[clause].split(" "));
    return seals && { has: (key) => seals.has(sealOf(salt, clause, key)) };
  };
}

/** `kb seal FOLDER`: seals the clauses whose text is there; what was sealed of other documents stays. */
export async function seal(folder = ""): Promise<number> {
  const kb = await readKnowledge();
  const evidence = sealTexts(kb, textFinder(folder), readEvidence());
  writeFileSync(PATH, `${JSON.stringify(evidence, null, 2)}\n`);
  console.error(`${Object.keys(evidence.clauses).length} clauses are sealed in evidence.json`);
  return 0;
}

export function sealTexts(kb: KnowledgeBase, textOf: TextFinder, { salt, clauses }: Evidence): Evidence {
  const sealed = { ...clauses };
  for (const document of kb.documents) {
    const text = textOf(document);
    if (text === undefined) continue;
    const written = clausesOf(text, document.layout);
    for (const { key, clause } of document.measures)
      sealed[key] = [...(written(clause) ?? [])]
        .map((figure) => sealOf(salt, key, figure))
        .sort()
        .join(" ");
  }
  return { salt, clauses: sealed };
}
