/**
 * The policy files' data → the knowledge base: checked, linked, compiled, frozen. Takes data and does no I/O;
 * `files.ts` reads the YAML on Node, and for Workers the same data is bundled as JSON.
 */
import type { z } from "zod";
import { compile, type Ranks, ranksOf, type Test } from "./evaluate.ts";
import { KnowledgeError, type Problem, problemAt, type Source } from "./problems.ts";
import { checkReferences } from "./references.ts";
import type {
  Amount,
  BenefitSource,
  ClauseLabel,
  Condition,
  DocumentSource,
  Fact,
  FactGroup,
  MeasureSource,
  Quota,
  Recipient,
  TierSource,
} from "./schema.ts";
import { documentSchema, factsFileSchema } from "./schema.ts";

type Untiered = Omit<BenefitSource, "id" | "tiers" | "when" | "amount" | "heads" | "quota" | "months">;

/** One recipient × one amount: a benefit, or one tier of one. */
export interface Benefit extends Untiered {
  /** `document/clause/name`. */
  id: string;
  doc: string;
  clause: ClauseLabel;
  /** The benefit that it is a tier of; its own id where there are no tiers. */
  family: string;
  amount: Amount;
  months: number | null;
  heads: string | undefined;
  quota: Quota | null;
  condition: Condition;
  test: Test;
}

export interface Measure extends Omit<MeasureSource, "benefits"> {
  doc: string;
  /** `document/clause`. */
  key: string;
  benefits: Benefit[];
}

export interface PolicyDocument extends Omit<DocumentSource, "measures"> {
  measures: Measure[];
}

export interface KnowledgeBase {
  facts: ReadonlyMap<string, Fact>;
  groups: ReadonlyMap<string, FactGroup>;
  documents: readonly PolicyDocument[];
  measures: readonly Measure[];
  benefits: readonly Benefit[];
  ranks: Ranks;
}

/** Who may claim or ask for a benefit, by its recipient, where the file does not say otherwise. */
const ASKED_BY: Record<Recipient, string[]> = {
  worker: ["个人"],
  student: ["个人"],
  enterprise: ["企业"],
  school: ["院校"],
  training_provider: ["培训机构", "院校", "企业"],
  workstation: ["企业", "院校", "培训机构", "其他单位"],
  organizer: ["企业", "院校", "培训机构", "其他单位"],
  other: ["个人", "企业", "院校", "培训机构", "其他单位"],
};

/** The files' data once it is checked: plain JSON, which can be kept and put together again without checking. */
export interface CheckedSources {
  facts: Fact[];
  groups: FactGroup[];
  documents: DocumentSource[];
}

/** Loads the files, or throws a KnowledgeError that names every problem with file and line. */
export function loadKnowledge(factsFile: Source, documentFiles: Source[]): KnowledgeBase {
  return assembleKnowledge(checkSources(factsFile, documentFiles));
}

export function checkSources(factsFile: Source, documentFiles: Source[]): CheckedSources {
  const problems: Problem[] = [];
  const factsData = parse(factsFileSchema, factsFile, problems);
  const documents = documentFiles.flatMap((file) => {
    const data = parse(documentSchema, file, problems);
    return data ? [{ file, data }] : [];
  });
  if (!factsData || problems.length) throw new KnowledgeError(problems);
  problems.push(...checkReferences({ file: factsFile, data: factsData }, documents));
  if (problems.length) throw new KnowledgeError(problems);
  return { ...factsData, documents: documents.map((document) => document.data) };
}

function parse<T>(schema: z.ZodType<T>, source: Source, problems: Problem[]): T | undefined {
  const result = schema.safeParse(source.data);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(problemAt(source, issue.path, issue.message));
  return undefined;
}

/** Links and compiles what was checked. */
export function assembleKnowledge(sources: CheckedSources): KnowledgeBase {
  const facts = new Map(sources.facts.map((fact) => [fact.id, fact]));
  const groups = new Map(sources.groups.map((group) => [group.id, group]));
  const ranks = ranksOf(facts);
  const documents = sources.documents.map((source) => ({
    ...source,
    measures: source.measures.map((measure) => assembleMeasure(source, measure, ranks)),
  }));
  const measures = documents.flatMap((document) => document.measures);
  const benefits = measures.flatMap((measure) => measure.benefits);
  return Object.freeze({ facts, groups, documents, measures, benefits, ranks });
}

function assembleMeasure(document: DocumentSource, measure: MeasureSource, ranks: Ranks): Measure {
  const key = `${document.id}/${measure.clause}`;
  const benefits = measure.benefits.flatMap((benefit) =>
    (benefit.tiers?.rows ?? [undefined]).map((tier) =>
      assembleBenefit(document, measure, benefit, tier, ranks),
    ),
  );
  return { ...measure, doc: document.id, key, benefits };
}

function assembleBenefit(
  document: DocumentSource,
  measure: MeasureSource,
  benefit: BenefitSource,
  tier: TierSource | undefined,
  ranks: Ranks,
): Benefit {
  const { tiers, when: _when, ...common } = benefit;
  const key = `${document.id}/${measure.clause}`;
  const condition = conditionOf(document.region, benefit, tier);
  return Object.freeze({
    ...common,
    id: `${key}/${tier?.id ?? benefit.id}`,
    family: `${key}/${benefit.id}`,
    doc: document.id,
    clause: measure.clause,
    title: tier?.title ?? benefit.title,
    amount: tier?.amount ?? benefit.amount ?? { kind: "unspecified" as const },
    months: tier?.months ?? benefit.months ?? null,
    heads: tier?.heads ?? benefit.heads,
    quota: tier?.quota ?? benefit.quota ?? null,
    condition,
    test: compile(condition, ranks),
  });
}

/** Place and role come with the document and the recipient, so that no file repeats them. */
function conditionOf(region: string, benefit: BenefitSource, tier: TierSource | undefined): Condition {
  const parts: Condition[] = [
    { fact: "city", is: region },
    { fact: "role", in: benefit.asked_by ?? ASKED_BY[benefit.recipient] },
  ];
  if (tier?.is !== undefined && benefit.tiers?.by)
    parts.push({ fact: benefit.tiers.by, in: [tier.is].flat() });
  if (benefit.when) parts.push(...("all" in benefit.when ? benefit.when.all : [benefit.when]));
  if (tier?.when) parts.push(tier.when);
  return { all: parts };
}
