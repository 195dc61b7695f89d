/**
 * The one description of survey files. The terms are those of XLSForm (`relevant`, `choices`, `repeat`) and SurveyJS
 * (`matrix`): see docs/surveys.md and docs/decisions/0015.
 */
import { z } from "zod";
import { printedSchema } from "./printed-schema.ts";

const id = z.string().regex(/^[a-z][a-z0-9_]*$/, "an id is of small letters, digits and _");
const words = z.array(z.string().min(1)).default([]);

const choiceSchema = z.strictObject({
  id,
  label: z.string().min(1),
  /** Other names that people write. */
  words,
});

/** A condition over other answers: the question is asked only where it holds. */
export type Relevance =
  | { all: Relevance[] }
  | { any: Relevance[] }
  | { not: Relevance }
  | { cell: string; is: string | number | boolean }
  | { cell: string; at_least: number }
  | { cell: string; at_most: number };

const cellPath = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\/(?:\*|[a-z0-9_]+)){0,2}$/, "a cell is question/row/column");
const relevanceSchema: z.ZodType<Relevance, Relevance> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(relevanceSchema).min(1) }),
      z.strictObject({ any: z.array(relevanceSchema).min(1) }),
      z.strictObject({ not: relevanceSchema }),
      z.strictObject({ cell: cellPath, is: z.union([z.string(), z.number(), z.boolean()]) }),
      z.strictObject({ cell: cellPath, at_least: z.number() }),
      z.strictObject({ cell: cellPath, at_most: z.number() }),
    ],
    { error: "a condition is all, any, not, or one cell with is, at_least or at_most" },
  ),
);

const common = {
  id,
  label: z.string().min(1),
  ask: z.string().optional(),
  help: z.string().optional(),
  words,
  /** May be left empty. */
  optional: z.boolean().default(false),
  relevant: relevanceSchema.optional(),
  /** A name or a number by which somebody can be reached: encrypted where it is kept, hidden where it is shown. */
  confidential: z.boolean().default(false),
  /** Known when the form is begun, so that nobody is asked. */
  prefill: z.enum(["name", "credit_code", "today"]).optional(),
  /** Only prefilled, never changed. */
  fixed: z.boolean().default(false),
  /** In a text, stands right behind this one: 王强 13800000001. */
  beside: id.optional(),
  /** How the printed form names it, where that differs. */
  printed: z.string().optional(),
};
const bounds = { unit: z.string().optional(), min: z.number().default(0), max: z.number().optional() };

const fieldSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("text"), most: z.int().positive().default(100) }),
  z.strictObject({ ...common, kind: z.literal("phone") }),
  z.strictObject({ ...common, kind: z.literal("credit_code") }),
  z.strictObject({ ...common, kind: z.literal("choice"), choices: id }),
  z.strictObject({ ...common, ...bounds, kind: z.literal("number") }),
  z.strictObject({ ...common, ...bounds, kind: z.literal("money") }),
  /** `past`: today at the latest. */
  z.strictObject({ ...common, kind: z.literal("date"), past: z.boolean().default(false) }),
]);

const tableSchema = z.discriminatedUnion("kind", [
  /** Several of a list; `none` is what "none of them" says. */
  z.strictObject({ ...common, kind: z.literal("several"), choices: id, none: z.string().default("都没有") }),
  /** One whole number for each row of a list. */
  z.strictObject({ ...common, ...bounds, kind: z.literal("counts"), rows: id, total: z.string().optional() }),
  /** A whole number for each row and column; each row adds up to that row of `of`, and is asked only where that has any. */
  z.strictObject({
    ...common,
    ...bounds,
    kind: z.literal("matrix"),
    rows: id,
    columns: id,
    of: id.optional(),
    /** What people call it in a sentence: 年龄, in 高级工5人，但年龄加起来是6人. */
    short: z.string().min(1).optional(),
  }),
  /** As many rows of the same fields as there are. */
  z.strictObject({
    ...common,
    kind: z.literal("repeat"),
    most: z.int().positive().default(20),
    fields: z.array(fieldSchema).min(1),
  }),
]);

const questionSchema = z.discriminatedUnion("kind", [fieldSchema, tableSchema]);

const sectionSchema = z.strictObject({
  id,
  title: z.string().min(1),
  note: z.string().optional(),
  /** In the chat its questions are asked in one message, with these words. */
  together: z.boolean().default(false),
  ask: z.string().optional(),
  help: z.string().optional(),
  questions: z.array(questionSchema).min(1),
});

const termSchema = z.union(
  [
    z.strictObject({ cell: cellPath }),
    /** All rows of a `counts` question. */
    z.strictObject({ sum: id }),
    z.strictObject({ number: z.number() }),
  ],
  { error: "a side of a check is a cell, the sum of a counts question, or a number" },
);

const checkSchema = z.strictObject({
  id,
  /** error: must be put right. warning: stands with a reason. hint: is only said. */
  strength: z.enum(["error", "warning", "hint"]),
  /** A repeat: the check is made for each of its rows, which `*` stands for. */
  each: id.optional(),
  left: termSchema,
  is: z.enum(["at_most", "at_least", "equal"]),
  right: termSchema,
  // {left} and {right} are the figures; a cell in braces is what stands there.
  says: z.string().min(1),
  /** What a warning asks to be justified by. */
  why: z.string().optional(),
});

export const surveySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.int().positive(),
  title: z.string().min(1),
  unit: z.string().optional(),
  choices: z.record(id, z.array(choiceSchema).min(1)),
  sections: z.array(sectionSchema).min(1),
  checks: z.array(checkSchema).default([]),
  statistics: z.strictObject({
    /** Choice questions by which figures are told apart, beside the region. */
    by: z.array(id).default([]),
    /** Rows of a level list that count as highly skilled. */
    highly_skilled: z.array(id).default([]),
    /** The number question that says how many people work there: means per head, and the weight of rates (元/月). */
    staff: id.optional(),
  }),
  /** The official form; without it the form is printed question by question. */
  printed: printedSchema.optional(),
});

export type SurveyFile = z.infer<typeof surveySchema>;
export type Choice = z.infer<typeof choiceSchema>;
export type Field = z.infer<typeof fieldSchema>;
export type SurveyQuestion = z.infer<typeof questionSchema>;
export type Counts = Extract<SurveyQuestion, { kind: "counts" }>;
export type Matrix = Extract<SurveyQuestion, { kind: "matrix" }>;
export type Repeat = Extract<SurveyQuestion, { kind: "repeat" }>;
export type Several = Extract<SurveyQuestion, { kind: "several" }>;
export type Section = z.infer<typeof sectionSchema>;
export type Check = z.infer<typeof checkSchema>;
export type Term = z.infer<typeof termSchema>;
