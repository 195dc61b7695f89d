/** Telegram: what sets it up. */
import { z } from "zod";
import { webAddress } from "../../config.ts";
import { defineChannel } from "../definition.ts";

const settings = z
  .object({
    TELEGRAM_BOT_TOKEN: z.string().regex(/^\d+:[\w-]+$/, "is no token as BotFather gives it"),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{1,256}$/, "takes 1 to 256 of A-Z, a-z, 0-9, _ and -")
      .optional(),
    TELEGRAM_API_ROOT: webAddress.default("https://api.telegram.org"),
    TELEGRAM_MODE: z.enum(["webhook", "polling"]).default("webhook"),
  })
  .refine((given) => given.TELEGRAM_MODE === "polling" || given.TELEGRAM_WEBHOOK_SECRET !== undefined, {
    path: ["TELEGRAM_WEBHOOK_SECRET"],
    message: "is needed in webhook mode",
  });

export type TelegramSettings = z.output<typeof settings>;

export const telegramDefinition = defineChannel({
  id: "telegram",
  name: "Telegram",
  settings,
  own: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_API_ROOT", "TELEGRAM_MODE"],
  shared: [],
  open: async (given, tools) => {
    const { openTelegram } = await import("./channel.ts");
    return openTelegram(given, tools);
  },
});
