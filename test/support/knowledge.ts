import { readKnowledge } from "../../policy-kb/files.ts";
import type { KnowledgeBase } from "../../policy-kb/load.ts";

/** The project's own knowledge base, read once a test file. */
export const kb = await readKnowledge();

/** What a bureau with these active documents has; all of them for null. */
export async function kbOf(documents: readonly string[] | null): Promise<KnowledgeBase> {
  return documents ? readKnowledge({ only: documents }) : kb;
}

/** As if the bureau had loaded its copy of one clause. */
export const TEST_SOURCES: ReadonlyMap<string, string> = new Map([["zibo-2022/6", "第六条的原文在这里。"]]);
