/**
 * Plays a scenario through a channel's own wire: real server, real socket, the far side emulated. The bare engine is
 * played beside it, so that what the conversation has become can be compared after every step. Where the far side does
 * not tell that somebody opens the chat, both begin with what is said first.
 */
import { CHANNELS } from "../../bot/channels/registry.ts";
import type { Checklist, OutboundMessage } from "../../handlers/event.ts";
import type { Seen } from "../emulators/seen.ts";
import { enginePlayer } from "./drivers.ts";
import type { Clock, FarSide, Hand } from "./hands.ts";
import { listen } from "./listen.ts";
import { contentsOf, type Player, type Scenario, type Step } from "./scenario.ts";
import { serverForTest } from "./server.ts";
import { keepStaffCodesForTest } from "./staff-code.ts";
import { openRoundForTest } from "./survey-round.ts";

export interface ChannelUnderTest {
  id: string;
  side: (clock: Clock) => Promise<FarSide>;
  /** People cannot write before they have come in by a button of the program's own. */
  beginsByArriving?: boolean;
}

export async function channelPlayer(scenario: Scenario, channel: ChannelUnderTest): Promise<Player> {
  const clock = { now: Date.parse(scenario.starts) };
  const far = await channel.side(clock);
  const { bureau, starts } = scenario;
  const server = await serverForTest({
    bureau,
    starts,
    clock,
    channels: CHANNELS,
    environment: far.environment,
  });
  for (const round of scenario.rounds) await openRoundForTest(server.services.database, round);
  const { staff_codes: codes } = scenario;
  await keepStaffCodesForTest(server.services.database, codes, server.hashCode, server.clock.now);
  const listening = await listen(server.app.fetch);
  await far.connect(listening.url);
  const engine = await enginePlayer(scenario, channel.id);
  const hand = far.person("zhang-san");
  let [before, started]: [Seen[], boolean] = [[], false];
  /** Of arrivals that were passed over; the next step comes so much later. */
  let hours = 0;
  const settle = async () => {
    await far.arrived();
    await server.settled();
  };

  const play = async (step: Step): Promise<OutboundMessage[] | null> => {
    clock.now += step.hours_later * 3_600_000;
    hours += step.hours_later;
    if (step.arrives && !hand.arrives) return null;
    const comesIn = step.arrives || step.in_group || step.follows_link !== undefined;
    const first = !started && channel.beginsByArriving && !comesIn;
    started = true;
    if (first) {
      await engine.play(ARRIVAL);
      await hand.arrives?.();
      await settle();
    }
    const list = engine.last().findLast(({ checklist }) => checklist)?.checklist;
    await engine.play({ ...step, hours_later: hours });
    hours = 0;
    await act(hand, step, before, list);
    await settle();
    const seen = hand.seesNew().map(asRead);
    if (seen.length) before = seen;
    const refused = far.refusals();
    if (refused.length) throw new Error(`the far side refused: ${refused.join("; ")}`);
    await compareStates(server.services.database, channel.id, engine.state());
    return seen.map(({ text, choices, file, links = [] }) => ({
      ...(links[0] ? { link: links[0] } : {}),
      text: [text, file?.name ?? ""].join("\n"),
      buttons: [...choices, ...listedIn(text)].map((label) => ({ id: label, label })),
    }));
  };
  return {
    play,
    end: async () => {
      await engine.end();
      await listening.close();
      await server.close();
      await far.close();
    },
  };
}

const ARRIVAL: Step = {
  arrives: true,
  hours_later: 0,
  reads: [],
  reads_not: [],
  buttons: [],
  links: [],
  silence: false,
};

async function act(hand: Hand, step: Step, before: Seen[], list: Checklist | undefined): Promise<unknown> {
  if (step.says !== undefined) return step.in_group ? hand.saysInGroup?.(step.says) : hand.says(step.says);
  if (step.presses !== undefined) return pick(hand, before, step.presses);
  if (step.ticks) return tick(hand, before, step.ticks, list);
  if (step.gives !== undefined) return hand.gives(step.gives, contentsOf(step));
  if (step.edits !== undefined) return hand.edits?.(step.edits);
  if (step.follows_link !== undefined) return hand.followsLink?.(step.follows_link);
  if (step.shows) {
    const { what, latitude, longitude, address } = step.shows;
    return hand.shows(what, {
      ...(latitude === undefined ? {} : { latitude }),
      ...(longitude === undefined ? {} : { longitude }),
      ...(address === undefined ? {} : { address }),
    });
  }
  if (step.arrives) return hand.arrives?.();
  throw new Error("this step cannot be played through a channel");
}

/** Nobody sees a space without width, which keeps "1." from becoming markup. */
const asRead = (seen: Seen): Seen => ({ ...seen, text: seen.text.replaceAll("\u200b", "") });

/** What can be picked by its number or its words where it cannot be tapped. */
function listedIn(text: string): string[] {
  const numbered = [...text.matchAll(/^\d+\. (.+)$/gm)].map(([, label = ""]) => label);
  const words = /也可以回复：(.+)$/.exec(text)?.[1]?.split("、") ?? [];
  return [...numbered, ...words];
}

const labelsIn = (before: readonly Seen[]) => before.flatMap(({ choices }) => choices);

/** Taps it where it can be tapped; else says its number in the list, or its words where there are no numbers. */
function pick(hand: Hand, before: readonly Seen[], label: string): Promise<unknown> {
  if (labelsIn(before).includes(label)) return hand.taps(label);
  const number = numberOf(before, label);
  if (number !== undefined) return hand.says(number);
  if (before.some(({ text }) => text.includes(label))) return hand.says(label);
  throw new Error(`no ${label} among ${JSON.stringify(before)}`);
}

function numberOf(before: readonly Seen[], label: string): string | undefined {
  const lines = before.flatMap(({ text }) => text.split("\n"));
  return lines.map((line) => /^(\d+)\. (.*)$/.exec(line)).find((match) => match?.[2] === label)?.[1];
}

function tick(
  hand: Hand,
  before: readonly Seen[],
  labels: string[],
  list: Checklist | undefined,
): Promise<unknown> {
  if (!list) throw new Error("no checklist to tick in");
  const tappable = labelsIn(before);
  if (labels.length === 0) return pick(hand, before, list.none);
  const numbers = labels.map((label) => numberOf(before, label));
  if (numbers.every((number) => number !== undefined)) return hand.says(numbers.join("、"));
  if (hand.ticks && labels.every((label) => tappable.some((one) => one.endsWith(label))))
    return hand.ticks(labels, list.confirm);
  return hand.says(labels.join("、"));
}

interface Queries {
  query: (sql: string, params?: (string | number)[]) => Promise<object[]>;
}

/** The conversation is the same as the bare engine's, whatever wire it came by. */
async function compareStates(database: Queries, channel: string, expected: string): Promise<void> {
  const rows = (await database.query(
    `SELECT state FROM conversation JOIN address ON address.person = conversation.person WHERE channel = ?`,
    [channel],
  )) as { state: string }[];
  // In a group the person has a conversation of its own.
  if (rows.length !== 1) return;
  if (rows[0]?.state !== expected)
    throw new Error(
      `the conversation has become another one:\n${rows[0]?.state}\n--- expected:\n${expected}`,
    );
}
