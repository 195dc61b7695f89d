/** WeCom's API for one app (自建应用 or 微信客服): the access token, and what the vendor's error codes ask of a caller. */

import type { FetchedFile } from "../channels/download.ts";
import type { Log } from "../services.ts";
import { createAccessToken } from "./access-token.ts";
import { download } from "./download.ts";
import { exchange } from "./exchange.ts";

export type ApiAnswer =
  | { kind: "ok"; data: Record<string, unknown> }
  /** Not done; not before `at`, in milliseconds since 1970. `why` holds nothing of people. */
  | { kind: "later"; at: number; why: string }
  /** Not done, and the same request would be refused again. */
  | { kind: "refused"; errcode: number }
  /** The line broke: whether it was done is not known. */
  | { kind: "uncertain" };

export interface WecomApi {
  /** POSTs to `/cgi-bin/<path>`, such as `message/send`. Never throws for what the far side does. */
  call: (path: string, body: unknown, query?: Record<string, string>) => Promise<ApiAnswer>;
  /** GETs what the vendor gives by no other verb. */
  get: (path: string, query: Record<string, string>) => Promise<ApiAnswer>;
  /** A temporary file of more than 5 bytes, kept for three days; the answer holds its `media_id`. */
  upload: (file: File) => Promise<ApiAnswer>;
  /** A file that somebody sent. @throws where it may be there later */
  download: (mediaId: string, signal: AbortSignal) => Promise<FetchedFile>;
  /** Why nothing can be done, until something could; for `/readyz`. */
  trouble: () => string | null;
}

export interface WecomApp {
  /** Without a slash at the end; `WECOM_API_ROOT`, as calls must come from a fixed address. */
  root?: string | undefined;
  corpId: string;
  secret: string;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Log;
  fetch?: typeof fetch;
}

/** Bytes of a file that `upload` takes. */
export const UPLOAD = { least: 6, most: 20 * 1024 * 1024 };

const VENDOR = "https://qyapi.weixin.qq.com";
const [SECOND, MINUTE] = [1_000, 60_000];

/** The codes after which the same call may succeed: made again at once so many times, then only after a while. */
const PASSING: Record<number, { again: number; thenMs: number }> = {
  // Busy.
  [-1]: { again: 2, thenMs: 5 * SECOND },
  // The token is wrong, unknown, out of time: again with a new one.
  40001: { again: 1, thenMs: MINUTE },
  40014: { again: 1, thenMs: MINUTE },
  42001: { again: 1, thenMs: MINUTE },
  // Too often; too many at once.
  45009: { again: 0, thenMs: MINUTE },
  45033: { again: 0, thenMs: 5 * SECOND },
  // Until somebody enters our address in the console.
  60020: { again: 0, thenMs: 5 * MINUTE },
};
const ADDRESS_UNKNOWN = "WeCom does not know the address we call from: enter it as 企业可信IP";
const BAD_TOKEN = [40001, 40014, 42001];

export function createWecomApi(app: WecomApp): WecomApi {
  const { root = VENDOR, now, log, fetch: fetchIt = fetch } = app;
  const access = createAccessToken({ ...app, root, fetch: fetchIt });
  let isAddressKnown = true;

  /** One try, whose token is given up where it is no longer taken. */
  const once = async (path: string, query: Record<string, string>, init: RequestInit) => {
    const held = await access.get();
    if (held.kind === "later") return held;
    const search = new URLSearchParams({ ...query, access_token: held.token });
    const answer = await exchange(fetchIt, `${root}/cgi-bin/${path}?${search}`, { method: "POST", ...init });
    if (answer.kind === "answered" && BAD_TOKEN.includes(answer.errcode)) access.drop(held.token);
    return answer;
  };
  const post = async (...request: Parameters<typeof once>): Promise<ApiAnswer> => {
    const tries = new Map<number, number>();
    for (;;) {
      const answer = await once(...request);
      if (answer.kind === "unreached") return { kind: "later", at: now() + 10 * SECOND, why: answer.why };
      if (answer.kind !== "answered") return answer;
      const { errcode, data } = answer;
      isAddressKnown = errcode !== 60020;
      if (errcode === 0) return { kind: "ok", data };
      const passing = PASSING[errcode];
      if (!passing) return { kind: "refused", errcode };
      const tried = tries.get(errcode) ?? 0;
      tries.set(errcode, tried + 1);
      if (tried < passing.again) continue;
      if (!isAddressKnown) log.error({ errcode }, ADDRESS_UNKNOWN);
      return { kind: "later", at: now() + passing.thenMs, why: `errcode ${errcode}` };
    }
  };

  return {
    call: (path, body, query = {}) => {
      const headers = { "content-type": "application/json; charset=utf-8" };
      return post(path, query, { headers, body: JSON.stringify(body) });
    },
    get: (path, query) => post(path, query, { method: "GET" }),
    upload: (file) => {
      const body = new FormData();
      body.set("media", file);
      return post("media/upload", { type: "file" }, { body });
    },
    download: (mediaId, signal) => download({ access, root, fetchIt }, mediaId, signal),
    trouble: () => access.trouble() ?? (isAddressKnown ? null : ADDRESS_UNKNOWN),
  };
}
