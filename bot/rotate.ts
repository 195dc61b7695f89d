/** `npm start -- rotate`: what former secret keys have sealed is sealed anew with the present one. */
import type { Database } from "../storage/database.ts";
import {
  SEALED_PLACES,
  type SealedPlace,
  type SealedRow,
  sealAnew,
  sealedOtherwise,
} from "../storage/sealed.ts";
import { cellName } from "../storage/survey-cells.ts";
import { aboutCell, aboutInvitation } from "./sealed-cells.ts";
import type { Vault } from "./vault.ts";

const AT_ONCE = 200;

export interface Rotated {
  anew: number;
  /** What no key opens that we have; left as it is. */
  shut: number;
}

/** May be broken off and run again, also beside a server that knows both keys: what is done is passed over. */
export async function rotate(database: Database, vault: Vault): Promise<Rotated> {
  const rotated = { anew: 0, shut: 0 };
  for (const place of SEALED_PLACES) {
    let after: SealedRow | null = null;
    for (;;) {
      const rows: SealedRow[] = await sealedOtherwise(database, place, vault.mark, after, AT_ONCE);
      if (rows.length === 0) break;
      const { anew, shut } = await rotateRows(database, vault, place, rows);
      rotated.anew += anew;
      rotated.shut += shut;
      after = rows.at(-1) ?? null;
    }
  }
  await database.wipe();
  return rotated;
}

async function rotateRows(
  database: Database,
  vault: Vault,
  place: SealedPlace,
  rows: readonly SealedRow[],
): Promise<Rotated> {
  const statements = await Promise.all(
    rows.map(async (row) => {
      const about = aboutOf(place, row);
      const plain = await vault.open(row.sealed, about);
      return plain === null ? [] : [sealAnew(place, row, await vault.seal(plain, about))];
    }),
  );
  const anew = statements.flat();
  if (anew.length) await database.batch(anew);
  return { anew: anew.length, shut: rows.length - anew.length };
}

function aboutOf(place: SealedPlace, row: SealedRow): string {
  const [question, line, field] = [row.question, row.line, row.field].map(String) as [string, string, string];
  switch (place) {
    case "draft_cell":
    case "filed_cell":
      return aboutCell(String(row.draft), cellName({ question, line, field }));
    case "waiting_contact":
    case "contact":
      return aboutInvitation(String(row.round), String(row.credit_code), "contact");
    case "waiting_phone":
    case "phone":
      return aboutInvitation(String(row.round), String(row.credit_code), "phone");
  }
}

export function rotatedText({ anew, shut }: Rotated): string {
  if (shut === 0) return `${anew} sealed anew; SECRET_KEY_OLD is of no more use`;
  return `${anew} sealed anew; ${shut} are opened by no key that is set: look for the former ones, name them in SECRET_KEY_OLD and run this again`;
}
