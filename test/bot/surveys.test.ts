import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPageLinks } from "../../bot/page-links.ts";
import { aboutInvitation } from "../../bot/sealed-cells.ts";
import { createSurveys } from "../../bot/surveys.ts";
import { createVault } from "../../bot/vault.ts";
import type { Cells } from "../../handlers/surveys/cells.ts";
import type { Draft } from "../../handlers/surveys/draft.ts";
import { type Database, sql } from "../../storage/database.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { LINK_HOLDS_MS } from "../../storage/survey-links.ts";
import { joinSurveys } from "../../storage/survey-people.ts";
import { overBothEngines } from "../support/databases.ts";
import { everyRow } from "../support/every-row.ts";
import { addPeople, addRound, beginning, closeRound, creditCodeOf } from "../support/survey-rounds.ts";
import { surveys as definitions } from "../support/surveys.ts";

const KEY = "a-key-for-tests-of-32-characters!";
const NOW = Date.parse("2026-11-20T09:00:00+08:00");
const CONTACTS = { manager: "王小强强", manager_phone: "13812345678", filler_phone: "0533-2345678" };

async function surveysOn(database: Database, secretKey = KEY) {
  const clock = { now: NOW };
  const logged: object[] = [];
  let ids = 0;
  const log = (fields: object) => void logged.push(fields);
  const surveys = createSurveys({
    ...{ definitions, database, now: () => clock.now, log: { info: log, warn: log, error: log } },
    vault: await createVault(secretKey),
    links: await createPageLinks(secretKey, () => "https://jinengtong.test"),
    newId: () => `nonce-${NOW}-${++ids}`,
  });
  const begin = async (round: string, code: string, person: string, cells: Cells = {}) => {
    const [effect] = await surveys.sealed([beginning(round, code, { cells })]);
    if (effect?.kind !== "begin_survey") throw new Error("an effect becomes another one");
    await database.batch(surveyStatements(effect, person, clock.now));
    return mustHave(await surveys.draft(`${round}/${code}`, person));
  };
  return { surveys, clock, logged, begin };
}

function mustHave(draft: Draft | null): Draft {
  if (!draft) throw new Error("there is no such draft");
  return draft;
}

let counter = 0;

