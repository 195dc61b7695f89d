/** The XML of callbacks: flat fields, some of them nested; no entities, no DTD, no attributes. */
import { XMLParser } from "fast-xml-parser";

/** Values are text, or fields again, or a list of either where an element is repeated. */
export type Fields = Record<string, unknown>;

/** Ids of 64 bits would lose their last digits as numbers. */
const parser = new XMLParser({ parseTagValue: false, processEntities: false, ignoreDeclaration: true });
/** Nothing may stand before the root: whoever sends a DOCTYPE is not the vendor. */
const ROOT = /^\s*(?:<\?xml[^<>]*\?>\s*)?<xml>/;

/** The fields inside `<xml>`; null where the text is no such thing. */
export function parseXml(text: string): Fields | null {
  if (!ROOT.test(text)) return null;
  try {
    const { xml } = parser.parse(text, true) as { xml?: unknown };
    return typeof xml === "object" && xml !== null && !Array.isArray(xml) ? (xml as Fields) : null;
  } catch {
    return null;
  }
}
