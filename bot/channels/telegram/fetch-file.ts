/** A document that somebody sent: Telegram says where it lies, and gives it for an hour. */
import { type Api, GrammyError } from "grammy";
import { type FetchedFile, MOST_FILE_BYTES, readAtMost } from "../download.ts";
import { whyOf } from "./api.ts";
import type { TelegramSettings } from "./definition.ts";

/** @throws where it may be there later; nothing of the address, which holds the token, is in what is thrown */
export async function fetchFile(
  api: Api,
  { TELEGRAM_API_ROOT: root, TELEGRAM_BOT_TOKEN: token }: TelegramSettings,
  fileId: string,
  signal: AbortSignal,
): Promise<FetchedFile> {
  const path = await pathOf(api, fileId, signal);
  if (typeof path !== "string") return path;
  const url = `${root}/file/bot${token}/${path}`;
  const response = await fetch(url, { redirect: "manual", signal }).catch(() => null);
  if (response?.status === 404) return { kind: "gone" };
  if (!response?.ok) throw new Error(`a file: HTTP ${response?.status ?? 0}`);
  const bytes = await readAtMost(response, MOST_FILE_BYTES);
  // The address is made of an id: what the person called it stood in the message.
  return bytes ? { kind: "file", name: null, bytes } : { kind: "too_large" };
}

async function pathOf(api: Api, fileId: string, signal: AbortSignal): Promise<string | FetchedFile> {
  try {
    const { file_path, file_size = 0 } = await api.getFile(fileId, signal as Parameters<Api["getFile"]>[1]);
    return file_size > MOST_FILE_BYTES ? { kind: "too_large" } : (file_path ?? { kind: "gone" });
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw new Error(whyOf(error));
    return /too big/i.test(error.description) ? { kind: "too_large" } : { kind: "gone" };
  }
}
