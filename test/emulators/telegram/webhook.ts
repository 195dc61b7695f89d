/** Where updates are sent to: setWebhook's settings, and one delivery. */
import type { Update } from "grammy/types";
import { textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import type { Call } from "./request.ts";

/** What a server said to an update. Status 0 means that there was no HTTP answer; the body says why. */
export interface Answer {
  status: number;
  body: string;
}

/** Where the webhook's public host really listens: an address, or a handler that needs no socket. */
export type Destination = string | ((request: Request) => Response | Promise<Response>);

export interface Webhook {
  url: string;
  secret: string;
}

/** What a stranger may send; a body that is no text goes as JSON. */
export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

const PORTS = ["", "443", "80", "88", "8443"];
const OWN_NETWORK = /^(localhost|127\..*|10\..*|192\.168\..*|0\.0\.0\.0|\[::1\])$/;

/** The webhook that a call of setWebhook asks for; null where its url is empty. `local` allows any http address. */
export function webhookOf({ params }: Call, local: boolean): Webhook | null {
  const url = textOf(params, "url");
  if (url === "") return null;
  const address = URL.parse(/^[a-z]+:\/\//i.test(url) ? url : `https://${url}`);
  if (!address || !/^https?:$/.test(address.protocol)) throw badRequest("invalid webhook URL specified");
  const secret = textOf(params, "secret_token");
  if (secret.length > 256) throw badRequest("secret token is too long");
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  if (!local && address.protocol === "http:")
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!local && OWN_NETWORK.test(address.hostname))
    throw badRequest(`bad webhook: IP address ${address.hostname} is reserved`);
  if (!local && !PORTS.includes(address.port))
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  return { url: address.href, secret };
}

/** One POST of one update; a destination without a path of its own gets the webhook's. */
export function deliver(update: Update, webhook: Webhook, to: Destination | null): Promise<Answer> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (webhook.secret) headers["x-telegram-bot-api-secret-token"] = webhook.secret;
  return post({ method: "POST", headers, body: JSON.stringify(update) }, webhook, to);
}

export function deliverRaw(
  { method = "POST", headers = {}, body }: RawRequest,
  webhook: Webhook | null,
  to: Destination | null,
): Promise<Answer> {
  if (!webhook) throw new Error("no webhook is set, so its path is not known");
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return post({ method, headers, ...(text === undefined ? {} : { body: text }) }, webhook, to);
}

async function post(init: RequestInit, webhook: Webhook, to: Destination | null): Promise<Answer> {
  try {
    const response = await (typeof to === "function"
      ? to(new Request(webhook.url, init))
      : fetch(addressOf(webhook, to), init));
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error) };
  }
}

function addressOf({ url }: Webhook, to: string | null): string {
  if (to === null) return url;
  const { pathname, search } = new URL(url);
  return new URL(to).pathname === "/" ? new URL(pathname + search, to).href : to;
}
