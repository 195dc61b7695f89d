/** The WeCom app as a channel: what members do comes by callbacks, what we say goes by `message/send`. */

import { z } from "zod";
import { createWecomApi, UPLOAD } from "../../wecom/api.ts";
import { type CallbackKeys, readCallback } from "../../wecom/callback.ts";
import { readKfCall } from "../../wecom/kf-call.ts";
import type { Channel, Decoded } from "../channel.ts";
import type { Tools } from "../definition.ts";
import { decodeCallback } from "./decode.ts";
import type { WecomSettings } from "./definition.ts";
import { registerMenu } from "./menu.ts";
import { createUpdate } from "./press.ts";
import { fitForWecom } from "./render.ts";
import { createSend } from "./send.ts";
import { texts } from "./texts.ts";

export function openWecom(settings: WecomSettings, { now, log }: Tools): Channel {
  const corpId = settings.WECOM_CORP_ID;
  const keys = { token: settings.WECOM_APP_TOKEN, aesKey: settings.WECOM_APP_AES_KEY, receiveId: corpId };
  const api = createWecomApi({
    root: settings.WECOM_API_ROOT,
    corpId,
    secret: settings.WECOM_APP_SECRET,
    now,
    log,
  });
  const app = { api, agentid: settings.WECOM_AGENT_ID, now, log };
  return {
    id: "wecom",
    name: texts.name,
    abilities: {
      buttons: { most: 6, label: 10 },
      text: { most: 2_048, unit: "bytes" },
      files: UPLOAD,
      edits: true,
      knowsRepetitions: true,
      speaks: "always",
    },
    keepsWhatIsSaid: false,
    beginsWithArrival: false,
    fit: fitForWecom,
    send: createSend(app),
    acknowledge: createUpdate(app),
    fetchFile: (get, signal) => api.download(z.string().parse(get), signal),
    webhook: { path: "/wecom/app", decode: (request, at) => decode(request, keys, at) },
    trouble: api.trouble,
    register: () => registerMenu(app),
  };
}

async function decode(request: Request, keys: CallbackKeys, at: number): Promise<Decoded> {
  const callback = await readCallback(request, keys, at);
  switch (callback.kind) {
    case "check":
      return { kind: "answer", text: callback.text };
    case "refused":
      return callback;
    case "message": {
      // Where a corp calls 微信客服 through an app of its own, the calls come to that app's address.
      const call = readKfCall(callback.xml, at);
      if (call) return call;
      const incoming = decodeCallback(callback.xml);
      return { kind: "events", events: incoming ? [incoming] : [] };
    }
  }
}
