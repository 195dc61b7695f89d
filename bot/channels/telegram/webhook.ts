/** What is posted to us, believed only with the secret that Telegram alone was told. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Channel, Decoded, Incoming } from "../channel.ts";

export const WEBHOOK_PATH = "/telegram/webhook";
const SECRET_HEADER = "x-telegram-bot-api-secret-token";

export function webhookBy(
  secret: string,
  read: (update: unknown) => Incoming | null,
): NonNullable<Channel["webhook"]> {
  const decode = async (request: Request): Promise<Decoded> => {
    if (request.method !== "POST") return { kind: "refused", status: 405, why: "not a POST" };
    if (!isSame(request.headers.get(SECRET_HEADER) ?? "", secret))
      return { kind: "refused", status: 401, why: "without the secret, or with a wrong one" };
    const update: unknown = await request.json().catch(() => undefined);
    if (update === undefined) return { kind: "refused", status: 400, why: "not JSON" };
    const incoming = read(update);
    // What is not understood is taken all the same, or it would come again for a day.
    return { kind: "events", events: incoming ? [incoming] : [] };
  };
  return { path: WEBHOOK_PATH, decode };
}

/** Takes as long wherever they differ. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
