/** Which form a file is: written in plain sight, since Excel and WPS keep texts whatever else they drop. */
import type { SheetRows } from "./read-sheets.ts";

export interface Marker {
  survey: string;
  version: number;
  /** `round/credit code`. Whoever reads it must still see whether the person may fill that draft. */
  draft?: string;
  /** The draft's revision that stands in the file: what was changed since is not undone by it. */
  revision?: number;
}

const WORD = "表格编号";
const MARKER = new RegExp(`^${WORD}\\s*([a-z0-9-]+)/(\\d{1,6})(?:/([^/\\s]+/[^/\\s]+?)(?:/(\\d{1,9}))?)?$`);

export function markerText({ survey, version, draft, revision }: Marker): string {
  const ofDraft = draft === undefined ? [] : [draft, ...(revision === undefined ? [] : [revision])];
  return `${WORD} ${[survey, version, ...ofDraft].join("/")}`;
}

/** On the form or on the page of instructions; undefined where neither has one. */
export function markerIn(sheets: readonly SheetRows[]): Marker | undefined {
  for (const { rows } of sheets)
    for (const value of rows.flat()) {
      const [, survey, version, draft, revision] =
        (typeof value === "string" && MARKER.exec(value.trim())) || [];
      if (!survey || !version) continue;
      const at = revision === undefined ? {} : { revision: Number(revision) };
      return { survey, version: Number(version), ...(draft ? { draft, ...at } : {}) };
    }
  return undefined;
}
