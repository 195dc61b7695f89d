/** Tells Telegram where we are and what the menu beside the text field offers. */
import type { Api } from "grammy";
import { ConfigError } from "../../config.ts";
import { NotRegistered } from "../channel.ts";
import { whyOf } from "./api.ts";
import type { TelegramSettings } from "./definition.ts";
import { commands } from "./texts.ts";
import { READ_KINDS } from "./update.ts";
import { WEBHOOK_PATH } from "./webhook.ts";

/** @throws what grammY throws; a ConfigError where there is no address to tell */
export async function registerAt(
  api: Api,
  { TELEGRAM_MODE: mode, TELEGRAM_WEBHOOK_SECRET: secret = "" }: TelegramSettings,
  publicUrl: string | null,
): Promise<string> {
  if (mode === "polling") {
    await api.deleteWebhook();
    await api.setMyCommands(commands);
    return `Telegram posts to no address, and shows ${commands.length} commands`;
  }
  if (publicUrl === null)
    throw new ConfigError("PUBLIC_URL is not set, so there is no address to tell Telegram");
  const url = publicUrl + WEBHOOK_PATH;
  await api.setWebhook(url, { secret_token: secret, allowed_updates: READ_KINDS });
  await api.setMyCommands(commands);
  return `Telegram posts to ${url}, and shows ${commands.length} commands`;
}

/** What grammY throws holds the request and, within it, the address with the token. */
export async function withCleanErrors(register: () => Promise<string>): Promise<string> {
  try {
    return await register();
  } catch (error) {
    throw new NotRegistered(whyOf(error));
  }
}
