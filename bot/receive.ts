/** The spine: load → converse → commit. Nothing is sent here; the reply goes out from the outbox. */

import { newConversation, readConversation } from "../handlers/conversation.ts";
import { converse } from "../handlers/converse.ts";
import type { Address, ChannelId, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import type { Turn, World } from "../handlers/turn.ts";
import { commitTurn, isDuplicate, type KnownPerson, loadPerson, takeIn } from "../storage/conversations.ts";
import { Conflict } from "../storage/database.ts";
import { addressesOf, channelsOf, codeOwner } from "../storage/linking.ts";
import { isAnyHeld, leave, openWindow } from "../storage/outbox.ts";
import { comeBack, storedAbout } from "../storage/people.ts";
import { type Channel, type Incoming, type Pressed, saidText } from "./channels/channel.ts";
import { inTurn } from "./in-turn.ts";
import { resolvePress, tick } from "./press.ts";
import type { Services } from "./services.ts";

export type Received =
  /** The turn is durable; replies are on their way. */
  | { kind: "taken"; person: string; pressed: Pressed | null }
  /** There was nothing to say and nothing to write. */
  | { kind: "quiet"; person: string | null }
  /** An option was ticked; nothing is said before the list is confirmed. */
  | { kind: "ticked"; pressed: Pressed | null }
  /** They have blocked the bot or left the app. */
  | { kind: "left" }
  /** The same event had been taken in before. */
  | { kind: "duplicate" }
  /** Nobody is known at the address (any more): a message that races a deletion brings nobody back. */
  | { kind: "unknown" }
  /** Everything about the person is deleted; the farewell is stored nowhere and told at most once. */
  | { kind: "forgotten"; person: string; farewell: OutboundMessage };

/** How often a step that another turn has taken is tried again from the new state. */
const TRIES = 5;

/**
 * Takes in one event: durable once it resolves. What one person does is taken in one after the other.
 * @throws Conflict where other processes took every step that was tried; whatever the database throws
 */
export function receive(services: Services, incoming: Incoming): Promise<Received> {
  return inTurn(`${incoming.from.channel}:${incoming.from.external}`, () => takeInTurn(services, incoming));
}

async function takeInTurn(services: Services, incoming: Incoming): Promise<Received> {
  const { database, channels } = services;
  const channel = channels.get(incoming.from.channel);
  const at = new Date(services.now()).toISOString();
  let wasKnown = false;
  for (let attempt = 1; ; attempt++) {
    const known = await loadPerson(database, incoming.from);
    if (!known && (wasKnown || (channel?.beginsWithArrival && incoming.happening.kind !== "arrived")))
      return { kind: "unknown" };
    wasKnown = known !== null;
    try {
      return await attemptTurn(services, channel, { ...incoming, at }, known);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (await isDuplicate(database, incoming)) return { kind: "duplicate" };
      if (attempt === TRIES) throw error;
    }
  }
}

async function attemptTurn(
  services: Services,
  channel: Channel | undefined,
  incoming: Incoming & { at: string },
  known: KnownPerson | null,
): Promise<Received> {
  const { database } = services;
  const { happening: came, mark: _mark, ...rest } = incoming;
  if (came.kind === "left") return depart(services, incoming);
  if (came.kind === "returned") return noteReturn(services, incoming, known);
  if (came.kind === "ticked") return tick(database, { ...rest, happening: came }, known);
  const window = windowOf(channel);
  if (came.kind === "asked_for_more" && known && window && (await isAnyHeld(database, incoming.from)))
    return giveMore(services, incoming, known.id, window.messages);
  const heard = came.kind === "asked_for_more" ? { kind: "said" as const, text: came.text } : came;
  const { happening, pressed, again, also } = await resolvePress(
    database,
    heard,
    known,
    Date.parse(incoming.at),
  );
  if (again) return (await isDuplicate(database, incoming)) ? { kind: "duplicate" } : quiet(known);
  const event: InboundEvent = { ...rest, happening };
  const turn = await converse(stateOf(known), event, worldFor(services, known, event.from.channel));
  if (turn.effects.length === 0) return known?.hadLeft ? noteReturn(services, incoming, known) : quiet(known);
  const { person } = await commitTurn(database, {
    ...record(services, channel, event, known, turn),
    also: also ?? [],
  });
  const forget = turn.effects.find((effect) => effect.kind === "forget");
  if (!forget) return { kind: "taken", person, pressed: turn.stale ? null : pressed };
  await database.wipe();
  return { kind: "forgotten", person, farewell: forget.farewell };
}

function quiet(known: KnownPerson | null): Received {
  return { kind: "quiet", person: known?.id ?? null };
}

async function depart({ database, now }: Services, incoming: Incoming & { at: string }): Promise<Received> {
  await database.batch([takeIn(incoming), ...leave(incoming.from, now())]);
  return { kind: "left" };
}

/** What is held goes out, and nothing else is said. */
async function giveMore(
  { database }: Services,
  incoming: Incoming & { at: string },
  person: string,
  room: number,
): Promise<Received> {
  await database.batch([takeIn(incoming), ...openWindow(incoming.from, Date.parse(incoming.at), room)]);
  return { kind: "taken", person, pressed: null };
}

async function noteReturn(
  { database }: Services,
  incoming: Incoming & { at: string },
  known: KnownPerson | null,
): Promise<Received> {
  await database.batch([takeIn(incoming), comeBack(incoming.from)]);
  return quiet(known);
}

function stateOf(known: KnownPerson | null) {
  return known?.conversation ? readConversation(known.conversation.state) : newConversation();
}

function worldFor(services: Services, known: KnownPerson | null, channel: ChannelId): World {
  const { kb, bureau, sources, database, channels, now } = services;
  return {
    kb,
    bureau,
    sources,
    keptFacts: known?.keptFacts ?? null,
    stored: () => storedAbout(database, known?.id ?? null),
    channelName: (id) => channels.get(id)?.name ?? id,
    linkedChannels: async (person = known?.id) => (person ? channelsOf(database, person) : [channel]),
    freshCode: services.newCode(),
    here: channel,
    linkTarget: async (code) => {
      const owner = await codeOwner(database, code, now());
      if (!owner || owner.person === known?.id) return null;
      const { person, step, state, keptFacts } = owner;
      const addresses = await addressesOf(database, person);
      return { person, step, conversation: readConversation(state), keptFacts, addresses };
    },
  };
}

/** How often the channel lets us speak after a person has; undefined where it does not count. */
function windowOf(channel: Channel | undefined) {
  const speaks = channel?.abilities.speaks;
  return typeof speaks === "object" ? speaks : undefined;
}

function record(
  { newId, channels }: Services,
  channel: Channel | undefined,
  event: InboundEvent,
  person: KnownPerson | null,
  turn: Turn,
) {
  const { effects } = turn;
  const sends = effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
  const fitted = (to: Address, messages: OutboundMessage[]) =>
    (channels.get(to.channel)?.fit(messages) ?? messages).map((message) => ({ to, message }));
  const told = effects.flatMap((effect) =>
    effect.kind === "tell" ? fitted(effect.to, [effect.message]) : [],
  );
  return {
    event,
    person,
    state: JSON.stringify(turn.conversation),
    effects,
    messages: [...fitted(event.from, sends), ...told],
    // Opening a chat is not speaking: only words and presses begin the count anew.
    opensWindow: event.happening.kind === "arrived" ? null : (windowOf(channel)?.messages ?? null),
    said: channel?.keepsWhatIsSaid ? saidText(event.happening) : null,
    newId,
  };
}
