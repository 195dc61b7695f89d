/** One person's messages one after another, and what becomes of each. */
import { countSent, type Outcome, type Outgoing, uncountSent, windowOf } from "../storage/outbox.ts";
import type { Channel } from "./channels/channel.ts";
import { withContents } from "./outgoing-file.ts";
import type { Services } from "./services.ts";

const FIRST_RETRY_MS = 2_000;
/** How often what may have arrived, or failed in a way that nobody expected, is tried. */
const MOST_UNCLEAR = 8;
/** Where a repetition is shown twice: a reply that comes twice is better than one that never comes, but not eight. */
const MOST_UNCLEAR_SHOWN = 2;

export interface Settled {
  outgoing: Outgoing;
  outcome: Outcome;
}

/** What comes behind one that must wait or is in vain, is so too; when we are to stop, the rest is given back. */
export async function* sendInOrder(
  services: Services,
  channel: Channel,
  rows: readonly Outgoing[],
  isStopped: () => boolean,
): AsyncGenerator<Settled> {
  let rest: Outcome | null = null;
  for (const outgoing of rows) {
    if (isStopped()) rest ??= { kind: "later", at: services.now(), untried: true };
    const outcome: Outcome = rest ?? (await sendWithinWindow(services, channel, outgoing));
    if (outcome.kind === "later") rest = { kind: "later", at: outcome.at, untried: true };
    if (outcome.kind === "never" && outcome.left) rest = outcome;
    yield { outgoing, outcome };
  }
}

/** Where a channel counts what we send after a person spoke, what is beyond the count goes with their next contact. */
async function sendWithinWindow(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  const { database, now } = services;
  const { speaks } = channel.abilities;
  // A ticket, such as a welcome code, has a permission of its own; what may have arrived was counted then.
  if (typeof speaks !== "object" || outgoing.ticket || outgoing.unclear > 0)
    return send(services, channel, outgoing);
  const { heardAt, sentSince, waiting } = await windowOf(database, outgoing.to);
  if (heardAt === null || now() - heardAt > speaks.withinMs)
    return { kind: "held", why: "nothing was heard of them for too long" };
  if (sentSince >= speaks.messages) return { kind: "held", why: "as much was sent as the channel allows" };
  const isLast = sentSince + 1 === speaks.messages && waiting > 1;
  // Counted before it goes: a crash in between costs one message of the count, and never one too many.
  await database.batch([countSent(outgoing.to)]);
  const outcome = await send(services, channel, isLast ? { ...outgoing, more: true } : outgoing);
  const isOut = outcome.kind === "sent" || outcome.kind === "uncertain" || isUnclear(outcome);
  if (!isOut) await database.batch([uncountSent(outgoing.to)]);
  return outcome;
}

const isUnclear = (outcome: Outcome) => outcome.kind === "later" && outcome.unclear === true;

async function send(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  const outcome = await attempt(services, channel, outgoing);
  const most = channel.abilities.knowsRepetitions ? MOST_UNCLEAR : MOST_UNCLEAR_SHOWN;
  if (outcome.kind !== "uncertain" || outgoing.unclear + 1 >= most) return outcome;
  return { kind: "later", at: retryAt(services, outgoing), unclear: true };
}

async function attempt(services: Services, channel: Channel, outgoing: Outgoing): Promise<Outcome> {
  try {
    return await channel.send(await withContents(services, channel, outgoing));
  } catch (error) {
    services.log.warn({ outbox: outgoing.id, channel: channel.id, error: String(error) }, "sending failed");
    if (outgoing.unclear + 1 >= MOST_UNCLEAR) return { kind: "never", why: "failed too often" };
    return { kind: "later", at: retryAt(services, outgoing), unclear: true };
  }
}

function retryAt({ now }: Services, { unclear }: Outgoing): number {
  return now() + FIRST_RETRY_MS * 2 ** unclear;
}
