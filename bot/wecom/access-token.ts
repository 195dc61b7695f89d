/** The access token of one app: kept until shortly before it ends, and asked for once at a time. */
import { z } from "zod";
import type { Log } from "../services.ts";
import { exchange } from "./exchange.ts";

export interface TokenSource {
  root: string;
  corpId: string;
  secret: string;
  /** Milliseconds since 1970. */
  now: () => number;
  fetch: typeof fetch;
  log: Log;
}

type Token = { kind: "token"; token: string } | { kind: "later"; at: number; why: string };

export interface AccessToken {
  get: () => Promise<Token>;
  /** The vendor no longer takes this one. */
  drop: (token: string) => void;
}

const MINUTE = 60_000;
const NO_ANSWER_MS = 5_000;
const EARLY_MS = 5 * MINUTE;
/** -1: the vendor is busy; it may be asked again at once, but not for ever. */
const [BUSY, TRIES] = [-1, 3];

const reply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export function createAccessToken(source: TokenSource): AccessToken {
  let kept: { token: string; until: number } | null = null;
  /** Asking again and again with a secret that is refused blocks the address. */
  let refused: { until: number; why: string } | null = null;
  let asking: Promise<Token> | null = null;

  const ask = async (): Promise<Token> => {
    const answer = await askForToken(source);
    if (answer.kind === "token") {
      kept = { token: answer.token, until: answer.until };
      return answer;
    }
    refused = { until: source.now() + answer.waitMs, why: answer.why };
    return { kind: "later", at: refused.until, why: answer.why };
  };
  return {
    get: async () => {
      const now = source.now();
      if (kept && now < kept.until) return { kind: "token", token: kept.token };
      if (refused && now < refused.until) return { kind: "later", at: refused.until, why: refused.why };
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    drop: (token) => {
      if (kept?.token === token) kept = null;
    },
  };
}

type Asked =
  | { kind: "token"; token: string; until: number }
  | { kind: "refused"; why: string; waitMs: number };

async function askForToken({ root, corpId, secret, now, fetch, log }: TokenSource): Promise<Asked> {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
  for (let left = TRIES; ; left--) {
    const answer = await exchange(fetch, `${root}/cgi-bin/gettoken?${query}`, {});
    if (answer.kind !== "answered")
      return { kind: "refused", why: "no answer to gettoken", waitMs: NO_ANSWER_MS };
    if (answer.errcode === BUSY && left > 1) continue;
    const read = reply.safeParse(answer.data);
    if (answer.errcode === 0 && read.success) {
      const { access_token: token, expires_in } = read.data;
      return { kind: "token", token, until: now() + goodFor(expires_in * 1_000) };
    }
    log.error(
      { errcode: answer.errcode },
      "WeCom gives no access token: are corp id, secret and 企业可信IP right?",
    );
    return { kind: "refused", why: `gettoken: errcode ${answer.errcode}`, waitMs: MINUTE };
  }
}

/** Shortly before its end the vendor still gives the same token: it is not asked for at every call. */
function goodFor(lifeMs: number): number {
  return Math.max(lifeMs - EARLY_MS, lifeMs / 2, MINUTE);
}
