/** What happened at each 客服 account, as `kf/sync_msg` gives it; and the callbacks that say that there is something. */

import { z } from "zod";
import { bytes } from "./card-fields.ts";
import { checked } from "./checked.ts";
import { ok, refuse } from "./refusal.ts";
import { DAY, MINUTE, seconds, type World } from "./world.ts";

/** 3 of the customer, 4 of the system, 5 of an agent. */
type Origin = 3 | 4 | 5;

export interface Entry {
  msgid: string;
  send_time: number;
  origin: Origin;
  msgtype: string;
  [field: string]: unknown;
}

const [TOKEN_LIFE, KEPT] = [10 * MINUTE, 3 * DAY];
const MOST_ENTRIES = 1_000;

const request = z.strictObject({
  cursor: z.string().max(64).optional(),
  token: bytes(128).optional(),
  limit: z.number().int().min(1).max(MOST_ENTRIES).optional(),
  voice_format: z.union([z.literal(0), z.literal(1)]).optional(),
  open_kfid: z.string().optional(),
});

interface SyncLimits {
  /** Calls a minute without a token of a callback. The vendor calls its limit strict; the number is ours. */
  callsWithoutToken: number;
  /** The vendor may give fewer than `limit`: no page has more than this. */
  pageAtMost: number;
  /** So many pages come empty though there is more. */
  emptyPages: number;
}

export type KfLog = ReturnType<typeof createKfLog>;

export function createKfLog(world: World, accounts: ReadonlySet<string>) {
  const { clock } = world;
  const logs = new Map<string, { at: number; entry: Entry }[]>();
  const tokens = new Map<string, { openKfId: string; ends: number }>();
  const limits: SyncLimits = { callsWithoutToken: 10, pageAtMost: MOST_ENTRIES, emptyPages: 0 };
  let withoutToken: number[] = [];

  const logOf = (openKfId: string) => {
    const log = logs.get(openKfId) ?? [];
    logs.set(openKfId, log);
    return log;
  };
  const checkToken = (token: string | undefined, openKfId: string): void => {
    if (token === undefined) {
      withoutToken = [...withoutToken.filter((at) => at > clock.now - MINUTE), clock.now];
      if (withoutToken.length > limits.callsWithoutToken) refuse(45009, "sync_msg without a token");
      return;
    }
    const found = tokens.get(token) ?? refuse(95007, "unknown");
    if (found.ends <= clock.now) refuse(95007, "older than 10 minutes");
    // Whether the real one binds a token to its account is not said: the strict reading.
    if (found.openKfId !== openKfId) refuse(95007, "another account's");
  };
  /** How many entries were read before; a cursor is bound to its account. */
  const readBefore = (cursor: string | undefined, openKfId: string): number => {
    if (!cursor) return 0;
    const [account, count] = Buffer.from(cursor, "base64url").toString("utf8").split("#");
    if (account !== openKfId || !/^\d+$/.test(count ?? "")) return refuse(40058, "cursor");
    return Number(count);
  };
  const cursorAt = (openKfId: string, count: number): string =>
    Buffer.from(`${openKfId}#${count}`).toString("base64url");

  const sync = (value: unknown): object => {
    const { cursor, token, limit = MOST_ENTRIES, open_kfid } = checked(request, value);
    // Optional on older pages of the vendor, needed on newer ones.
    if (!open_kfid || !accounts.has(open_kfid)) return refuse(95000, open_kfid ?? "missing");
    checkToken(token, open_kfid);
    const log = logOf(open_kfid);
    const oldest = log.findIndex(({ at }) => at > clock.now - KEPT);
    const from = Math.max(readBefore(cursor, open_kfid), oldest < 0 ? log.length : oldest);
    const isEmpty = limits.emptyPages > 0;
    if (isEmpty) limits.emptyPages--;
    const page = isEmpty ? [] : log.slice(from, from + Math.min(limit, limits.pageAtMost));
    const to = from + page.length;
    const has_more = to < log.length ? 1 : 0;
    return ok({ next_cursor: cursorAt(open_kfid, to), has_more, msg_list: page.map(({ entry }) => entry) });
  };
  return {
    limits,
    sync,
    add: (openKfId: string, entry: Omit<Entry, "msgid" | "send_time">): Entry => {
      const msgid = `kf-in-${String(world.count("kf entry")).padStart(6, "0")}`;
      const made = { msgid, send_time: seconds(world), ...entry } as Entry;
      logOf(openKfId).push({ at: clock.now, entry: made });
      return made;
    },
    /** Each callback brings a token of its own. */
    makeToken: (openKfId: string): string => {
      const token = `ENC${String(world.count("kf token")).padStart(8, "0")}`;
      tokens.set(token, { openKfId, ends: clock.now + TOKEN_LIFE });
      return token;
    },
  };
}
