/** What became of a message, by what Telegram or the network said. */
import { GrammyError, HttpError } from "grammy";
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";
import { isTokenRefused, whyOf } from "./api.ts";

const [FIRST_RETRY_MS, LONGEST_RETRY_MS] = [2_000, 600_000];

/** Nothing can have gone out where no connection was made. */
const NOT_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS_)|_CERT/;

export async function outcomeOf(
  outgoing: Outgoing,
  now: () => number,
  send: () => Promise<{ message_id: number }>,
): Promise<Outcome> {
  try {
    const { message_id } = await send();
    return { kind: "sent", as: String(message_id) };
  } catch (error) {
    const later: Outcome = { kind: "later", at: now() + pauseBefore(outgoing.attempts + 1) };
    if (error instanceof GrammyError) return refused(error, later, now());
    if (error instanceof HttpError)
      return hasGoneOut(error) ? { kind: "uncertain", why: whyOf(error) } : later;
    throw error;
  }
}

/** Grows with each attempt, but an outage of hours costs nobody their answer. */
function pauseBefore(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 2), LONGEST_RETRY_MS);
}

function refused(error: GrammyError, later: Outcome, now: number): Outcome {
  const { error_code: code, parameters, description } = error;
  if (code === 429) return { kind: "later", at: now + (parameters.retry_after ?? 1) * 1000 };
  if (code >= 500 || isTokenRefused(error)) return later;
  const left = code === 403 || (code === 400 && /chat not found/i.test(description));
  return { kind: "never", why: whyOf(error), ...(left ? { left } : {}) };
}

/** A gateway's page in place of an answer is an outage: as good as a 502. */
function hasGoneOut({ error }: HttpError): boolean {
  if (!(error instanceof Error)) return true;
  const { type, code, cause } = error as Error & {
    type?: unknown;
    code?: unknown;
    cause?: { code?: unknown };
  };
  const isPage = error instanceof SyntaxError || type === "invalid-json";
  return !isPage && !NOT_CONNECTED.test(String(code ?? cause?.code ?? ""));
}
