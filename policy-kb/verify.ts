/** Checks that every figure encoded stands in its clause of the source text, with what it counts. */
import { type Figure, figuresOf } from "./encoded-figures.ts";
import { clauseKeys } from "./figure-keys.ts";
import type { KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import type { ClauseLabel } from "./schema.ts";
import { splitClauses } from "./source-text.ts";

interface Verification {
  figures: number;
  faults: string[];
}

/** What is known of a document's clauses: whether a figure's key stands in one; undefined where there is no such clause. */
export type Clauses = (label: ClauseLabel) => { has(key: string): boolean } | undefined;

/** @param text the source text of the whole document */
export function clausesOf(
  text: string,
  layout: PolicyDocument["layout"],
): (label: ClauseLabel) => ReadonlySet<string> | undefined {
  const clauses = new Map(
    [...splitClauses(text, layout)].map(([label, words]) => [label, clauseKeys(words)]),
  );
  return (label) => clauses.get(String(label));
}

export function verifyDocument(
  document: PolicyDocument,
  facts: KnowledgeBase["facts"],
  clauses: Clauses,
): Verification {
  const all = document.measures.map((measure) => verifyMeasure(measure, facts, clauses));
  return {
    figures: all.reduce((sum, { figures }) => sum + figures, 0),
    faults: all.flatMap(({ faults }) => faults),
  };
}

export function verifyMeasure(
  measure: Measure,
  facts: KnowledgeBase["facts"],
  clauses: Clauses,
): Verification {
  const clause = clauses(measure.clause);
  if (!clause) return { figures: 0, faults: [`${measure.key}: there is no clause ${measure.clause}`] };
  const figures = figuresOf(measure, facts);
  const faults = figures.filter(({ key }) => !clause.has(key)).map(faultText);
  return { figures: figures.length, faults };
}

function faultText({ where, what, key }: Figure): string {
  return `${where}: ${what} ${key} does not stand in the clause`;
}
