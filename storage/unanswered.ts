/** Questions that the documents did not answer: what staff may want to write down, or to correct. */
import type { Unanswered } from "../handlers/event.ts";
import { type Database, type Statement, sql } from "./database.ts";

export function keepUnanswered(
  person: string,
  step: number,
  { question, why }: { question: string; why: Unanswered },
  at: number,
): Statement {
  return sql`INSERT OR IGNORE INTO unanswered (person, step, question, why, at)
    VALUES (${person}, ${step}, ${question}, ${why}, ${at})`;
}

/** Long enough for staff to see what is asked again and again. */
export const UNANSWERED_DAYS = 180;

export function forgetUnanswered(now: number): Statement {
  return sql`DELETE FROM unanswered WHERE at < ${now - UNANSWERED_DAYS * 86_400_000}`;
}

export interface AskedInVain {
  question: string;
  why: Unanswered;
  times: number;
  /** Milliseconds since 1970, of the last time. */
  last: number;
}

/** The most asked first; nobody is named. */
export async function unansweredQuestions(database: Database, most: number): Promise<AskedInVain[]> {
  const rows = await database.query<{ question: string; why: string; times: number; last: number }>(
    `SELECT question, why, count(*) AS times, max(at) AS last FROM unanswered
     GROUP BY question, why ORDER BY times DESC, last DESC LIMIT ?`,
    [most],
  );
  return rows.map((row) => ({ ...row, why: row.why as Unanswered }));
}
