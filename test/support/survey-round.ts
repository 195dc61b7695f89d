/** Rounds for tests: written as staff's own act would write them. */
import { z } from "zod";
import type { Database } from "../../storage/database.ts";
import { sql } from "../../storage/database.ts";

export const roundSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  survey: z.string().default("skills-2021"),
  regions: z.array(z.string()).default([]),
  opens: z.string().default("2026-11-01"),
  closes: z.string().default("2026-12-31"),
  invited_only: z.boolean().default(false),
  /** Enterprises on its list. */
  invited: z
    .array(z.strictObject({ credit_code: z.string(), name: z.string(), region: z.string() }))
    .default([]),
});
export type RoundForTest = z.input<typeof roundSchema>;

export async function openRoundForTest(database: Database, round: RoundForTest): Promise<void> {
  const { id, title, survey, regions, opens, closes, invited_only, invited } = roundSchema.parse(round);
  const at = Date.parse("2026-11-01T01:00:00Z");
  await database.batch([
    sql`INSERT INTO survey_round (id, survey, title, regions, opens, closes, invited_only, created_at)
      VALUES (${id}, ${survey}, ${title}, ${JSON.stringify(regions)}, ${opens}, ${closes},
        ${invited_only ? 1 : 0}, ${at}) ON CONFLICT (id) DO NOTHING`,
    ...invited.flatMap(({ credit_code, name, region }) => [
      sql`INSERT INTO enterprise (credit_code, name, region, created_at)
        VALUES (${credit_code}, ${name}, ${region}, ${at}) ON CONFLICT (credit_code) DO NOTHING`,
      sql`INSERT INTO survey_invitation (round, credit_code, invited_at) VALUES (${id}, ${credit_code}, ${at})
        ON CONFLICT DO NOTHING`,
    ]),
  ]);
}
