/** The port to the record: two engines stand behind it, SQLite on Node and D1 on Workers, with one SQL. */

export type Value = string | number | null;

export interface Statement {
  sql: string;
  params: readonly Value[];
}

export type Row = Record<string, Value>;

export interface Database {
  /** One statement that reads; sees every batch that was acknowledged before. */
  query: <R extends Row = Row>(sql: string, params?: readonly Value[]) => Promise<R[]>;
  /**
   * All of it or none of it, durable once it resolves. Gives each statement's rows (RETURNING), in order.
   * Rejects with `Conflict` where a unique or foreign key stood in the way.
   */
  batch: (statements: readonly Statement[]) => Promise<Row[][]>;
  /** What was deleted leaves the engine's files too, as far as that is in our hands. */
  wipe: () => Promise<void>;
  close: () => Promise<void>;
}

/** A unique or foreign key stood in the way and the whole batch was undone: somebody else was first. */
export class Conflict extends Error {
  override name = "Conflict";
}

/** Writes a statement: ``sql`DELETE FROM person WHERE id = ${id}` ``; every value becomes a parameter. */
export function sql(parts: TemplateStringsArray, ...params: Value[]): Statement {
  return { sql: parts.join("?"), params };
}