overBothEngines("surveys", (database) => {
  let [round, code, ann, bob] = ["", "", "", ""];
  let { surveys, clock, logged, begin } = {} as Awaited<ReturnType<typeof surveysOn>>;
  const again = async () => mustHave(await surveys.draft(`${round}/${code}`, ann));
  const letIn = (person: string) =>
    database.batch([
      sql`INSERT INTO survey_editor (draft, person, state, since) VALUES (${`${round}/${code}`}, ${person}, 'in', 0)`,
    ]);

  beforeEach(async () => {
    const n = ++counter;
    [round, code, ann, bob] = [`page${String(n).padStart(4, "0")}`, creditCodeOf(n), `ann-${n}`, `bob-${n}`];
    await database.batch([sql`DELETE FROM survey_link`, addRound({ id: round })]);
    await addPeople(database, [ann, bob], NOW);
    ({ surveys, clock, logged, begin } = await surveysOn(database));
  });

  it("writes what is given, sealed where it is somebody's name or number, and gives it back", async () => {
    const draft = await begin(round, code, ann, { filler: "李梅梅" });
    const set = { employees: 320, "training/own": true, ...CONTACTS };
    expect(await surveys.fill(ann, draft, { set, cleared: [] }, "page")).toBe("written");
    expect((await again()).cells).toEqual({ ...set, filler: "李梅梅" });
    expect(await surveys.changes(draft.id, 0)).toMatchObject([{ way: "page", person: ann }]);
    const rows = JSON.stringify(await everyRow(database));
    for (const name of ["李梅梅", ...Object.values(CONTACTS)]) expect(rows).not.toContain(name);
  });

  it("tells whoever comes second that the draft has moved on, and writes nothing of theirs", async () => {
    const draft = await begin(round, code, ann);
    await letIn(bob);
    const both = await Promise.all([
      surveys.fill(ann, draft, { set: { employees: 1 }, cleared: [] }, "page"),
      surveys.fill(bob, draft, { set: { employees: 2, wage: 2 }, cleared: [] }, "excel"),
    ]);
    expect([...both].sort()).toEqual(["moved_on", "written"]);
    const { revision, cells } = await again();
    expect({ revision, cells }).toEqual({
      revision: 1,
      cells: both[0] === "written" ? { employees: 1 } : { employees: 2, wage: 2 },
    });
    expect(await surveys.file(bob, draft, "r-old")).toBe("moved_on");
  });

  it("hands in once, and gives whoever presses again the first receipt", async () => {
    const draft = await begin(round, code, ann, { employees: 320 });
    const filed = await Promise.all(["A", "B", "C"].map((one) => surveys.file(ann, draft, one + round)));
    expect(filed[0]).toMatchObject({ number: 1, revision: 0, at: new Date(NOW).toISOString() });
    expect(filed).toEqual([filed[0], filed[0], filed[0]]);
    expect((await again()).filed).toEqual(filed[0]);
    await surveys.fill(ann, draft, { set: { employees: 321 }, cleared: [] }, "page");
    expect(await surveys.file(ann, await again(), `D-${round}`)).toMatchObject({ number: 2, revision: 1 });
  });

  it("says that a round is closed, by hand or by its last day, and writes nothing", async () => {
    const draft = await begin(round, code, ann);
    const change = { set: { employees: 1 }, cleared: [] };
    clock.now = Date.parse("2027-01-01T00:00:00+08:00");
    expect(await surveys.fill(ann, draft, change, "page")).toBe("closed");
    clock.now = NOW;
    await database.batch([closeRound(round, NOW)]);
    expect(await surveys.fill(ann, draft, change, "page")).toBe("closed");
    expect(await surveys.file(ann, draft, `r-${round}`)).toBe("closed");
    expect(await again()).toMatchObject({ revision: 0, cells: {}, filed: null });
    expect(await surveys.record(ann).myDrafts()).toEqual([]);
  });

  it("writes the survey's present version only where the draft was brought to it", async () => {
    const draft = { ...(await begin(round, code, ann)), version: 0 };
    await surveys.fill(ann, draft, { set: { employees: 1 }, cleared: [] }, "page");
    expect((await again()).version).toBe(0);
    await surveys.fill(ann, await again(), { set: {}, cleared: ["employees"] }, "rebase");
    expect((await again()).version).toBe(definitions.get("skills-2021")?.version);
  });

  it("passes over what no key opens, tells the log where it is, and lets it be given anew", async () => {
    await begin(round, code, ann, { employees: 320, ...CONTACTS });
    const other = await surveysOn(database, "another-key-of-at-least-32-characters");
    const draft = mustHave(await other.surveys.draft(`${round}/${code}`, ann));
    expect(draft.cells).toEqual({ employees: 320 });
    expect(other.logged).toEqual([{ draft: draft.id, cells: Object.keys(CONTACTS).sort() }]);
    await other.surveys.fill(ann, draft, { set: { manager: "王小强强" }, cleared: [] }, "page");
    expect((await other.surveys.draft(draft.id, ann))?.cells).toEqual({
      employees: 320,
      manager: "王小强强",
    });
  });

  it("ends nobody's talk where a survey's file was taken away", async () => {
    const gone = `gone${counter}`;
    await database.batch([addRound({ id: gone, survey: "of-last-year" })]);
    await database.batch([
      sql`INSERT INTO enterprise (credit_code, name, region, created_at) VALUES (${code}, 'x', '', 0)`,
    ]);
    await database.batch(surveyStatements(beginning(gone, code), ann, NOW));
    const record = surveys.record(ann);
    expect((await record.openRounds()).map(({ id }) => id)).not.toContain(gone);
    expect(await record.myDrafts()).toEqual([]);
    expect(await record.draft(`${gone}/${code}`)).toBeNull();
  });

  it("tells a conversation of the open rounds, one's own drafts and how an enterprise stands", async () => {
    const draft = await begin(round, code, ann, CONTACTS);
    const vault = await createVault(KEY);
    const listed = await vault.seal("13812345678", aboutInvitation(round, code, "phone"));
    await database.batch([
      sql`INSERT INTO survey_invitation (round, credit_code, phone_sealed, invited_at)
        VALUES (${round}, ${code}, ${listed}, ${NOW})`,
    ]);
    const [mine, theirs, nobodys] = [ann, bob, null].map(surveys.record);
    expect(await mine?.myDrafts()).toEqual([draft]);
    expect(await mine?.draft(draft.id)).toEqual(draft);
    for (const other of [theirs, nobodys]) {
      expect(await other?.myDrafts()).toEqual([]);
      expect(await other?.draft(draft.id)).toBeNull();
      expect((await other?.openRounds())?.map(({ id }) => id)).toContain(round);
    }
    expect(await theirs?.standing(round, code)).toMatchObject({
      ...{ begun: true, me: null, invited: { phoneEnd: "5678" } },
      editors: [{ person: ann }],
    });
    expect(logged).toEqual([]);
  });

  describe("a link to the form page", () => {
    const offered = async (draft: string) => {
      const { url, nonce } = await surveys.pageLink();
      await database.batch(surveyStatements({ kind: "offer_survey_page", draft, nonce }, ann, clock.now));
      return new URL(url).searchParams.get("t") ?? "";
    };

    it("is spent once, however many press at the same moment, and never by looking", async () => {
      const { id } = await begin(round, code, ann);
      const token = await offered(id);
      for (let n = 0; n < 3; n++) expect(await surveys.readLink(token)).toEqual({ draft: id, person: ann });
      const spent = await Promise.all(Array.from({ length: 20 }, () => surveys.spendLink(token)));
      expect(spent.filter((one) => one !== null)).toEqual([{ draft: id, person: ann }]);
      expect(await surveys.readLink(token)).toBeNull();
    });

    it("names neither the enterprise nor the person", async () => {
      const { url } = await surveys.pageLink();
      expect(url).toMatch(
        /^https:\/\/jinengtong\.test\/survey\/open\?t=nonce-\d+-\d+\.[0-9a-z]+\.[\w-]{43}$/,
      );
    });

    it("holds for a quarter of an hour", async () => {
      const { id } = await begin(round, code, ann);
      const token = await offered(id);
      clock.now += LINK_HOLDS_MS;
      expect(await surveys.readLink(token)).not.toBeNull();
      clock.now += 1;
      expect(await surveys.readLink(token)).toBeNull();
      expect(await surveys.spendLink(token)).toBeNull();
    });

    it("is refused by its own word once it is old, without a look at the record", async () => {
      const links = await createPageLinks(KEY, () => "");
      const token = (await links.make("n1", NOW)).replace("/survey/open?t=", "");
      expect(await links.read(token, NOW + LINK_HOLDS_MS)).toBe("n1");
      expect(await links.read(token, NOW + LINK_HOLDS_MS + 1)).toBeNull();
    });

    it("is of no use before it was offered, forged, or with a longer life written into it", async () => {
      const { id } = await begin(round, code, ann);
      const { url } = await surveys.pageLink();
      expect(await surveys.spendLink(new URL(url).searchParams.get("t") ?? "")).toBeNull();
      const [nonce = "", until = "", signature = ""] = (await offered(id)).split(".");
      const longer = (Number.parseInt(until, 36) + 1e9).toString(36);
      for (const forged of [
        ...["", ".", "..", nonce, `${nonce}.${until}`, `${nonce}.${until}.`, `${nonce}.${until}.AAAA`],
        ...[`${nonce}.${longer}.${signature}`, `${nonce}x.${until}.${signature}`],
        ...[`${nonce}.${until}.${signature}.x`, `${nonce}.${until}.王${signature}`],
      ]) {
        expect(await surveys.readLink(forged), forged).toBeNull();
        expect(await surveys.spendLink(forged), forged).toBeNull();
      }
      expect(await surveys.spendLink(`${nonce}.${until}.${signature}`)).not.toBeNull();
    });

    it("leads whoever two have become to the draft", async () => {
      const { id } = await begin(round, code, ann);
      const token = await offered(id);
      await database.batch(joinSurveys(ann, bob));
      expect(await surveys.spendLink(token)).toEqual({ draft: id, person: bob });
      expect(await surveys.draft(id, bob)).not.toBeNull();
    });
  });

  it("loses nothing of forty who fill at once, two at each fourth form", async () => {
    await fillAtOnce(database, 40);
  });
});

