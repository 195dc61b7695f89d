/** getFile, and where people's documents can be fetched for an hour: `/file/bot<token>/documents/<id>`. */
import type { File } from "grammy/types";
import { textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import type { Call } from "./request.ts";

/** What a bot may download. */
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;
const OPEN_FOR = 3_600_000;

export function createFiles(clock: { now: number }, stored: ReadonlyMap<string, Buffer>) {
  const paths = new Map<string, { id: string; until: number }>();
  let held: Promise<void> = Promise.resolve();

  return {
    getFile: ({ params }: Call): File => {
      const id = textOf(params, "file_id");
      const bytes = stored.get(id);
      if (!bytes) throw badRequest("wrong file_id or the file is temporarily unavailable");
      if (bytes.length > LARGEST_DOWNLOAD) throw badRequest("file is too big");
      const path = `documents/file_${paths.size}`;
      paths.set(path, { id, until: clock.now + OPEN_FOR });
      return { file_id: id, file_unique_id: `unique-${id}`, file_size: bytes.length, file_path: path };
    },
    /** Null where there is nothing (any more). */
    download: async (path: string): Promise<Buffer | null> => {
      await held;
      const known = paths.get(path);
      return known && clock.now <= known.until ? (stored.get(known.id) ?? null) : null;
    },
    /** Downloads hang until the function that this gives is called. */
    hold: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

export type Files = ReturnType<typeof createFiles>;
