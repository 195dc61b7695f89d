/** What no example shows but an officer should know: facts nobody uses, gaps, rules that collide, what can never hold. */
import { amountFacts } from "./amounts.ts";
import { isBoundBy } from "./combine.ts";
import { contradictions } from "./contradictions.ts";
import type { Benefit, KnowledgeBase, PolicyDocument } from "./load.ts";
import { normalise } from "./normalise.ts";
import type { Fact, StackingRule } from "./schema.ts";

/** Sentences, empty where all is well. */
export function lintKnowledge(kb: KnowledgeBase): string[] {
  return [
    ...unusedFacts(kb),
    ...[...kb.facts.values()].flatMap(wordsOfTwo),
    ...contradictions(kb),
    ...kb.documents.flatMap((document) => [
      ...gaps(document),
      ...idleRules(document),
      ...collisions(document),
    ]),
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

/** A word that tells two things of one fact tells none of them. */
function wordsOfTwo({ id, kind, choices, words, no_words }: Fact): string[] {
  if (kind === "yesno") {
    const yes = new Set(words.map((word) => normalise(word)));
    return no_words
      .filter((word) => yes.has(normalise(word)))
      .map((word) => `facts.yaml: the word ${word} stands under both the yes and the no of ${id}`);
  }
  const told = choices.flatMap(({ value, words }) => words.map((word) => ({ word: normalise(word), value })));
  return [...Map.groupBy(told, ({ word }) => word)].flatMap(([word, found]) => {
    const [one, other] = new Set(found.map(({ value }) => value));
    return other === undefined
      ? []
      : [`facts.yaml: the word ${word} stands under two choices of ${id}: ${one} and ${other}`];
  });
}

/** Numbered clauses follow one another, but for those that the document itself leaves out. */
function gaps({ id, measures, layout }: PolicyDocument): string[] {
  const numbers = measures.flatMap(({ clause }) => (typeof clause === "number" ? [clause] : []));
  const all = Array.from({ length: Math.max(0, ...numbers) }, (_, index) => index + 1);
  return all
    .filter((number) => !numbers.includes(number) && !layout.absent.includes(number))
    .map((number) => `${id}: clause ${number} is missing; encode it, or name it in layout.absent`);
}

/** Kinds of rules that let a person or a unit hold only one; the others are only told. */
const RESTRICTING: ReadonlySet<StackingRule["kind"]> = new Set([
  "highest_only",
  "exclusive",
  "once_per_occupation_level",
]);

function restrictingRules({
  stacking,
  measures,
}: PolicyDocument): { rule: StackingRule; bound: Benefit[] }[] {
  const benefits = measures.flatMap((measure) => measure.benefits);
  return stacking
    .filter((rule) => RESTRICTING.has(rule.kind))
    .map((rule) => ({ rule, bound: benefits.filter((benefit) => isBoundBy(benefit, rule)) }));
}

/** What is given together, as a package, is one thing to choose. */
function idleRules(document: PolicyDocument): string[] {
  return restrictingRules(document).flatMap(({ rule, bound }) => {
    const count = new Set(bound.map((benefit) => benefit.package ?? benefit.id)).size;
    return count >= 2
      ? []
      : [
          `${document.id}: the rule ${rule.id} binds ${count} benefit${count ? "" : "s"}, and one alone excludes nothing; name what it binds, or take it out`,
        ];
  });
}

/** Two rules that restrict the same benefit leave open which one decides, unless the document has both. */
function collisions(document: PolicyDocument): string[] {
  const rules = restrictingRules(document);
  return rules.flatMap((one, index) =>
    rules.slice(index + 1).flatMap((other) => {
      const [first, ...more] = one.bound.filter((benefit) => other.bound.includes(benefit));
      if (
        !first ||
        one.rule.along_with.includes(other.rule.id) ||
        other.rule.along_with.includes(one.rule.id)
      )
        return [];
      return [
        `${document.id}: the rules ${one.rule.id} and ${other.rule.id} both bind ${first.id}${more.length ? ` and ${more.length} more` : ""}; let one of them decide, or write along_with`,
      ];
    }),
  );
}
