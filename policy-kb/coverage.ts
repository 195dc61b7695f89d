/** How much of each document is encoded, as a table. */
import type { KnowledgeBase, PolicyDocument } from "./load.ts";
import { clausesOf, verifyDocument } from "./verify.ts";

export interface CoverageRow {
  document: string;
  clauses: number;
  benefits: number;
  facts: number;
  examples: number;
  targets: number;
  /** "164/164", or "" without the source text. */
  verified: string;
}

export function coverage(
  kb: KnowledgeBase,
  textOf: (document: PolicyDocument) => string | undefined,
): CoverageRow[] {
  return kb.documents.map((document) => {
    const benefits = document.measures.flatMap((measure) => measure.benefits);
    const text = textOf(document);
    const checked =
      text === undefined ? undefined : verifyDocument(document, kb.facts, clausesOf(text, document.layout));
    return {
      document: document.id,
      clauses: document.measures.length,
      benefits: benefits.length,
      facts: new Set(benefits.flatMap((benefit) => benefit.test.mentions)).size,
      examples: new Set(benefits.flatMap((benefit) => benefit.examples)).size,
      targets: document.measures.reduce((sum, measure) => sum + measure.targets.length, 0),
      verified: checked ? `${checked.figures - checked.faults.length}/${checked.figures}` : "",
    };
  });
}
