/**
 * Markdown as a person sees it, with everything that markup has made put in marks:
 * `[bold:…]`, `[link:words|address]`, `[heading:…]`. Words without markup come out as they are, without their
 * backslashes. Where programs differ in what they take as markup, here it is taken.
 */

const DELIMITERS = [
  ["**", "bold"],
  ["__", "bold"],
  ["~~", "strike"],
  ["*", "italic"],
  ["_", "italic"],
  ["~", "strike"],
] as const;

const HARD_BREAK = /^\\(?:\n|$)/;
const ESCAPED = /^\\([!-/:-@[-`{-~])/;
/** A bare address is shown letter by letter, a backslash too; the marks at its end belong to the sentence. */
const ADDRESS = /^https?:\/\/[!-;=?-~]*[0-9A-Za-z/=#&%+-]/;
const MENTION = /^<@([^<>\s]+)>/;
const ANGLE_LINK = /^<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>/;
const HTML = /^<(?:\/?[A-Za-z][^<>]*|!--.*?--)>/;
const ENTITY = /^&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);/;
const LINK = /^(!?)\[((?:\\.|[^\\\]])*)\]\(((?:\\.|[^\\()])*)\)/;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const INDENTED = /^(?: {4}|\t)(.*)$/;
const HEADING = /^ {0,3}#{1,6}\s*(.*)$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)\s*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}>\s?(.*)$/;
const BULLET = /^\s*[-*+]\s+(.*)$/;
const NUMBERED = /^\s*(\d{1,9}[.)])\s+(.*)$/;
const DEFINITION = /^ {0,3}\[[^\]]+\]:\s*\S+/;
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|?\s*$/;

/** What a person sees of Markdown. */
export function renderMarkdown(content: string): string {
  const lines = content.replace(/\r\n?/g, "\n").split("\n");
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const [shown, taken] = block(lines, at);
    out.push(shown);
    at += taken;
  }
  return out.join("\n");
}

/** One block from a line on: what it shows, and how many lines it takes. */
function block(lines: string[], at: number): [shown: string, taken: number] {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line)?.[1];
  if (fence) return fenced(lines, at, fence);
  const indented = INDENTED.exec(line);
  if (indented && line.trim() && !lines[at - 1]?.trim()) return [`[code:${indented[1]}]`, 1];
  if (isTable(lines, at)) return table(lines, at);
  const single = singleLine(line);
  return single === null ? paragraph(lines, at) : [single, 1];
}

const isTable = (lines: string[], at: number): boolean =>
  Boolean(lines[at]?.includes("|")) && TABLE_LINE.test(lines[at + 1] ?? "");

/** Lines that belong together: a mark that opens on one of them can close on another. */
function paragraph(lines: string[], at: number): [string, number] {
  let end = at + 1;
  while (lines[end]?.trim() && continues(lines, end)) end++;
  const shown = inline(
    lines
      .slice(at, end)
      .map((line) => line.trim())
      .join("\n"),
  );
  const underlined = lines[at]?.trim() && UNDERLINE.test(lines[end] ?? "");
  return underlined ? [`[heading:${shown}]`, end - at + 1] : [shown, end - at];
}

function continues(lines: string[], at: number): boolean {
  const line = lines[at] ?? "";
  return !FENCE.test(line) && !UNDERLINE.test(line) && !isTable(lines, at) && singleLine(line) === null;
}

/** A line that is a block of its own, else null. */
function singleLine(line: string): string | null {
  const heading = HEADING.exec(line);
  if (heading) return `[heading:${inline(heading[1] ?? "")}]`;
  if (RULE.test(line)) return "[rule]";
  const quote = QUOTE.exec(line);
  if (quote) return `[quote:${nested(quote[1] ?? "")}]`;
  const bullet = BULLET.exec(line);
  if (bullet) return `[item:${nested(bullet[1] ?? "")}]`;
  const numbered = NUMBERED.exec(line);
  if (numbered) return `[item ${numbered[1]}:${nested(numbered[2] ?? "")}]`;
  return DEFINITION.test(line) ? `[definition:${line.trim()}]` : null;
}

const nested = (line: string): string => singleLine(line) ?? inline(line);

function fenced(lines: string[], at: number, fence: string): [string, number] {
  const closes = lines.findIndex((line, index) => index > at && FENCE.exec(line)?.[1]?.startsWith(fence));
  const end = closes === -1 ? lines.length : closes;
  return [`[code:${lines.slice(at + 1, end).join("\n")}]`, end - at + (closes === -1 ? 0 : 1)];
}

function table(lines: string[], at: number): [string, number] {
  const end = lines.findIndex((line, index) => index > at + 1 && !line.includes("|"));
  const rows = lines.slice(at, end === -1 ? lines.length : end);
  const shown = rows.filter((_, index) => index !== 1).map((row) => `[row:${cells(row).join("|")}]`);
  return [shown.join("\n"), rows.length];
}

function cells(row: string): string[] {
  const inner = row.trim().replace(/^\||(?<!\\)\|$/g, "");
  return inner.split(/(?<!\\)\|/).map((cell) => inline(cell.trim()));
}

function inline(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const [shown, taken] = piece(text, at);
    out += shown;
    at += taken;
  }
  return out;
}

/** What stands at one place of a line: what it shows, and how many characters it takes. */
function piece(text: string, at: number): [shown: string, taken: number] {
  const rest = text.slice(at);
  if (HARD_BREAK.test(rest)) return ["", 1];
  const escaped = ESCAPED.exec(rest);
  if (escaped) return [escaped[1] ?? "", 2];
  const whole = [ADDRESS, MENTION, ANGLE_LINK, HTML, ENTITY, LINK]
    .map((pattern) => ({ pattern, match: pattern.exec(rest) }))
    .find(({ match }) => match !== null);
  if (whole?.match) return [matched(whole.pattern, whole.match), whole.match[0].length];
  return code(rest) ?? emphasis(rest) ?? [rest[0] ?? "", 1];
}

function matched(pattern: RegExp, match: RegExpExecArray): string {
  const [all, first = "", second = "", third = ""] = match;
  switch (pattern) {
    case MENTION:
      return `[mention:${first}]`;
    case ANGLE_LINK:
      return `[link:${first}|${first}]`;
    case HTML:
      return `[html:${all}]`;
    case ENTITY:
      return `[entity:${all}]`;
    case LINK:
      return `[${first ? "image" : "link"}:${inline(second)}|${third.replace(/\\([!-/:-@[-`{-~])/g, "$1")}]`;
    default:
      return all;
  }
}

function code(rest: string): [string, number] | null {
  const ticks = /^`+/.exec(rest)?.[0];
  if (!ticks) return null;
  const end = [...rest.matchAll(/`+/g)].find(({ index, 0: run }) => index > 0 && run === ticks)?.index;
  return end === undefined
    ? [ticks, ticks.length]
    : [`[code:${rest.slice(ticks.length, end)}]`, end + ticks.length];
}

function emphasis(rest: string): [string, number] | null {
  for (const [mark, name] of DELIMITERS) {
    if (!rest.startsWith(mark) || !/^\S/.test(rest.slice(mark.length))) continue;
    const end = closing(rest, mark);
    if (end !== -1) return [`[${name}:${inline(rest.slice(mark.length, end))}]`, end + mark.length];
  }
  return null;
}

/** Where a mark closes that opens the text, or -1. */
function closing(text: string, mark: string): number {
  for (let at = mark.length; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (at > mark.length && text.startsWith(mark, at) && /\S/.test(text[at - 1] ?? "")) return at;
  }
  return -1;
}
