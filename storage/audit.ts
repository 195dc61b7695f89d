/** What staff did: one line an act, written in the act's own batch, with who, what, before and after. */
import type { AuditLine } from "../handlers/staff/record.ts";
import type { Act } from "../handlers/staff/roles.ts";
import { type Database, type Row, type Statement, sql } from "./database.ts";
import { onlyAsStaff } from "./staff.ts";

export interface Noted {
  act: Act;
  /** A round, round/credit code, or what a colleague is called: as an expression where the record must tell it. */
  what: string | Statement;
  before?: Statement;
  after?: Statement;
}

/** Whoever took over what staff had filled: not named, as nobody of an enterprise is. */
const BY_ENTERPRISE = "企业";

/** Who did what without a chat: `npm run staff`. */
export const BY_COMMAND = "服务器命令";

/**
 * Goes before what it tells of, so that `before` and `after` may look at the record as it was: undoes the batch unless
 * the person may do this as staff, and writes the line.
 */
export function actAsStaff(person: string, noted: Noted, at: number): Statement[] {
  const { act } = noted;
  const { columns, params } = told(noted);
  return [
    onlyAsStaff(person, act),
    {
      sql: `INSERT INTO audit (at, staff, name, act, what, before, after)
        SELECT ?, id, name, ?, ${columns} FROM staff WHERE person = ?`,
      params: [at, act, ...params, person],
    },
  ];
}

export function noteCommand(noted: Noted, at: number): Statement {
  const { columns, params } = told(noted);
  return {
    sql: `INSERT INTO audit (at, name, act, what, before, after) VALUES (?, ?, ?, ${columns})`,
    params: [at, BY_COMMAND, noted.act, ...params],
  };
}

export function noteTakingOver(draft: string, at: number): Statement {
  return sql`INSERT INTO audit (at, name, act, what) VALUES (${at}, ${BY_ENTERPRISE}, 'take_over', ${draft})`;
}

function told({ what, before = NOTHING, after = NOTHING }: Noted) {
  const subject = typeof what === "string" ? sql`${what}` : what;
  return {
    columns: [subject, before, after].map((one) => `(${one.sql})`).join(", "),
    params: [...subject.params, ...before.params, ...after.params],
  };
}

const NOTHING = sql`NULL`;

/** As a column of the audit. */
export function asJson(value: unknown): Statement {
  return sql`${JSON.stringify(value)}`;
}

interface AuditRow extends Row {
  at: number;
  name: string;
  act: string;
  what: string;
  before: string | null;
  after: string | null;
}

/** The last acts, the newest first. */
export async function lastActs(database: Database, most: number): Promise<AuditLine[]> {
  const rows = await database.query<AuditRow>(
    "SELECT at, name, act, what, before, after FROM audit ORDER BY id DESC LIMIT ?",
    [most],
  );
  return rows.map(({ at, before, after, ...line }) => ({
    ...line,
    at: new Date(at).toISOString(),
    before: before && JSON.parse(before),
    after: after && JSON.parse(after),
  }));
}
