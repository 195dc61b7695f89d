/** Everything that is kept sealed, for sealing it anew when the secret key has changed. */
import type { Database, Row, Statement, Value } from "./database.ts";

interface Place {
  table: string;
  column: string;
  key: readonly string[];
  /** What beside the key says what it was sealed for. */
  also: string;
}

const CELL = ["question", "line", "field"];
const WAITING = {
  table: "survey_list_row",
  key: ["list", "credit_code"],
  also: ", (SELECT round FROM survey_list WHERE survey_list.id = list) AS round",
};
const LISTED = { table: "survey_invitation", key: ["round", "credit_code"], also: "" };

/** Whatever else comes to be sealed belongs here. */
const PLACES = {
  draft_cell: { table: "survey_draft_cell", column: "sealed", key: ["draft", ...CELL], also: "" },
  filed_cell: {
    ...{ table: "survey_filed_cell", column: "sealed", key: ["filing", ...CELL] },
    also: ", (SELECT draft FROM survey_filing WHERE survey_filing.id = filing) AS draft",
  },
  // Before the lists that they go to, so that nothing is passed over.
  waiting_contact: { ...WAITING, column: "contact_sealed" },
  waiting_phone: { ...WAITING, column: "phone_sealed" },
  contact: { ...LISTED, column: "contact_sealed" },
  phone: { ...LISTED, column: "phone_sealed" },
} satisfies Record<string, Place>;

export type SealedPlace = keyof typeof PLACES;
export const SEALED_PLACES = Object.keys(PLACES) as SealedPlace[];

/** The columns of the place's key, `draft` for cells, and what is sealed. */
export interface SealedRow extends Row {
  sealed: string;
}

/** What does not begin with the mark, in the order of the key, after a row. */
export async function sealedOtherwise(
  database: Database,
  place: SealedPlace,
  mark: string,
  after: SealedRow | null,
  most: number,
): Promise<SealedRow[]> {
  const { table, column, key, also }: Place = PLACES[place];
  const keys = key.join(", ");
  const later = after ? `AND (${keys}) > (${key.map(() => "?").join(", ")})` : "";
  return database.query<SealedRow>(
    `SELECT ${keys}, ${column} AS sealed${also} FROM ${table}
     WHERE ${column} IS NOT NULL AND substr(${column}, 1, ?) <> ? ${later} ORDER BY ${keys} LIMIT ?`,
    [mark.length, mark, ...(after ? keyOf(place, after) : []), most],
  );
}

/** Unless it has been changed meanwhile: then it was sealed by the present key anyway. */
export function sealAnew(place: SealedPlace, row: SealedRow, sealed: string): Statement {
  const { table, column, key }: Place = PLACES[place];
  return {
    sql: `UPDATE ${table} SET ${column} = ? WHERE ${column} = ? AND ${key.map((name) => `${name} = ?`).join(" AND ")}`,
    params: [sealed, row.sealed, ...keyOf(place, row)],
  };
}

function keyOf(place: SealedPlace, row: SealedRow): Value[] {
  return PLACES[place].key.map((name) => row[name] ?? null);
}
