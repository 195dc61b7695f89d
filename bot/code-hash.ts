/** Codes of one use are kept as a keyed hash only: whoever reads the record can make nothing of it. */
import { base64url, derivedBits, utf8 } from "./derived-key.ts";

export type CodeHash = (code: string) => Promise<string>;

export async function createCodeHash(secretKey: string): Promise<CodeHash> {
  const bits = await derivedBits(secretKey, "codes of staff");
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bits, how, false, ["sign"]);
  return async (code) => base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(code))));
}
