/** How what happens on a channel reaches the conversation, whoever brings it: a webhook, a poll, a socket. */
import type { ChannelId, OutboundMessage } from "../handlers/event.ts";
import type { Incoming, Intake, Take } from "./channels/channel.ts";
import { fetchFiles } from "./fetch-files.ts";
import { receive } from "./receive.ts";
import type { Received } from "./received.ts";
import type { Services } from "./services.ts";

export interface WaysIn {
  take: Take;
  /** The channels that fetch for themselves. */
  intakes: ReadonlyMap<ChannelId, Intake>;
  /** Looks for files that are to be fetched; resolves once none is under way. */
  fetchFiles: () => Promise<void>;
  /** Takes nothing new, and resolves once what is under way has been taken in. */
  stop: () => Promise<void>;
}

/** @param onCommit there is something to deliver */
export function openWaysIn(services: Services, onCommit: () => void): WaysIn {
  const takeIn = async (incoming: Incoming) => {
    const received = await receive(services, incoming);
    if (received.kind === "taken") onCommit();
    if (received.kind === "fetching") services.background(fetching.nudge());
    services.background(afterwards(services, incoming, received));
  };
  const take: Take = (incoming) => {
    const taken = takeIn(incoming);
    // A stop waits for it, whether or not whoever brought it does.
    services.background(taken.catch(() => undefined));
    return taken;
  };
  const fetching = fetchFiles(services, take);
  const intakes = new Map(
    [...services.channels].flatMap(([id, { intake }]) => (intake ? [[id, intake(take)] as const] : [])),
  );
  return {
    take,
    intakes,
    fetchFiles: fetching.nudge,
    stop: async () => {
      await Promise.all([...intakes.values(), fetching].map((one) => one.stop()));
    },
  };
}

/** What the person sees at once of what they did; nobody waits for it. */
async function afterwards(services: Services, incoming: Incoming, received: Received): Promise<void> {
  const channel = services.channels.get(incoming.from.channel);
  if (received.kind === "duplicate" || received.kind === "unknown") return;
  if (received.kind === "forgotten") await sayGoodbye(services, incoming, received.farewell);
  await channel?.acknowledge?.(incoming, "pressed" in received ? received.pressed : null);
}

/** Nothing of them is stored any more, so there is no second try. */
async function sayGoodbye(services: Services, incoming: Incoming, farewell: OutboundMessage): Promise<void> {
  const channel = services.channels.get(incoming.from.channel);
  const at = services.now();
  for (const message of channel?.fit([farewell]) ?? []) {
    const outcome = await channel?.send({
      ...{ id: services.newId(), to: incoming.from, message, at },
      ...{ attempts: 1, ticket: null, unclear: 0 },
    });
    if (outcome?.kind === "sent") continue;
    const why = outcome && "why" in outcome ? { why: outcome.why } : {};
    services.log.warn(
      { channel: channel?.id, outcome: outcome?.kind, ...why },
      "somebody was deleted as they asked, but could not be told so",
    );
  }
}
