import { readKnowledge } from "../../policy-kb/files.ts";

/** The project's own knowledge base, read once a test file. */
export const kb = await readKnowledge();
