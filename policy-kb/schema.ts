/**
 * The one description of `facts.yaml` and `documents/*.yaml`: what a policy officer may write in them.
 * How to read and write these files: `docs/architecture.md`.
 */
import { z } from "zod";

/** A fact's value: a choice, a date ("2024", "2024-07", "2024-07-01"), a number, or yes/no. */
export type FactValue = string | number | boolean;
/** What is known about a person or an enterprise, by fact id. A fact that is absent is unknown. */
export type Facts = Readonly<Record<string, FactValue>>;

const id = z.string().regex(/^[a-z][a-z0-9_-]*$/, "an id is small letters, digits, - and _, a letter first");
/** "2024", "2024-07" or "2024-07-01": a date may be known only to its year or month. */
const dateText = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "a date is 2024, 2024-07 or 2024-07-01");
const words = z.array(z.string().min(1)).default([]);

/** The JSON Schemas of the two kinds of file, for editors; `kb schema` writes them out. */
export function jsonSchemas(): Record<string, object> {
  return {
    "document.schema.json": editorSchema(documentSchema),
    "facts.schema.json": editorSchema(factsFileSchema),
  };
}

/** What an editor checks a file by while somebody writes it. */
export function editorSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

// ── facts ────────────────────────────────────────────────────────────────────────────────────────

const choice = z.strictObject({
  value: z.string(),
  /** What the button says, where the value alone is not plain enough. */
  label: z.string().optional(),
  /** Stands for everything else (没参加过, 其他): always offered, while others are offered where they matter. */
  other: z.boolean().default(false),
  /** Other ways in which people say it. */
  words,
});

const factSchema = z.strictObject({
  id,
  kind: z.enum(["choice", "yesno", "number", "money", "date"]),
  /** A few characters, for 我理解：… and for lists. */
  label: z.string(),
  /** The question as the person reads it. */
  ask: z.string(),
  help: z.string().optional(),
  /** Told beside it only to who asks for a unit. */
  help_for_units: z.string().optional(),
  unit: z.string().optional(),
  /** A figure for one year: what is told for several years in all is divided. */
  yearly: z.boolean().default(false),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(choice).default([]),
  /** Choices stand in rising order, so that "at least" means something. */
  ordered: z.boolean().default(false),
  /** Yes-or-no facts of one group are asked together as one list to tick. */
  group: id.optional(),
  /** Words that say yes (or no) to a yes-or-no fact; words beside a number or a date. */
  words,
  no_words: words,
  /** A figure is read as this fact only where one of these stands in the same sentence, and none of those. */
  beside: words,
  not_beside: words,
  /** What a person can do about it themselves, for "what would make a no a yes": 考下{value}, 转为全职. */
  within_power: z
    .strictObject({
      say: z.string(),
      /** The values that can still be reached, where not all can (预备技师 is only for who is at school). */
      to: z.array(z.string()).optional(),
      /** What comes true along with it: who passes a higher level has a new certificate. */
      brings: z.record(id, z.union([z.string(), z.number(), z.boolean()])).default({}),
    })
    .optional(),
});
export type Fact = z.infer<typeof factSchema>;

const groupSchema = z.strictObject({
  id,
  label: z.string(),
  ask: z.string(),
  help: z.string().optional(),
  help_for_units: z.string().optional(),
  none: z.string().default("都没有"),
});
export type FactGroup = z.infer<typeof groupSchema>;

export const factsFileSchema = z.strictObject({
  facts: z.array(factSchema).min(1),
  groups: z.array(groupSchema).default([]),
});

// ── conditions ───────────────────────────────────────────────────────────────────────────────────

const span = { years: z.int().positive().optional(), months: z.int().positive().optional(), of: z.string() };
const spanSchema = z
  .strictObject(span)
  .refine((s) => (s.years === undefined) !== (s.months === undefined), "give either years or months");
export type Span = z.infer<typeof spanSchema>;

const leafSchemas = [
  z.strictObject({ fact: id, is: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ fact: id, in: z.array(z.string()).min(1) }),
  /** A number from…, or a choice of an ordered fact from… upwards; the boundary is in (以上). */
  z.strictObject({ fact: id, at_least: z.union([z.number(), z.string()]) }),
  /** A number, or an ordered choice, up to…; the boundary is in (以内). */
  z.strictObject({ fact: id, at_most: z.union([z.number(), z.string()]) }),
  /** The date lies between another date and so long after it, both days included (毕业五年内). */
  z.strictObject({ fact: id, within: spanSchema }),
  /** The date lies so long after another date, or later (满一年). */
  z.strictObject({ fact: id, after: spanSchema }),
] as const;
const leafSchema = z.union(leafSchemas, {
  error: "a condition is all, any, not, or one fact with is, in, at_least, at_most, within or after",
});
export type Leaf = z.infer<typeof leafSchema>;
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

