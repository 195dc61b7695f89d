/** The tags of an XML text, one after the other, without a regular expression that a hostile text could make slow. */
import { Refusal } from "./texts.ts";

export interface Tag {
  /** Without its prefix: `x:row` → `row`. */
  name: string;
  closes: boolean;
  /** `<row/>`. */
  empty: boolean;
  /** All that stands between its name and its end. */
  attributes: string;
  /** Where it stands: [start, end). */
  start: number;
  end: number;
}

/** Comments and the like are passed over. @throws Refusal where the text is no XML, or defines entities */
export function* tagsOf(xml: string): Generator<Tag> {
  for (let start = xml.indexOf("<"); start >= 0; ) {
    const after = passedOver(xml, start);
    if (after === start) {
      const tag = readTag(xml, start);
      yield tag;
      start = xml.indexOf("<", tag.end);
    } else start = xml.indexOf("<", after);
  }
}

const ASIDES = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

function passedOver(xml: string, start: number): number {
  for (const [begins, ends] of ASIDES) {
    if (!xml.startsWith(begins, start)) continue;
    const end = xml.indexOf(ends, start + begins.length);
    if (end < 0) throw new Refusal("broken");
    return end + ends.length;
  }
  // <!DOCTYPE and <!ENTITY have no business in a spreadsheet.
  if (xml.startsWith("<!", start)) throw new Refusal("suspicious");
  return start;
}

function readTag(xml: string, start: number): Tag {
  const end = endOfTag(xml, start);
  const closes = xml[start + 1] === "/";
  const empty = xml[end - 2] === "/" && !closes;
  const inside = xml.slice(start + (closes ? 2 : 1), end - (empty ? 2 : 1));
  const [qualified = ""] = /^[^\s/]*/.exec(inside) ?? [];
  const name = qualified.slice(qualified.lastIndexOf(":") + 1);
  return { name, closes, empty, attributes: inside.slice(qualified.length), start, end };
}

/** A `>` in quotes does not end a tag. */
function endOfTag(xml: string, start: number): number {
  let quote = "";
  for (let at = start + 1; at < xml.length; at++) {
    const char = xml[at] ?? "";
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === ">") return at + 1;
    else if (char === "<") throw new Refusal("broken");
  }
  throw new Refusal("broken");
}

/** Written so that no text makes it slow; what stands in another attribute's quotes counts too, to be safe. */
const ATTRIBUTES = {
  t: /(?:^|[\s:"'])t\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  type: /(?:^|[\s:"'])type\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  r: /(?:^|[\s:"'])r\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  name: /(?:^|[\s:"'])name\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  id: /(?:^|[\s:"'])id\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  Id: /(?:^|[\s:"'])Id\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  Target: /(?:^|[\s:"'])Target\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  Type: /(?:^|[\s:"'])Type\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  TargetMode: /(?:^|[\s:"'])TargetMode\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  ContentType: /(?:^|[\s:"'])ContentType\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
};

/** An attribute's value; undefined where the tag has none. @throws Refusal where it has two */
export function attributeOf({ attributes }: Tag, name: keyof typeof ATTRIBUTES): string | undefined {
  const [found, ...more] = attributes.matchAll(ATTRIBUTES[name]);
  if (more.length) throw new Refusal("suspicious");
  return found && (found[1] ?? found[2]);
}

/** What stands in a tag that holds no other: up to where one is closed, with all that only looks like no text. */
export function textAfter({ empty, end }: Tag, xml: string): string {
  return empty ? "" : xml.slice(end, Math.max(end, xml.indexOf("</", end)));
}
