/** What channels share that fetch files: a size that is not passed, and the name that comes along. */

/** As large as a file may be that somebody gives. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024;

/** Whether it is called like a table. What is none is not fetched; old ones of Excel's are, to say what to do. */
export const isTable = (name: string): boolean => /\.(?:xlsx|xlsm|xls|csv)$/i.test(name.trim());

export type FetchedFile =
  /** `name` as the far side calls it, where it does. */
  { kind: "file"; name: string | null; bytes: Uint8Array } | { kind: "too_large" } | { kind: "gone" };

/** The body; null as soon as it is longer than that. */
export async function readAtMost(response: Response, most: number): Promise<Uint8Array | null> {
  if (Number(response.headers.get("content-length") ?? 0) > most) {
    await response.body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop lets go of the connection.
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As the header says it: encoded (RFC 8187), or as the bare bytes that some send. Null where it names nothing. */
export function nameIn({ headers }: Response): string | null {
  const header = headers.get("content-disposition") ?? "";
  const encoded = /filename\*=utf-8''([^;\s]+)/i.exec(header)?.[1];
  const bare = /filename="?([^";]+)"?/i.exec(header)?.[1];
  const name = encoded === undefined ? bare && Buffer.from(bare, "latin1").toString("utf8") : encoded;
  return name ? decoded(name).trim() : null;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
