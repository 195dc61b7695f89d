/** A file that somebody sent: encrypted, at an address that holds for five minutes. */
import { decryptFile } from "@wecom/aibot-node-sdk";
import { z } from "zod";
import { type FetchedFile, MOST_FILE_BYTES, nameIn, readAtMost } from "../download.ts";

export const resourceSchema = z.object({ url: z.string().regex(/^https?:\/\//), aeskey: z.string().min(1) });

/** What the encryption adds at most. */
const PADDING = 32;

/** @throws where it may be there later */
export async function fetchFile(get: unknown, signal: AbortSignal): Promise<FetchedFile> {
  const { url, aeskey } = resourceSchema.parse(get);
  const response = await fetch(url, { signal }).catch(() => null);
  if (response && response.status >= 400 && response.status < 500) return { kind: "gone" };
  if (!response?.ok) throw new Error(`a file: HTTP ${response?.status ?? 0}`);
  const encrypted = await readAtMost(response, MOST_FILE_BYTES + PADDING);
  if (!encrypted) return { kind: "too_large" };
  const bytes = decrypted(encrypted, aeskey);
  if (bytes && bytes.length > MOST_FILE_BYTES) return { kind: "too_large" };
  return bytes ? { kind: "file", name: nameIn(response), bytes } : { kind: "gone" };
}

function decrypted(encrypted: Uint8Array, aeskey: string): Uint8Array | null {
  try {
    return decryptFile(Buffer.from(encrypted), aeskey);
  } catch {
    return null;
  }
}
