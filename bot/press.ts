/** Presses that name a message and a place in it: what stood there, as the conversation is to hear it. */
import { choicesOf, happeningOf } from "../handlers/choices.ts";
import type { Happening, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import { type KnownPerson, takeIn } from "../storage/conversations.ts";
import type { Database } from "../storage/database.ts";
import { messageTo, toggleTick } from "../storage/outbox.ts";
import type { Pick, Pressed } from "./channels/channel.ts";

type Press = Exclude<Pick, { kind: "ticked" }>;
interface Resolved {
  happening: Happening;
  pressed: Pressed | null;
}

const NOTHING: Resolved = { happening: { kind: "pressed_nothing" }, pressed: null };

/** The message is looked up in what was sent to this very person: a press in somebody else's finds nothing. */
export async function resolvePress(
  database: Database,
  heard: Happening | Press,
  known: KnownPerson | null,
): Promise<Resolved> {
  if (heard.kind !== "picked" && heard.kind !== "confirmed") return { happening: heard, pressed: null };
  const stored = known && (await messageTo(database, known.id, heard.message));
  if (!stored) return NOTHING;
  const happening =
    heard.kind === "picked"
      ? picked(stored.message, heard.place)
      : confirmed(stored.message, heard.places ?? stored.ticked);
  if (!happening) return NOTHING;
  const label = "label" in happening ? happening.label : "";
  return { happening, pressed: { ...stored, id: heard.message, label } };
}

function picked(message: OutboundMessage, place: number): Happening | undefined {
  const choice = choicesOf(message)[place];
  return choice && happeningOf(choice);
}

function confirmed({ checklist }: OutboundMessage, places: readonly number[]): Happening | undefined {
  if (!checklist) return undefined;
  const options = places.flatMap((place) => checklist.options[place] ?? []);
  const label = options.map((option) => option.label).join("、") || checklist.none;
  return { kind: "chose", question: checklist.question, values: options.map(({ value }) => value), label };
}

/**
 * Ticks an option, or unticks it, in the message itself: durable, in order, and once for each press.
 * @throws Conflict when the press was taken in before
 */
export async function tick(
  database: Database,
  event: Omit<InboundEvent, "happening"> & { happening: Extract<Pick, { kind: "ticked" }> },
  known: KnownPerson | null,
): Promise<{ kind: "ticked"; pressed: Pressed | null }> {
  const { message: id, place } = event.happening;
  const before = known && (await messageTo(database, known.id, id));
  if (!known || !before?.message.checklist?.options[place]) return { kind: "ticked", pressed: null };
  await database.batch([takeIn(event), toggleTick(known.id, id, place)]);
  const after = await messageTo(database, known.id, id);
  return { kind: "ticked", pressed: after && { ...after, id, label: "" } };
}
