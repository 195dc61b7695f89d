/** WeCom's smart bot (智能机器人): what sets it up. The rest is imported only where it is on, for it needs Node. */
import { z } from "zod";
import { defineChannel } from "../definition.ts";

const settings = z.object({
  WECOM_BOT_ID: z.string().min(1),
  WECOM_BOT_SECRET: z.string().min(1),
  /** The secret goes over it: without encryption only within the machine. */
  WECOM_BOT_URL: z
    .string()
    .regex(/^(?:wss:\/\/|ws:\/\/(?:127\.0\.0\.1|localhost)(?=[:/]|$))\S+$/, "must begin with wss://")
    .optional(),
});

export type SmartBotSettings = z.infer<typeof settings>;

/** As people call it. */
export const NAME = "企业微信智能机器人";

export const smartBotDefinition = defineChannel<SmartBotSettings>({
  id: "bot",
  name: NAME,
  settings,
  own: ["WECOM_BOT_ID", "WECOM_BOT_SECRET", "WECOM_BOT_URL"],
  shared: [],
  open: async (values, tools) => {
    const { openSmartBot } = await import("./channel.ts");
    return openSmartBot(values, tools);
  },
});
