/**
 * Plain words where the far side takes everything for Markdown. Which marks its programs know, and whether they
 * honour a backslash, is written nowhere, and others of the vendor's show it as it is: so what would be a mark is made none, by
 * its full-width twin within a line and by an invisible character at a line's start. Addresses stay as they are.
 */
import type { Link } from "../../../handlers/event.ts";

const ZERO_WIDTH_SPACE = "\u200b";
/** As it is taken for a link without any mark. */
const ADDRESS = /https?:\/\/[!-;=?-~]*[0-9A-Za-z/=#&%+-]/g;
/** Headings, quotes, lists, rules, tables, fences, definitions. */
const BLOCK = /^(?:[-+*#>=|:~`_[]|\d{1,9}[.)](?:\s|$))/;
/** A character written by its name, and what would take another one's meaning away. */
const SINGLE = ["&(?=#?[0-9A-Za-z]+;)", "\\\\"];
/** They count in pairs only. */
const PAIRED = ["*", "_", "~", "`"];

/** Shows as the same words, without any markup. */
export function asMarkdown(text: string): string {
  const marks = marksIn(text);
  const lines = text.toWellFormed().replaceAll(/\r\n?/g, "\n").split("\n");
  return lines.map((line) => plainLine(line.trim(), marks)).join("\n");
}

/** The words, and below them what opens the address: one that holds brackets would end at the first. */
export function withLink(words: string, { label, url }: Link): string {
  const address = url.replaceAll("(", "%28").replaceAll(")", "%29");
  return [asMarkdown(words), `[${label}](${address})`].filter(Boolean).join("\n\n");
}

/** Only what could count in this text is changed. */
function marksIn(text: string): RegExp {
  const pairs = PAIRED.filter((mark) => text.split(mark).length > 2).map((mark) => `\\${mark}`);
  const links = text.includes("](") ? ["\\["] : [];
  const tags = text.includes("<") && text.lastIndexOf(">") > text.indexOf("<") ? ["<"] : [];
  return new RegExp([...SINGLE, ...pairs, ...links, ...tags].join("|"), "g");
}

function plainLine(line: string, marks: RegExp): string {
  let [plain, at] = [BLOCK.test(line) ? ZERO_WIDTH_SPACE : "", 0];
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    plain += line.slice(at, index).replaceAll(marks, fullWidth) + address;
    at = index + address.length;
  }
  return plain + line.slice(at).replaceAll(marks, fullWidth);
}

/** U+0021 … U+007E have twins at U+FF01 … U+FF5E. */
function fullWidth(mark: string): string {
  return String.fromCodePoint((mark.codePointAt(0) ?? 0) + 0xfee0);
}
