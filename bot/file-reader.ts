/** A file that somebody gave, as a conversation is told of it. */
import type { GivenFile } from "../handlers/event.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import { readGivenFile } from "./spreadsheet/read-file.ts";

export function createFileReader(
  definitions: ReadonlyMap<string, Survey>,
): (name: string, bytes: Uint8Array) => Promise<GivenFile> {
  return async (name, bytes) => {
    const read = await readGivenFile(name, bytes, [...definitions.values()]);
    switch (read.kind) {
      case "form": {
        const { survey, version, draft, revision, given } = read;
        const made = { ...(draft ? { draft } : {}), ...(revision === undefined ? {} : { revision }) };
        return { kind: "form", survey: survey.id, version, ...made, given };
      }
      case "table":
        return read;
      case "refused":
        return { kind: "refused", says: read.says };
    }
  };
}
