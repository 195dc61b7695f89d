/**
 * What stands between a file that somebody sent and the library that reads it: an .xlsx file's parts, once nothing in
 * them is executed, linked, embedded or blown up. Only these parts are read on, not the file: what was checked is what
 * is read.
 */
import { checkFormula } from "./formulas.ts";
import { attributeOf, type Tag, tagsOf } from "./tags.ts";
import { Refusal, type RefusalKey } from "./texts.ts";
import { LIMITS, unzip } from "./unzip.ts";
import { onlyNeeded, RELATIONSHIPS } from "./which-sheets.ts";
import { type CheckedSheet, checkedSheet } from "./worksheet.ts";

/** @throws Refusal */
export async function workbookParts(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  checkBeginning(bytes);
  const files = await unzip(bytes);
  checkKind(files);
  const checked: Checked = { texts: new Map(), sheets: new Map(), tags: 0 };
  for (const [name, file] of files) {
    checkName(name);
    if (/\.(?:xml|rels)$/i.test(name)) await checkPart(checked, name, decoded(file));
    else if (isOther(file)) throw new Refusal("embedded");
  }
  await others();
  const parts = [...checked.texts, ...onlyNeeded(checked.texts, checked.sheets)];
  return Object.fromEntries(parts.map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
export const beginsWith = (bytes: Uint8Array, mark: readonly number[]) =>
  mark.every((byte, at) => bytes[at] === byte);
export const isZip = (bytes: Uint8Array) => beginsWith(bytes, ZIP);
const isOther = (bytes: Uint8Array) => isZip(bytes) || beginsWith(bytes, OLE);

export function checkBeginning(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Refusal("empty");
  if (bytes.length > LIMITS.file) throw new Refusal("too_big");
  if (beginsWith(bytes, OLE)) throw new Refusal(isEncrypted(bytes) ? "encrypted" : "old_excel");
  if (!isZip(bytes)) throw new Refusal("not_excel");
}

/** A file with a password is a container of the old kind, in which the encrypted one lies. */
function isEncrypted(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes).includes([..."EncryptedPackage"].join("\0"));
}

function checkKind(files: ReadonlyMap<string, Uint8Array>): void {
  if (files.has("xl/workbook.xml") && files.has("[Content_Types].xml")) return;
  // .xlsb, and what LibreOffice writes of its own.
  const isOtherTable = files.has("xl/workbook.bin") || files.has("content.xml");
  throw new Refusal(isOtherTable ? "other_excel" : "not_excel");
}

const FORBIDDEN_NAMES: readonly (readonly [RegExp, RefusalKey])[] = [
  [/vba|macrosheets?\/|dialogsheets?\//i, "macros"],
  [/externalLinks?\/|connections\.xml$|queryTables?\/|^xl\/model\/|customData\//i, "links"],
  [/embeddings?\/|activeX\/|ctrlProps\/|webextensions?\//i, "embedded"],
];

function checkName(name: string): void {
  const found = FORBIDDEN_NAMES.find(([pattern]) => pattern.test(name));
  if (found) throw new Refusal(found[1]);
}

/** Other encodings could hide from the checks what the library then reads. */
function decoded(file: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file);
    if (!text.includes("\0")) return text;
  } catch {
    // Told below.
  }
  throw new Refusal("suspicious");
}

/** What was let pass so far. */
interface Checked {
  /** What the library needs beside the sheets, by its name. */
  texts: Map<string, string>;
  sheets: Map<string, CheckedSheet>;
  /** Of all parts together. */
  tags: number;
}

/** Some eight for each place that may be written in. */
const MOST_TAGS = 1_000_000;
/** More pages than this no list and no form has. */
const MOST_SHEETS = 100;
const READ = new Set(["workbook", "sst", "styleSheet"]);

/** Whoever else waits for the server comes in between. */
const others = () => new Promise((resolve) => setTimeout(resolve));
/** Looked at in some milliseconds. */
const AT_ONCE = 25_000;

/** Everything is checked, also what the library does not need. */
async function checkPart(checked: Checked, name: string, xml: string): Promise<void> {
  let [root, sheets] = ["", 0];
  for (const tag of tagsOf(xml)) {
    if (++checked.tags > MOST_TAGS) throw new Refusal("too_much_text");
    if (checked.tags % AT_ONCE === 0) await others();
    if (tag.closes) continue;
    root ||= tag.name;
    if (tag.name === "sheet" && ++sheets > MOST_SHEETS) throw new Refusal("too_much_text");
    checkTag(tag, xml);
  }
  if (root === "worksheet") checked.sheets.set(name, checkedSheet(xml));
  else if (READ.has(root) || name === RELATIONSHIPS) checked.texts.set(name, xml);
}

const FORBIDDEN_TAGS: Readonly<Record<string, RefusalKey>> = {
  ...{ ddeLink: "links", externalReference: "links", externalLink: "links", webPublishItem: "links" },
  ...{ oleLink: "embedded", oleObject: "embedded", control: "embedded" },
};
const FORBIDDEN_TYPES: readonly (readonly [RegExp, RefusalKey])[] = [
  [/macro|vba|dialogsheet/i, "macros"],
  [/external|connections|queryTable|attachedTemplate|dde/i, "links"],
  [/oleObject|package$|activeX|control|webextension/i, "embedded"],
];

function checkTag(tag: Tag, xml: string): void {
  const forbidden = Object.hasOwn(FORBIDDEN_TAGS, tag.name) ? FORBIDDEN_TAGS[tag.name] : undefined;
  if (forbidden) throw new Refusal(forbidden);
  if (tag.name === "Relationship") checkRelationship(tag);
  if (tag.name === "Override" || tag.name === "Default") checkType(attributeOf(tag, "ContentType") ?? "");
  checkFormula(tag, xml);
}

function checkRelationship(tag: Tag): void {
  const type = attributeOf(tag, "Type") ?? "";
  checkType(type);
  // A link to a web page or an address for mail opens only where somebody presses it.
  const isOutside = attributeOf(tag, "TargetMode")?.toLowerCase() === "external";
  if (isOutside && !type.endsWith("/hyperlink")) throw new Refusal("links");
}

function checkType(type: string): void {
  const found = FORBIDDEN_TYPES.find(([pattern]) => pattern.test(type));
  if (found) throw new Refusal(found[1]);
}
