/** A round's results as files, for staff: raw rows and statistics, with people's names only for whoever may see them. */

import { type Act, may } from "../handlers/staff/roles.ts";
import type { CellValue } from "../handlers/surveys/cells.ts";
import type { Round } from "../handlers/surveys/draft.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import type { Database } from "../storage/database.ts";
import { allRounds } from "../storage/desk.ts";
import { staffAt } from "../storage/staff.ts";
import { aboutCell } from "./sealed-cells.ts";
import { surveyCsv, surveyXlsx, type WithContacts } from "./survey-export.ts";
import type { Vault } from "./vault.ts";

export interface RoundTools {
  database: Database;
  vault: Vault;
  definitions: ReadonlyMap<string, Survey>;
}

type Results = { database: Database; round: Round; survey: Survey };

/** null where the person may not have it (any more), or there is no such round. */
async function resultsFor(
  { database, definitions }: RoundTools,
  id: string,
  person: string,
  act: Act,
): Promise<Results | null> {
  const staff = await staffAt(database, person);
  const round = (await allRounds(database)).find((one) => one.id === id);
  const survey = round && definitions.get(round.survey);
  return staff && may(staff, act) && round && survey ? { database, round, survey } : null;
}

/** For inside the bureau: every enterprise by name, and all statistics. */
export async function roundXlsx(tools: RoundTools, id: string, person: string): Promise<Uint8Array | null> {
  const results = await resultsFor(tools, id, person, "export");
  return results && whole(surveyXlsx(results, { leavesBureau: false }));
}

export async function roundCsv(tools: RoundTools, id: string, person: string): Promise<Uint8Array | null> {
  const results = await resultsFor(tools, id, person, "export");
  return results && whole(surveyCsv(results));
}

export async function roundXlsxWithContacts(
  tools: RoundTools,
  id: string,
  person: string,
): Promise<Uint8Array | null> {
  const results = await resultsFor(tools, id, person, "export_contacts");
  return results && whole(surveyXlsx(results, { leavesBureau: false, withContacts: opening(tools.vault) }));
}

/** To be given on: statistics alone, in which small cells are hidden. */
export async function publicXlsx(tools: RoundTools, id: string, person: string): Promise<Uint8Array | null> {
  const results = await resultsFor(tools, id, person, "export");
  return results && whole(surveyXlsx(results, { leavesBureau: true }));
}

function opening(vault: Vault): WithContacts {
  return {
    open: async (sealed, draft, cell) => {
      const plain = await vault.open(sealed, aboutCell(draft, cell));
      return plain === null ? null : (JSON.parse(plain) as CellValue);
    },
  };
}

async function whole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
