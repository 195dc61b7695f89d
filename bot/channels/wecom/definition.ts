/** The WeCom app (自建应用): members of the corp write to it. */
import { z } from "zod";
import { aesKey, callbackToken, corpSettings, secret } from "../../wecom/settings.ts";
import { defineChannel } from "../definition.ts";
import { texts } from "./texts.ts";

const settings = z.object({
  ...corpSettings,
  WECOM_AGENT_ID: z
    .string()
    .regex(/^\d{1,15}$/, "is no AgentId (digits only)")
    .transform(Number),
  WECOM_APP_SECRET: secret,
  WECOM_APP_TOKEN: callbackToken,
  WECOM_APP_AES_KEY: aesKey,
});

export type WecomSettings = z.infer<typeof settings>;

export const wecomDefinition = defineChannel({
  id: "wecom",
  name: texts.name,
  settings,
  own: ["WECOM_AGENT_ID", "WECOM_APP_SECRET", "WECOM_APP_TOKEN", "WECOM_APP_AES_KEY"],
  shared: ["WECOM_CORP_ID", "WECOM_API_ROOT"],
  open: async (values, tools) => (await import("./channel.ts")).openWecom(values, tools),
});
