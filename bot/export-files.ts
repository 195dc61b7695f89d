/** A round's exports for staff: who may have which is judged when the file is made. */

import type { Act } from "../handlers/staff/roles.ts";
import { may } from "../handlers/staff/roles.ts";
import type { CellValue } from "../handlers/surveys/cells.ts";
import type { Database } from "../storage/database.ts";
import { allRounds } from "../storage/desk.ts";
import { staffAt } from "../storage/staff.ts";
import { aboutCell } from "./sealed-cells.ts";
import { type Exported, surveyCsv, surveyXlsx } from "./survey-export.ts";
import type { Surveys } from "./surveys.ts";
import type { Vault } from "./vault.ts";

export interface ExportTools {
  surveys: Surveys;
  database: Database;
  vault: Vault;
}

type Writes = (exported: Exported) => ReadableStream<Uint8Array>;

/** Every enterprise by name, and nobody's name or number. */
export function exportInside(tools: ExportTools, round: string, person: string): Promise<Uint8Array | null> {
  return exported(tools, round, person, "export", (results) => surveyXlsx(results, { leavesBureau: false }));
}

/** The raw rows of it alone, for programs. */
export function exportCsv(tools: ExportTools, round: string, person: string): Promise<Uint8Array | null> {
  return exported(tools, round, person, "export", (results) => surveyCsv(results));
}

export function exportWithContacts(
  tools: ExportTools,
  round: string,
  person: string,
): Promise<Uint8Array | null> {
  const open = async (sealed: string, draft: string, cell: string) => {
    const plain = await tools.vault.open(sealed, aboutCell(draft, cell));
    return plain === null ? null : (JSON.parse(plain) as CellValue);
  };
  const how = { leavesBureau: false, withContacts: { open } } as const;
  return exported(tools, round, person, "export_contacts", (results) => surveyXlsx(results, how));
}

/** Statistics only, with small cells hidden: it may leave the bureau. */
export function exportStatistics(
  tools: ExportTools,
  round: string,
  person: string,
): Promise<Uint8Array | null> {
  return exported(tools, round, person, "see_statistics", (results) =>
    surveyXlsx(results, { leavesBureau: true }),
  );
}

async function exported(
  { surveys, database }: ExportTools,
  id: string,
  person: string,
  act: Act,
  writes: Writes,
): Promise<Uint8Array | null> {
  const staff = await staffAt(database, person);
  const round =
    staff && may(staff, act) ? (await allRounds(database)).find((one) => one.id === id) : undefined;
  const survey = round && surveys.definitions.get(round.survey);
  if (!round || !survey) return null;
  return new Uint8Array(await new Response(writes({ database, round, survey })).arrayBuffer());
}
