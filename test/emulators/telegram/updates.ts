/** Updates on their way to the bot: numbered, kept until taken, one chat's in order. */
import type { Update, WebhookInfo } from "grammy/types";
import { flagOf, integerOf, jsonOf } from "./params.ts";
import { createPolling } from "./polling.ts";
import { conflict } from "./refusal.ts";
import type { Call } from "./request.ts";
import {
  type Answer,
  type Destination,
  deliver,
  deliverRaw,
  type RawRequest,
  type Webhook,
  webhookOf,
} from "./webhook.ts";

export type UpdateKind = Exclude<keyof Update, "update_id">;

/** Not sent unless `allowed_updates` names them. */
const ON_REQUEST: string[] = ["chat_member", "message_reaction", "message_reaction_count"];
/** Of those the emulator sends; a list without any known one means the default. */
const KNOWN = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];
const KEPT_FOR = 24 * 3600 * 1000;
const WEBHOOK_ACTIVE =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

interface Pending {
  update: Update;
  chatId: number;
  at: number;
  /** Of the latest delivery; not there before the first. */
  answer?: Answer;
}

interface Options {
  clock: { now: number };
  local: boolean;
  pollCap: number;
}

export function createUpdates({ clock, local, pollCap }: Options) {
  const polling = createPolling(pollCap);
  const turns = new Map<number, Promise<unknown>>();
  const taken: (() => void)[] = [];
  let number = 700_000_000;
  let pending: Pending[] = [];
  let [webhook, to]: [Webhook | null, Destination | null] = [null, null];
  let allowed: string[] = [];
  let lastError: { at: number; message: string } | null = null;
  let newest: Update | null = null;

  const keep = (test: (one: Pending) => boolean) => {
    pending = pending.filter((one) => clock.now - one.at < KEPT_FOR && test(one));
    if (pending.length === 0) for (const resolve of taken.splice(0)) resolve();
  };
  const isAllowed = (kind: UpdateKind) =>
    allowed.length ? allowed.includes(kind) : !ON_REQUEST.includes(kind);
  const allow = ({ params }: Call) => {
    const given = jsonOf(params, "allowed_updates");
    if (Array.isArray(given)) allowed = given.map(String).filter((kind) => KNOWN.includes(kind));
  };

  const post = async (one: Pending, hook: Webhook): Promise<Answer> => {
    const answer = await deliver(one.update, hook, to);
    one.answer = answer;
    if (answer.status >= 200 && answer.status < 300) keep((other) => other !== one);
    else lastError = { at: clock.now, message: `Wrong response from the webhook: ${answer.status}` };
    return answer;
  };
  /** A chat's updates from the oldest on, up to one that fails. */
  const flush = async (chatId: number, again: boolean): Promise<Answer[]> => {
    const answers: Answer[] = [];
    keep(() => true);
    for (const one of pending.filter((other) => other.chatId === chatId)) {
      if (!webhook || (one.answer && !again)) break;
      answers.push(await post(one, webhook));
      if (pending.includes(one)) break;
    }
    return answers;
  };
  const inTurn = <T>(chatId: number, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(chatId) ?? Promise.resolve()).then(work);
    turns.set(chatId, turn);
    return turn;
  };

  const issue = async (kind: UpdateKind, content: Partial<Update>, chatId: number): Promise<Answer> => {
    if (!isAllowed(kind)) return { status: 0, body: `not sent: allowed_updates leaves out ${kind}` };
    const update: Update = { update_id: ++number, ...content };
    const one: Pending = { update, chatId, at: clock.now };
    newest = update;
    pending.push(one);
    if (!webhook) {
      polling.wake();
      return { status: 0, body: "queued for getUpdates: no webhook is set" };
    }
    await inTurn(chatId, () => flush(chatId, false));
    return one.answer ?? { status: 0, body: "waits behind an update of this chat that failed" };
  };

  const setWebhook = (call: Call): true => {
    webhook = webhookOf(call, local);
    if (flagOf(call.params, "drop_pending_updates")) keep(() => false);
    allow(call);
    lastError = null;
    if (webhook) polling.refuse("terminated by setWebhook request");
    return true;
  };
  const waitingUpdates = (limit: number) => pending.slice(0, limit).map(({ update }) => update);

  return {
    issue,
    deliverTo: (destination: Destination) => {
      to = destination;
    },
    /** Delivers what failed once more, each chat up to its first failure; gives the answers. */
    retry: async (): Promise<Answer[]> => {
      const chats = [...new Set(pending.map(({ chatId }) => chatId))];
      const answers = await Promise.all(chats.map((id) => inTurn(id, () => flush(id, true))));
      return answers.flat();
    },
    webhook: () => webhook,
    /** Any request at all to where the webhook points, as a stranger could send it: no secret is added. */
    deliverRaw: (request: RawRequest): Promise<Answer> => deliverRaw(request, webhook, to),
    /** The newest update once more, as where the first answer was lost on its way back. */
    again: async (): Promise<Answer> => {
      if (!newest || !webhook) throw new Error("no update was delivered to a webhook yet");
      return deliver(newest, webhook, to);
    },
    /** Resolves once nothing waits for the bot: all were answered with 2xx, or confirmed by an offset. */
    allTaken: () => new Promise<void>((resolve) => (pending.length ? taken.push(resolve) : resolve())),
    pending: (): Update[] => waitingUpdates(pending.length),
    endPoll: () => polling.wake(),
    methods: {
      setWebhook,
      deleteWebhook: ({ params, ...call }: Call): true => {
        const drop = { drop_pending_updates: params.drop_pending_updates };
        return setWebhook({ ...call, params: drop });
      },
      getWebhookInfo: (): WebhookInfo => {
        keep(() => true);
        const head = { url: webhook?.url ?? "", has_custom_certificate: false };
        const error = lastError && {
          last_error_date: Math.floor(lastError.at / 1000),
          last_error_message: lastError.message,
        };
        const kinds = allowed.length ? { allowed_updates: allowed as UpdateKind[] } : {};
        return { ...head, pending_update_count: pending.length, max_connections: 40, ...error, ...kinds };
      },
      getUpdates: async (call: Call): Promise<Update[]> => {
        if (webhook) throw conflict(WEBHOOK_ACTIVE);
        allow(call);
        const offset = integerOf(call.params, "offset");
        const limit = Math.min(100, Math.max(1, integerOf(call.params, "limit", 100)));
        const timeout = integerOf(call.params, "timeout");
        const first = offset < 0 ? (pending.at(offset)?.update.update_id ?? 0) : offset;
        keep(({ update }) => update.update_id >= first);
        if (pending.length === 0 && timeout > 0) await polling.wait(call, timeout);
        return waitingUpdates(limit);
      },
    },
  };
}

export type Updates = ReturnType<typeof createUpdates>;
