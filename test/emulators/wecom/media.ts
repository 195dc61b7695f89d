/** Temporary media: uploaded by the server, or sent along by a person. */

import type { ApiRequest, BinaryAnswer } from "./api.ts";
import { ok, refuse } from "./refusal.ts";
import { DAY, seconds, type World } from "./world.ts";

const LIFE = 3 * DAY;
const TYPES = ["image", "voice", "video", "file"] as const;
/** A file is more than 5 bytes and at most 20 MB. */
const [LEAST_BYTES, MOST_BYTES] = [6, 20 * 1024 * 1024];

export type MediaType = (typeof TYPES)[number];

export interface StoredFile {
  type: MediaType;
  name: string;
  bytes: Buffer;
  at: number;
}

export type Media = ReturnType<typeof createMedia>;

export function createMedia(world: World) {
  const stored = new Map<string, StoredFile>();

  const keep = (file: Omit<StoredFile, "at">): string => {
    const id = `media-${String(world.count("media")).padStart(4, "0")}`;
    stored.set(id, { ...file, at: world.clock.now });
    return id;
  };
  const find = (id: string, type: MediaType): StoredFile => {
    const file = stored.get(id);
    if (!file || file.type !== type || world.clock.now - file.at > LIFE) return refuse(40007, id);
    return file;
  };
  const upload = async ({ query, form }: ApiRequest): Promise<object> => {
    const type = TYPES.find((one) => one === query.get("type")) ?? refuse(40004);
    const file = form?.get("media");
    // The form's field is called "media" and names its file: without these the real one finds no data.
    if (!(file instanceof File) || file.name === "") return refuse(44001);
    if (file.size < LEAST_BYTES || file.size > MOST_BYTES) refuse(40006);
    const bytes = Buffer.from(await file.arrayBuffer());
    const media_id = keep({ type, name: file.name, bytes });
    return ok({ type, media_id, created_at: String(seconds(world)) });
  };
  /** As the file itself; an error alone is JSON. */
  const get = ({ query }: ApiRequest): BinaryAnswer => {
    const id = query.get("media_id") ?? "";
    const file = stored.get(id);
    if (!file || world.clock.now - file.at > LIFE) return refuse(40007, id);
    return { binary: file.bytes, name: file.name };
  };
  return { keep, find, upload, get, lose: () => stored.clear() };
}
