/** The commands for who encodes policies: check, verify, coverage, show, diff, new, schema. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkKnowledge } from "../check.ts";
import { compareKnowledge } from "../compare.ts";
import { coverage } from "../coverage.ts";
import { FOLDER, readKnowledge, readVersion } from "../files.ts";
import type { PolicyDocument } from "../load.ts";
import { newDocument } from "../new-document.ts";
import { jsonSchemas } from "../schema.ts";
import { showMeasure } from "../show.ts";
import { type Clauses, clausesOf, verifyDocument } from "../verify.ts";
import { type Evidence, readEvidence, sealedClauses } from "./evidence.ts";
import { textFinder } from "./text-finder.ts";
import { today, UsageError } from "./today.ts";

export async function check(): Promise<number> {
  const kb = await readKnowledge();
  const faults = checkKnowledge(kb, today());
  for (const fault of faults) console.error(fault);
  if (faults.length) return 1;
  const examples = kb.benefits.reduce((sum, benefit) => sum + benefit.examples.length, 0);
  console.error(
    `${kb.documents.length} documents, ${kb.measures.length} clauses, ${kb.benefits.length} benefits, ${kb.facts.size} facts; ${examples} examples hold`,
  );
  return 0;
}

/** Against the texts in the folder; without one, against what was sealed of them. */
export async function verify(folder?: string): Promise<number> {
  const kb = await readKnowledge();
  if (folder === undefined) console.error("against evidence.json; verify FOLDER checks against the texts");
  const clausesFor = folder === undefined ? sealedFinder(readEvidence()) : clauseFinder(folder);
  let failed = 0;
  for (const document of kb.documents) {
    const clauses = clausesFor(document);
    const { figures, faults } = clauses
      ? verifyDocument(document, kb.facts, clauses)
      : { figures: 0, faults: [`${document.id}: no source text holds its title`] };
    for (const fault of faults) console.error(fault);
    console.error(`${document.id}: ${figures - faults.length} of ${figures} figures stand in their clauses`);
    if (faults.length) failed = 1;
  }
  return failed;
}

function clauseFinder(folder: string): (document: PolicyDocument) => Clauses | undefined {
  const textOf = textFinder(folder);
  return (document) => {
    const text = textOf(document);
    return text === undefined ? undefined : clausesOf(text, document.layout);
  };
}

function sealedFinder(evidence: Evidence): (document: PolicyDocument) => Clauses {
  return (document) => sealedClauses(evidence, document);
}

export async function cover(folder?: string): Promise<number> {
  console.table(coverage(await readKnowledge(), folder ? textFinder(folder) : () => undefined));
  return 0;
}

export async function show(key = ""): Promise<number> {
  const kb = await readKnowledge();
  const text = showMeasure(kb, key, today());
  if (text === undefined) throw new UsageError(`there is no clause ${key}; ${kb.measures[0]?.key} is one`);
  console.log(text);
  return 0;
}

/** @param before @param after two versions of one document's file */
export async function diff(before = "", after = ""): Promise<number> {
  for (const path of [before, after]) if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  const lines = compareKnowledge(await readVersion(before), await readVersion(after));
  console.log(lines.join("\n") || "nothing changed");
  return 0;
}

export function begin(id = ""): number {
  if (!/^[a-z]+-\d{4}$/.test(id)) throw new UsageError("new needs an id such as zibo-2022");
  const path = join(FOLDER, "documents", `${id}.yaml`);
  if (existsSync(path)) throw new UsageError(`documents/${id}.yaml is there already`);
  writeFileSync(path, newDocument(id, today()));
  console.error(`documents/${id}.yaml is laid out; write, then: npm run kb -- check`);
  return 0;
}

export function schema(): number {
  for (const [name, json] of Object.entries(jsonSchemas()))
    writeFileSync(join(FOLDER, name), `${JSON.stringify(json, null, 2)}\n`);
  return 0;
}
