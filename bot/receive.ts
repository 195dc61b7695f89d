/** The spine: load → converse → commit. Nothing is sent here; the reply goes out from the outbox. */

import { newConversation, readConversation } from "../handlers/conversation.ts";
import { converse } from "../handlers/converse.ts";
import type { InboundEvent, OutboundMessage } from "../handlers/event.ts";
import type { Turn, World } from "../handlers/turn.ts";
import { commitTurn, isDuplicate, type KnownPerson, loadPerson } from "../storage/conversations.ts";
import { Conflict } from "../storage/database.ts";
import { storedAbout } from "../storage/people.ts";
import { saidText } from "./channels/channel.ts";
import { inTurn } from "./in-turn.ts";
import type { Services } from "./services.ts";

export type Received =
  /** The turn is durable; replies are on their way. */
  | { kind: "taken"; person: string }
  /** There was nothing to say and nothing to write. */
  | { kind: "quiet"; person: string | null }
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
export function receive(services: Services, event: InboundEvent): Promise<Received> {
  return inTurn(`${event.from.channel}:${event.from.external}`, () => takeIn(services, event));
}

async function takeIn(services: Services, event: InboundEvent): Promise<Received> {
  const beginsWithArrival = services.channels.get(event.from.channel)?.beginsWithArrival ?? false;
  let wasKnown = false;
  for (let attempt = 1; ; attempt++) {
    const known = await loadPerson(services.database, event.from);
    if (!known && (wasKnown || (beginsWithArrival && event.happening.kind !== "arrived")))
      return { kind: "unknown" };
    wasKnown = known !== null;
    const turn = await converse(stateOf(known), event, worldFor(services, known));
    if (turn.effects.length === 0) return { kind: "quiet", person: known?.id ?? null };
    try {
      const { person } = await commitTurn(services.database, record(services, event, known, turn));
      const outcome = received(turn, person);
      if (outcome.kind === "forgotten") await services.database.wipe();
      return outcome;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (await isDuplicate(services.database, event)) return { kind: "duplicate" };
      if (attempt === TRIES) throw error;
    }
  }
}

function stateOf(known: KnownPerson | null) {
  return known?.conversation ? readConversation(known.conversation.state) : newConversation();
}

function worldFor({ kb, bureau, sources, database }: Services, known: KnownPerson | null): World {
  return {
    kb,
    bureau,
    sources,
    keptFacts: known?.keptFacts ?? null,
    stored: () => storedAbout(database, known?.id ?? null),
  };
}

function record({ channels, newId }: Services, event: InboundEvent, person: KnownPerson | null, turn: Turn) {
  const keeps = channels.get(event.from.channel)?.keepsWhatIsSaid ?? false;
  const state = JSON.stringify(turn.conversation);
  return { event, person, state, effects: turn.effects, said: keeps ? saidText(event) : null, newId };
}

function received({ effects }: Turn, person: string): Received {
  const forget = effects.find((effect) => effect.kind === "forget");
  return forget ? { kind: "forgotten", person, farewell: forget.farewell } : { kind: "taken", person };
}