describe("surveys in a file", () => {
  let folder = "";
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "jinengtong-"));
    database = openSqlite(join(folder, "test.db"));
    await migrate(database, readMigrations());
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it("lose nothing of 200 who fill at once, two at each fourth form", async () => {
    await fillAtOnce(database, 200);
  });

  it("leave no name and no number of anybody in any byte, nor in the log before it", async () => {
    const { surveys, begin } = await surveysOn(database);
    await addPeople(database, ["ann"], NOW);
    await database.batch([addRound({ id: "bytes001" })]);
    const draft = await begin("bytes001", creditCodeOf(1), "ann", { filler: "李梅梅", type: "民营记号" });
    await surveys.fill("ann", draft, { set: CONTACTS, cleared: [] }, "page");
    await surveys.file("ann", mustHave(await surveys.draft(draft.id, "ann")), "r1");
    const holds = (word: string) =>
      readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word));
    expect(readdirSync(folder)).toContain("test.db-wal");
    for (const when of ["before", "after"]) {
      // What is not confidential is found there: the look is not in vain.
      expect(holds("民营记号"), when).toBe(true);
      for (const name of ["李梅梅", ...Object.values(CONTACTS)]) expect(holds(name), when).toBe(false);
      await database.wipe();
    }
  });
});

/** Everybody gives half a form at the same time; where somebody was faster, again from the draft as it is by then. */
async function fillAtOnce(database: Database, count: number) {
  const { surveys, begin } = await surveysOn(database);
  const people = Array.from({ length: count }, (_, n) => `many-${n}`);
  const fourths = people.filter((_, n) => n % 4 === 0);
  await addPeople(database, [...people, ...fourths.map((person) => `${person}-2`)], NOW);
  await database.batch([addRound({ id: "atonce01" })]);
  const fillHalf = async (person: string, id: string, set: Cells): Promise<void> => {
    const draft = mustHave(await surveys.draft(id, person));
    const result = await surveys.fill(person, draft, { set, cleared: [] }, "page");
    if (result === "moved_on") return fillHalf(person, id, set);
    expect(result).toBe("written");
  };
  const one = (n: number) => ({ employees: 100 + n, wage: 5000 + n, manager: `经理${n}` });
  const two = (n: number) => ({ "headcount/junior": n, filler: `填表人${n}`, training_used: n / 100 });
  const drafts = await Promise.all(
    people.map(async (person, n) => {
      const { id } = await begin("atonce01", creditCodeOf(10_000 + n), person);
      if (!fourths.includes(person)) {
        await fillHalf(person, id, one(n));
        await fillHalf(person, id, two(n));
      } else {
        const other = `${person}-2`;
        await database.batch([
          sql`INSERT INTO survey_editor (draft, person, state, since) VALUES (${id}, ${other}, 'in', 0)`,
        ]);
        await Promise.all([fillHalf(person, id, one(n)), fillHalf(other, id, two(n))]);
      }
      return mustHave(await surveys.draft(id, person));
    }),
  );
  expect(drafts.map(({ revision }) => revision)).toEqual(people.map(() => 2));
  expect(drafts.map(({ cells }) => cells)).toEqual(people.map((_, n) => ({ ...one(n), ...two(n) })));
}
