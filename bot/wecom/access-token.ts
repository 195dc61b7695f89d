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
  /** Why none is given, as long as it is not; null where none was asked for either. */
  trouble: () => string | null;
}

const [MINUTE, HOUR] = [60_000, 3_600_000];
const NO_ANSWER_MS = 5_000;
const EARLY_MS = 5 * MINUTE;
/** -1: the vendor is busy; it may be asked again at once, but not for ever. */
const [BUSY, TRIES] = [-1, 3];
/** What passes by itself, or ends in the console: busy, too often, our address is not entered there. */
const PASSING = [BUSY, 45009, 45033, 60020];

const NO_TOKEN = "WeCom gives no access token: are corp id, secret and 企业可信IP right?";

const reply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export function createAccessToken(source: TokenSource): AccessToken {
  let kept: { token: string; until: number } | null = null;
  let refused: { until: number; why: string; errcode: number | null } | null = null;
  /** How often in a row the vendor refused what does not become right by itself. */
  let inVain = 0;
  let asking: Promise<Token> | null = null;

  const ask = async (): Promise<Token> => {
    const answer = await askForToken(source);
    if (answer.kind === "token") {
      kept = { token: answer.token, until: answer.until };
      [refused, inVain] = [null, 0];
      return answer;
    }
    const { errcode, why } = answer;
    if (isLasting(errcode)) inVain++;
    refused = { until: source.now() + waitAfter(errcode, inVain), why, errcode };
    return later(refused);
  };
  /** Whoever asks may come again before the vendor is asked: what is due then goes soon after a restart that mends it. */
  const later = ({ until, why }: { until: number; why: string }): Token => ({
    ...{ kind: "later", why },
    at: Math.min(until, source.now() + MINUTE),
  });
  return {
    get: async () => {
      const now = source.now();
      if (kept && now < kept.until) return { kind: "token", token: kept.token };
      if (refused && now < refused.until) return later(refused);
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    drop: (token) => {
      if (kept?.token === token) kept = null;
    },
    trouble: () => (typeof refused?.errcode === "number" ? `errcode ${refused.errcode}: ${NO_TOKEN}` : null),
  };
}

const isLasting = (errcode: number | null) => errcode !== null && !PASSING.includes(errcode);

/** Asking again and again with a secret that is refused blocks the address. */
function waitAfter(errcode: number | null, inVain: number): number {
  if (errcode === null) return NO_ANSWER_MS;
  return isLasting(errcode) ? Math.min(MINUTE * 2 ** (inVain - 1), HOUR) : MINUTE;
}

type Asked =
  | { kind: "token"; token: string; until: number }
  /** `errcode` is null where there was no answer. */
  | { kind: "refused"; why: string; errcode: number | null };

async function askForToken({ root, corpId, secret, now, fetch, log }: TokenSource): Promise<Asked> {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
  for (let left = TRIES; ; left--) {
    const answer = await exchange(fetch, `${root}/cgi-bin/gettoken?${query}`, {});
    if (answer.kind !== "answered") return { kind: "refused", why: "no answer to gettoken", errcode: null };
    const { errcode, data } = answer;
    if (errcode === BUSY && left > 1) continue;
    const read = reply.safeParse(data);
    if (errcode === 0 && read.success) {
      const { access_token: token, expires_in } = read.data;
      return { kind: "token", token, until: now() + goodFor(expires_in * 1_000) };
    }
    log.error({ errcode }, NO_TOKEN);
    return { kind: "refused", why: `gettoken: errcode ${errcode}`, errcode };
  }
}

/** Shortly before its end the vendor still gives the same token: it is not asked for at every call. */
function goodFor(lifeMs: number): number {
  return Math.max(lifeMs - EARLY_MS, lifeMs / 2, MINUTE);
}
