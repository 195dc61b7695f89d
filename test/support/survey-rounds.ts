/** A round to fill in, and people who fill: written straight into the record, as staff and the chat would have it. */
import type { SurveyEffect } from "../../handlers/event.ts";
import { checkCharacter } from "../../handlers/surveys/credit-code.ts";
import { type Database, type Statement, sql } from "../../storage/database.ts";
import { newPerson } from "../../storage/people.ts";

export interface TestRound {
  id: string;
  survey?: string;
  title?: string;
  opens?: string;
  closes?: string;
  invitedOnly?: boolean;
}

export function addRound(round: TestRound): Statement {
  const { id, survey = "skills-2021", title = "2026年第四季度", invitedOnly = false } = round;
  const { opens = "2026-11-01", closes = "2026-12-31" } = round;
  return sql`INSERT INTO survey_round (id, survey, title, regions, opens, closes, invited_only, created_at)
    VALUES (${id}, ${survey}, ${title}, '[]', ${opens}, ${closes}, ${invitedOnly ? 1 : 0}, 0)`;
}

export const closeRound = (id: string, at: number): Statement =>
  sql`UPDATE survey_round SET closed_at = ${at} WHERE id = ${id}`;

export async function addPeople(database: Database, ids: readonly string[], at: number): Promise<void> {
  await database.batch(ids.flatMap((id) => newPerson(id, { from: { channel: "web", external: id } }, at)));
}

/** A valid code for each number. */
export function creditCodeOf(number: number): string {
  const first = `91370300MA${String(number).padStart(7, "0")}`;
  return first + checkCharacter(first);
}

export function beginning(
  round: string,
  creditCode: string,
  changes: Partial<Extract<SurveyEffect, { kind: "begin_survey" }>> = {},
) {
  return {
    kind: "begin_survey" as const,
    round,
    enterprise: { creditCode, name: "淄博某机械有限公司", region: "张店区" },
    version: 1,
    cells: { name: "淄博某机械有限公司", credit_code: creditCode },
    asStaff: false,
    ...changes,
  };
}

export function filling(
  draft: string,
  revision: number,
  changes: Partial<Extract<SurveyEffect, { kind: "fill_survey" }>> = {},
) {
  return {
    kind: "fill_survey" as const,
    ...{ draft, revision, version: 1, set: {}, cleared: [], way: "chat" as const },
    ...changes,
  };
}
