/** .csv as Excel, WPS and other programs write it in China: UTF-8, UTF-16 or GB 18030; commas, tabs or semicolons. */
import { beginsWith, checkBeginning } from "./guard.ts";
import { Refusal } from "./texts.ts";
import { LIMITS } from "./unzip.ts";
import { cellName, SHEET_LIMITS } from "./worksheet.ts";

/** @throws Refusal */
export function readCsv(bytes: Uint8Array): string[][] {
  if (bytes.length === 0) throw new Refusal("empty");
  if (bytes.length > LIMITS.file) throw new Refusal("too_big");
  // An old Excel file under another name is told so.
  if (beginsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) checkBeginning(bytes);
  const text = decoded(bytes);
  return parsed(text, separatorOf(text)).map((row, at) =>
    row.map((value, column) => plain(value, at, column)),
  );
}

function decoded(bytes: Uint8Array): string {
  const encodings = beginsWith(bytes, [0xff, 0xfe]) ? ["utf-16le"] : ["utf-8", "gb18030"];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\0")) return text;
    } catch {
      // The next one.
    }
  }
  throw new Refusal("not_text");
}

function separatorOf(text: string): string {
  const [first = ""] = /^[^\r\n]*/.exec(text) ?? [];
  const count = (separator: string) => first.split(separator).length;
  return ["\t", ";"].find((separator) => count(separator) > count(",")) ?? ",";
}

/** Quotes as in RFC 4180: in them stand separators and line breaks, and "" is a quote. */
function parsed(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let [row, positions]: [string[], number] = [[], 0];
  for (let at = 0; at < text.length || row.length; ) {
    const cell = cellAt(text, at, separator);
    row.push(cell.value);
    at = cell.end + 1;
    if (row.length > SHEET_LIMITS.columns)
      throw new Refusal("too_many_columns", { most: SHEET_LIMITS.columns });
    if (++positions > SHEET_LIMITS.positions) throw new Refusal("too_much_text");
    if (text[cell.end] === separator) continue;
    if (text[cell.end] === "\r" && text[at] === "\n") at++;
    rows.push(row);
    if (rows.length > SHEET_LIMITS.rows) throw new Refusal("too_many_rows", { most: SHEET_LIMITS.rows });
    row = [];
  }
  return rows;
}

/** The cell that begins here, and where what ends it stands. */
function cellAt(text: string, start: number, separator: string): { value: string; end: number } {
  let [value, at] = ["", start];
  if (text[start] === '"') {
    for (let from = start + 1; ; from = at + 1) {
      at = text.indexOf('"', from);
      if (at < 0) throw new Refusal("broken");
      value += text.slice(from, at);
      if (text[++at] !== '"') break;
      value += '"';
    }
  }
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== "\r" && text[end] !== "\n") end++;
  return { value: value + text.slice(at, end), end };
}

/** ="0012" is how figures are kept as text; any other formula is refused. */
function plain(value: string, row: number, column: number): string {
  const text = value.trim();
  const kept = /^="([^"]*)"$/.exec(text);
  if (kept) return kept[1] ?? "";
  if (text.startsWith("=")) throw new Refusal("formula", { cell: cellName(row, column) });
  return text;
}
