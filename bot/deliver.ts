/** Outbox → channel: claim what is due, send it, mark what became of it. One loop for each channel in a process. */
import { claim, type Outgoing, settle } from "../storage/outbox.ts";
import { type Bell, createBell } from "./bell.ts";
import type { Channel } from "./channels/channel.ts";
import { sendInOrder } from "./send-in-order.ts";
import type { Services } from "./services.ts";

/** People to whom one channel sends at the same time: a few that hang do not keep the others waiting. */
const PEOPLE_AT_ONCE = 30;
/** As many take less than a lease, even if each of them hangs; and who has more waiting leaves room for others. */
const MESSAGES_A_PERSON = 5;
/** Without a nudge the outbox is looked through so often: for what is due later and for leases that ran out. */
const LOOK_EVERY_MS = 5_000;

export interface Delivery {
  /** There is something new: look now. */
  nudge: () => void;
  /** Takes nothing new, and resolves once what is being sent has been sent and marked. */
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
  const bell = createBell();
  let stopped = false;
  const run = async () => {
    while (!stopped) {
      await deliver(services, channel, bell, () => stopped);
      if (!stopped) await bell.wait();
    }
  };
  const running = run();
  return {
    nudge: bell.ring,
    stop: async () => {
      stopped = true;
      bell.ring();
      await running;
    },
  };
}

/** Sends everything that is due, on every channel. */
export async function drain(services: Services): Promise<void> {
  await Promise.all(
    [...services.channels.values()].map((channel) => deliver(services, channel, createBell(), () => false)),
  );
}

/** Resolves once nothing is due and nothing is being sent any more. */
async function deliver(
  services: Services,
  channel: Channel,
  bell: Bell,
  isStopped: () => boolean,
): Promise<void> {
  let sending = 0;
  const send = async (rows: Outgoing[]) => {
    sending++;
    await sendAndMark(services, channel, rows, isStopped);
    sending--;
    bell.ring();
  };
  for (;;) {
    const free = isStopped() ? 0 : PEOPLE_AT_ONCE - sending;
    const claimed = await claimFor(services, channel, free);
    for (const rows of Map.groupBy(claimed, ({ to }) => to.external).values()) void send(rows);
    if (sending === 0) return;
    await bell.wait();
  }
}

async function claimFor({ database, now, log }: Services, { id }: Channel, people: number) {
  if (people === 0) return [];
  try {
    return await claim(database, id, now(), { people, each: MESSAGES_A_PERSON });
  } catch (error) {
    log.error({ channel: id, error: String(error) }, "the outbox cannot be read; will look again");
    return [];
  }
}

/** Each is marked as soon as it was sent: a crash repeats one message of a person at the most. */
async function sendAndMark(
  services: Services,
  channel: Channel,
  rows: Outgoing[],
  isStopped: () => boolean,
): Promise<void> {
  const { database, now, log } = services;
  try {
    for await (const settled of sendInOrder(services, channel, rows, isStopped))
      await settle(database, [settled], now());
  } catch (error) {
    log.error({ channel: channel.id, error: String(error) }, "what was sent cannot be marked");
  }
}
