/** Which sheets of a workbook are read, and whether all of them together are not too much. */
import { attributeOf, tagsOf } from "./tags.ts";
import { Refusal } from "./texts.ts";
import { type CheckedSheet, SHEET_LIMITS } from "./worksheet.ts";

export const RELATIONSHIPS = "xl/_rels/workbook.xml.rels";

/** More positions than any form of ours has, with rows that people have put in. */
const FORM = 10_000;
const EMPTY = "<worksheet><sheetData/></worksheet>";

/**
 * Read are the first sheet on which anything stands, since that is a list, and each that is no larger than a form. What
 * else somebody keeps in the file is taken away. @throws Refusal
 */
export function onlyNeeded(
  texts: ReadonlyMap<string, string>,
  sheets: ReadonlyMap<string, CheckedSheet>,
): [string, string][] {
  const names = [...new Set([...inOrder(texts), ...sheets.keys()])];
  const used = names.filter((name) => (sheets.get(name)?.rows ?? 0) > 0);
  const needed = used.filter((name, at) => at === 0 || positionsOf(sheets.get(name)) <= FORM);
  const positions = needed.reduce((sum, name) => sum + positionsOf(sheets.get(name)), 0);
  if (positions > SHEET_LIMITS.positions) throw new Refusal("too_much_text");
  return [...sheets].map(([name, { xml }]) => [name, needed.includes(name) ? xml : EMPTY]);
}

/** As they are read: a line is as long as the longest, however little stands in it. */
const positionsOf = (sheet: CheckedSheet | undefined) => (sheet ? sheet.rows * sheet.columns : 0);

/** The sheets' names as the workbook has them one behind the other. */
function inOrder(texts: ReadonlyMap<string, string>): string[] {
  const targets = new Map<string | undefined, string>();
  for (const tag of tagsOf(texts.get(RELATIONSHIPS) ?? "")) {
    const target = tag.name === "Relationship" ? attributeOf(tag, "Target") : undefined;
    if (target)
      targets.set(attributeOf(tag, "Id"), target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  }
  const tags = [...tagsOf(texts.get("xl/workbook.xml") ?? "")].filter(({ name }) => name === "sheet");
  return tags.flatMap((tag) => targets.get(attributeOf(tag, "id")) ?? []);
}
