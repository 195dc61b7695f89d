/** 微信客服: anybody in WeChat writes to an account of the bureau's; two secrets, a callback address, many accounts. */
import { z } from "zod";
import { defineChannel } from "../definition.ts";
import { KF } from "./address.ts";

export const kfDefinition = defineChannel({
  id: KF,
  name: "微信客服",
  settings: z.object({
    WECOM_CORP_ID: z.string().min(1),
    WECOM_KF_SECRET: z.string().min(1),
    WECOM_KF_TOKEN: z.string().min(1),
    WECOM_KF_AES_KEY: z
      .string()
      .regex(/^[A-Za-z0-9]{43}$/, "is not the 43 letters and figures of an EncodingAESKey"),
    WECOM_API_ROOT: z
      .url()
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
  }),
  own: ["WECOM_KF_SECRET", "WECOM_KF_TOKEN", "WECOM_KF_AES_KEY"],
  shared: ["WECOM_CORP_ID", "WECOM_API_ROOT"],
  open: async (settings, tools) => {
    const { kfChannel } = await import("./channel.ts");
    return kfChannel(settings, tools);
  },
});
