import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { cellOf } from "../../handlers/surveys/cells.ts";
import { Conflict, type Statement, sql } from "../../storage/database.ts";
import { forgetPerson, KEPT_DAYS, openConversation, putAway, storedAbout } from "../../storage/people.ts";
import type { StoredSurveyEffect } from "../../storage/survey-cells.ts";
import { changesAfter, draftOf, draftsOf } from "../../storage/survey-drafts.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { joinSurveys } from "../../storage/survey-people.ts";
import { isRoundOpen, openRounds, standingOf } from "../../storage/survey-rounds.ts";
import { overBothEngines } from "../support/databases.ts";
import { everyRow } from "../support/every-row.ts";
import {
  addPeople,
  addRound,
  beginning,
  closeRound,
  creditCodeOf,
  filling,
} from "../support/survey-rounds.ts";

const NOW = Date.parse("2026-11-20T09:00:00+08:00");
const DAY = 86_400_000;
let counter = 0;

overBothEngines("surveys in the record", (database) => {
  let [round, code, draft, ann, bob] = ["", "", "", "", ""];
  const effect = (one: StoredSurveyEffect, person = ann, at = NOW) =>
    database.batch(surveyStatements(one, person, at));
  const isRefused = async (work: () => Promise<unknown>) => {
    const before = await everyRow(database);
    await expect(work()).rejects.toBeInstanceOf(Conflict);
    expect(await everyRow(database)).toEqual(before);
  };
  const filing = (revision: number, receipt: string) => ({
    ...{ kind: "file_survey" as const, draft, revision, receipt },
  });
  const letInBob = async () => {
    await effect({ kind: "ask_into_survey", draft, code: "3F7K" }, bob);
    await effect({ kind: "let_into_survey", draft, person: bob, yes: true });
  };

  beforeEach(async () => {
    const n = ++counter;
    [round, code, ann, bob] = [`round${String(n).padStart(3, "0")}`, creditCodeOf(n), `ann${n}`, `bob${n}`];
    draft = `${round}/${code}`;
    await database.batch([addRound({ id: round })]);
    await addPeople(database, [ann, bob], NOW);
  });

  it("begins a draft with its first editor in, and gives it to nobody else", async () => {
    await effect(beginning(round, code));
    const found = await draftOf(database, draft, ann);
    expect(found).toMatchObject({
      ...{ id: draft, version: 1, revision: 0, filed: null, toConfirm: false },
      enterprise: { creditCode: code, name: "淄博某机械有限公司", region: "张店区" },
      cells: { name: "淄博某机械有限公司", credit_code: code },
    });
    expect(found?.round).toMatchObject({ id: round, regions: [], closedAt: null, invitedOnly: false });
    expect(await draftOf(database, draft, bob)).toBeNull();
    expect(await draftsOf(database, bob, NOW)).toEqual([]);
  });

  it("begins one draft for an enterprise and round, whoever comes second", async () => {
    const both = await Promise.allSettled([
      effect(beginning(round, code)),
      effect(beginning(round, code), bob),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const begun = await Promise.all([ann, bob].map((one) => draftOf(database, draft, one)));
    expect(begun.filter((one) => one !== null)).toHaveLength(1);
  });

  it("keeps what an enterprise is called where it was known before", async () => {
    const listed = (name: string) =>
      sql`INSERT INTO enterprise (credit_code, name, region, created_at) VALUES (${code}, ${name}, '', 0)`;
    await database.batch([listed("名单上的名字")]);
    await effect(beginning(round, code));
    expect((await draftOf(database, draft, ann))?.enterprise).toMatchObject({
      name: "名单上的名字",
      region: "张店区",
    });
  });

  it("lets nobody begin who is not on the list of a round that is for those invited, but staff", async () => {
    const closed = `${round}x`;
    await database.batch([addRound({ id: closed, invitedOnly: true })]);
    await isRefused(() => effect(beginning(closed, code)));
    await effect(beginning(closed, code, { asStaff: true }));
    const other = creditCodeOf(5000 + counter);
    await database.batch([
      sql`INSERT INTO enterprise (credit_code, name, region, created_at) VALUES (${other}, 'x', '', 0)`,
      sql`INSERT INTO survey_invitation (round, credit_code, invited_at) VALUES (${closed}, ${other}, 1)`,
    ]);
    await effect(beginning(closed, other));
  });

  describe("a change", () => {
    beforeEach(() => effect(beginning(round, code)));

    it("sets and clears cells, counts the revision and is kept as history", async () => {
      await effect(
        filling(draft, 0, { set: { employees: 320, "headcount/junior": 12, "training/own": true } }),
      );
      await effect(
        filling(draft, 1, {
          set: { employees: 321, "demand/1/pay": 7000.55 },
          cleared: ["headcount/junior"],
        }),
      );
      const found = await draftOf(database, draft, ann);
      expect(found?.revision).toBe(2);
      expect(found?.cells).toEqual({
        ...{ name: "淄博某机械有限公司", credit_code: code },
        ...{ employees: 321, "training/own": 1, "demand/1/pay": 7000.55 },
      });
      expect(await changesAfter(database, draft, 1)).toEqual([
        {
          ...{ revision: 2, at: new Date(NOW).toISOString(), way: "chat", person: ann },
          cells: ["employees", "demand/1/pay", "headcount/junior"],
        },
      ]);
    });

    it("clears only the cells that are named, also where their names are parts of one another", async () => {
      await effect(filling(draft, 0, { set: { demand: 1, "demand/1/pay": 1, "demand/11/pay": 2 } }));
      await effect(filling(draft, 1, { cleared: ["demand", "demand/1/pay"] }));
      const cells = (await draftOf(database, draft, ann))?.cells ?? {};
      expect(Object.keys(cells).filter((cell) => cell.startsWith("demand"))).toEqual(["demand/11/pay"]);
    });

    it("of two from one revision one is written, and nothing stays of the other", async () => {
      await letInBob();
      const both = await Promise.allSettled([
        effect(filling(draft, 0, { set: { employees: 1, wage: 1 } })),
        effect(filling(draft, 0, { set: { employees: 2 }, cleared: ["name"] }), bob),
      ]);
      const [lost] = both.filter(({ status }) => status === "rejected");
      expect(lost).toMatchObject({ reason: expect.any(Conflict) });
      const found = await draftOf(database, draft, ann);
      const known = { credit_code: code };
      expect(found?.revision).toBe(1);
      expect(found?.cells).toEqual(
        both[0]?.status === "fulfilled"
          ? { ...known, name: "淄博某机械有限公司", employees: 1, wage: 1 }
          : { ...known, employees: 2 },
      );
      expect(await changesAfter(database, draft, 0)).toHaveLength(1);
    });

    it.each([
      ["from a revision that has passed", () => effect(filling(draft, -1, { set: { wage: 1 } }))],
      ["from one that is still to come", () => effect(filling(draft, 1, { set: { wage: 1 } }))],
      ["by somebody who is not in", () => effect(filling(draft, 0, { set: { wage: 1 } }), bob)],
      ["of a draft that nobody began", () => effect(filling(`${draft}x`, 0, { set: { wage: 1 } }))],
      [
        "before the round opens",
        () => effect(filling(draft, 0), ann, Date.parse("2026-10-31T23:59:59+08:00")),
      ],
      ["after its last day", () => effect(filling(draft, 0), ann, Date.parse("2027-01-01T00:00:00+08:00"))],
    ])("is refused %s", (_why, act) => isRefused(act));

    it("is taken up to the last moment of the last day", async () => {
      await effect(filling(draft, 0), ann, Date.parse("2026-12-31T23:59:59+08:00"));
      expect((await draftOf(database, draft, ann))?.revision).toBe(1);
    });

    it("is refused, as is handing in, once the round is closed by hand", async () => {
      expect(await isRoundOpen(database, round, NOW)).toBe(true);
      await database.batch([closeRound(round, NOW)]);
      expect(await isRoundOpen(database, round, NOW)).toBe(false);
      await isRefused(() => effect(filling(draft, 0, { set: { wage: 1 } })));
      await isRefused(() => effect(filing(0, `r${counter}`)));
      await isRefused(() => effect(beginning(round, creditCodeOf(6000 + counter))));
      expect(await draftsOf(database, ann, NOW)).toEqual([]);
      expect((await openRounds(database, NOW)).map(({ id }) => id)).not.toContain(round);
    });
  });

  it("gives back every figure and word as it was given, to the cent", async () => {
    await effect(beginning(round, code, { cells: {} }));
    let revision = 0;
    const figure = fc.integer({ min: 0, max: 9_999_999_999_999 }).map((cents) => cents / 100);
    const value = fc.oneof(figure, fc.integer({ min: 0 }), fc.string({ unit: "grapheme" }));
    const part = fc.stringMatching(/^[a-z0-9_]{1,8}$/);
    const cell = fc.tuple(part, fc.option(part), fc.option(part)).map(([question, row, column]) =>
      // A cell has no column without a row.
      cellOf(question, row ?? undefined, row === null ? undefined : (column ?? undefined)),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(cell, value), async (set) => {
        const before = await draftOf(database, draft, ann);
        await effect(filling(draft, revision++, { set, cleared: Object.keys(before?.cells ?? {}) }));
        const after = await draftOf(database, draft, ann);
        expect(after?.cells).toEqual({ ...set });
      }),
      { numRuns: 25 },
    );
  });

  describe("handing in", () => {
    beforeEach(() => effect(beginning(round, code)));
    const filedCells = (number: number) =>
      database.query<{ question: string; number: number | null }>(
        `SELECT question, survey_filed_cell.number FROM survey_filed_cell
         JOIN survey_filing ON survey_filing.id = filing WHERE draft = ? AND survey_filing.number = ?
         ORDER BY question`,
        [draft, number],
      );

    it("in the turn that changes it takes the cells as they are afterwards", async () => {
      await database.batch([
        ...surveyStatements(filling(draft, 0, { set: { employees: 320 } }), ann, NOW),
        ...surveyStatements(filing(1, `a${counter}`), ann, NOW),
      ]);
      const found = await draftOf(database, draft, ann);
      const at = new Date(NOW).toISOString();
      expect(found?.filed).toEqual({ number: 1, receipt: `a${counter}`, at, revision: 1 });
      expect(await filedCells(1)).toContainEqual({ question: "employees", number: 320 });
    });

    it("a correction is number 2, and number 1 stays as it was", async () => {
      await effect(filling(draft, 0, { set: { employees: 320 } }));
      await effect(filing(1, `a${counter}`));
      await effect(filling(draft, 1, { set: { employees: 400 }, cleared: ["name"] }));
      expect((await draftOf(database, draft, ann))?.filed).toMatchObject({ number: 1, revision: 1 });
      await effect(filing(2, `b${counter}`));
      expect((await draftOf(database, draft, ann))?.filed).toMatchObject({ number: 2, revision: 2 });
      expect(await filedCells(1)).toMatchObject([
        { question: "credit_code" },
        { question: "employees", number: 320 },
        { question: "name" },
      ]);
      expect(await filedCells(2)).toMatchObject([
        { question: "credit_code" },
        { question: "employees", number: 400 },
      ]);
    });

    it("happens once for the same figures, however often it is pressed", async () => {
      const pressed = ["a", "b", "c"].map((one) => effect(filing(0, one + counter)));
      const results = await Promise.allSettled(pressed);
      const kept = results.flatMap(({ status }, n) =>
        status === "fulfilled" ? [`${"abc"[n]}${counter}`] : [],
      );
      expect(kept).toHaveLength(1);
      const [receipt] = kept;
      expect((await draftOf(database, draft, ann))?.filed).toMatchObject({ number: 1, receipt });
      expect(await filedCells(2)).toEqual([]);
    });

    it("is refused for figures that have been changed meanwhile, and to whoever is not in", async () => {
      await effect(filling(draft, 0, { set: { employees: 320 } }));
      await isRefused(() => effect(filing(0, `a${counter}`)));
      await isRefused(() => effect(filing(1, `a${counter}`), bob));
    });
  });

  it("what staff have filled waits until somebody of the enterprise hands in the same or corrected figures", async () => {
    await database.batch([
      sql`INSERT INTO staff (person, role, name, granted_by, granted_at) VALUES (${ann}, 'editor', '经办', '', 0)`,
    ]);
    await effect(beginning(round, code, { asStaff: true }));
    const toConfirm = async () => (await draftOf(database, draft, ann))?.toConfirm;
    expect(await toConfirm()).toBe(true);
    await effect(filing(0, `a${counter}`));
    expect(await toConfirm()).toBe(true);
    await isRefused(() => effect(filing(0, `b${counter}`)));
    await letInBob();
    await effect(filing(0, `b${counter}`), bob);
    expect(await toConfirm()).toBe(false);
    expect((await draftOf(database, draft, bob))?.filed).toMatchObject({ number: 2 });
    await isRefused(() => effect(filing(0, `c${counter}`)));
    await effect(filling(draft, 0, { set: { wage: 5000 }, way: "staff" }));
    await effect(filing(1, `c${counter}`));
    expect(await toConfirm()).toBe(true);
  });

  it("lets a second person in when the first one says so, and not otherwise", async () => {
    await effect(beginning(round, code));
    await effect({ kind: "ask_into_survey", draft, code: "3F7K" }, bob);
    await effect({ kind: "ask_into_survey", draft, code: "3F7K" }, bob);
    const asked = await standingOf(database, round, code, bob, NOW);
    expect(asked).toMatchObject({ begun: true, me: "asked", invited: null });
    expect(asked.editors).toEqual([
      { person: ann, asStaff: false, addresses: [{ channel: "web", external: ann }] },
    ]);
    expect(asked.asking).toEqual([
      { person: bob, code: "3F7K", addresses: [{ channel: "web", external: bob }] },
    ]);
    await isRefused(() => effect(filling(draft, 0), bob));
    await effect({ kind: "let_into_survey", draft, person: bob, yes: false });
    expect(await standingOf(database, round, code, bob, NOW)).toMatchObject({
      ...{ me: "refused", asking: [], refused: { times: 1, at: new Date(NOW).toISOString() } },
    });
    await letInBob();
    expect((await standingOf(database, round, code, bob, NOW)).me).toBe("in");
    await effect({ kind: "ask_into_survey", draft, code: "3F7K" }, bob);
    // A no that comes late puts nobody out who is in.
    await effect({ kind: "let_into_survey", draft, person: bob, yes: false });
    expect(await draftOf(database, draft, bob)).not.toBeNull();
  });

  it("knows how an enterprise stands that nobody knows", async () => {
    expect(await standingOf(database, round, code, ann, NOW)).toEqual({
      ...{
        enterprise: null,
        invited: null,
        begun: false,
        me: null,
        editors: [],
        asking: [],
        myCode: null,
        refused: null,
      },
    });
  });

  describe("whoever is in as staff", () => {
    const role = (word: string) =>
      sql`INSERT INTO staff (person, role, name, granted_by, granted_at) VALUES (${ann}, ${word}, '经办', '', 0)
        ON CONFLICT (person) DO UPDATE SET role = excluded.role, revoked_at = NULL`;

    it.each([
      ["was never staff", () => [] as Statement[]],
      ["may only look by now", () => [role("viewer")]],
      [
        "is no longer staff",
        () => [role("admin"), sql`UPDATE staff SET revoked_at = 1 WHERE person = ${ann}`],
      ],
    ])("reads, changes and files nothing where they are %s", async (_why, become) => {
      await effect(beginning(round, code, { asStaff: true }));
      const statements = become();
      if (statements.length) await database.batch(statements);
      expect(await draftOf(database, draft, ann)).toBeNull();
      expect(await draftsOf(database, ann, NOW)).toEqual([]);
      expect(await standingOf(database, round, code, ann, NOW)).toMatchObject({ me: null, editors: [] });
      await isRefused(() => effect(filling(draft, 0, { set: { wage: 1 } })));
      await isRefused(() => effect(filing(0, `a${counter}`)));
      await effect({ kind: "ask_into_survey", draft, code: "3F7K" }, bob);
      await isRefused(() => effect({ kind: "let_into_survey", draft, person: bob, yes: true }));
      await database.batch([role("editor")]);
      await effect(filling(draft, 0, { set: { wage: 1 } }));
    });
  });

  it("counts wrong ends of a number, and judges no try that another has overtaken", async () => {
    await effect(beginning(`${round}`, code));
    await database.batch([
      sql`INSERT INTO survey_invitation (round, credit_code, phone_sealed, invited_at) VALUES (${round}, ${code}, 'x', 1)`,
    ]);
    const wrong = async (now = NOW) =>
      (await standingOf(database, round, code, ann, now)).invited?.wrongToday;
    const tried = (wrongBefore: number, right = false) => ({
      ...{ kind: "try_survey_phone" as const, round, creditCode: code, wrongBefore, right },
    });
    const both = await Promise.allSettled([effect(tried(0)), effect(tried(0), bob)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await wrong()).toBe(1);
    await isRefused(() => effect(tried(0, true)));
    await effect(tried(1));
    await effect(tried(2, true));
    expect(await wrong()).toBe(2);
    expect(await wrong(NOW + DAY)).toBe(0);
    await isRefused(() => effect(tried(2), ann, NOW + DAY));
    await effect(tried(0), ann, NOW + DAY);
    expect(await wrong(NOW + DAY)).toBe(1);
  });

  describe("joining two people", () => {
    const join = () => database.batch([...joinSurveys(bob, ann), sql`DELETE FROM person WHERE id = ${bob}`]);
    const editors = async () =>
      database.query("SELECT person, state, as_staff FROM survey_editor WHERE draft = ?", [draft]);

    it("gives one what was the other's: drafts, changes, filings and links", async () => {
      await effect(beginning(round, code), bob);
      await effect(filling(draft, 0, { set: { wage: 1 } }), bob);
      await effect(filing(1, `a${counter}`), bob);
      await effect({ kind: "offer_survey_page", draft, nonce: `n${counter}` }, bob);
      await join();
      expect((await draftOf(database, draft, ann))?.revision).toBe(1);
      expect(await changesAfter(database, draft, 0)).toMatchObject([{ person: ann }]);
      for (const table of ["survey_filing", "survey_link"])
        expect(await database.query(`SELECT person FROM ${table} WHERE draft = ?`, [draft])).toEqual([
          { person: ann },
        ]);
    });

    it.each([
      ["in", 0, "asked", 1, "in", 0],
      ["asked", 0, "in", 1, "in", 1],
      ["asked", 1, "in", 0, "in", 0],
      ["in", 0, "in", 1, "in", 1],
      ["in", 1, "in", 0, "in", 1],
      ["asked", 0, "asked", 1, "asked", 0],
    ])(
      "where one is %s (staff: %i) and the other %s (staff: %i), they are %s (staff: %i)",
      async (...who) => {
        const [ours, oursAsStaff, theirs, theirsAsStaff, state, asStaff] = who;
        await effect(beginning(round, code));
        await database.batch([
          sql`UPDATE survey_editor SET state = ${ours}, as_staff = ${oursAsStaff} WHERE draft = ${draft}`,
          sql`INSERT INTO survey_editor (draft, person, state, as_staff, since)
          VALUES (${draft}, ${bob}, ${theirs}, ${theirsAsStaff}, 0)`,
        ]);
        await join();
        expect(await editors()).toEqual([{ person: ann, state, as_staff: asStaff }]);
      },
    );
  });

  it("with a person goes who they were, and what the enterprise said stays", async () => {
    await effect(beginning(round, code));
    await effect(filling(draft, 0, { set: { wage: 6500 } }));
    await effect(filing(1, `a${counter}`));
    await effect({ kind: "offer_survey_page", draft, nonce: `n${counter}` });
    await letInBob();
    const { fillsFor, everything } = await storedAbout(database, ann);
    expect(fillsFor).toEqual(["淄博某机械有限公司"]);
    expect(everything.surveys).toMatchObject({
      mayFill: [{ draft, enterprise: "淄博某机械有限公司", state: "in", asStaff: false }],
      changes: [{ draft, way: "chat", cells: ["wage"] }],
      filings: [{ draft, number: 1, receipt: `a${counter}` }],
    });
    await database.batch([forgetPerson(ann)]);
    expect(JSON.stringify(await everyRow(database))).not.toContain(`"${ann}"`);
    expect(await draftOf(database, draft, bob)).toMatchObject({
      ...{ revision: 1, cells: { wage: 6500 }, filed: { number: 1 } },
    });
    expect(await changesAfter(database, draft, 0)).toMatchObject([{ person: null, cells: ["wage"] }]);
  });

  it("keeps whoever fills a survey until it is over, though they have long been silent", async () => {
    await database.batch([openConversation(ann, NOW), openConversation(bob, NOW)]);
    await effect(beginning(round, code));
    const isThere = async (id: string) =>
      (await database.query("SELECT 1 FROM person WHERE id = ?", [id])).length === 1;
    await putAway(database, NOW + (KEPT_DAYS + 1) * DAY);
    expect([await isThere(ann), await isThere(bob)]).toEqual([true, false]);
    expect(await database.query("SELECT 1 FROM conversation WHERE person = ?", [ann])).toEqual([]);
    expect(await draftsOf(database, ann, NOW + (KEPT_DAYS + 1) * DAY)).toHaveLength(1);
    await putAway(database, Date.parse("2026-12-31T23:00:00+08:00"));
    expect(await isThere(ann)).toBe(true);
    await putAway(database, Date.parse("2027-01-01T00:00:00+08:00"));
    expect(await isThere(ann)).toBe(false);
  });
});
