/** Formulas that stand in no cell: in names, in conditional formats, in what a cell may hold. */
import { attributeOf, type Tag, textAfter } from "./tags.ts";
import { Refusal } from "./texts.ts";

/** @throws Refusal */
export function checkFormula(tag: Tag, xml: string): void {
  if (tag.closes) return;
  if (tag.name === "definedName") checkDefinedName(tag, textAfter(tag, xml));
  const isWorkedOut =
    tag.name === "formula" ||
    /^(?:calculatedColumn|totalsRow)Formula$/.test(tag.name) ||
    (tag.name === "cfvo" && attributeOf(tag, "type") === "formula") ||
    (/^formula[12]$/.test(tag.name) && !isPlain(textAfter(tag, xml)));
  if (isWorkedOut) throw new Refusal("formula_elsewhere");
}

/** `"甲,乙"` is a list to pick from, as our own form has it; a figure is a limit. */
function isPlain(text: string): boolean {
  const plain = text.replaceAll("&quot;", '"').trim();
  return /^"[^"]*"$/.test(plain) || /^-?\d*\.?\d*$/.test(plain);
}

/** Names that start something when the file is opened, call another program (`app|topic!item`), or work something out. */
function checkDefinedName(tag: Tag, text: string): void {
  if (/auto_?(?:open|close|activate)/i.test(attributeOf(tag, "name") ?? "")) throw new Refusal("macros");
  const start = text.slice(0, 1000);
  if (/\|.*!/s.test(start)) throw new Refusal("links");
  // A sheet's name in quotes may hold brackets.
  if (/[\p{L}\p{N}_.]\s*\(/u.test(start.replace(/'[^']*'|"[^"]*"|&(?:quot|apos);.*?&(?:quot|apos);/g, "")))
    throw new Refusal("formula_elsewhere");
}
