/** What staff look up and do: opened on the way out, sealed and hashed on the way in. */
import type { Listed } from "../handlers/staff/effects.ts";
import { missingCsv } from "../handlers/staff/files.ts";
import { may } from "../handlers/staff/roles.ts";
import type { World } from "../handlers/turn.ts";
import { lastActs } from "../storage/audit.ts";
import type { Database } from "../storage/database.ts";
import {
  allRounds,
  askingIn,
  handoverOf,
  invitedTo,
  listWaiting,
  missingIn,
  progressOf,
  toConfirmIn,
} from "../storage/desk.ts";
import type { SealedListed, StoredDeskEffect } from "../storage/desk-effects.ts";
import { reachOf } from "../storage/reminding.ts";
import { colleagues, staffAt, staffInvitation } from "../storage/staff.ts";
import type { SealedEffect, StoredEffect } from "../storage/survey-cells.ts";
import { surveyFigures } from "../storage/survey-statistics.ts";
import type { CodeHash } from "./code-hash.ts";
import { aboutInvitation } from "./sealed-cells.ts";
import type { Vault } from "./vault.ts";

export interface Desk {
  /** What a conversation of the person may look up. */
  lookups: (person: string | null) => Pick<World, "staff" | "desk">;
  /** The file of who is missing with whom to call; null where the person may not see it (any more). */
  missingWithContacts: (round: string, person: string) => Promise<Uint8Array | null>;
  /** A turn's effects as they are stored: contacts sealed, codes hashed. */
  sealed: (effects: readonly SealedEffect[]) => Promise<StoredEffect[]>;
}

export interface DeskTools {
  database: Database;
  vault: Vault;
  hashCode: CodeHash;
  now: () => number;
}

export function createDesk(tools: DeskTools): Desk {
  const { database, hashCode, now } = tools;
  return {
    lookups: (person) => ({
      staff: async () => (person === null ? null : staffAt(database, person)),
      desk: {
        rounds: () => allRounds(database),
        progress: (round) => progressOf(database, round),
        figures: (round, survey) => surveyFigures(database, round, survey),
        missing: async (round) =>
          (await missingIn(database, round)).map(({ contactSealed: _c, phoneSealed: _p, ...one }) => one),
        invited: (round) => invitedTo(database, round),
        listWaiting: async (list) => (person === null ? null : listWaiting(database, list, person)),
        reach: (round, dueAt) => reachOf(database, round, Date.parse(dueAt)),
        asking: (round) => askingIn(database, round),
        toConfirm: (round) => toConfirmIn(database, round),
        colleagues: () => colleagues(database, person),
        acts: (most) => lastActs(database, most),
        staffInvitation: async (code) => staffInvitation(database, await hashCode(code), now()),
        handover: async (code) => handoverOf(database, await hashCode(code), now(), person),
      },
    }),
    missingWithContacts: (round, person) => missingWithContacts(tools, round, person),
    sealed: (effects) => Promise.all(effects.map((effect) => seal(tools, effect))),
  };
}

/** Who is missing, with whom to call: for those who may see contacts at the moment when it is made. */
async function missingWithContacts({ database, vault }: DeskTools, round: string, person: string) {
  const staff = await staffAt(database, person);
  if (!staff || !may(staff, "export_contacts")) return null;
  const missing = (await missingIn(database, round)).map(async ({ contactSealed, phoneSealed, ...one }) => {
    const open = async (sealed: string | null, what: "contact" | "phone") =>
      (sealed && (await vault.open(sealed, aboutInvitation(round, one.creditCode, what)))) ?? "";
    return { ...one, contact: await open(contactSealed, "contact"), phone: await open(phoneSealed, "phone") };
  });
  return new TextEncoder().encode(missingCsv(await Promise.all(missing)));
}

async function seal({ vault, hashCode }: DeskTools, effect: SealedEffect): Promise<StoredEffect> {
  switch (effect.kind) {
    case "invite_staff":
    case "join_staff":
    case "hand_over":
    case "take_over": {
      const { code, ...rest } = effect;
      return { ...rest, hash: await hashCode(code) } as StoredDeskEffect;
    }
    case "keep_list": {
      const sealing = effect.enterprises.map((one) => sealListed(vault, effect.round, one));
      return { ...effect, enterprises: await Promise.all(sealing) };
    }
    default:
      return effect;
  }
}

async function sealListed(vault: Vault, round: string, listed: Listed): Promise<SealedListed> {
  const seal = async (plain: string, what: "contact" | "phone") =>
    plain === "" ? null : vault.seal(plain, aboutInvitation(round, listed.creditCode, what));
  const { contact, phone } = listed;
  return { ...listed, contact: await seal(contact, "contact"), phone: await seal(phone, "phone") };
}
