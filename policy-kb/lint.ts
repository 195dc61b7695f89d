/** What no example shows but an officer should know: facts nobody uses, gaps in the numbering, rules that collide. */
import { amountFacts } from "./amounts.ts";
import { isBoundBy } from "./combine.ts";
import type { KnowledgeBase, PolicyDocument } from "./load.ts";

/** Sentences, empty where all is well. That no condition contradicts itself is shown by the examples that say yes. */
export function lintKnowledge(kb: KnowledgeBase): string[] {
  return [
    ...unusedFacts(kb),
    ...kb.documents.flatMap((document) => [...gaps(document), ...collisions(document)]),
  ];
}

function unusedFacts(kb: KnowledgeBase): string[] {
  const used = new Set(["city", "role"]);
  for (const benefit of kb.benefits)
    for (const fact of [...benefit.test.mentions, ...amountFacts(benefit, {}), benefit.paid_from ?? ""])
      used.add(fact);
  return [...kb.facts.keys()]
    .filter((fact) => !used.has(fact))
    .map((fact) => `facts.yaml: no condition or amount needs the fact ${fact}`);
}

/** Numbered clauses follow one another, but for those that the document itself leaves out. */
function gaps({ id, measures, layout }: PolicyDocument): string[] {
  const numbers = measures.flatMap(({ clause }) => (typeof clause === "number" ? [clause] : []));
  const all = Array.from({ length: Math.max(0, ...numbers) }, (_, index) => index + 1);
  return all
    .filter((number) => !numbers.includes(number) && !layout.absent.includes(number))
    .map((number) => `${id}: clause ${number} is missing; encode it, or name it in layout.absent`);
}

/** Two rules that each keep only the highest of the same benefit leave open which one decides. */
function collisions({ id, stacking, measures }: PolicyDocument): string[] {
  const highest = stacking.filter((rule) => rule.kind === "highest_only");
  return measures
    .flatMap((measure) => measure.benefits)
    .filter((benefit) => highest.filter((rule) => isBoundBy(benefit, rule)).length > 1)
    .map((benefit) => `${id}: more than one highest_only rule binds ${benefit.id}`);
}
