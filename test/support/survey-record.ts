/** A record of surveys for the bare engine: a real database behind it, one person, and what a turn writes written. */
import { createCodeHash } from "../../bot/code-hash.ts";
import { createDesk } from "../../bot/desk.ts";
import { createPageLinks } from "../../bot/page-links.ts";
import { createSurveys } from "../../bot/surveys.ts";
import { createVault } from "../../bot/vault.ts";
import type { Effect } from "../../handlers/event.ts";
import type { World } from "../../handlers/turn.ts";
import { sql } from "../../storage/database.ts";
import { deskStatements, isDeskEffect } from "../../storage/desk-effects.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { sqliteForTest } from "./databases.ts";
import { keepStaffCodesForTest, type StaffCodeForTest } from "./staff-code.ts";
import { openRoundForTest, type RoundForTest } from "./survey-round.ts";
import { surveys } from "./surveys.ts";

const PERSON = "someone";
const KEY = "a-key-for-tests-of-32-characters!";

export interface RecordForTest {
  /** What a conversation may look up. */
  lookups: Pick<World, "record" | "staff" | "desk">;
  write: (effects: readonly Effect[], at: number) => Promise<void>;
  open: (round: RoundForTest) => Promise<void>;
  end: (round: string) => Promise<void>;
  close: () => Promise<void>;
}

export async function surveyRecordForTest(
  rounds: readonly RoundForTest[],
  codes: readonly StaffCodeForTest[],
  now: () => number,
): Promise<RecordForTest> {
  const { database, dispose } = await sqliteForTest();
  await database.batch([sql`INSERT INTO person (id, created_at) VALUES (${PERSON}, ${now()})`]);
  for (const round of rounds) await openRoundForTest(database, round);
  const hashCode = await createCodeHash(KEY);
  await keepStaffCodesForTest(database, codes, hashCode, now());
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const links = await createPageLinks(KEY, () => "https://jinengtong.test");
  const vault = await createVault(KEY);
  const newId = () => "1".padStart(32, "0");
  const own = createSurveys({ definitions: surveys, database, vault, links, now, newId, log });
  const desk = createDesk({ database, vault, hashCode, now });
  return {
    lookups: { record: own.record(PERSON), ...desk.lookups(PERSON) },
    write: async (effects, at) => {
      for (const effect of await desk.sealed(await own.sealed(effects)))
        if (isDeskEffect(effect)) await database.batch(deskStatements(effect, PERSON, at));
        else if (isOfSurvey(effect)) await database.batch(surveyStatements(effect, PERSON, at));
    },
    open: (round) => openRoundForTest(database, round),
    end: async (round) => {
      await database.batch([sql`DELETE FROM survey_round WHERE id = ${round}`]);
    },
    close: dispose,
  };
}

function isOfSurvey<E extends { kind: string }>(
  effect: E,
): effect is Extract<E, { kind: `${string}survey${string}` }> {
  return effect.kind.includes("survey");
}
