/** Cloudflare D1: the only file that knows it. D1 has no interactive transactions; its `batch` is atomic. */
import { Conflict, type Database, type Row, type Statement, type Value } from "./database.ts";

/** The few methods of a D1 binding that are used here. */
export interface D1Binding {
  prepare: (sql: string) => D1Prepared;
  batch: (statements: D1Prepared[]) => Promise<{ results?: unknown[] }[]>;
}
interface D1Prepared {
  bind: (...params: Value[]) => D1Prepared;
  all: () => Promise<{ results?: unknown[] }>;
}

export function openD1(binding: D1Binding): Database {
  const prepare = ({ sql, params }: Statement) => binding.prepare(sql).bind(...params);
  return {
    query: async <R extends Row>(sql: string, params: readonly Value[] = []) =>
      ((await prepare({ sql, params }).all()).results ?? []) as R[],
    batch: async (statements) => {
      try {
        const answers = await binding.batch(statements.map(prepare));
        return answers.map((answer) => (answer.results ?? []) as Row[]);
      } catch (error) {
        throw conflictOr(error);
      }
    },
    // The platform's own backups (time travel) forget after 30 days.
    wipe: async () => undefined,
    close: async () => undefined,
  };
}

/** D1 tells the kind of failure only in its message. */
function conflictOr(error: unknown): unknown {
  const message = error instanceof Error ? error.message : "";
  return /(UNIQUE|FOREIGN KEY) constraint failed/.test(message)
    ? new Conflict(message, { cause: error })
    : error;
}
