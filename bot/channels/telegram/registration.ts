/** In webhook mode Telegram is told our address at each start, again and again until it has taken it. */
import { ConfigError } from "../../config.ts";
import type { Log } from "../../services.ts";
import type { Intake } from "../channel.ts";
import { whyOf } from "./api.ts";

const RETRY_MS = 60_000;

/** @param register throws where Telegram was not told */
export function keepRegistered(register: () => Promise<unknown>, log: Log): Intake {
  let trouble: string | null = "Telegram is just being told our address";
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const attempt = async () => {
    clearTimeout(timer);
    try {
      await register();
      trouble = null;
    } catch (error) {
      trouble = `Telegram was not told our address: ${whyOf(error)}`;
      log.warn({ channel: "telegram", why: whyOf(error) }, "Telegram was not told our address");
      // What is set wrongly stays wrong until a restart.
      if (!stopped && !(error instanceof ConfigError))
        timer = setTimeout(() => void nudge(), RETRY_MS).unref();
    }
  };
  const nudge = async () => {
    if (stopped || trouble === null) return;
    running ??= attempt().finally(() => {
      running = null;
    });
    await running;
  };
  void nudge();
  return {
    nudge,
    trouble: () => trouble,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
