/** What a conversation may look up while it answers one event. */
import { readConversation } from "../handlers/conversation.ts";
import type { ChannelId } from "../handlers/event.ts";
import type { World } from "../handlers/turn.ts";
import type { KnownPerson } from "../storage/conversations.ts";
import { addressesOf, channelsOf, codeOwner } from "../storage/linking.ts";
import { storedAbout } from "../storage/people.ts";
import type { Services } from "./services.ts";

export function worldFor(services: Services, known: KnownPerson | null, channel: ChannelId): World {
  const { kb, bureau, sources, database, channels, now, surveys, desk } = services;
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
    surveys: surveys.definitions,
    record: surveys.record(known?.id ?? null),
    ...desk.lookups(known?.id ?? null),
    linkTarget: async (code) => {
      const owner = await codeOwner(database, code, now());
      if (!owner || owner.person === known?.id) return null;
      const { person, step, state, keptFacts } = owner;
      const addresses = await addressesOf(database, person);
      return { person, step, conversation: readConversation(state), keptFacts, addresses };
    },
  };
}