const conditionSchema: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(conditionSchema).min(1) }),
      z.strictObject({ any: z.array(conditionSchema).min(1) }),
      z.strictObject({ not: conditionSchema }),
      ...leafSchemas,
    ],
    { error: "a condition is all, any, not, or one fact with is, in, at_least, at_most, within or after" },
  ),
);

// ── money ────────────────────────────────────────────────────────────────────────────────────────

const yuan = z.number().positive();
const amountSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact"), yuan }),
  z
    .strictObject({ kind: z.literal("range"), min: yuan, max: yuan })
    .refine(({ min, max }) => min < max, "a range goes from the lower sum (min) to the higher one (max)"),
  z.strictObject({ kind: z.literal("floor"), yuan }),
  z.strictObject({ kind: z.literal("cap"), yuan }),
  /** A share of a money fact (`of`) or of what no fact holds (`base`, in words); at most `max`. */
  z
    .strictObject({
      kind: z.literal("ratio"),
      ratio: z.number().positive(),
      of: id.optional(),
      base: z.string().optional(),
      max: yuan.optional(),
      /** At least the share (不低于50%). */
      floor: z.boolean().default(false),
      /** How people put it: 20%, 1:1配套, 免费. */
      as: z.enum(["share", "match", "free"]).default("share"),
    })
    .refine(
      (one) => (one.of === undefined) !== (one.base === undefined),
      "a ratio has either of (a fact) or base (words)",
    ),
  z.strictObject({ kind: z.literal("unspecified") }),
]);
export type Amount = z.infer<typeof amountSchema>;

const recipient = z.enum([
  "worker",
  "student",
  "enterprise",
  "training_provider",
  "school",
  "workstation",
  "organizer",
  "other",
]);
export type Recipient = z.infer<typeof recipient>;
const period = z.enum(["once", "month", "semester", "year"]);

const capSchema = z.strictObject({ yuan, per: z.enum(["person", "enterprise"]), period });
export type Cap = z.infer<typeof capSchema>;
const quotaSchema = z.strictObject({
  number: z.int().positive(),
  upTo: z.int().positive().optional(),
  unit: z.string(),
  /** "year", "two years", or null where the document names no interval. */
  every: z.enum(["year", "two_years"]).nullable().default(null),
  about: z.boolean().default(false),
});
export type Quota = z.infer<typeof quotaSchema>;

// ── benefits, measures, documents ────────────────────────────────────────────────────────────────

const factValues = z.record(id, z.union([z.string(), z.number(), z.boolean()]));
const exampleSchema = z.strictObject({
  why: z.string(),
  /** The tier that it is an example of; left out where the benefit has no tiers. */
  tier: id.optional(),
  facts: factValues,
  verdict: z.enum(["yes", "no", "unknown"]),
  yuan: z.number().nullable().optional(),
  total: z.number().nullable().optional(),
});
export type Example = z.infer<typeof exampleSchema>;

/** What a tier may say for itself; the rest it has from its benefit. */
const rowFields = {
  id,
  title: z.string(),
  when: conditionSchema.optional(),
  amount: amountSchema.optional(),
  months: z.int().positive().nullable().optional(),
  heads: id.optional(),
  quota: quotaSchema.nullable().optional(),
};
const tierSchema = z.strictObject({
  ...rowFields,
  is: z.union([z.string(), z.array(z.string())]).optional(),
});

const benefitSchema = z.strictObject({
  ...rowFields,
  recipient,
  /** Roles that may claim or ask for it; by default those that go with the recipient. */
  asked_by: z.array(z.string()).optional(),
  per: z.enum(["person", "unit", "project"]).default("person"),
  /** null where the document does not say how often it is paid. */
  period: period.nullable().default("once"),
  cap: capSchema.nullable().default(null),
  /** Rights that are not money: a title review, treatment as a degree, a card. */
  right: z.boolean().default(false),
  /** Benefits of one package are given together and count as one in stacking. */
  package: id.optional(),
  /** Who pays, in the document's words for the fund (市级财政). */
  fund: z.string().optional(),
  /** Who pays, in words, where it is not the fund alone. */
  paid_by: z.string().optional(),
  how: z.string().optional(),
  note: z.string().optional(),
  /** The date from which it is paid by the month or year, where the document ties it to one. */
  paid_from: id.optional(),
  /** One row a level, medal or rank: `by` names the fact and each tier its value, or each tier has its own `when`. */
  tiers: z.strictObject({ by: id.optional(), rows: z.array(tierSchema).min(1) }).optional(),
  examples: z.array(exampleSchema).default([]),
});
export type BenefitSource = z.infer<typeof benefitSchema>;
export type TierSource = z.infer<typeof tierSchema>;

