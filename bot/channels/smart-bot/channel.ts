/** WeCom's smart bot: events and replies go over one connection that we hold, so no address of ours need be reachable. */
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";
import { type Background, createBackground } from "../../background.ts";
import type { Channel, Incoming, Intake, Pressed, Take } from "../channel.ts";
import type { Tools } from "../definition.ts";
import { BUTTONS, fitsOnCard, render } from "./card.ts";
import { type Connection, createConnection, type Pace } from "./connection.ts";
import { decode } from "./decode.ts";
import { NAME, type SmartBotSettings } from "./definition.ts";
import { fetchFile } from "./fetch-file.ts";
import { fitTurn, LIMITS } from "./fit.ts";
import { laterFrom, outcomeOf } from "./outcome.ts";
import { talkOf } from "./place.ts";
import { FILE, sendBy } from "./send.ts";
import { isFresh, readTicket, type Ticket } from "./ticket.ts";

/** Whenever and as often as we like, but not before somebody has written: until then what is for them is held. */
const SPEAKS = { messages: Number.MAX_SAFE_INTEGER, withinMs: Number.MAX_SAFE_INTEGER };

export function openSmartBot(
  settings: SmartBotSettings,
  tools: Tools,
  pace: Pace = { reconnectInterval: 1_000 },
): Channel {
  const connection = createConnection(settings, tools, pace);
  const background = createBackground(tools.log);
  const said = new Set<string>();
  const watched = <T>(work: Promise<T>): Promise<T> => {
    background.run(work);
    return work;
  };
  return {
    id: "bot",
    name: NAME,
    abilities: {
      buttons: BUTTONS,
      text: LIMITS.text,
      files: FILE,
      edits: true,
      knowsRepetitions: true,
      speaks: SPEAKS,
    },
    keepsWhatIsSaid: false,
    beginsWithArrival: false,
    fit: fitTurn,
    send: (outgoing) => watched(send(connection, said, outgoing, tools.now)),
    fetchFile,
    acknowledge: (incoming, pressed) => watched(showPicked(connection, incoming, pressed, tools.now())),
    intake: (take) => openIntake(connection, background, tools, take),
  };
}

async function send(
  { id, client }: Connection,
  said: Set<string>,
  outgoing: Outgoing,
  now: () => number,
): Promise<Outcome> {
  if (id() === null) return laterFrom(now());
  const ticket = readTicket(outgoing.ticket);
  const outcome = await sendBy(client, said, outgoing, ticket && isFresh(ticket, id(), now()) ? ticket : null)
    .then((): Outcome => ({ kind: "sent" }))
    .catch((error: unknown) => outcomeOf(error, outgoing, ticket?.kind === "enter", now()));
  if (outcome.kind !== "later" && outcome.kind !== "uncertain") said.delete(outgoing.id);
  return outcome;
}

/** Puts what was picked onto the card; best effort: the answer comes whether or not it is shown there. */
async function showPicked(
  { id, client }: Connection,
  { happening, from, shared, mark }: Incoming,
  pressed: Pressed | null,
  now: number,
): Promise<void> {
  const ticket = mark as Ticket | undefined;
  if (!pressed || !ticket || !isFresh(ticket, id(), now) || !fitsOnCard(pressed.message)) return;
  const places = happening.kind === "confirmed" ? (happening.places ?? []) : [];
  const { card } = render(pressed.message, pressed.id, { label: pressed.label, places });
  // The others of a group keep theirs.
  const whose = shared ? [talkOf(from.external).userid] : undefined;
  await client.updateTemplateCard({ headers: { req_id: ticket.reqId } }, card, whose).catch(() => undefined);
}

function openIntake(connection: Connection, background: Background, tools: Tools, take: Take): Intake {
  connection.open((frame, id) => {
    const incoming = decode(frame, id, tools.now());
    if (incoming) background.run(takeOrLog(take, incoming, tools));
  });
  return {
    nudge: async () => {},
    trouble: connection.trouble,
    stop: async () => {
      connection.retire();
      // What is being sent waits for its ack: cut off, it might be sent a second time.
      await background.idle();
      connection.close();
    },
  };
}

async function takeOrLog(take: Take, incoming: Incoming, { log }: Tools): Promise<void> {
  try {
    await take(incoming);
  } catch (error) {
    log.error(
      { channel: "bot", error: String(error) },
      "an event could not be taken in; it does not come again",
    );
  }
}
