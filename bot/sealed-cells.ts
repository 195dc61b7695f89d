/** What an enterprise answers with a name or a number of somebody is sealed on its way in, and opened on its way out. */
import { type Cell, type Cells, type CellValue, fieldOf, partsOf } from "../handlers/surveys/cells.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import type { Sealed, StoredCells } from "../storage/survey-cells.ts";
import type { Vault } from "./vault.ts";

/** What a cell is sealed for; what was handed in is sealed for the draft that it was. */
export function aboutCell(draft: string, cell: Cell): string {
  return `${draft}/${cell}`;
}

/** What the contact of a round's list is sealed for. */
export function aboutInvitation(round: string, creditCode: string, what: "contact" | "phone"): string {
  return `invited ${round}/${creditCode}/${what}`;
}

function isConfidential(survey: Survey, cell: Cell): boolean {
  const field = fieldOf(survey, cell);
  const isField = field !== undefined && "confidential" in field && field.confidential;
  return isField || survey.questions.get(partsOf(cell).question)?.confidential === true;
}

export async function sealCells(
  vault: Vault,
  survey: Survey,
  draft: string,
  cells: Cells,
): Promise<StoredCells> {
  const seal = async (cell: Cell, value: CellValue): Promise<CellValue | Sealed> =>
    isConfidential(survey, cell)
      ? { sealed: await vault.seal(JSON.stringify(value), aboutCell(draft, cell)) }
      : value;
  const all = Object.entries(cells).map(async ([cell, value]) => [cell, await seal(cell, value)] as const);
  return Object.fromEntries(await Promise.all(all));
}

/** The cells as they were given, and those that no key opens: they count as not given. */
export async function openCells(
  vault: Vault,
  survey: Survey,
  draft: string,
  stored: StoredCells,
): Promise<{ cells: Cells; shut: Cell[] }> {
  const all = await Promise.all(
    Object.entries(stored).map(async ([cell, value]) => {
      const open = typeof value === "object" ? await opened(vault, value, aboutCell(draft, cell)) : value;
      return [cell, open === null ? null : asGiven(survey, cell, open)] as const;
    }),
  );
  const given = all.filter((entry): entry is [Cell, CellValue] => entry[1] !== null);
  return {
    cells: Object.fromEntries(given),
    shut: all.flatMap(([cell, value]) => (value === null ? [cell] : [])),
  };
}

async function opened(vault: Vault, { sealed }: Sealed, about: string): Promise<CellValue | null> {
  const plain = await vault.open(sealed, about);
  return plain === null ? null : (JSON.parse(plain) as CellValue);
}

/** A yes is kept as the number 1. */
function asGiven(survey: Survey, cell: Cell, value: CellValue): CellValue {
  return fieldOf(survey, cell)?.kind === "tick" ? Boolean(value) : value;
}
