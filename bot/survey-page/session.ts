/** Who has opened the form page, and whose form: a signed cookie that no script can read and no other page gets. */
import type { Context } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { derivedBits } from "../derived-key.ts";

const COOKIE = "jinengtong_survey";
const IDLE_MS = 12 * 3_600_000;

interface AtForm {
  draft: string;
  person: string;
}

export interface FormSessions {
  /** null without a cookie, with one that we did not sign, or after 12 hours without a save. */
  read: (context: Context) => Promise<AtForm | null>;
  /** Begins, or gives the full time anew. */
  start: (context: Context, at: AtForm) => Promise<void>;
  end: (context: Context) => void;
}

/** @param secure whether people reach the server by HTTPS: then the cookie never goes over plain HTTP */
export function createFormSessions(secretKey: string, secure: boolean, now: () => number): FormSessions {
  // A key of its own, so that no other cookie of ours can pass for one of these.
  const key = derivedBits(secretKey, "sessions of the form page");
  const options = { path: "/survey", httpOnly: true, sameSite: "Lax", secure } as const;
  return {
    read: async (context) => {
      const value = await getSignedCookie(context, await key, COOKIE);
      const [draft, person, since, ...more] = (value || "").split("|");
      if (!draft || !person || more.length) return null;
      return now() - Number.parseInt(since ?? "", 36) < IDLE_MS ? { draft, person } : null;
    },
    start: async (context, { draft, person }) => {
      const value = [draft, person, now().toString(36)].join("|");
      await setSignedCookie(context, COOKIE, value, await key, { ...options, maxAge: IDLE_MS / 1000 });
    },
    end: (context) => {
      deleteCookie(context, COOKIE, options);
    },
  };
}
