/** A file that somebody sent, by its media id: kept there for three days. */
import { type FetchedFile, MOST_FILE_BYTES, nameIn, readAtMost } from "../channels/download.ts";
import type { AccessToken } from "./access-token.ts";

const [GONE, BAD_TOKEN] = [40007, [40001, 40014, 42001]];

/** @throws where it may be there later; nothing of the address, which holds the token, is in what is thrown */
export async function download(
  { access, root, fetchIt }: { access: AccessToken; root: string; fetchIt: typeof fetch },
  mediaId: string,
  signal: AbortSignal,
): Promise<FetchedFile> {
  for (let left = 2; ; left--) {
    const held = await access.get();
    if (held.kind === "later") throw new Error(held.why);
    const query = new URLSearchParams({ access_token: held.token, media_id: mediaId });
    const url = `${root}/cgi-bin/media/get?${query}`;
    const response = await fetchIt(url, { redirect: "manual", signal }).catch(() => null);
    if (!response?.ok) throw new Error("media/get: no answer");
    if (response.headers.has("content-disposition")) return fileIn(response);
    const { errcode } = (await response.json().catch(() => ({}))) as { errcode?: unknown };
    if (errcode === GONE) return { kind: "gone" };
    if (!BAD_TOKEN.includes(Number(errcode)) || left === 1)
      throw new Error(`media/get: errcode ${Number(errcode)}`);
    access.drop(held.token);
  }
}

async function fileIn(response: Response): Promise<FetchedFile> {
  const bytes = await readAtMost(response, MOST_FILE_BYTES);
  return bytes ? { kind: "file", name: nameIn(response), bytes } : { kind: "too_large" };
}
