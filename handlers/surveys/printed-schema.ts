/**
 * The printed form as data: a table of boxes, row by row, as the official paper has it. A row for each of a list
 * (`each`) or for what was written in a repeat (`repeat`); parts that stand side by side (`beside`). `*` in a cell is
 * the row of the list; as a label it is that row's name.
 */
import { z } from "zod";

const id = z.string().regex(/^[a-z][a-z0-9_]*$/);
const cell = z.string().regex(/^[a-z][a-z0-9_]*(\/(?:\*|[a-z0-9_]+)){0,2}$/, "a cell is question/row/column");
const size = {
  across: z.int().positive().default(1),
  /** `rest`: down to where the part that stands beside it ends. */
  down: z.union([z.int().positive(), z.literal("rest")]).default(1),
};

const boxSchema = z.union(
  [
    z.strictObject({ title: z.literal(true), ...size }),
    z.strictObject({ label: z.string(), ...size }),
    z.strictObject({ answer: cell, ...size }),
    /** The figures of all rows of a list together, such as age, all levels, 18–30; worked out, never asked. */
    z.strictObject({ sum: cell, ...size }),
    z.strictObject({ note: z.string(), ...size }),
    /** What a section says about who counts. */
    z.strictObject({ note_of: id, ...size }),
    /** Why warnings are right as they stand; its row is left out where there is none. */
    z.strictObject({ reasons: z.literal(true), ...size }),
    z.strictObject({ stamp: z.string(), ...size }),
  ],
  { error: "a box is one of title, label, answer, sum, note, note_of, reasons, stamp, with across and down" },
);

const lineSchema = z.strictObject({
  each: id.optional(),
  repeat: id.optional(),
  boxes: z.array(boxSchema).min(1),
});

const rowSchema = z.union([
  lineSchema,
  z.strictObject({ beside: z.array(z.array(lineSchema).min(1)).min(2) }),
]);

export const printedSchema = z.strictObject({
  /** The columns' widths; only how they compare matters. */
  widths: z.array(z.int().min(1).max(60)).min(2).max(40),
  rows: z.array(rowSchema).min(1),
});

export type Printed = z.infer<typeof printedSchema>;
export type PrintedBox = z.infer<typeof boxSchema>;
export type PrintedLine = z.infer<typeof lineSchema>;
