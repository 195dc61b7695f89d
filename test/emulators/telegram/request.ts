/** One call of the Bot API: its method, its parameters and the files that came along. */
import type { IncomingMessage } from "node:http";
import { readForm, type Upload } from "./multipart.ts";
import { badRequest, tooLarge } from "./refusal.ts";

/** What a bot may upload at most. */
const LARGEST_UPLOAD = 50 * 1024 * 1024;

export interface Call {
  method: string;
  params: Record<string, unknown>;
  files: Map<string, Upload>;
  /** Aborted when the caller hangs up before the answer. */
  gone: AbortSignal;
}

type Body = Pick<Call, "params" | "files">;

export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length > LARGEST_UPLOAD) throw tooLarge();
  const query = Object.fromEntries(new URL(request.url ?? "/", "http://emulator").searchParams);
  const { params, files } = parsed(request.headers["content-type"] ?? "", body);
  return { params: { ...query, ...params }, files };
}

function parsed(contentType: string, body: Buffer): Body {
  const none = new Map<string, Upload>();
  if (contentType.startsWith("multipart/form-data")) {
    const { fields, files } = readForm(contentType, body);
    return { params: fields, files };
  }
  if (contentType.startsWith("application/x-www-form-urlencoded"))
    return { params: Object.fromEntries(new URLSearchParams(body.toString("utf8"))), files: none };
  if (!contentType.startsWith("application/json") || body.length === 0) return { params: {}, files: none };
  return { params: jsonObject(body.toString("utf8")), files: none };
}

function jsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse object");
  }
  if (!isObject(value)) throw badRequest("JSON object expected");
  return value;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
