import { z } from "zod";
import { createWecomApi, UPLOAD } from "../../wecom/api.ts";
import type { Channel } from "../channel.ts";
import type { Tools } from "../definition.ts";
import { listAccounts } from "./accounts.ts";
import { KF } from "./address.ts";
import { decode } from "./decode.ts";
import { fit, LABEL_BYTES, MOST_TAPS, SPEAKS, TEXT } from "./fit.ts";
import { startIntake } from "./intake.ts";
import { send } from "./send.ts";

interface KfSettings {
  WECOM_CORP_ID: string;
  WECOM_KF_SECRET: string;
  WECOM_KF_TOKEN: string;
  WECOM_KF_AES_KEY: string;
  WECOM_API_ROOT?: string | undefined;
}

export function kfChannel(settings: KfSettings, tools: Tools): Channel {
  const { WECOM_CORP_ID: corpId, WECOM_KF_SECRET: secret, WECOM_API_ROOT: root } = settings;
  const { now, log } = tools;
  const api = createWecomApi({ corpId, secret, root, now, log });
  const keys = { token: settings.WECOM_KF_TOKEN, aesKey: settings.WECOM_KF_AES_KEY, receiveId: corpId };
  const parts = { ...tools, api };
  return {
    id: KF,
    name: "微信客服",
    abilities: {
      // A Chinese letter takes three bytes.
      buttons: { most: MOST_TAPS, label: Math.floor(LABEL_BYTES / 3) },
      text: TEXT,
      files: UPLOAD,
      edits: false,
      knowsRepetitions: true,
      speaks: SPEAKS,
    },
    keepsWhatIsSaid: false,
    beginsWithArrival: false,
    fit,
    send: (outgoing) => send(parts, outgoing),
    fetchFile: (get, signal) => api.download(z.string().parse(get), signal),
    webhook: { path: "/wecom/kf", decode: (request, at) => decode(keys, request, at) },
    intake: (take) => startIntake(parts, take),
    register: () => listAccounts(api),
  };
}
