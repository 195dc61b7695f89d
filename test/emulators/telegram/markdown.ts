/** MarkdownV2 and the old Markdown, with the server's refusals of what is not closed or not escaped. */
import { addEntity, bytesBefore, cannotParse, type Formatted, type Style } from "./formatting.ts";

interface Mark {
  sign: string;
  type: Style | "pre" | "text_link";
  /** As the server names it in its errors. */
  name: string;
}

/** Longer signs stand before the shorter ones that they begin with. */
const MARKS: Mark[] = [
  { sign: "```", type: "pre", name: "Pre" },
  { sign: "`", type: "code", name: "Code" },
  { sign: "__", type: "underline", name: "Underline" },
  { sign: "_", type: "italic", name: "Italic" },
  { sign: "*", type: "bold", name: "Bold" },
  { sign: "~", type: "strikethrough", name: "Strikethrough" },
  { sign: "||", type: "spoiler", name: "Spoiler" },
  { sign: "[", type: "text_link", name: "TextUrl" },
];
const RESERVED = "_*[]()~`>#+-=|{}.!";
const QUOTE: Mark = { sign: ">", type: "blockquote", name: "BlockQuote" };

interface Open extends Mark {
  offset: number;
  at: number;
}

interface Reading {
  source: string;
  index: number;
  shown: Formatted;
  open: Open[];
}

/** Every reserved character that is no mark must be escaped; every mark must be closed in order. */
export function readMarkdownV2(source: string): Formatted {
  const reading: Reading = { source, index: 0, shown: { text: "", entities: [] }, open: [] };
  while (reading.index < source.length) step(reading);
  if (reading.open.at(-1)?.type === "blockquote") close(reading);
  const left = reading.open.at(-1);
  if (left) throw unclosed(reading, left);
  return reading.shown;
}

const unclosed = ({ source }: Reading, { name, at }: Open) =>
  cannotParse(`Can't find end of ${name} entity at byte offset ${bytesBefore(source, at)}`);

function step(reading: Reading): void {
  const { source, index, shown, open } = reading;
  const character = source[index] ?? "";
  const top = open.at(-1);
  const literal = top?.type === "code" || top?.type === "pre";
  if (character === "\\" && /^[\n -~]$/.test(source[index + 1] ?? "")) {
    shown.text += source[index + 1];
    reading.index += 2;
  } else if (character === "\n") endLine(reading);
  else if (literal ? character !== "`" : !RESERVED.includes(character)) {
    shown.text += character;
    reading.index++;
  } else if (top && source.startsWith(closingSign(top), index) && !isUnderline(reading, top))
    end(reading, top);
  else begin(reading, character);
}

const closingSign = ({ type, sign }: Mark): string => (type === "text_link" ? "]" : sign);

/** In italics, two underscores begin an underline instead of ending the italics. */
const isUnderline = ({ source, index }: Reading, top: Open): boolean =>
  top.type === "italic" && source.startsWith("__", index);

function endLine(reading: Reading): void {
  const { source, index, open } = reading;
  const inQuote = open.some(({ type }) => type === "blockquote");
  if (inQuote && source[index + 1] !== ">") {
    const top = open.at(-1);
    if (top && top.type !== "blockquote") throw unclosed(reading, top);
    close(reading);
  }
  reading.shown.text += "\n";
  reading.index++;
}

function begin(reading: Reading, character: string): void {
  const { source, index, shown, open } = reading;
  const atLineStart = index === 0 || source[index - 1] === "\n";
  const quote = character === ">" && atLineStart;
  if (quote && open.some(({ type }) => type === "blockquote")) return void reading.index++;
  const mark = quote ? QUOTE : MARKS.find(({ sign }) => source.startsWith(sign, index));
  if (!mark)
    throw cannotParse(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
  open.push({ ...mark, offset: shown.text.length, at: index });
  reading.index += mark.sign.length;
}

function end(reading: Reading, top: Open): void {
  reading.index += closingSign(top).length;
  close(reading, top.type === "text_link" ? linkAddress(reading, top) : "");
}

function close(reading: Reading, argument = ""): void {
  const top = reading.open.pop();
  if (top) addEntity(reading.shown, top.type, top.offset, argument);
}

/** `(address)` after the closing bracket; without one the text is the address. */
function linkAddress(reading: Reading, { offset }: Open): string {
  const { source, index, shown } = reading;
  if (source[index] !== "(") return shown.text.slice(offset);
  const found = /^\(((?:\\.|[^)\\])*)\)/s.exec(source.slice(index));
  if (!found) throw cannotParse(`Can't find end of a URL at byte offset ${bytesBefore(source, index + 1)}`);
  reading.index += found[0].length;
  return (found[1] ?? "").replace(/\\(.)/g, "$1");
}

const OLD_MARKS: Record<string, Style | "text_link"> = {
  _: "italic",
  "*": "bold",
  "`": "code",
  "[": "text_link",
};

/** The old Markdown: no nesting; each mark needs its end, unless a backslash stands before it. */
export function readOldMarkdown(source: string): Formatted {
  const shown: Formatted = { text: "", entities: [] };
  const token = /\\([_*`[])|([_*`[])|[^\\_*`[]+|\\/gs;
  for (let found = token.exec(source); found; found = token.exec(source)) {
    const [whole, escaped, mark] = found;
    const type = mark && OLD_MARKS[mark];
    if (!mark || !type) {
      shown.text += escaped ?? whole;
      continue;
    }
    const until = source.indexOf(mark === "[" ? "]" : mark, token.lastIndex);
    if (until < 0)
      throw cannotParse(
        `Can't find end of the entity starting at byte offset ${bytesBefore(source, found.index)}`,
      );
    const offset = shown.text.length;
    shown.text += source.slice(token.lastIndex, until);
    const address = mark === "[" ? (/^\(([^)]*)\)/.exec(source.slice(until + 1)) ?? undefined) : undefined;
    if (mark !== "[" || address) addEntity(shown, type, offset, address?.[1]);
    token.lastIndex = until + 1 + (address?.[0].length ?? 0);
  }
  return shown;
}
