/** Outbox → channel: claim what is due, send it, mark what became of it. One loop a process. */
import { claim, type Outcome, type Outgoing, settle } from "../storage/outbox.ts";
import type { Services } from "./services.ts";

const BATCH = 100;
/** Without a nudge the outbox is looked through so often: for what is due later and for leases that ran out. */
const LOOK_EVERY_MS = 5_000;
const [FIRST_RETRY_MS, LAST_ATTEMPT] = [2_000, 8];

export interface Delivery {
  /** There is something new: look now. */
  nudge: () => void;
  /** Takes nothing new, and resolves once what is claimed has been sent and marked. */
  stop: () => Promise<void>;
}

export function startDelivery(services: Services): Delivery {
  let running: Promise<void> | null = null;
  let [again, stopped] = [false, false];
  const run = async () => {
    do {
      again = false;
      await drain(services, () => stopped);
    } while (again && !stopped);
  };
  const nudge = () => {
    if (stopped) return;
    again = true;
    running ??= run()
      .catch((error: unknown) =>
        services.log.error({ error: String(error) }, "delivery failed; will look again"),
      )
      .finally(() => {
        running = null;
        // A nudge that came while the loop was ending.
        if (again) nudge();
      });
  };
  const timer = setInterval(nudge, LOOK_EVERY_MS);
  nudge();
  return {
    nudge,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Sends everything that is due. */
export async function drain(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  while (!isStopped()) {
    const claimed = await claim(services.database, services.now(), BATCH);
    if (claimed.length === 0) return;
    const outcomes: { id: string; outcome: Outcome }[] = [];
    // One after another, so that a person's messages keep their order.
    for (const outgoing of claimed)
      outcomes.push({ id: outgoing.id, outcome: await send(services, outgoing) });
    await settle(services.database, outcomes);
  }
}

async function send(services: Services, { id, to, message, attempts }: Outgoing): Promise<Outcome> {
  const channel = services.channels.get(to.channel);
  if (!channel) return { kind: "never", why: "the channel is switched off" };
  try {
    return await channel.send(to, message, id);
  } catch (error) {
    services.log.warn({ outbox: id, channel: to.channel, error: String(error) }, "sending failed");
    if (attempts >= LAST_ATTEMPT) return { kind: "never", why: "failed too often" };
    return { kind: "later", at: services.now() + FIRST_RETRY_MS * 2 ** (attempts - 1) };
  }
}
