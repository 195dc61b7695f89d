/** Where staff are at their desk: which round they look at, and what they were asked. */
import type { FormState } from "../form.ts";
import type { Role } from "./roles.ts";

export interface DeskPlace {
  /** The round that was looked at last; null before the first. */
  round: string | null;
  asks: DeskAsks | null;
}

export type DeskAsks =
  /** The questions of a new round. */
  | { kind: "round"; form: FormState }
  /** A list of enterprises. */
  | { kind: "list" }
  | { kind: "list_yes"; list: string; count: number }
  | { kind: "close_yes" }
  | { kind: "remind_yes" }
  /** Whom staff fill for: their code, then what nobody knows of them yet. */
  | { kind: "for_code" }
  /** Whose people somebody is to be taken out of. */
  | { kind: "out_code" }
  | { kind: "for_name"; creditCode: string }
  | { kind: "for_region"; creditCode: string; name: string }
  | { kind: "colleague_role" }
  | { kind: "colleague_name"; role: Role }
  | { kind: "revoke_yes"; staff: number };
