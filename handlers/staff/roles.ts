/** What staff may do: each role may do all that the one before it may. */

export const ROLES = ["viewer", "editor", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface Staff {
  /** As they are called in the audit. */
  name: string;
  role: Role;
}

/** Each act of staff, as the audit calls it, and the least role that may do it. `storage/staff.ts` asks for the same. */
export const NEEDED = {
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
} as const satisfies Record<string, Role>;
export type Act = keyof typeof NEEDED;

export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export function may(staff: Staff, act: Act): boolean {
  return isAtLeast(staff.role, NEEDED[act]);
}
