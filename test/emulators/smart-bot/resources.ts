/** What people send that is no text: encrypted, at an address of its own that holds for five minutes. */
import { createCipheriv } from "node:crypto";

const OPEN_FOR = 5 * 60_000;
/** Padded to whole blocks of so many bytes. */
const BLOCK = 32;

interface Resource {
  name: string;
  encrypted: Buffer;
  until: number;
}

export function createResources(clock: { now: number }) {
  const stored = new Map<string, Resource>();
  let held: Promise<void> = Promise.resolve();
  return {
    /** What stands in the callback, but the host. */
    keep: (name: string, contents: Buffer): { path: string; aeskey: string } => {
      const number = stored.size + 1;
      const key = Buffer.alloc(32, number);
      const path = `/media/${number}`;
      stored.set(path, { name, encrypted: encrypt(contents, key), until: clock.now + OPEN_FOR });
      return { path, aeskey: key.toString("base64") };
    },
    /** Null where there is nothing (any more). */
    find: async (path: string): Promise<Resource | null> => {
      await held;
      const found = stored.get(path);
      return found && clock.now <= found.until ? found : null;
    },
    lose: () => stored.clear(),
    /** Downloads hang until the function that this gives is called. */
    hold: (): (() => void) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

export type Resources = ReturnType<typeof createResources>;

function encrypt(contents: Buffer, key: Buffer): Buffer {
  const padding = BLOCK - (contents.length % BLOCK);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(contents),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]);
}
