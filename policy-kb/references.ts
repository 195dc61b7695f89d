/** Checks that need more than one place of the files: facts and values that exist, ids that are unique. */
import { leafFacts, partsOf, TODAY } from "./evaluate.ts";
import { type Problem, problemAt, type Source } from "./problems.ts";
import type { BenefitSource, Condition, DocumentSource, Fact, FactGroup, FactValue, Leaf } from "./schema.ts";

interface FactsFile {
  file: Source;
  data: { facts: Fact[]; groups: FactGroup[] };
}
interface DocumentFile {
  file: Source;
  data: DocumentSource;
}
type Path = PropertyKey[];
type Report = (path: Path, message: string) => void;

export function checkReferences(factsFile: FactsFile, documents: DocumentFile[]): Problem[] {
  const problems: Problem[] = [];
  const facts = new Map(factsFile.data.facts.map((fact) => [fact.id, fact]));
  checkFacts(factsFile, (path, message) => problems.push(problemAt(factsFile.file, path, message)));
  for (const document of documents)
    checkDocument(document.data, facts, (path, message) =>
      problems.push(problemAt(document.file, path, message)),
    );
  problems.push(...overlaps(documents));
  return problems;
}

function checkFacts({ data }: FactsFile, report: Report): void {
  const groups = new Set(data.groups.map((group) => group.id));
  const seen = new Set<string>();
  for (const [index, fact] of data.facts.entries()) {
    const path = ["facts", index];
    if (seen.has(fact.id))
      report([...path, "id"], `the fact ${fact.id} stands twice; give one of them another id`);
    seen.add(fact.id);
    if (fact.kind === "choice" && fact.choices.length < 2)
      report(path, "a choice needs at least two choices");
    if (fact.group && !groups.has(fact.group)) report([...path, "group"], `there is no group ${fact.group}`);
    if (fact.group && fact.kind !== "yesno")
      report([...path, "group"], "only yes-or-no facts are asked as a group");
  }
}

function checkDocument(document: DocumentSource, facts: Map<string, Fact>, report: Report): void {
  if (!facts.get("city")?.choices.some((choice) => choice.value === document.region))
    report(["region"], `${document.region} is not among the choices of the fact city; add it to facts.yaml`);
  const names = new Set<string>();
  const clauses = new Set<string>();
  for (const [m, measure] of document.measures.entries()) {
    const clause = String(measure.clause);
    if (clauses.has(clause)) report(["measures", m, "clause"], `clause ${clause} stands twice`);
    clauses.add(clause);
    for (const [b, benefit] of measure.benefits.entries())
      checkBenefit(benefit, clause, names, facts, (path, message) =>
        report(["measures", m, "benefits", b, ...path], message),
      );
  }
  const known = new Set(document.measures.flatMap((measure) => benefitIds(document, measure)));
  for (const [s, rule] of document.stacking.entries())
    for (const name of rule.benefits ?? [])
      if (!known.has(name)) report(["stacking", s, "benefits"], `there is no benefit ${name}`);
  const rules = new Set(document.stacking.map((rule) => rule.id));
  for (const [s, rule] of document.stacking.entries())
    for (const name of rule.along_with)
      if (!rules.has(name)) report(["stacking", s, "along_with"], `there is no rule ${name}`);
  for (const [s, rule] of document.stacking.entries())
    if (!clauses.has(String(rule.clause)))
      report(["stacking", s, "clause"], `the rule cites clause ${rule.clause}, which the file does not have`);
}

function benefitIds(document: DocumentSource, measure: DocumentSource["measures"][number]): string[] {
  return measure.benefits.flatMap((benefit) =>
    [benefit, ...(benefit.tiers?.rows ?? [])].map((row) => `${document.id}/${measure.clause}/${row.id}`),
  );
}

