/** An anonymous person on the web is a signed cookie that no script can read. */
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { KEPT_FACTS_DAYS } from "../../storage/people.ts";

const COOKIE = "jinengtong";

export interface Sessions {
  /** The session of a request; null without a cookie, or with one that we did not sign. */
  read: (context: Context) => Promise<string | null>;
  start: (context: Context, session: string) => Promise<void>;
  end: (context: Context) => void;
}

/** @param secure whether people reach the server by HTTPS: then the cookie never goes over plain HTTP */
export function createSessions(secretKey: string, secure: boolean): Sessions {
  const options = { path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
  return {
    read: async (context) => (await getSignedCookie(context, secretKey, COOKIE)) || null,
    start: (context, session) =>
      setSignedCookie(context, COOKIE, session, secretKey, { ...options, maxAge: KEPT_FACTS_DAYS * 86_400 }),
    end: (context) => {
      deleteCookie(context, COOKIE, options);
    },
  };
}
