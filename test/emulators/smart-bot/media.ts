/** Files that the server uploads in pieces over the connection, to send them by their media_id. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { refusal } from "./refusal.ts";

const MIB = 1024 * 1024;
/** Bytes. */
const LARGEST = { file: 20 * MIB, image: 10 * MIB, voice: 2 * MIB, video: 10 * MIB };
const SMALLEST = 5;
const LARGEST_CHUNK = 512 * 1024;
const MOST_CHUNKS = 100;
const UPLOAD_LIVES_MS = 30 * 60_000;
const MEDIA_LIVES_MS = 3 * 24 * 60 * 60_000;

export type MediaType = keyof typeof LARGEST;

export interface UploadedMedia {
  type: MediaType;
  filename: string;
  bytes: Buffer;
  at: number;
}

const initSchema = z.strictObject({
  type: z.enum(["file", "image", "voice", "video"]),
  filename: z
    .string()
    .min(1)
    .refine((name) => Buffer.byteLength(name) <= 256 && !/[/\\]/.test(name)),
  total_size: z.number().int().min(SMALLEST),
  total_chunks: z.number().int().min(1).max(MOST_CHUNKS),
  md5: z.string().optional(),
});
/** The SDK counts its pieces from 0, whatever its types say. */
const chunkSchema = z.strictObject({
  upload_id: z.string(),
  chunk_index: z.number().int().min(0),
  base64_data: z.base64(),
});
const finishSchema = z.strictObject({ upload_id: z.string() });

interface Upload extends z.infer<typeof initSchema> {
  at: number;
  chunks: Map<number, Buffer>;
}

export interface MediaStore {
  init: (body: unknown) => { upload_id: string };
  chunk: (body: unknown) => undefined;
  finish: (body: unknown) => { type: MediaType; media_id: string; created_at: string };
  /** @throws {Refusal} where there is none of that type, or it is older than 3 days. */
  find: (type: MediaType, id: string) => UploadedMedia;
}

export function createMediaStore(clock: { now: number }): MediaStore {
  const uploads = new Map<string, Upload>();
  const stored = new Map<string, UploadedMedia>();
  const running = (id: string): Upload => {
    const upload = uploads.get(id);
    if (!upload || clock.now - upload.at > UPLOAD_LIVES_MS) throw refusal("bad parameter", "upload_id");
    return upload;
  };
  return {
    init: (body) => {
      const wanted = parse(initSchema, body);
      if (wanted.total_size > LARGEST[wanted.type]) throw refusal("too long", "total_size");
      const upload_id = `upload-${uploads.size + 1}`;
      uploads.set(upload_id, { ...wanted, at: clock.now, chunks: new Map() });
      return { upload_id };
    },
    chunk: (body) => {
      const { upload_id, chunk_index, base64_data } = parse(chunkSchema, body);
      const upload = running(upload_id);
      const bytes = Buffer.from(base64_data, "base64");
      if (bytes.length > LARGEST_CHUNK) throw refusal("too long", "base64_data");
      if (chunk_index >= upload.total_chunks) throw refusal("bad parameter", "chunk_index");
      if (!upload.chunks.has(chunk_index)) upload.chunks.set(chunk_index, bytes);
    },
    finish: (body) => {
      const { upload_id } = parse(finishSchema, body);
      const upload = running(upload_id);
      const media = { type: upload.type, filename: upload.filename, bytes: joined(upload), at: clock.now };
      uploads.set(upload_id, { ...upload, at: Number.NEGATIVE_INFINITY });
      const media_id = `media-${stored.size + 1}`;
      stored.set(media_id, media);
      return { type: media.type, media_id, created_at: String(Math.floor(clock.now / 1000)) };
    },
    find: (type, id) => {
      const media = stored.get(id);
      const good = media?.type === type && clock.now - media.at <= MEDIA_LIVES_MS;
      if (!media || !good) throw refusal("unknown media", id);
      return media;
    },
  };
}

function joined({ chunks, total_chunks, total_size, md5 }: Upload): Buffer {
  if (chunks.size !== total_chunks) throw refusal("bad parameter", "chunks are missing");
  const bytes = Buffer.concat([...chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk));
  if (bytes.length !== total_size) throw refusal("bad parameter", "total_size");
  if (md5 !== undefined && md5 !== createHash("md5").update(bytes).digest("hex"))
    throw refusal("bad parameter", "md5");
  return bytes;
}

/** @throws {Refusal} 40058 with the first field that is not as it must be. */
export function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusal(
    "bad parameter",
    parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`)[0],
  );
}