function checkBenefit(
  benefit: BenefitSource,
  clause: string,
  names: Set<string>,
  facts: Map<string, Fact>,
  report: Report,
): void {
  for (const row of benefit.tiers?.rows ?? [benefit]) {
    if (names.has(`${clause}/${row.id}`)) report(["id"], `the benefit ${clause}/${row.id} stands twice`);
    names.add(`${clause}/${row.id}`);
    const amount = row.amount ?? benefit.amount;
    if (!amount)
      report(["amount"], `${row.id} has no amount; write {kind: unspecified} where the document names none`);
    if (amount?.kind === "ratio" && amount.of) checkFact(amount.of, facts, ["amount", "of"], report);
    const heads = row.heads ?? benefit.heads;
    if (heads) checkFact(heads, facts, ["heads"], report);
    if (row.when) checkCondition(row.when, facts, ["when"], report);
  }
  if (benefit.paid_from) checkFact(benefit.paid_from, facts, ["paid_from"], report);
  if (benefit.tiers) checkTiers(benefit.tiers, facts, report);
  if (benefit.tiers && benefit.when) checkCondition(benefit.when, facts, ["when"], report);
  for (const [e, example] of benefit.examples.entries())
    for (const [fact, value] of Object.entries(example.facts))
      checkValue(fact, value, facts, ["examples", e, "facts", fact], report);
}

/** A tier whose value an earlier tier has taken, or that the fact cannot have, is never reached. */
function checkTiers(
  tiers: NonNullable<BenefitSource["tiers"]>,
  facts: Map<string, Fact>,
  report: Report,
): void {
  const taken = new Set<string>();
  for (const [t, tier] of tiers.rows.entries()) {
    const path = ["tiers", "rows", t, "is"];
    if (tier.is === undefined && !tier.when)
      report(path, `the tier ${tier.id} names neither a value nor a condition`);
    if (tier.is !== undefined && !tiers.by)
      report(path, `the tier ${tier.id} has a value, but tiers names no fact (by)`);
    for (const value of [tier.is ?? []].flat()) {
      if (tiers.by) checkValue(tiers.by, value, facts, path, report);
      if (taken.has(value) && !tier.when)
        report(path, `the tier ${tier.id} is never reached: ${value} has a tier already`);
      taken.add(value);
    }
  }
}

function checkCondition(condition: Condition, facts: Map<string, Fact>, path: Path, report: Report): void {
  const parts = partsOf(condition);
  for (const part of parts) checkCondition(part, facts, path, report);
  if (parts.length) return;
  const leaf = condition as Leaf;
  for (const fact of leafFacts(leaf)) if (fact !== TODAY) checkFact(fact, facts, path, report);
  if ("is" in leaf) checkValue(leaf.fact, leaf.is, facts, path, report);
  if ("in" in leaf) for (const value of leaf.in) checkValue(leaf.fact, value, facts, path, report);
  if ("at_least" in leaf) checkValue(leaf.fact, leaf.at_least, facts, path, report);
  if ("at_most" in leaf) checkValue(leaf.fact, leaf.at_most, facts, path, report);
}

function checkFact(id: string, facts: Map<string, Fact>, path: Path, report: Report): void {
  if (!facts.has(id)) report(path, `there is no fact ${id}; add it to facts.yaml or correct the name`);
}

const VALUE_TYPE: Record<Fact["kind"], string> = {
  choice: "string",
  date: "string",
  yesno: "boolean",
  number: "number",
  money: "number",
};

function checkValue(
  id: string,
  value: FactValue,
  facts: Map<string, Fact>,
  path: Path,
  report: Report,
): void {
  if (id === TODAY) return;
  const fact = facts.get(id);
  if (!fact) checkFact(id, facts, path, report);
  else if (typeof value !== VALUE_TYPE[fact.kind])
    report(path, `${id} is of the kind ${fact.kind}, and ${JSON.stringify(value)} is not`);
  else if (fact.kind === "choice" && !fact.choices.some((choice) => choice.value === value))
    report(
      path,
      `${value} is not a choice of ${id}: ${fact.choices.map((choice) => choice.value).join("、")}`,
    );
}

/** Two documents of one place may not both be in force on one day unless one supersedes the other. */
function overlaps(documents: DocumentFile[]): Problem[] {
  return documents.flatMap(({ data, file }, index) =>
    documents
      .slice(0, index)
      .filter((other) => other.data.region === data.region && overlap(other.data.period, data.period))
      .filter((other) => other.data.superseded_by !== data.id && data.superseded_by !== other.data.id)
      .map((other) =>
        problemAt(
          file,
          ["period"],
          `the period overlaps that of ${other.data.id}, which is for ${data.region} too`,
        ),
      ),
  );
}

function overlap(a: DocumentSource["period"], b: DocumentSource["period"]): boolean {
  const [earliest, latest] = ["0000", "9999"];
  return (a.from ?? earliest) <= (b.to ?? latest) && (b.from ?? earliest) <= (a.to ?? latest);
}
