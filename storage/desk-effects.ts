/**
 * What staff do, as it is written: whether they may, the line of the audit, then the act. What does not hold any more
 * undoes all of it as a `Conflict`, and the turn is taken again from what is so by now.
 */
import type { DeskEffect, Listed } from "../handlers/staff/effects.ts";
import { actAsStaff, asJson, noteTakingOver } from "./audit.ts";
import { type Statement, sql } from "./database.ts";
import { IS_STAFFS } from "./desk.ts";
import { takeBack, takeBackFrom } from "./notices.ts";
import { remind } from "./reminding.ts";
import { joinStaff, keepStaffCode, onlyAsStaff, onlyIf } from "./staff.ts";
import { letIn as settle } from "./survey-effects.ts";

export const HANDOVER_HOLDS_MS = 3 * 24 * 3_600_000;
/** So many rows of a list go into one statement: far below what D1 takes as one value. */
const ROWS_AT_ONCE = 500;

type Of<K extends DeskEffect["kind"]> = Extract<DeskEffect, { kind: K }>;
type Hashed<K extends DeskEffect["kind"]> = Omit<Of<K>, "code"> & { hash: string };

export interface SealedListed extends Omit<Listed, "contact" | "phone"> {
  contact: string | null;
  phone: string | null;
}

/** With contacts sealed and codes hashed. */
export type StoredDeskEffect =
  | Exclude<DeskEffect, Of<"keep_list" | "invite_staff" | "join_staff" | "hand_over" | "take_over">>
  | (Omit<Of<"keep_list">, "enterprises"> & { enterprises: readonly SealedListed[] })
  | Hashed<"invite_staff">
  | Hashed<"join_staff">
  | Hashed<"hand_over">
  | Hashed<"take_over">;
type Stored<K extends DeskEffect["kind"]> = Extract<StoredDeskEffect, { kind: K }>;

const KINDS: Record<StoredDeskEffect["kind"], true> = {
  open_round: true,
  close_round: true,
  keep_list: true,
  invite_enterprises: true,
  remind_enterprises: true,
  let_in_by_staff: true,
  take_out: true,
  enter_for: true,
  hand_over: true,
  take_over: true,
  note_act: true,
  invite_staff: true,
  join_staff: true,
  change_role: true,
  revoke_staff: true,
};

export function isDeskEffect(effect: { kind: string }): effect is StoredDeskEffect {
  return Object.hasOwn(KINDS, effect.kind);
}

export function deskStatements(effect: StoredDeskEffect, person: string, at: number): Statement[] {
  switch (effect.kind) {
    case "open_round":
      return openRound(effect, person, at);
    case "close_round":
      return closeRound(effect, person, at);
    case "keep_list":
      return keepList(effect, person, at);
    case "invite_enterprises":
      return invite(effect, person, at);
    case "remind_enterprises":
      return remind(effect, person, at);
    case "let_in_by_staff":
      return letIn(effect, person, at);
    case "take_out":
      return takeOut(effect, person, at);
    case "enter_for":
      return enterFor(effect, person, at);
    case "hand_over":
      return handOver(effect, person, at);
    case "take_over":
      return takeOver(effect, person, at);
    case "note_act":
      return actAsStaff(person, { ...effect, after: asJson(effect.after ?? null) }, at);
    case "join_staff":
      return joinStaff(person, effect.hash, at);
    case "invite_staff":
    case "change_role":
    case "revoke_staff":
      return staffStatements(effect, person, at);
  }
}

function openRound({ round }: Of<"open_round">, person: string, at: number): Statement[] {
  const { id, survey, title, opens, closes, invitedOnly } = round;
  const { id: _id, closedAt: _closedAt, ...after } = round;
  return [
    ...actAsStaff(person, { act: "open_round", what: id, after: asJson(after) }, at),
    sql`INSERT INTO survey_round (id, survey, title, regions, opens, closes, invited_only, created_at)
      VALUES (${id}, ${survey}, ${title}, ${JSON.stringify(round.regions)}, ${opens}, ${closes},
        ${invitedOnly ? 1 : 0}, ${at})`,
  ];
}

