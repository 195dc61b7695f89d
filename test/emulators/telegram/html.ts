/** The HTML parse mode: a few tags, all closed in order; anything else with a `<` is refused. */
import { addEntity, bytesBefore, cannotParse, type Formatted, type Style } from "./formatting.ts";

const STYLES: Record<string, Style | "pre" | "text_link" | "none"> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  span: "spoiler",
  "tg-spoiler": "spoiler",
  "tg-emoji": "none",
  "tg-time": "none",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const TAG = /<(\/?)([^\s>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/y;
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

interface Open {
  tag: string;
  offset: number;
  attributes: string;
}

interface Tag {
  tag: string;
  attributes: string;
  /** Where it stands, in bytes. */
  at: number;
}

export function readHtml(source: string): Formatted {
  const shown: Formatted = { text: "", entities: [] };
  const open: Open[] = [];
  let index = 0;
  while (index < source.length) {
    const next = source.indexOf("<", index);
    shown.text += decoded(source.slice(index, next < 0 ? undefined : next));
    if (next < 0) break;
    TAG.lastIndex = next;
    const found = TAG.exec(source);
    const at = bytesBefore(source, next);
    if (!found)
      throw cannotParse(`Unclosed ${source[next + 1] === "/" ? "end" : "start"} tag at byte offset ${at}`);
    const [whole, slash, name = "", attributes = ""] = found;
    const tag = { tag: name.toLowerCase(), attributes, at };
    if (slash) endTag(shown, open, tag);
    else startTag(shown, open, tag);
    index = next + whole.length;
  }
  const left = open.at(-1);
  if (left) throw cannotParse(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return shown;
}

function startTag(shown: Formatted, open: Open[], { tag, attributes, at }: Tag): void {
  if (!Object.hasOwn(STYLES, tag)) throw cannotParse(`Unsupported start tag "${tag}" at byte offset ${at}`);
  if (tag === "span" && attributeOf(attributes, "class") !== "tg-spoiler")
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
  open.push({ tag, offset: shown.text.length, attributes });
}

function endTag(shown: Formatted, open: Open[], { tag, at }: Tag): void {
  const started = open.pop();
  if (!started) throw cannotParse(`Unexpected end tag at byte offset ${at}`);
  if (tag !== "" && tag !== started.tag)
    throw cannotParse(
      `Unmatched end tag at byte offset ${at}, expected "</${started.tag}>", found "</${tag}>"`,
    );
  const style = STYLES[started.tag] ?? "none";
  if (style === "none") return;
  const inside = shown.text.slice(started.offset);
  const address = style === "text_link" ? attributeOf(started.attributes, "href") || inside : "";
  addEntity(shown, style, started.offset, address);
}

function attributeOf(attributes: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+))`).exec(attributes);
  return decoded(found?.[1] ?? found?.[2] ?? found?.[3] ?? "");
}

/** The four named references and the numeric ones; an ampersand that begins none of them stands for itself. */
function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot));?/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code < 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
