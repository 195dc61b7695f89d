/** What staff do. Each is written together with its line of the audit, and only where the role still allows it. */
import type { Round } from "../surveys/draft.ts";
import type { Act, Role } from "./roles.ts";

/** An enterprise as a list names it, with whom to call there. */
export interface Listed {
  creditCode: string;
  name: string;
  region: string;
  /** Sealed before they are stored; "" where the list has none. */
  contact: string;
  phone: string;
}

export type DeskEffect =
  | { kind: "open_round"; round: Round }
  | { kind: "close_round"; round: string }
  /** A list that waits for a yes. */
  | { kind: "keep_list"; round: string; list: string; enterprises: readonly Listed[] }
  | { kind: "invite_enterprises"; round: string; list: string; count: number }
  /**
   * Tells everybody who has begun and not handed in, each enterprise once a day. `text` names it where {enterprise}
   * stands; `dueAt`: ISO time, after the quiet hours.
   */
  | { kind: "remind_enterprises"; round: string; text: string; dueAt: string }
  /** Lets somebody into an enterprise's draft who has asked for it, or doesn't. */
  | { kind: "let_in_by_staff"; draft: string; person: string; yes: boolean }
  /** Somebody who is in is so no longer. */
  | { kind: "take_out"; draft: string; person: string }
  /** Staff come into a draft that the enterprise has begun itself. */
  | { kind: "enter_for"; draft: string }
  /** The code by which somebody of the enterprise takes over what staff have filled. */
  | { kind: "hand_over"; draft: string; code: string }
  | { kind: "take_over"; draft: string; code: string }
  /** What another effect of the turn does, or what is read only, is done as staff: an export, a draft begun. */
  | { kind: "note_act"; act: Act; what: string; after?: Readonly<Record<string, unknown>> }
  | { kind: "invite_staff"; code: string; role: Role; name: string }
  | { kind: "join_staff"; code: string }
  | { kind: "change_role"; staff: number; role: Role }
  | { kind: "revoke_staff"; staff: number };
