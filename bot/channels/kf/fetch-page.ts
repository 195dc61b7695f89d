/** One page of `kf/sync_msg`. */
import { z } from "zod";
import type { Feed } from "../../../storage/feed.ts";
import type { Parts } from "./sessions.ts";

/** Why something cannot be done now; holds nothing of people. */
export class Trouble extends Error {
  override name = "Trouble";
}

interface Page {
  /** Null where the vendor names none. */
  cursor: string | null;
  hasMore: boolean;
  entries: unknown[];
}

/** The vendor allows 1000; so many long texts still fit into one statement. */
const PAGE = 500;
/** How long the token of a call holds. */
const TOKEN_MS = 10 * 60_000;
const INVALID_TOKEN = 95007;

const reply = z.object({
  next_cursor: z.string().default(""),
  has_more: z.number().default(0),
  msg_list: z.array(z.unknown()).default([]),
});

/** @throws Trouble */
export async function fetchPage(
  { api, now }: Parts,
  account: string,
  { cursor, token, wantedAt }: Feed,
): Promise<Page> {
  const request = { open_kfid: account, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  const isFresh = token !== null && wantedAt !== null && now() - wantedAt < TOKEN_MS;
  let answer = await api.call("kf/sync_msg", isFresh ? { ...request, token } : request);
  // Without a token less often, but that is better than never.
  if (isFresh && answer.kind === "refused" && answer.errcode === INVALID_TOKEN)
    answer = await api.call("kf/sync_msg", request);
  if (answer.kind === "refused") throw new Trouble(`kf/sync_msg: errcode ${answer.errcode}`);
  if (answer.kind === "later") throw new Trouble(`kf/sync_msg: ${answer.why}`);
  if (answer.kind === "uncertain") throw new Trouble("kf/sync_msg: no answer");
  const { data } = reply.safeParse(answer.data);
  if (!data) throw new Trouble("kf/sync_msg: an answer of another form");
  return { cursor: data.next_cursor || null, hasMore: data.has_more === 1, entries: data.msg_list };
}
