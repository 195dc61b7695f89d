/** The Bot API by grammY, and who we are there. */
import { Api, GrammyError, HttpError } from "grammy";
import { ConfigError } from "../../config.ts";
import type { Log } from "../../services.ts";
import type { TelegramSettings } from "./definition.ts";
import type { Self } from "./group.ts";

/** How long Telegram holds a poll open where nothing has come. */
export const POLL_SECONDS = 50;
const TIMEOUT_SECONDS = 10;

export interface Client {
  api: Api;
  /** The same, with the patience that a long poll takes. */
  polls: Api;
  /** Fetched once it is needed; while that fails, what the token tells. */
  self: () => Promise<Self>;
  /** Telegram does not know our token: nothing comes in or goes out. */
  trouble: () => string | null;
}

export function openClient(settings: TelegramSettings, log: Log): Client {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = settings;
  let trouble: string | null = null;
  const apiOf = (timeoutSeconds: number) => {
    const api = new Api(token, { apiRoot, timeoutSeconds });
    api.config.use(async (call, method, payload, signal) => {
      const answer = await call(method, payload, signal);
      if (answer.ok) trouble = null;
      else if (isTokenRefused(answer)) trouble = "Telegram refuses TELEGRAM_BOT_TOKEN";
      return answer;
    });
    return api;
  };
  const api = apiOf(TIMEOUT_SECONDS);
  const id = Number(token.split(":")[0]);
  const polls = apiOf(POLL_SECONDS + TIMEOUT_SECONDS);
  return { api, polls, self: whoWeAre(api, id, log), trouble: () => trouble };
}

/** A malformed token is not found, a wrong one unauthorised. */
export function isTokenRefused({ error_code: code }: { error_code: number }): boolean {
  return code === 401 || code === 404;
}

function whoWeAre(api: Api, id: number, log: Log): () => Promise<Self> {
  let known: Promise<Self> | null = null;
  const fetchName = async (): Promise<Self> => {
    try {
      return { id, username: (await api.getMe()).username };
    } catch (error) {
      known = null;
      log.warn({ channel: "telegram", why: whyOf(error) }, "the bot's own name could not be fetched");
      return { id, username: null };
    }
  };
  return () => {
    known ??= fetchName();
    return known;
  };
}

/** For people who run the server: what Telegram or the network said, and nothing of what was sent. */
export function whyOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
  // Its message names the method only; the error within it would name the address, which holds the token.
  const isSafe = error instanceof HttpError || error instanceof ConfigError;
  return isSafe ? error.message : "an error of our own";
}