const clauseLabel = z.union([z.int().positive(), z.string().min(1)]);
export type ClauseLabel = z.infer<typeof clauseLabel>;

const targetSchema = z.strictObject({
  what: z.string(),
  number: z.number(),
  upTo: z.number().optional(),
  unit: z.string(),
  by: dateText.nullable().default(null),
  every: z.enum(["year", "two_years"]).nullable().default(null),
  comparator: z.enum([">=", "=", "~", "<="]).default("="),
});

const measureSchema = z.strictObject({
  clause: clauseLabel,
  title: z.string(),
  kind: z.enum([
    "benefit",
    "award",
    "programme",
    "target",
    "service",
    "platform",
    "evaluation",
    "competition",
    "governance",
    "funding",
    "publicity",
    "rules",
  ]),
  summary: z.string(),
  responsible: words,
  sections: words,
  cooperating: words,
  deadline: z
    .union([dateText, z.literal("ongoing")])
    .nullable()
    .default(null),
  targets: z.array(targetSchema).default([]),
  keywords: words,
  questions: words,
  /** What else the clause says, a fact a line in our own words: told where a question is about it. */
  details: words,
  /** What the clause names without saying what it is (“四强”产业): asked for, the answer is that it is not written. */
  unsaid: words,
  note: z.string().optional(),
  benefits: z.array(benefitSchema).default([]),
});
export type MeasureSource = z.infer<typeof measureSchema>;

/** A rule about what may be held together; `clause` is where the document says so. */
const stackingSchema = z.strictObject({
  id,
  /**
   * The first three let a person or a unit hold one of what they bind. The others are only told: beside what the
   * document itself does not pay, it may be held (`on_top`) or may not (`not_with`).
   */
  kind: z.enum(["highest_only", "once_per_occupation_level", "exclusive", "on_top", "not_with"]),
  clause: clauseLabel,
  text: z.string(),
  note: z.string().optional(),
  /** Which benefits it binds: by fund, by recipient, or by name. */
  fund: z.string().optional(),
  recipients: z.array(recipient).optional(),
  benefits: z.array(z.string()).optional(),
  /** Rules that may bind the same benefits, where the document has both. */
  along_with: z.array(id).default([]),
});
export type StackingRule = z.infer<typeof stackingSchema>;

/** Whether a date is earlier than another as far as both are known: 2025 is not before 2025-07. */
function isBefore(date: string | null, other: string | null): boolean {
  const known = Math.min(date?.length ?? 0, other?.length ?? 0);
  return known > 0 && (date ?? "").slice(0, known) < (other ?? "").slice(0, known);
}

const documentFields = z.strictObject({
  id,
  title: z.string(),
  short: z.string(),
  number: z.string().nullable(),
  issuers: words,
  region: z.string(),
  /** Roughly where the region lies, in degrees, for a location that somebody sends; it is asked before it counts. */
  bounds: z
    .strictObject({ south: z.number(), north: z.number(), west: z.number(), east: z.number() })
    .refine(({ south, north, west, east }) => south < north && west < east, "the borders are swapped")
    .optional(),
  issued: dateText.nullable(),
  period: z
    .strictObject({ from: dateText.nullable(), to: dateText.nullable(), note: z.string().optional() })
    .refine(({ from, to }) => !isBefore(to, from), {
      error: "the period ends before it begins",
      path: ["to"],
    }),
  /** The document that has taken its place. */
  superseded_by: z.string().optional(),
  note: z.string().optional(),
  /** How the source text is laid out, so that `kb verify` finds each clause in it. */
  layout: z
    .strictObject({
      /** Clauses are counted 1. 2. 3. or （一）（二）（三）. */
      numbering: z.enum(["arabic", "parenthesised"]),
      /** The first words of the closing rules (文末), where there are any. */
      closing: z.string().optional(),
      /** Numbers that the document itself leaves out. */
      absent: z.array(z.int()).default([]),
    })
    .default({ numbering: "arabic", absent: [] }),
  stacking: z.array(stackingSchema).default([]),
  measures: z.array(measureSchema).min(1),
});
export const documentSchema = documentFields.refine(({ issued, period }) => !isBefore(period.to, issued), {
  error: "the document is issued after its period ends",
  path: ["issued"],
});
export type DocumentSource = z.infer<typeof documentSchema>;
