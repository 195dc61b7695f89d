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
  /** What is known now: as long as the name is not, it is fetched in the background at each asking. */
  self: () => Self;
  /** Resolves once the name is known, or could not be fetched. */
  meet: () => Promise<void>;
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
  return { api, polls, ...whoWeAre(api, id, log), trouble: () => trouble };
}

/** A malformed token is not found, a wrong one unauthorised. */
export function isTokenRefused({ error_code: code }: { error_code: number }): boolean {
  return code === 401 || code === 404;
}

/** Nobody who posts an update waits for our own calls. */
function whoWeAre(api: Api, id: number, log: Log): Pick<Client, "self" | "meet"> {
  let username: string | null = null;
  let fetching: Promise<void> | null = null;
  const fetchName = async () => {
    try {
      username = (await api.getMe()).username;
    } catch (error) {
      log.warn({ channel: "telegram", why: whyOf(error) }, "the bot's own name could not be fetched");
    }
    fetching = null;
  };
  const meet = async () => {
    if (username === null) fetching ??= fetchName();
    await fetching;
  };
  return {
    self: () => {
      void meet();
      return { id, username };
    },
    meet,
  };
}

/** For people who run the server: what Telegram or the network said, and nothing of what was sent. */
export function whyOf(error: unknown): string {
  if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
  // Its message names the method only; the error within it would name the address, which holds the token.
  const isSafe = error instanceof HttpError || error instanceof ConfigError;
  return isSafe ? error.message : "an error of our own";
}
