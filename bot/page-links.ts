/**
 * Links from the chat to the form page. The token carries a number and until when it holds, signed, so that a forged or
 * an old one is refused without a look at the record. For whom and for which enterprise it is stands in the record only:
 * links are left in histories and logs.
 */
import { LINK_HOLDS_MS } from "../storage/survey-links.ts";
import { base64url, derivedBits, fromBase64url, utf8 } from "./derived-key.ts";

export interface PageLinks {
  make: (nonce: string, now: number) => Promise<string>;
  /** The token's nonce; null where it is forged or expired. */
  read: (token: string, now: number) => Promise<string | null>;
}

/** @param base the address of the server as people reach it by then, without a slash at its end */
export async function createPageLinks(secretKey: string, base: () => string): Promise<PageLinks> {
  const how = { name: "HMAC", hash: "SHA-256" };
  const bits = await derivedBits(secretKey, "links to the form page");
  const key = await crypto.subtle.importKey("raw", bits, how, false, ["sign", "verify"]);
  return {
    make: async (nonce, now) => {
      const said = `${nonce}.${(now + LINK_HOLDS_MS).toString(36)}`;
      const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(said)));
      return `${base()}/survey/open?t=${said}.${base64url(signature)}`;
    },
    read: async (token, now) => {
      const [nonce = "", until = "", signature = "", ...more] = token.split(".");
      const bytes = fromBase64url(signature);
      if (!bytes || more.length) return null;
      const isOurs = await crypto.subtle.verify("HMAC", key, bytes, utf8(`${nonce}.${until}`));
      return isOurs && Number.parseInt(until, 36) >= now ? nonce : null;
    },
  };
}
