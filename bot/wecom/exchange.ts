/** One exchange with WeCom's API. Its address holds the token or the secret: nothing of an error is handed on. */
import { z } from "zod";

export type Exchange =
  | { kind: "answered"; errcode: number; data: Record<string, unknown> }
  /** Nobody took the request. */
  | { kind: "unreached"; why: string }
  /** The line broke after the request may have gone out. */
  | { kind: "uncertain" };

const PATIENCE_MS = 10_000;
const reply = z.looseObject({ errcode: z.int().default(0) });
/** Node's names for a connection that never came to be. */
const UNREACHED = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];

export async function exchange(fetchIt: typeof fetch, url: string, init: RequestInit): Promise<Exchange> {
  try {
    // A redirect would carry the token to wherever it points.
    const options = { ...init, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) } as const;
    return await read(await fetchIt(url, options));
  } catch (error) {
    const code = codeOf(error);
    return UNREACHED.includes(code) ? { kind: "unreached", why: code } : { kind: "uncertain" };
  }
}

async function read(response: Response): Promise<Exchange> {
  // A gateway that fails may have handed the request on before; one that refuses has not.
  if (response.status >= 500) return { kind: "uncertain" };
  if (!response.ok) return { kind: "unreached", why: `HTTP ${response.status}` };
  const { errcode, ...data } = reply.parse(await response.json());
  return { kind: "answered", errcode, data };
}

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : "";
}
