/** Access tokens: one for each secret, two hours long by the test's clock. */

import { refuse } from "./refusal.ts";
import { MINUTE, SECOND, type World } from "./world.ts";

export type Scope = "app" | "kf";

const LIFE_SECONDS = 7_200;

interface Token {
  text: string;
  secret: string;
  scopes: ReadonlySet<Scope>;
  ends: number;
}

export type Tokens = ReturnType<typeof createTokens>;

export function createTokens(world: World) {
  const { settings, clock } = world;
  const given: Token[] = [];
  /** That there is a limit is official, the number is ours: a token is good for two hours. */
  const limits = { askedInTenMinutes: 20 };
  const asked = new Map<string, number[]>();
  let [inFlight, mostInFlight] = [0, 0];

  const scopesOf = (secret: string): ReadonlySet<Scope> =>
    new Set<Scope>([
      ...(secret === settings.app.secret ? (["app"] as const) : []),
      ...(secret === settings.kf.secret ? (["kf"] as const) : []),
    ]);
  const make = (secret: string): Token => {
    const text = `access-token-${String(world.count("token")).padStart(4, "0")}_${"x".repeat(180)}`;
    const token = { text, secret, scopes: scopesOf(secret), ends: clock.now + LIFE_SECONDS * SECOND };
    given.push(token);
    return token;
  };
  /** Inside its life, the same secret is given the same token. */
  const tokenFor = (secret: string): Token =>
    given.find((token) => token.secret === secret && token.ends > clock.now) ?? make(secret);

  /** The vendor stops who asks too often for a token that it could have kept. */
  const checkRate = (secret: string): void => {
    const before = (asked.get(secret) ?? []).filter((at) => at > clock.now - 10 * MINUTE);
    if (before.length >= limits.askedInTenMinutes) refuse(45009, "gettoken too often: keep the token");
    asked.set(secret, [...before, clock.now]);
  };

  const gettoken = async (query: URLSearchParams): Promise<object> => {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    // Some turns of the event loop, so that calls made together are seen together.
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    inFlight--;
    const corpid = query.get("corpid") || refuse(41002);
    const secret = query.get("corpsecret") || refuse(41004);
    if (corpid !== settings.corpId) refuse(40013);
    if (scopesOf(secret).size === 0) refuse(40001);
    checkRate(secret);
    const { text, ends } = tokenFor(secret);
    const expires_in = Math.floor((ends - clock.now) / SECOND);
    return { errcode: 0, errmsg: "ok", access_token: text, expires_in };
  };

  return {
    limits,
    gettoken,
    /** Refuses what is missing, unknown, out of time, or another app's. */
    check: (text: string | null, needs: Scope | "any"): void => {
      if (!text) refuse(41001);
      const token = given.find((one) => one.text === text) ?? refuse(40014);
      if (token.ends <= clock.now) refuse(42001);
      if (needs === "app" && !token.scopes.has("app")) refuse(301002);
      if (needs === "kf" && !token.scopes.has("kf")) refuse(48002);
    },
    /** Every token given so far is out of time from now on. */
    expireAll: (): void => {
      for (const token of given) token.ends = clock.now;
    },
    mostInFlight: () => mostInFlight,
  };
}
