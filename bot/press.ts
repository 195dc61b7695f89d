/** Presses that name a message and a place in it: what stood there, as the conversation is to hear it. */
import { choicesOf, happeningOf } from "../handlers/choices.ts";
import type { Happening, InboundEvent, OutboundMessage } from "../handlers/event.ts";
import { type KnownPerson, takeIn } from "../storage/conversations.ts";
import type { Database, Statement } from "../storage/database.ts";
import { messageTo, notePick, toggleTick } from "../storage/outbox.ts";
import type { Pick, Pressed } from "./channels/channel.ts";

export type Press = Exclude<Pick, { kind: "ticked" }>;
interface Resolved {
  happening: Happening;
  pressed: Pressed | null;
  /** The same button was pressed a moment ago: a finger that trembles, and one press. */
  again?: true;
  /** Written with the turn. */
  also?: Statement[];
}

const NOTHING: Resolved = { happening: { kind: "pressed_nothing" }, pressed: null };
const ONE_PRESS_MS = 2_000;

/** The message is looked up in what was sent to this very person: a press in somebody else's finds nothing. */
export async function resolvePress(
  database: Database,
  heard: Happening | Press,
  known: KnownPerson | null,
  at: number,
): Promise<Resolved> {
  if (heard.kind !== "picked" && heard.kind !== "confirmed") return { happening: heard, pressed: null };
  const found = known && (await messageTo(database, known.id, heard.message));
  if (!found) return NOTHING;
  const { picked: before, ...stored } = found;
  const happening =
    heard.kind === "picked"
      ? picked(stored.message, heard.place)
      : confirmed(stored.message, heard.places ?? stored.ticked);
  if (!happening) return NOTHING;
  const label = "label" in happening ? happening.label : "";
  const pressed = { ...stored, id: heard.message, label };
  if (heard.kind !== "picked") return { happening, pressed };
  if (before?.place === heard.place && at - before.at < ONE_PRESS_MS)
    return { happening, pressed, again: true };
  return { happening, pressed, also: [notePick(heard.message, heard.place, at)] };
}

function picked(message: OutboundMessage, place: number): Happening | undefined {
  const choice = choicesOf(message)[place];
  return choice && happeningOf(choice);
}

function confirmed({ checklist }: OutboundMessage, places: readonly number[]): Happening | undefined {
  if (places.length === 0) return { kind: "confirmed_nothing" };
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
