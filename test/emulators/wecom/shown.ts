/** What the client program makes of words: the tags that it takes as markup are marked, so that a test sees them. */
import type { Seen } from "../seen.ts";

const ANCHOR = /<a(?=[\s/])([^>]*)>([\s\S]*?)(?:<\/a\s*>|$)/gi;
const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/** `<a href="u">w</a>` is shown as `[link:u|w]`; nothing else in a text is markup, and `&lt;` stays as it is. */
export const asText = (content: string): string =>
  content.replace(ANCHOR, (_whole, attributes: string, label: string) => {
    const [, double, single, bare] = HREF.exec(attributes) ?? [];
    return `[link:${double ?? single ?? bare ?? ""}|${label}]`;
  });

/** What can be tapped in a text as it is shown. */
export function withLinks(shown: string): { text: string; links?: NonNullable<Seen["links"]> } {
  const links = [...shown.matchAll(/\[link:([^|]*)\|([^\]]*)\]/g)].map(([, url = "", label = ""]) => ({
    label,
    url,
  }));
  return links.length ? { text: shown, links } : { text: shown };
}

/** Markdown's links and coloured words beside these; its other signs are left as they are. */
export const asMarkdown = (content: string): string =>
  asText(content)
    .replace(/\[([^\][]*)\]\(([^()\s]*)\)/g, (_whole, label: string, url: string) => `[link:${url}|${label}]`)
    .replace(/<font[^>]*>([\s\S]*?)<\/font>/gi, (_whole, label: string) => `[font|${label}]`);