function closeRound({ round }: Of<"close_round">, person: string, at: number): Statement[] {
  const before = sql`SELECT json_object('closes', closes) FROM survey_round WHERE id = ${round}`;
  const after = sql`SELECT json_object('submitted', count(*)) FROM survey_draft
    WHERE round = ${round} AND filing IS NOT NULL`;
  return [
    ...actAsStaff(person, { act: "close_round", what: round, before, after }, at),
    onlyIf(isNotClosed(round)),
    sql`UPDATE survey_round SET closed_at = ${at} WHERE id = ${round}`,
    takeBack(sql`SELECT id FROM survey_draft WHERE round = ${round}`),
  ];
}

function isNotClosed(round: string): Statement {
  return sql`EXISTS (SELECT 1 FROM survey_round WHERE id = ${round} AND closed_at IS NULL)`;
}

// ── lists of enterprises ────────────────────────────────────────────────────────────────────────

/** It waits for a yes in the record, and not in the conversation: it names people. */
function keepList(
  { list, round, enterprises }: Stored<"keep_list">,
  person: string,
  at: number,
): Statement[] {
  const chunks = Array.from({ length: Math.ceil(enterprises.length / ROWS_AT_ONCE) }, (_, index) =>
    enterprises.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  );
  return [
    onlyAsStaff(person, "keep_list"),
    sql`DELETE FROM survey_list WHERE person = ${person}`,
    sql`INSERT INTO survey_list (id, round, person, made_at) VALUES (${list}, ${round}, ${person}, ${at})`,
    ...chunks.map((rows) => listRows(list, rows)),
  ];
}

function listRows(list: string, rows: readonly SealedListed[]): Statement {
  return sql`INSERT INTO survey_list_row (list, credit_code, name, region, contact_sealed, phone_sealed)
    SELECT ${list}, value ->> 'creditCode', value ->> 'name', value ->> 'region', value ->> 'contact', value ->> 'phone'
    FROM json_each(${JSON.stringify(rows)})`;
}

/** What a list says counts for the enterprise from now on; a contact that it does not name stays. */
function invite({ list, round }: Of<"invite_enterprises">, person: string, at: number): Statement[] {
  const after = sql`SELECT json_object('listed', count(*), 'new', sum(NOT EXISTS (SELECT 1 FROM survey_invitation AS known
    WHERE known.round = ${round} AND known.credit_code = survey_list_row.credit_code)))
    FROM survey_list_row WHERE list = ${list}`;
  return [
    ...actAsStaff(person, { act: "invite_enterprises", what: round, after }, at),
    onlyIf(isNotClosed(round)),
    onlyIf(
      sql`EXISTS (SELECT 1 FROM survey_list WHERE id = ${list} AND round = ${round} AND person = ${person})`,
    ),
    sql`INSERT INTO enterprise (credit_code, name, region, created_at)
      SELECT credit_code, name, region, ${at} FROM survey_list_row WHERE list = ${list}
      ON CONFLICT (credit_code) DO UPDATE SET name = excluded.name,
        region = iif(excluded.region = '', region, excluded.region)`,
    sql`INSERT INTO survey_invitation (round, credit_code, contact_sealed, phone_sealed, invited_at)
      SELECT ${round}, credit_code, contact_sealed, phone_sealed, ${at} FROM survey_list_row WHERE list = ${list}
      ON CONFLICT (round, credit_code) DO UPDATE SET
        contact_sealed = coalesce(excluded.contact_sealed, contact_sealed),
        phone_sealed = coalesce(excluded.phone_sealed, phone_sealed),
        wrong = iif(excluded.phone_sealed IS NULL, wrong, 0)`,
    sql`DELETE FROM survey_list WHERE id = ${list}`,
  ];
}

// ── who fills ───────────────────────────────────────────────────────────────────────────────────

function letIn({ draft, person: whom, yes }: Of<"let_in_by_staff">, person: string, at: number): Statement[] {
  return [
    ...actAsStaff(person, { act: yes ? "let_in" : "refuse", what: draft }, at),
    onlyIf(isEditor(draft, whom, "asked")),
    settle({ draft, person: whom, yes }, at),
    // Whoever is staff is in as staff, whoever let them in: they confirm nothing in the enterprise's place.
    sql`UPDATE survey_editor SET as_staff = 1 WHERE draft = ${draft} AND person = ${whom} AND state = 'in'
      AND person = ${person}`,
  ];
}

