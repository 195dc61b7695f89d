/** The full check of a loaded knowledge base, for `kb check` and the build: every worked example must hold. */
import { pay } from "./amounts.ts";
import type { Tri } from "./evaluate.ts";
import { lintKnowledge } from "./lint.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Example } from "./schema.ts";

/** Sentences about what does not hold, empty where all is well. `today` is "2026-11-20". */
export function checkKnowledge(kb: KnowledgeBase, today: string): string[] {
  const faults = kb.benefits.flatMap((benefit) => {
    const examples = benefit.examples.filter((example) => belongs(example, benefit));
    return [
      ...examples.flatMap((example) => checkExample(kb, benefit, example, today)),
      ...missing(benefit, examples),
    ];
  });
  return [...faults, ...lintKnowledge(kb)];
}

/** An example that names a tier belongs to it alone; one that names none holds for every tier. */
function belongs(example: Example, benefit: Benefit): boolean {
  return benefit.family === benefit.id || !example.tier || benefit.id.endsWith(`/${example.tier}`);
}

function checkExample(kb: KnowledgeBase, benefit: Benefit, example: Example, today: string): string[] {
  const region = kb.documents.find((document) => document.id === benefit.doc)?.region ?? "";
  const facts = { city: region, today, ...example.facts };
  const verdict = benefit.test.verdict(facts);
  const payment = pay(benefit, facts);
  return [
    ...expected(verdict, example.verdict, "verdict"),
    ...(example.yuan === undefined ? [] : expected(payment.yuan, example.yuan, "yuan")),
    ...(example.total === undefined ? [] : expected(payment.total, example.total, "total")),
  ].map((fault) => `${benefit.id}: the example "${example.why}" ${fault}`);
}

function expected(is: unknown, should: unknown, what: string): string[] {
  return is === should ? [] : [`gives ${what} ${is} and not ${should}`];
}

/** Each benefit shows a yes, a no and an undecided case, so that its condition is seen from all three sides. */
function missing(benefit: Benefit, examples: Example[]): string[] {
  const seen = new Set(examples.map((example) => example.verdict));
  return (["yes", "no", "unknown"] satisfies Tri[])
    .filter((verdict) => !seen.has(verdict))
    .map((verdict) => `${benefit.id}: has no example with the verdict ${verdict}`);
}
