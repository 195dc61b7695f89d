/** Outbox → channel: claim what is due, send it, mark what became of it. One loop for each channel in a process. */
import {
  claim,
  countSent,
  type Outcome,
  type Outgoing,
  settle,
  uncountSent,
  windowOf,
} from "../storage/outbox.ts";
import type { Channel } from "./channels/channel.ts";
import { inParallel } from "./in-parallel.ts";
import type { Services } from "./services.ts";

const BATCH = 100;
/** People to whom one channel sends at the same time. */
const AT_ONCE = 8;
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
  const loops = [...services.channels.values()].map((channel) => startLoop(services, channel));
  const nudge = () => {
    for (const loop of loops) loop.nudge();
  };
  const timer = setInterval(nudge, LOOK_EVERY_MS);
  nudge();
  return {
    nudge,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** A slow channel keeps nobody waiting who uses another. */
function startLoop(services: Services, channel: Channel): Delivery {
  let running: Promise<void> | null = null;
  let [again, stopped] = [false, false];
  const run = async () => {
    do {
      again = false;
      await drainChannel(services, channel, () => stopped);
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
  return {
    nudge,
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

/** Sends everything that is due, on every channel. */
export async function drain(services: Services): Promise<void> {
  await Promise.all([...services.channels.values()].map((channel) => drainChannel(services, channel)));
}

interface Settled {
  outgoing: Outgoing;
  outcome: Outcome;
}

async function drainChannel(
  services: Services,
  channel: Channel,
  isStopped: () => boolean = () => false,
): Promise<void> {
  while (!isStopped()) {
    const claimed = await claim(services.database, channel.id, services.now(), BATCH);
    if (claimed.length === 0) return;
    const people = Map.groupBy(claimed, ({ to }) => to.external);
    const settled = await inParallel([...people.values()], AT_ONCE, (rows) =>
      sendInOrder(services, channel, rows),
    );
    await settle(services.database, settled.flat(), services.now());
  }
}

/** One person's messages one after another: what comes behind one that must wait or is in vain, is so too. */
async function sendInOrder(services: Services, channel: Channel, rows: Outgoing[]): Promise<Settled[]> {
  const settled: Settled[] = [];
  let rest: Outcome | null = null;
  for (const outgoing of rows) {
    const outcome: Outcome = rest ?? (await sendWithinWindow(services, channel, outgoing));
    if (outcome.kind === "later") rest = { kind: "later", at: outcome.at, untried: true };
    if (outcome.kind === "never" && outcome.left) rest = outcome;
    settled.push({ outgoing, outcome });
  }
  return settled;
}

/** Where a channel counts what we send after a person spoke, what is beyond the count goes with their next contact. */
async function sendWithinWindow(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  const { speaks } = channel.abilities;
  // A ticket, such as a welcome code, has a permission of its own.
  if (typeof speaks !== "object" || outgoing.ticket) return send(services, channel, outgoing);
  const { heardAt, sentSince } = await windowOf(services.database, outgoing.to);
  if (heardAt === null || services.now() - heardAt > speaks.withinMs)
    return { kind: "held", why: "nothing was heard of them for too long" };
  if (sentSince >= speaks.messages) return { kind: "held", why: "as much was sent as the channel allows" };
  // Counted before it goes: a crash in between costs one message of the count, and never one too many.
  await services.database.batch([countSent(outgoing.to)]);
  const outcome = await attempt(services, channel, outgoing);
  if (outcome.kind !== "sent" && outcome.kind !== "uncertain")
    await services.database.batch([uncountSent(outgoing.to)]);
  return settled(services, outgoing, outcome);
}

async function send(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  return settled(services, outgoing, await attempt(services, channel, outgoing));
}

function settled(services: Services, outgoing: Outgoing, outcome: Outcome): Outcome {
  if (outcome.kind !== "uncertain" || outgoing.attempts >= LAST_ATTEMPT) return outcome;
  // Whether it arrived is not known: a reply that comes twice is better than one that never comes.
  return { kind: "later", at: retryAt(services, outgoing) };
}

async function attempt(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  try {
    return await channel.send(outgoing);
  } catch (error) {
    services.log.warn({ outbox: outgoing.id, channel: channel.id, error: String(error) }, "sending failed");
    if (outgoing.attempts >= LAST_ATTEMPT) return { kind: "never", why: "failed too often" };
    return { kind: "later", at: retryAt(services, outgoing) };
  }
}

function retryAt({ now }: Services, { attempts }: Outgoing): number {
  return now() + FIRST_RETRY_MS * 2 ** (attempts - 1);
}
