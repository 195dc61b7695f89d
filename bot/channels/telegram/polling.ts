/** In polling mode updates are asked for, one long request after the other: no public address is needed. */
import { setTimeout as pause } from "node:timers/promises";
import { type Api, GrammyError } from "grammy";
import type { Log } from "../../services.ts";
import type { Incoming, Intake, Take } from "../channel.ts";
import { type Client, POLL_SECONDS, whyOf } from "./api.ts";
import { READ_KINDS } from "./update.ts";

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];
/** An update that fails so often would hold up everybody's: it is passed over. */
const MOST_TRIES = 10;

interface Polling {
  client: Client;
  log: Log;
  /** Takes down a webhook, beside which nothing can be polled. */
  prepare: () => Promise<unknown>;
  read: (update: unknown) => Incoming | null;
  take: Take;
}

export function startPolling({ client, log, prepare, read, take }: Polling): Intake {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wake = new AbortController();
  let trouble: string | null = "the first poll is under way";
  let [offset, tries, failures, prepared] = [0, 0, 0, false];

  const takeOne = async (update: { update_id: number }) => {
    try {
      const incoming = read(update);
      if (incoming) await take(incoming);
    } catch (error) {
      log.error({ channel: "telegram", error: String(error) }, "an update could not be taken in");
      if (++tries < MOST_TRIES) throw error;
    }
    // Only now does the next poll tell Telegram that it may forget this one.
    [offset, tries] = [update.update_id + 1, 0];
  };
  const poll = async () => {
    if (!prepared) await prepare();
    prepared = true;
    trouble = null;
    const updates = await client.polls.getUpdates(
      { offset, timeout: POLL_SECONDS, allowed_updates: READ_KINDS },
      // Node's own kind of signal, which grammY's types do not know.
      signal as Parameters<Api["getUpdates"]>[1],
    );
    for (const update of updates) if (!signal.aborted) await takeOne(update);
    failures = 0;
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        await poll();
      } catch (error) {
        if (signal.aborted) return;
        [trouble, prepared] = [`updates cannot be fetched: ${whyOf(error)}`, false];
        log.warn({ channel: "telegram", why: whyOf(error) }, "polling failed; will try again");
        wake = new AbortController();
        const either = AbortSignal.any([signal, wake.signal]);
        await pause(pauseAfter(error, ++failures), undefined, { signal: either }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    nudge: async () => wake.abort(),
    trouble: () => trouble,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function pauseAfter(error: unknown, failures: number): number {
  const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  return asked === undefined
    ? Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS)
    : asked * 1000;
}
