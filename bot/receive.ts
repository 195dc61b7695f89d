/** The spine: load → converse → commit. Nothing is sent here; the reply goes out from the outbox. */

import { newConversation, readConversation } from "../handlers/conversation.ts";
import { converse } from "../handlers/converse.ts";
import type { Address, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import type { Turn } from "../handlers/turn.ts";
import { commitTurn, isDuplicate, type KnownPerson, loadPerson } from "../storage/conversations.ts";
import { Conflict } from "../storage/database.ts";
import { besideTheTalk, noteReturn, windowOf } from "./beside-the-talk.ts";
import { type Channel, type Incoming, saidText } from "./channels/channel.ts";
import { inTurn } from "./in-turn.ts";
import { resolvePress } from "./press.ts";
import { quiet, type Received } from "./received.ts";
import type { Services } from "./services.ts";
import { worldFor } from "./world.ts";

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
  const beside = await besideTheTalk(services, channel, incoming, known);
  if (beside.kind !== "heard") return beside;
  const at = Date.parse(incoming.at);
  const { happening, pressed, again, also } = await resolvePress(database, beside.heard, known, at);
  if (again) return (await isDuplicate(database, incoming)) ? { kind: "duplicate" } : quiet(known);
  const { mark: _mark, ...rest } = incoming;
  const event: InboundEvent = { ...rest, happening };
  const turn = await converse(stateOf(known), event, worldFor(services, known, event.from.channel));
  if (turn.effects.length === 0) return known?.hadLeft ? noteReturn(services, incoming, known) : quiet(known);
  const { person } = await commitTurn(database, {
    ...record(services, channel, event, known, turn),
    effects: await services.desk.sealed(await services.surveys.sealed(turn.effects)),
    also: also ?? [],
  });
  const forget = turn.effects.find((effect) => effect.kind === "forget");
  if (!forget) return { kind: "taken", person, pressed: turn.stale ? null : pressed };
  await database.wipe();
  return { kind: "forgotten", person, farewell: forget.farewell };
}

function stateOf(known: KnownPerson | null) {
  return known?.conversation ? readConversation(known.conversation.state) : newConversation();
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
    messages: [...fitted(event.from, sends), ...told],
    // Opening a chat is not speaking: only words and presses begin the count anew.
    opensWindow: event.happening.kind === "arrived" ? null : (windowOf(channel)?.messages ?? null),
    said: channel?.keepsWhatIsSaid ? keptText(event, turn) : null,
    newId,
  };
}

function keptText({ happening }: InboundEvent, { shownAs }: Turn): string | null {
  const said = saidText(happening);
  return said === null ? null : (shownAs ?? said);
}
