/** Ways to play a scenario: on the bare engine, or through the whole server over a real database. */

import { createFileReader } from "../../bot/file-reader.ts";
import { newConversation, readConversation } from "../../handlers/conversation.ts";
import { converse } from "../../handlers/converse.ts";
import type { Happening, InboundEvent, OutboundMessage } from "../../handlers/event.ts";
import type { Facts } from "../../policy-kb/schema.ts";
import type { Database } from "../../storage/database.ts";
import { kbOf } from "./knowledge.ts";
import { contentsOf, happeningOf, type Player, type Scenario, type Step } from "./scenario.ts";
import { serverForTest } from "./server.ts";
import { keepStaffCodesForTest } from "./staff-code.ts";
import { surveyRecordForTest } from "./survey-record.ts";
import { openRoundForTest } from "./survey-round.ts";
import { surveys } from "./surveys.ts";
import { worldForTest } from "./world.ts";

const readFile = createFileReader(surveys);

export interface EnginePlayer extends Player {
  /** The conversation as it would be stored. */
  state: () => string;
  /** What was answered last. */
  last: () => OutboundMessage[];
}

/** The engine alone; the state is serialised and read again between every two steps. */
export async function enginePlayer(scenario: Scenario, channel = "web"): Promise<EnginePlayer> {
  const kb = await kbOf(scenario.bureau.documents);
  let [stored, counter, at] = [JSON.stringify(newConversation()), 0, Date.parse(scenario.starts)];
  let keptFacts: Facts | null = null;
  let last: OutboundMessage[] = [];
  const { rounds, staff_codes: codes } = scenario;
  const isOnRecord = rounds.length + codes.length > 0;
  const surveys = isOnRecord ? await surveyRecordForTest(rounds, codes, () => at) : null;
  const world = () =>
    worldForTest({
      kb,
      bureau: scenario.bureau,
      keptFacts,
      freshCode: String(77_777_770 + counter),
      ...surveys?.lookups,
    });
  return {
    play: async (step) => {
      at += step.hours_later * 3_600_000;
      const event: InboundEvent = {
        id: `event-${++counter}`,
        from: { channel, external: "someone" },
        at: new Date(at).toISOString(),
        happening: await happeningIn(step, last),
        ...(step.in_group ? { shared: true } : {}),
      };
      const before = stored;
      const once = await converse(readConversation(before), event, world());
      const twice = await converse(readConversation(before), event, world());
      if (JSON.stringify(once) !== JSON.stringify(twice))
        throw new Error("same state, event and world, other result");
      if (once.effects.length) stored = JSON.stringify(once.conversation);
      await surveys?.write(once.effects, at);
      last = once.effects.flatMap((effect) => {
        if (effect.kind === "remember") keptFacts = effect.facts;
        if (effect.kind === "unremember") keptFacts = null;
        if (effect.kind === "forget") [stored, keptFacts] = [JSON.stringify(newConversation()), null];
        if (effect.kind === "forget") return [effect.farewell];
        return effect.kind === "send" ? [effect.message] : [];
      });
      return last;
    },
    state: () => stored,
    last: () => last,
    end: async () => surveys?.close(),
  };
}

/** A file has been read before the engine hears of it. */
async function happeningIn(step: Step, last: readonly OutboundMessage[]): Promise<Happening> {
  const { gives: name } = step;
  if (name === undefined) return happeningOf(step, last);
  return { kind: "gave", name, file: await readFile(name, contentsOf(step)) };
}

/** Over HTTP: what the page posts and what the page is shown. */
export async function serverPlayer(scenario: Scenario, database: Database, prefix: string): Promise<Player> {
  const open = async () => ({ database, dispose: async () => undefined });
  const server = await serverForTest({ open, bureau: scenario.bureau, starts: scenario.starts, prefix });
  for (const round of scenario.rounds) await openRoundForTest(database, round);
  const { hashCode } = server;
  await keepStaffCodesForTest(database, scenario.staff_codes, hashCode, server.clock.now);
  const page = server.page();
  let last: OutboundMessage[] = [];
  return {
    play: async (step) => {
      server.clock.now += step.hours_later * 3_600_000;
      last = step.gives
        ? await page.give(step.gives, contentsOf(step))
        : await page.do(happeningOf(step, last));
      return last;
    },
    end: async () => {
      // Other scenarios share the database, and know of no round and no staff.
      const tables = ["survey_round", "staff", "staff_code", "audit"];
      await database.batch(tables.map((table) => ({ sql: `DELETE FROM ${table}`, params: [] })));
      await server.close();
    },
  };
}
