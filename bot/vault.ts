/**
 * Seals what is kept of people's names and numbers (AES-256-GCM). What is sealed is bound to what it is about, so that
 * nobody who can write to the record can move it elsewhere, and carries which key sealed it, so that the secret key can
 * be changed: a former one opens what it sealed until `npm start -- rotate` has sealed it anew.
 */
import { base64url, derivedBits, fromBase64url, utf8 } from "./derived-key.ts";

export interface Vault {
  /** @param about which one place it is for: opening it needs the same */
  seal: (plain: string, about: string) => Promise<string>;
  /** null where it was sealed for another place, by a key that we don't have, or is damaged. */
  open: (sealed: string, about: string) => Promise<string | null>;
  /** What everything sealed by the present key begins with. */
  mark: string;
}

interface SealingKey {
  mark: string;
  key: Awaited<ReturnType<typeof crypto.subtle.importKey>>;
}

const IV_BYTES = 12;

/** @param formerKeys secret keys that sealed before */
export async function createVault(secretKey: string, formerKeys: readonly string[] = []): Promise<Vault> {
  const present = await sealingKey(secretKey);
  const keys = [present, ...(await Promise.all(formerKeys.map(sealingKey)))];
  return {
    mark: present.mark,
    seal: async (plain, about) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const how = { name: "AES-GCM", iv, additionalData: utf8(about) };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(how, present.key, utf8(plain)));
      return `${present.mark}${base64url(iv)}.${base64url(sealed)}`;
    },
    open: async (sealed, about) => {
      const key = keys.find(({ mark }) => sealed.startsWith(mark));
      return key ? openWith(key, sealed, about) : null;
    },
  };
}

async function sealingKey(secretKey: string): Promise<SealingKey> {
  const bits = await derivedBits(secretKey, "seal");
  const key = await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
  const name = await derivedBits(secretKey, "name of the sealing key");
  return { key, mark: `${base64url(name.slice(0, 6))}.` };
}

async function openWith({ key, mark }: SealingKey, sealed: string, about: string): Promise<string | null> {
  const [iv, text] = sealed.slice(mark.length).split(".").map(fromBase64url);
  if (!iv || !text) return null;
  try {
    const how = { name: "AES-GCM", iv, additionalData: utf8(about) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, text));
  } catch {
    return null;
  }
}
