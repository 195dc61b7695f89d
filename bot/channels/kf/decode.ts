/** What is posted to 微信客服's address: the check of it, and that there is something to fetch. */
import { type CallbackKeys, readCallback } from "../../wecom/callback.ts";
import { readKfCall } from "../../wecom/kf-call.ts";
import type { Decoded } from "../channel.ts";

export async function decode(keys: CallbackKeys, request: Request, now: number): Promise<Decoded> {
  const callback = await readCallback(request, keys, now);
  switch (callback.kind) {
    case "check":
      return { kind: "answer", text: callback.text };
    case "refused":
      return callback;
    case "message":
      // Other events are none of ours, and sent again for ever if they were refused.
      return readKfCall(callback.xml, now) ?? { kind: "events", events: [] };
  }
}
