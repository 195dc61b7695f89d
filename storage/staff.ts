/** Staff: who they are, and the codes by which somebody becomes one. */
import type { Colleague } from "../handlers/staff/record.ts";
import type { Act, Role, Staff } from "../handlers/staff/roles.ts";
import { type Database, type Row, type Statement, sql } from "./database.ts";

export const STAFF_CODE_HOLDS_MS = 24 * 3_600_000;

/** The least role for each act, as the record itself asks for it: what a conversation believed may be over by now. */
const NEEDED: Record<Act, Role> = {
  open_round: "editor",
  keep_list: "editor",
  invite_enterprises: "editor",
  remind_enterprises: "editor",
  let_in: "editor",
  refuse: "editor",
  take_out: "editor",
  fill_for: "editor",
  hand_over: "editor",
  see_statistics: "viewer",
  export: "editor",
  close_round: "approver",
  export_contacts: "approver",
  invite_staff: "admin",
  change_role: "admin",
  revoke_staff: "admin",
};

/** The place of a role in this line tells which may more. */
const LINE = "'viewer editor approver admin'";
const rank = (role: string) => `instr(${LINE}, ${role})`;

/** Undoes the batch, as a `Conflict`, unless the condition holds. */
export function onlyIf(condition: Statement): Statement {
  return {
    sql: `INSERT INTO refusal (id) SELECT 1 WHERE NOT (${condition.sql})`,
    params: condition.params,
  };
}

/** Undoes the batch unless the person may do this as staff at the moment of writing. */
export function onlyAsStaff(person: string, act: Act): Statement {
  return onlyIf({
    sql: `EXISTS (SELECT 1 FROM staff WHERE person = ? AND revoked_at IS NULL AND ${rank("role")} >= ${rank("?")})`,
    params: [person, NEEDED[act]],
  });
}

export async function staffAt(database: Database, person: string): Promise<Staff | null> {
  const [row] = await database.query<{ name: string; role: Role }>(
    "SELECT name, role FROM staff WHERE person = ? AND revoked_at IS NULL",
    [person],
  );
  return row ?? null;
}

interface ColleagueRow extends Row {
  id: number;
  person: string;
  name: string;
  role: Role;
  granted_by: string;
  granted_at: number;
}

/** Everybody who is staff now, those who may most at the head. @param me whose own row is marked */
export async function colleagues(database: Database, me: string | null): Promise<Colleague[]> {
  const rows = await database.query<ColleagueRow>(
    `SELECT id, person, name, role, granted_by, granted_at FROM staff WHERE revoked_at IS NULL
     ORDER BY ${rank("role")} DESC, granted_at, id`,
  );
  return rows.map(({ id, name, role, person, granted_by: grantedBy, granted_at: at }) => ({
    ...{ id, name, role, grantedBy },
    since: new Date(at).toISOString(),
    isMe: person === me,
  }));
}

// ── codes ───────────────────────────────────────────────────────────────────────────────────────

const HOLDS = "used_at IS NULL AND expires_at >= ?";

/** What a code would make of whoever types it; null where it does not hold (any more). */
export async function staffInvitation(database: Database, hash: string, now: number): Promise<Staff | null> {
  const [row] = await database.query<{ name: string; role: Role }>(
    `SELECT name, role FROM staff_code WHERE hash = ? AND ${HOLDS}`,
    [hash, now],
  );
  return row ?? null;
}

/** @param madeBy what whoever made it is called, as an expression */
export function keepStaffCode(
  { hash, role, name }: Staff & { hash: string },
  madeBy: Statement,
  at: number,
): Statement {
  return {
    sql: `INSERT INTO staff_code (hash, role, name, made_by, made_at, expires_at)
      VALUES (?, ?, ?, (${madeBy.sql}), ?, ?)`,
    params: [hash, role, name, ...madeBy.params, at, at + STAFF_CODE_HOLDS_MS],
  };
}

/** A code of one use makes the person staff, or what they are as staff into what it says. */
export function joinStaff(person: string, hash: string, at: number): Statement[] {
  return [
    onlyIf(
      sql`EXISTS (SELECT 1 FROM staff_code WHERE hash = ${hash} AND used_at IS NULL AND expires_at >= ${at})`,
    ),
    // The last admin stays one: nobody could make another.
    onlyIf(sql`EXISTS (SELECT 1 FROM staff_code WHERE hash = ${hash} AND role = 'admin')
      OR NOT EXISTS (SELECT 1 FROM staff WHERE person = ${person} AND role = 'admin' AND revoked_at IS NULL)
      OR EXISTS (SELECT 1 FROM staff WHERE person <> ${person} AND role = 'admin' AND revoked_at IS NULL)`),
    sql`INSERT INTO staff (person, role, name, granted_by, granted_at)
      SELECT ${person}, role, name, made_by, ${at} FROM staff_code WHERE hash = ${hash}
      ON CONFLICT (person) DO UPDATE SET role = excluded.role, name = excluded.name,
        granted_by = excluded.granted_by, granted_at = excluded.granted_at, revoked_at = NULL`,
    sql`UPDATE staff_code SET used_at = ${at} WHERE hash = ${hash}`,
    sql`INSERT INTO audit (at, staff, name, act, what, after)
      SELECT ${at}, id, name, 'join_staff', name, json_object('role', role, 'by', granted_by)
      FROM staff WHERE person = ${person}`,
  ];
}

/** 绑定: whoever was staff on one side is staff on both; of two roles the higher one stays. */
export function moveStaff(person: string, into: string): Statement[] {
  return [
    {
      sql: `DELETE FROM staff WHERE person = ? AND EXISTS (SELECT 1 FROM staff AS other WHERE other.person = ?
        AND other.revoked_at IS NULL
        AND (staff.revoked_at IS NOT NULL OR ${rank("other.role")} > ${rank("staff.role")}))`,
      params: [into, person],
    },
    sql`UPDATE OR IGNORE staff SET person = ${into} WHERE person = ${person}`,
  ];
}

export function forgetOldCodes(now: number): Statement[] {
  return [
    sql`DELETE FROM staff_code WHERE expires_at < ${now}`,
    sql`DELETE FROM survey_handover WHERE expires_at < ${now}`,
    sql`DELETE FROM survey_list WHERE made_at < ${now - STAFF_CODE_HOLDS_MS}`,
  ];
}

/** What is stored of somebody as staff, for 我的数据; null for everybody else. */
export async function staffRecord(database: Database, person: string): Promise<object | null> {
  const [row] = await database.query<Omit<ColleagueRow, "id" | "person"> & { revoked_at: number | null }>(
    "SELECT name, role, granted_by, granted_at, revoked_at FROM staff WHERE person = ?",
    [person],
  );
  if (!row) return null;
  const acts = await database.query(
    `SELECT audit.at, act, what, before, after FROM audit JOIN staff ON staff.id = audit.staff
     WHERE person = ? ORDER BY audit.id`,
    [person],
  );
  return { ...row, acts };
}
