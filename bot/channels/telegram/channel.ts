/** Telegram: updates come in by webhook or long polling, messages go out by the Bot API. */
import { z } from "zod";
import type { Log } from "../../services.ts";
import type { Channel, Incoming, Intake } from "../channel.ts";
import type { Tools } from "../definition.ts";
import { fitTo } from "../fit.ts";
import { acknowledgeBy, LONGEST_TEXT } from "./acknowledge.ts";
import { type Client, openClient } from "./api.ts";
import { isOpened, isTapped, MOST_BUTTONS } from "./buttons.ts";
import { decodeUpdate } from "./decode.ts";
import type { TelegramSettings } from "./definition.ts";
import { fetchFile } from "./fetch-file.ts";
import { startPolling } from "./polling.ts";
import { registerAt, withCleanErrors } from "./register.ts";
import { keepRegistered } from "./registration.ts";
import { sendBy } from "./send.ts";
import { updateSchema } from "./update.ts";
import { webhookBy } from "./webhook.ts";

/** As much is left free in a message with buttons, so that below it there is room for what is picked. */
const ROOM_FOR_PICKED = 296;

const limits = {
  text: { most: LONGEST_TEXT, unit: "utf16" as const },
  withChoices: LONGEST_TEXT - ROOM_FOR_PICKED,
  taps: isTapped,
  links: isOpened,
  folds: false,
};

export function openTelegram(settings: TelegramSettings, tools: Tools): Channel {
  const { log, now, publicUrl } = tools;
  const client = openClient(settings, log);
  const read = (given: unknown): Incoming | null => {
    const update = updateSchema.safeParse(given);
    if (update.success) return decodeUpdate(update.data, client.self);
    const fields = update.error.issues.map(({ path }) => path.join("."));
    log.warn({ channel: "telegram", fields }, "an update was not understood");
    return null;
  };
  const register = () => registerAt(client.api, settings, publicUrl);
  return {
    id: "telegram",
    name: "Telegram",
    abilities: {
      buttons: { most: MOST_BUTTONS, label: 40 },
      text: limits.text,
      files: { least: 1, most: 50_000_000 },
      edits: true,
      knowsRepetitions: false,
      speaks: "always",
    },
    keepsWhatIsSaid: false,
    beginsWithArrival: false,
    fit: (messages) => fitTo(limits, messages),
    send: sendBy(client.api, now),
    fetchFile: (get, signal) => fetchFile(client.api, settings, z.string().parse(get), signal),
    acknowledge: acknowledgeBy(client.api, log),
    ...waysIn({ settings, log, client, read, register }),
    register: () => withCleanErrors(register),
  };
}

interface Parts {
  settings: TelegramSettings;
  log: Log;
  client: Client;
  read: (update: unknown) => Incoming | null;
  register: () => Promise<string>;
}

/** By the one door or by the other: what Telegram posts is not believed while we poll. */
function waysIn({ settings, log, client, read, register }: Parts): Pick<Channel, "webhook" | "intake"> {
  const { TELEGRAM_MODE: mode, TELEGRAM_WEBHOOK_SECRET: secret } = settings;
  const withClient = (intake: Intake): Intake => {
    void client.meet();
    return {
      ...intake,
      nudge: async () => void (await Promise.all([client.meet(), intake.nudge()])),
      trouble: () => client.trouble() ?? intake.trouble(),
    };
  };
  // Nothing is polled for before we know by which name a group calls us.
  const prepare = () => Promise.all([register(), client.meet()]);
  if (mode === "polling" || secret === undefined)
    return { intake: (take) => withClient(startPolling({ client, log, prepare, read, take })) };
  return {
    webhook: webhookBy(secret, read),
    intake: () => withClient(keepRegistered(register, log)),
  };
}
