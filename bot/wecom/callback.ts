/** WeCom's encrypted callbacks: the check of an address, and what is posted to it. Whoever sends them is not trusted. */
import { createHash, timingSafeEqual } from "node:crypto";
import { decrypt, getSignature } from "@wecom/crypto";
import { type Fields, parseXml } from "./xml.ts";

/** What the console gives for one callback address. */
export interface CallbackKeys {
  token: string;
  /** EncodingAESKey, 43 characters. */
  aesKey: string;
  /** Whom callbacks must be for: the CorpID. */
  receiveId: string;
}

export type Callback =
  /** The vendor checks the address: `text` is to be answered, bare. */
  | { kind: "check"; text: string }
  /** The message's fields; every value is text, however much it looks like a number. */
  | { kind: "message"; xml: Fields }
  | { kind: "refused"; status: 400 | 401 | 403 | 405 | 413; why: string };

type Refused = Extract<Callback, { kind: "refused" }>;

/** More than the largest callback: a text of 2,048 bytes is about 4 KB when it is encrypted. */
const MOST_BYTES = 256 * 1024;
const TOLERANCE_MS = 10 * 60_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const refused = (status: Refused["status"], why: string): Refused => ({ kind: "refused", status, why });

/** Never throws, whatever comes. @param now milliseconds since 1970 */
export async function readCallback(request: Request, keys: CallbackKeys, now: number): Promise<Callback> {
  const { searchParams } = new URL(request.url);
  if (request.method === "GET") {
    const opened = open(searchParams, searchParams.get("echostr") ?? "", keys, now);
    return typeof opened === "string" ? { kind: "check", text: opened } : opened;
  }
  if (request.method !== "POST") return refused(405, "neither GET nor POST");
  const body = await request.text().catch(() => null);
  if (body === null) return refused(400, "the body broke off");
  if (Buffer.byteLength(body) > MOST_BYTES) return refused(413, "the body is too long");
  const encrypted = parseXml(body)?.Encrypt;
  if (typeof encrypted !== "string") return refused(400, "no encrypted text");
  const opened = open(searchParams, encrypted, keys, now);
  if (typeof opened !== "string") return opened;
  const xml = parseXml(opened);
  return xml ? { kind: "message", xml } : refused(400, "what was encrypted is no message");
}

/** The text inside. The signature comes first, so that nobody without the token learns anything of the decryption. */
function open(
  query: URLSearchParams,
  encrypted: string,
  { token, aesKey, receiveId }: CallbackKeys,
  now: number,
): string | Refused {
  const field = (name: string) => query.get(name) ?? "";
  const [signature, timestamp, nonce] = [field("msg_signature"), field("timestamp"), field("nonce")];
  if (!signature || !/^\d{1,12}$/.test(timestamp) || !nonce || !BASE64.test(encrypted))
    return refused(400, "no signature, time, nonce or encrypted text");
  if (!isSame(getSignature(token, timestamp, nonce, encrypted), signature))
    return refused(401, "the signature does not fit");
  if (Math.abs(now - Number(timestamp) * 1_000) > TOLERANCE_MS)
    return refused(401, "signed too long ago, or in the time to come");
  return decrypted(aesKey, encrypted, receiveId) ?? refused(403, "not encrypted for us");
}

/** Null for every fault alike: a wrong padding is not told from a wrong receiver. */
function decrypted(aesKey: string, encrypted: string, receiveId: string): string | null {
  try {
    const { message, id } = decrypt(aesKey, encrypted);
    return isSame(id, receiveId) ? message : null;
  } catch {
    return null;
  }
}

/** Takes as long wherever they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
