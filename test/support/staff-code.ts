/** Codes for staff, as `npm run staff -- invite` makes them. */
import { z } from "zod";
import type { CodeHash } from "../../bot/code-hash.ts";
import { ROLES } from "../../handlers/staff/roles.ts";
import { type Database, sql } from "../../storage/database.ts";
import { keepStaffCode } from "../../storage/staff.ts";

export const staffCodeSchema = z.strictObject({ code: z.string(), role: z.enum(ROLES), name: z.string() });
export type StaffCodeForTest = z.infer<typeof staffCodeSchema>;

export async function keepStaffCodesForTest(
  database: Database,
  codes: readonly StaffCodeForTest[],
  hashCode: CodeHash,
  at: number,
): Promise<void> {
  for (const { code, role, name } of codes) {
    const hash = await hashCode(code);
    await database.batch([keepStaffCode({ hash, role, name }, sql`${"服务器命令"}`, at)]);
  }
}
