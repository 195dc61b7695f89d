import type { z } from "zod";
import { type ErrorCode, refuse } from "./refusal.ts";

/** What a schema makes of a body; else a refusal that names the first field that is wrong. */
export function checked<T>(schema: z.ZodType<T>, body: unknown, errcode: ErrorCode = 40058): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse(errcode, `${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}
