/** Which text of a folder is which document's. */
import { existsSync } from "node:fs";
import { readTexts } from "../files.ts";
import type { PolicyDocument } from "../load.ts";
import { UsageError } from "./today.ts";

export type TextFinder = (document: PolicyDocument) => string | undefined;

/** A source text belongs to the document whose title stands in it. */
export function textFinder(folder: string): TextFinder {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const texts = readTexts(folder).map((text) => ({ text, plain: text.replace(/\s+/g, "") }));
  return ({ title }) => texts.find(({ plain }) => plain.includes(title.replace(/\s+/g, "")))?.text;
}