function takeOut({ draft, person: whom }: Of<"take_out">, person: string, at: number): Statement[] {
  return [
    ...actAsStaff(person, { act: "take_out", what: draft }, at),
    onlyIf(isEditor(draft, whom, "in")),
    sql`UPDATE survey_editor SET state = 'refused', as_staff = 0, refused = refused + 1, since = ${at}
      WHERE draft = ${draft} AND person = ${whom}`,
    takeBackFrom(whom, draft),
  ];
}

function isEditor(draft: string, person: string, state: "in" | "asked"): Statement {
  return sql`EXISTS (SELECT 1 FROM survey_editor WHERE draft = ${draft} AND person = ${person} AND state = ${state})`;
}

/** Whoever is in already stays as they are: staff may be of the enterprise, too. */
function enterFor({ draft }: Of<"enter_for">, person: string, at: number): Statement[] {
  return [
    ...actAsStaff(person, { act: "fill_for", what: draft }, at),
    sql`INSERT INTO survey_editor (draft, person, state, as_staff, since) VALUES (${draft}, ${person}, 'in', 1, ${at})
      ON CONFLICT (draft, person) DO UPDATE SET state = 'in', code = NULL, as_staff = iif(state = 'in', as_staff, 1)`,
  ];
}

/** A new code takes the place of the draft's former one. */
function handOver({ draft, hash }: Stored<"hand_over">, person: string, at: number): Statement[] {
  return [
    ...actAsStaff(person, { act: "hand_over", what: draft }, at),
    sql`DELETE FROM survey_handover WHERE draft = ${draft}`,
    sql`INSERT INTO survey_handover (hash, draft, expires_at) VALUES (${hash}, ${draft}, ${at + HANDOVER_HOLDS_MS})`,
  ];
}

/** From now on it is the enterprise's own: staff are out, and whoever typed the code is in. */
function takeOver({ draft, hash }: Stored<"take_over">, person: string, at: number): Statement[] {
  return [
    onlyIf({
      sql: `EXISTS (SELECT 1 FROM survey_handover WHERE hash = ? AND draft = ? AND used_at IS NULL
        AND expires_at >= ? AND NOT ${IS_STAFFS})`,
      params: [hash, draft, at, person, person],
    }),
    noteTakingOver(draft, at),
    sql`UPDATE survey_handover SET used_at = ${at} WHERE hash = ${hash}`,
    sql`DELETE FROM survey_editor WHERE draft = ${draft} AND as_staff = 1`,
    sql`INSERT INTO survey_editor (draft, person, state, since) VALUES (${draft}, ${person}, 'in', ${at})
      ON CONFLICT (draft, person) DO UPDATE SET state = 'in', code = NULL`,
  ];
}

// ── colleagues ──────────────────────────────────────────────────────────────────────────────────

function staffStatements(
  effect: Stored<"invite_staff" | "change_role" | "revoke_staff">,
  person: string,
  at: number,
): Statement[] {
  if (effect.kind === "invite_staff") {
    const { name, role } = effect;
    const me = sql`SELECT name FROM staff WHERE person = ${person}`;
    return [
      ...actAsStaff(person, { act: "invite_staff", what: name, after: asJson({ role }) }, at),
      keepStaffCode(effect, me, at),
    ];
  }
  const { kind: act, staff } = effect;
  const what = sql`SELECT name FROM staff WHERE id = ${staff}`;
  const before = sql`SELECT json_object('role', role) FROM staff WHERE id = ${staff}`;
  const isNotMe = sql`EXISTS (SELECT 1 FROM staff WHERE id = ${staff} AND revoked_at IS NULL AND person <> ${person})`;
  // First, since there is nothing to tell of somebody who is gone.
  if (act === "change_role")
    return [
      onlyIf(isNotMe),
      ...actAsStaff(person, { act, what, before, after: asJson({ role: effect.role }) }, at),
      sql`UPDATE staff SET role = ${effect.role} WHERE id = ${staff}`,
    ];
  return [onlyIf(isNotMe), ...actAsStaff(person, { act, what, before }, at), revoke(staff, at)];
}

export function revoke(staff: number, at: number): Statement {
  return sql`UPDATE staff SET revoked_at = ${at} WHERE id = ${staff} AND revoked_at IS NULL`;
}
