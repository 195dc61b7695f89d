/** `bureau.yaml`: the one bureau that a deployment belongs to. Without the file every document is active. */
import { z } from "zod";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time is HH:MM");

export const bureauSchema = z.strictObject({
  /** As people know it: 淄博市人力资源和社会保障局; null where no bureau is named. */
  name: z.string().min(1).nullable().default(null),
  /** The city that is meant where none is named; then nobody is asked. */
  city: z.string().nullable().default(null),
  /** Ids of the active documents; null for all. */
  documents: z.array(z.string()).min(1).nullable().default(null),
  contact: z
    .strictObject({
      phone: z.string().nullable().default(null),
      address: z.string().nullable().default(null),
      hours: z.string().nullable().default(null),
    })
    .default({ phone: null, address: null, hours: null }),
  /** The public hotline, the last resort of every answer. */
  hotline: z.string().default("12333"),
  quietHours: z.strictObject({ from: clock, to: clock }).default({ from: "22:00", to: "08:00" }),
});
export type Bureau = z.infer<typeof bureauSchema>;
