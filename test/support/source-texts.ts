/** The documents' own texts. They are no part of the project: SOURCES names their folder. */
import { existsSync } from "node:fs";
import { readTexts } from "../../policy-kb/files.ts";
import type { PolicyDocument } from "../../policy-kb/load.ts";

const FOLDER = process.env.SOURCES ?? "../shared/seeds";
export const textsAreHere = existsSync(FOLDER);
const texts = textsAreHere ? readTexts(FOLDER) : [];

export function textOf({ title }: PolicyDocument): string {
  return texts.find((text) => text.replace(/\s+/g, "").includes(title)) ?? "";
}
