/** 微信客服: anybody in WeChat writes to an account of the bureau's; two secrets, a callback address, many accounts. */
import { z } from "zod";
import { aesKey, callbackToken, corpSettings, secret } from "../../wecom/settings.ts";
import { defineChannel } from "../definition.ts";
import { KF } from "./address.ts";

export const kfDefinition = defineChannel({
  id: KF,
  name: "微信客服",
  settings: z.object({
    ...corpSettings,
    WECOM_KF_SECRET: secret,
    WECOM_KF_TOKEN: callbackToken,
    WECOM_KF_AES_KEY: aesKey,
  }),
  own: ["WECOM_KF_SECRET", "WECOM_KF_TOKEN", "WECOM_KF_AES_KEY"],
  shared: ["WECOM_CORP_ID", "WECOM_API_ROOT"],
  open: async (settings, tools) => {
    const { kfChannel } = await import("./channel.ts");
    return kfChannel(settings, tools);
  },
});
