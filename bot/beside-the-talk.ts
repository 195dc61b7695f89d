/** What a channel tells that is no part of the talk: a tick, a file to fetch, leaving, coming back, what is held. */
import type { Happening } from "../handlers/event.ts";
import { type KnownPerson, takeIn } from "../storage/conversations.ts";
import { isAnyHeld, leave, openWindow } from "../storage/outbox.ts";
import { comeBack } from "../storage/people.ts";
import type { Channel, Incoming } from "./channels/channel.ts";
import { takeInFile } from "./given-file.ts";
import { type Press, tick } from "./press.ts";
import { quiet, type Received } from "./received.ts";
import type { Services } from "./services.ts";

type Timed = Incoming & { at: string };

/** Does what is to be done, or gives what the conversation is to hear. */
export async function besideTheTalk(
  services: Services,
  channel: Channel | undefined,
  incoming: Timed,
  known: KnownPerson | null,
): Promise<Received | { kind: "heard"; heard: Happening | Press }> {
  const { happening, mark: _mark, ...rest } = incoming;
  switch (happening.kind) {
    case "left":
      return depart(services, incoming);
    case "returned":
      return noteReturn(services, incoming, known);
    case "ticked":
      return tick(services.database, { ...rest, happening }, known);
    case "gave_file":
      return takeInFile(services, channel, { ...incoming, happening }, known);
    case "asked_for_more":
      return (
        (await giveMore(services, channel, incoming, known)) ?? {
          kind: "heard",
          heard: { kind: "said", text: happening.text },
        }
      );
    default:
      return { kind: "heard", heard: happening };
  }
}

async function depart({ database, now }: Services, incoming: Timed): Promise<Received> {
  await database.batch([takeIn(incoming), ...leave(incoming.from, now())]);
  return { kind: "left" };
}

export async function noteReturn(
  { database }: Services,
  incoming: Timed,
  known: KnownPerson | null,
): Promise<Received> {
  await database.batch([takeIn(incoming), comeBack(incoming.from)]);
  return quiet(known);
}

/** What is held goes out, and nothing else is said; null where nothing is. */
async function giveMore(
  { database }: Services,
  channel: Channel | undefined,
  incoming: Timed,
  known: KnownPerson | null,
): Promise<Received | null> {
  const window = windowOf(channel);
  if (!known || !window || !(await isAnyHeld(database, incoming.from))) return null;
  const room = window.messages;
  await database.batch([takeIn(incoming), ...openWindow(incoming.from, Date.parse(incoming.at), room)]);
  return { kind: "taken", person: known.id, pressed: null };
}

/** How often the channel lets us speak after a person has; undefined where it does not count. */
export function windowOf(channel: Channel | undefined) {
  const speaks = channel?.abilities.speaks;
  return typeof speaks === "object" ? speaks : undefined;
}
