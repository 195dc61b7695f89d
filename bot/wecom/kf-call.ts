/** 微信客服's call to fetch: it comes to its own address, or to that of the app by which 微信客服 is called. */
import { z } from "zod";
import { wantFeed } from "../../storage/feed.ts";
import type { Decoded } from "../channels/channel.ts";
import type { Fields } from "./xml.ts";

const call = z.object({
  Event: z.literal("kf_msg_or_event"),
  OpenKfId: z.string().min(1).max(64),
  Token: z.string().min(1).max(128),
});

/** Null where it is another event. @param now milliseconds since 1970 */
export function readKfCall(xml: Fields, now: number): Extract<Decoded, { kind: "fetch" }> | null {
  const result = call.safeParse(xml);
  if (!result.success) return null;
  const { OpenKfId: account, Token: token } = result.data;
  return { kind: "fetch", by: "kf", note: [wantFeed({ channel: "kf", account }, token, now)] };
}
