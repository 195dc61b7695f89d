import { beforeAll, describe, expect, it } from "vitest";
import type { InboundEvent } from "../../handlers/event.ts";
import { isAtLeast, NEEDED, ROLES, type Role } from "../../handlers/staff/roles.ts";
import type { Round } from "../../handlers/surveys/draft.ts";
import { asJson, lastActs, noteCommand } from "../../storage/audit.ts";
import { commitTurn, loadPerson } from "../../storage/conversations.ts";
import { Conflict, type Database, sql } from "../../storage/database.ts";
import {
  allRounds,
  askingIn,
  handoverOf,
  invitedTo,
  listWaiting,
  missingIn,
  progressOf,
  toConfirmIn,
} from "../../storage/desk.ts";
import { deskStatements, HANDOVER_HOLDS_MS, type StoredDeskEffect } from "../../storage/desk-effects.ts";
import { claim } from "../../storage/outbox.ts";
import { KEPT_DAYS, KEPT_FACTS_DAYS, putAway, storedAbout } from "../../storage/people.ts";
import { reachOf } from "../../storage/reminding.ts";
import {
  colleagues,
  keepStaffCode,
  onlyAsStaff,
  STAFF_CODE_HOLDS_MS,
  staffAt,
  staffInvitation,
} from "../../storage/staff.ts";
import type { StoredEffect } from "../../storage/survey-cells.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { overBothEngines } from "../support/databases.ts";
import { everyRow } from "../support/every-row.ts";

const START = Date.parse("2026-11-20T09:00:00+08:00");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Check digits are the handlers' matter. */
const [FIRM, OTHER, THIRD] = ["91370300MA3C00001A", "91370300MA3C00002B", "91370300MA3C00003C"];

function round(id: string, changes: Partial<Round> = {}): Round {
  return {
    ...{ id, survey: "skills-2021", title: "2026年第四季度", regions: [], opens: "2026-11-20" },
    ...{ closes: "2026-12-31", closedAt: null, invitedOnly: false, ...changes },
  };
}

overBothEngines("staff", (database) => {
  let counter = 0;
  const newId = () => `id-${++counter}`;

  /** One turn of somebody's, with what it does; makes them known where they are not. */
  async function turn(external: string, effects: StoredEffect[] = [], at = START, said = "您好") {
    const from = { channel: "web", external };
    const event: InboundEvent = {
      ...{ id: newId(), from, at: new Date(at).toISOString() },
      happening: { kind: "said", text: said },
    };
    const person = await loadPerson(database, from);
    const messages = [{ to: from, message: { text: "好" } }];
    const record = { event, person, state: "{}", effects, messages, opensWindow: null, said, newId };
    return (await commitTurn(database, record)).person;
  }

  const act = (person: string, effect: StoredDeskEffect, at = START) =>
    database.batch(deskStatements(effect, person, at));

  async function makeStaff(external: string, role: Role, name = external): Promise<string> {
    const hash = `hash of ${newId()}`;
    await database.batch([keepStaffCode({ hash, role, name }, sql`${"命令"}`, START)]);
    return turn(external, [{ kind: "join_staff", hash }]);
  }

  const acts = async () => (await lastActs(database, 99)).map(({ act: what }) => what);

  /** An enterprise's person, in its draft. */
  async function begin(external: string, inRound: string, creditCode: string, asStaff = false) {
    const person = await turn(external);
    const enterprise = { creditCode, name: `企业${creditCode.slice(-1)}`, region: "张店区" };
    const effect = {
      kind: "begin_survey" as const,
      round: inRound,
      enterprise,
      version: 1,
      cells: {},
      asStaff,
    };
    await database.batch(surveyStatements(effect, person, START));
    return person;
  }

  async function invite(person: string, inRound: string, codes: string[], at = START) {
    const enterprises = codes.map((creditCode) => ({
      ...{ creditCode, name: `企业${creditCode.slice(-1)}`, region: "张店区" },
      ...{ contact: `sealed ${creditCode}`, phone: null },
    }));
    const list = newId();
    await act(person, { kind: "keep_list", round: inRound, list, enterprises }, at);
    await act(person, { kind: "invite_enterprises", round: inRound, list, count: codes.length }, at);
  }

  it("asks in the record for the very roles that the conversation asks for", async () => {
    for (const role of ROLES) {
      const person = await makeStaff(`every-${role}`, role);
      for (const [name, least] of Object.entries(NEEDED)) {
        const trying = database.batch([onlyAsStaff(person, name as keyof typeof NEEDED)]);
        const outcome = await trying
          .then(() => "may")
          .catch((error) => (error instanceof Conflict ? "no" : error));
        expect([role, name, outcome]).toEqual([role, name, isAtLeast(role, least) ? "may" : "no"]);
      }
    }
  });

  describe("a code", () => {
    it("makes somebody staff, once, and the audit tells by whom", async () => {
      const admin = await makeStaff("admin-1", "admin", "王主任");
      await act(admin, { kind: "invite_staff", hash: "h-once", role: "editor", name: "张三" });
      expect(await staffInvitation(database, "h-once", START)).toEqual({ name: "张三", role: "editor" });
      const person = await turn("zhang-1", [{ kind: "join_staff", hash: "h-once" }]);
      expect(await staffAt(database, person)).toEqual({ name: "张三", role: "editor" });
      expect(await staffInvitation(database, "h-once", START)).toBeNull();
      await expect(turn("li-1", [{ kind: "join_staff", hash: "h-once" }])).rejects.toBeInstanceOf(Conflict);
      expect(await loadPerson(database, { channel: "web", external: "li-1" })).toBeNull();
      const [joined, invited] = await lastActs(database, 2);
      expect(joined).toMatchObject({
        name: "张三",
        act: "join_staff",
        after: { role: "editor", by: "王主任" },
      });
      expect(invited).toMatchObject({
        name: "王主任",
        act: "invite_staff",
        what: "张三",
        after: { role: "editor" },
      });
    });

    it("is used by one of many who type it at the same moment", async () => {
      await database.batch([
        keepStaffCode({ hash: "h-race", role: "admin", name: "一个人" }, sql`'命令'`, START),
      ]);
      const people = await Promise.all([1, 2, 3, 4, 5].map((one) => turn(`race-${one}`)));
      const tries = people.map((person) => act(person, { kind: "join_staff", hash: "h-race" }));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const staff = await Promise.all(people.map((person) => staffAt(database, person)));
      expect(staff.filter(Boolean)).toHaveLength(1);
    });

    it("holds for a day, and one that nobody made does not hold", async () => {
      await database.batch([
        keepStaffCode({ hash: "h-old", role: "viewer", name: "晚了" }, sql`'命令'`, START),
      ]);
      const late = START + STAFF_CODE_HOLDS_MS;
      expect(await staffInvitation(database, "h-old", late)).not.toBeNull();
      expect(await staffInvitation(database, "h-old", late + 1)).toBeNull();
      const person = await turn("late-1");
      const join = (hash: string) => act(person, { kind: "join_staff", hash }, late + 1);
      await expect(join("h-old")).rejects.toBeInstanceOf(Conflict);
      await expect(join("h-none")).rejects.toBeInstanceOf(Conflict);
      await putAway(database, late + 1);
      expect(JSON.stringify(await everyRow(database))).not.toContain("h-old");
    });
  });

  describe("an act", () => {
    it("is refused whole, audit and all, once the role was taken away meanwhile", async () => {
      const admin = await makeStaff("admin-2", "admin");
      const person = await makeStaff("gone-2", "approver");
      const { id } = (await colleagues(database, null)).find(({ name }) => name === "gone-2") ?? { id: 0 };
      await act(admin, { kind: "change_role", staff: id, role: "viewer" });
      const before = await everyRow(database);
      const opening: StoredDeskEffect = { kind: "open_round", round: round("gone2222") };
      await expect(act(person, opening)).rejects.toBeInstanceOf(Conflict);
      await expect(turn("gone-2", [opening])).rejects.toBeInstanceOf(Conflict);
      expect(await everyRow(database)).toEqual(before);
      await act(admin, { kind: "revoke_staff", staff: id });
      expect(await staffAt(database, person)).toBeNull();
      await expect(act(person, { kind: "note_act", act: "export", what: "x" })).rejects.toBeInstanceOf(
        Conflict,
      );
    });

    it("leaves no audit where the act itself cannot be written", async () => {
      const person = await makeStaff("twice-3", "editor");
      await act(person, { kind: "open_round", round: round("twice333") });
      const before = await everyRow(database);
      await expect(act(person, { kind: "open_round", round: round("twice333") })).rejects.toBeInstanceOf(
        Conflict,
      );
      expect(await everyRow(database)).toEqual(before);
    });

    it("tells who, what, before and after", async () => {
      const admin = await makeStaff("admin-4", "admin", "赵四");
      await makeStaff("zhou-4", "viewer", "周五");
      const { id } = (await colleagues(database, null)).find(({ name }) => name === "周五") ?? { id: 0 };
      await act(admin, { kind: "change_role", staff: id, role: "approver" }, START + 5);
      expect((await lastActs(database, 1))[0]).toEqual({
        ...{ at: new Date(START + 5).toISOString(), name: "赵四", act: "change_role", what: "周五" },
        ...{ before: { role: "viewer" }, after: { role: "approver" } },
      });
    });

    it("takes no role from oneself, so that there is always somebody who may", async () => {
      const admin = await makeStaff("admin-5", "admin");
      const me = (await colleagues(database, admin)).find(({ isMe }) => isMe)?.id ?? 0;
      const tries = [
        act(admin, { kind: "revoke_staff", staff: me }),
        act(admin, { kind: "change_role", staff: me, role: "viewer" }),
        act(admin, { kind: "revoke_staff", staff: 9_999 }),
      ];
      for (const one of await Promise.allSettled(tries))
        expect(one).toMatchObject({ reason: expect.any(Conflict) });
    });

    it("by command is told as such", async () => {
      await database.batch([
        noteCommand({ act: "invite_staff", what: "孙六", after: asJson({ role: "admin" }) }, START),
      ]);
      expect((await lastActs(database, 1))[0]).toMatchObject({
        name: "服务器命令",
        what: "孙六",
        before: null,
      });
    });
  });

  describe("whoever is staff", () => {
    it("is so no longer once their data are deleted; the audit keeps what they were called", async () => {
      const person = await makeStaff("leaver-6", "editor", "钱七");
      await act(person, { kind: "open_round", round: round("leaver66") });
      expect(JSON.stringify((await storedAbout(database, person)).everything)).toMatch(/钱七.*open_round/);
      await turn("leaver-6", [{ kind: "forget", farewell: { text: "再见" } }]);
      expect(await staffAt(database, person)).toBeNull();
      expect((await lastActs(database, 1))[0]).toMatchObject({ name: "钱七", act: "open_round" });
      expect(await database.query("SELECT 1 FROM audit WHERE staff IS NOT NULL AND name = '钱七'")).toEqual(
        [],
      );
    });

    it("stays it through a quiet month, and not through a quiet year", async () => {
      const person = await makeStaff("quiet-7", "viewer");
      const other = await turn("nobody-7");
      await putAway(database, START + (KEPT_DAYS + 1) * DAY);
      expect(await staffAt(database, person)).not.toBeNull();
      expect(await loadPerson(database, { channel: "web", external: "nobody-7" })).toBeNull();
      expect(await staffAt(database, other)).toBeNull();
      await putAway(database, START + (KEPT_DAYS + KEPT_FACTS_DAYS + 2) * DAY);
      expect(await staffAt(database, person)).toBeNull();
    });

    it.each([
      ["editor", null, "editor"],
      [null, "viewer", "viewer"],
      ["viewer", "admin", "admin"],
      ["approver", "editor", "approver"],
    ] as const)("is so on both sides after 绑定: %s joins %s", async (mine, theirs, after) => {
      const name = `link-${mine}-${theirs}`;
      const into = theirs ? await makeStaff(`${name}-b`, theirs) : await turn(`${name}-b`);
      const person = mine ? await makeStaff(`${name}-a`, mine) : await turn(`${name}-a`);
      const link = { kind: "link" as const, code: "77777777", into, step: 1, keptFacts: null };
      await turn(`${name}-a`, [link]);
      expect((await staffAt(database, into))?.role).toBe(after);
      expect(await staffAt(database, person)).toBeNull();
    });
  });

  describe("a round", () => {
    let [staff, chief, viewer] = ["", "", ""];
    beforeAll(async () => {
      staff = await makeStaff("desk-editor", "editor", "经办");
      chief = await makeStaff("desk-approver", "approver", "审核");
      viewer = await makeStaff("desk-viewer", "viewer", "查看");
    });

    it("is opened as it was said, and closed once, by who may", async () => {
      const opened = round("open8888", { regions: ["张店区", "临淄区"], invitedOnly: true });
      await act(staff, { kind: "open_round", round: opened });
      expect((await allRounds(database)).find(({ id }) => id === "open8888")).toEqual(opened);
      const closing = { kind: "close_round" as const, round: "open8888" };
      await expect(act(staff, closing)).rejects.toBeInstanceOf(Conflict);
      await act(chief, closing, START + DAY);
      await expect(act(chief, closing, START + DAY)).rejects.toBeInstanceOf(Conflict);
      const closed = (await allRounds(database)).find(({ id }) => id === "open8888");
      expect(closed?.closedAt).toBe(new Date(START + DAY).toISOString());
      expect((await lastActs(database, 1))[0]).toMatchObject({
        ...{ name: "审核", act: "close_round", before: { closes: "2026-12-31" }, after: { submitted: 0 } },
      });
    });

    it("takes in 2,000 enterprises after a yes, and only then", async () => {
      await act(staff, { kind: "open_round", round: round("many8888") });
      const enterprises = Array.from({ length: 2_000 }, (_, index) => ({
        ...{ creditCode: `MANY${index}`, name: `第${index}家`, region: `区${index % 8}` },
        ...{ contact: `sealed contact ${index} ${"x".repeat(80)}`, phone: `sealed phone ${index}` },
      }));
      await act(staff, { kind: "keep_list", round: "many8888", list: "L1", enterprises });
      expect(await invitedTo(database, "many8888")).toHaveLength(0);
      expect(await listWaiting(database, "L1", staff)).toBe(2_000);
      expect(await listWaiting(database, "L1", chief)).toBeNull();
      const yes: StoredDeskEffect = {
        kind: "invite_enterprises",
        round: "many8888",
        list: "L1",
        count: 2_000,
      };
      await expect(act(chief, yes)).rejects.toBeInstanceOf(Conflict);
      await act(staff, yes);
      await expect(act(staff, yes)).rejects.toBeInstanceOf(Conflict);
      expect(await invitedTo(database, "many8888")).toHaveLength(2_000);
      const progress = await progressOf(database, "many8888");
      expect(progress).toHaveLength(8);
      expect(progress[0]).toMatchObject({ region: "区0", invited: 250, begun: 0, submitted: 0 });
      expect(await database.query("SELECT 1 FROM survey_list_row WHERE list = 'L1'")).toEqual([]);
      expect((await lastActs(database, 1))[0]).toMatchObject({ after: { listed: 2_000, new: 2_000 } });
    });

    it("keeps a contact that a later list does not name", async () => {
      await act(staff, { kind: "open_round", round: round("keep8888") });
      await invite(staff, "keep8888", [FIRM]);
      const again = [{ creditCode: FIRM, name: "改了名", region: "", contact: null, phone: "sealed phone" }];
      await act(staff, { kind: "keep_list", round: "keep8888", list: "L2", enterprises: again });
      await act(staff, { kind: "invite_enterprises", round: "keep8888", list: "L2", count: 1 });
      expect(await missingIn(database, "keep8888")).toEqual([
        {
          ...{ creditCode: FIRM, name: "改了名", region: "张店区", begun: false, reachable: false },
          ...{ contactSealed: `sealed ${FIRM}`, phoneSealed: "sealed phone" },
        },
      ]);
      expect((await lastActs(database, 1))[0]).toMatchObject({ after: { listed: 1, new: 0 } });
    });

    it("shows who has begun, handed in, and takes part without being invited", async () => {
      await act(staff, { kind: "open_round", round: round("prog8888") });
      await invite(staff, "prog8888", [FIRM, OTHER]);
      const filer = await begin("prog-a", "prog8888", FIRM);
      await begin("prog-b", "prog8888", THIRD);
      const filing = {
        kind: "file_survey" as const,
        draft: `prog8888/${FIRM}`,
        revision: 0,
        receipt: "R-prog",
      };
      await database.batch(surveyStatements(filing, filer, START));
      expect(await progressOf(database, "prog8888")).toEqual([
        {
          ...{ region: "张店区", invited: 2, begun: 0, submitted: 1 },
          ...{ othersBegun: 1, othersSubmitted: 0, toConfirm: 0 },
        },
      ]);
      expect((await missingIn(database, "prog8888")).map(({ creditCode }) => creditCode)).toEqual([OTHER]);
    });

    describe("reminds", () => {
      const TELL = {
        kind: "remind_enterprises" as const,
        text: "{enterprise}，请交表",
        dueAt: "2026-11-20T01:00:00Z",
      };
      const told = () =>
        database.query<{ external: string; message: string; due_at: number; step: number; position: number }>(
          "SELECT external, message, due_at, step, position FROM outbox WHERE message LIKE '%请交表%' ORDER BY external, position",
        );

      it("only those who have begun and not handed in, once a day, however many press at once", async () => {
        await act(staff, { kind: "open_round", round: round("remi8888") });
        await invite(staff, "remi8888", [FIRM, OTHER, THIRD]);
        const one = await begin("rem-a", "remi8888", FIRM);
        const filer = await begin("rem-b", "remi8888", OTHER);
        const filing = {
          kind: "file_survey" as const,
          draft: `remi8888/${OTHER}`,
          revision: 0,
          receipt: "R-rem",
        };
        await database.batch(surveyStatements(filing, filer, START));
        expect(await reachOf(database, "remi8888", START)).toEqual({ now: 1, told: 0, toCall: 1 });
        const tell = { ...TELL, round: "remi8888" };
        await expect(act(viewer, tell)).rejects.toBeInstanceOf(Conflict);
        await Promise.all([act(staff, tell), act(staff, tell), act(chief, tell)]);
        expect(await told()).toMatchObject([
          { external: "rem-a", message: '{"text":"企业A，请交表"}', step: 1, position: 2 },
        ]);
        expect(await reachOf(database, "remi8888", START)).toEqual({ now: 0, told: 1, toCall: 1 });
        await act(staff, { ...tell, dueAt: "2026-11-20T15:59:00Z" });
        expect(await told()).toHaveLength(1);
        await act(staff, { ...tell, dueAt: "2026-11-20T16:01:00Z" }, START + 15 * HOUR);
        expect(await told()).toHaveLength(2);
        expect(await acts()).toContain("remind_enterprises");
        // What is said next takes its own step, and the reminders stand before it.
        expect(await turn("rem-a", [], START + DAY)).toBe(one);
        const due = await claim(database, "web", START + 2 * DAY, { people: 99, each: 9 });
        const mine = due.filter(({ to }) => to.external === "rem-a").map(({ message }) => message.text);
        expect(mine).toEqual(["好", "企业A，请交表", "企业A，请交表", "好"]);
      });

      it("somebody of two enterprises of each, where they were answered last, and nobody who has left", async () => {
        await act(staff, { kind: "open_round", round: round("two88888") });
        const person = await begin("two-a", "two88888", FIRM);
        await begin("two-a", "two88888", OTHER);
        await begin("two-left", "two88888", THIRD);
        await database.batch([
          sql`INSERT INTO address (channel, external, person) VALUES ('telegram', 'two-a', ${person})`,
          sql`INSERT INTO address (channel, external, person, alone) VALUES ('telegram', 'g:two-a', ${person}, 'two-a')`,
          sql`UPDATE address SET left_at = 1 WHERE external = 'two-left'`,
          sql`DELETE FROM outbox WHERE message LIKE '%请交表%'`,
        ]);
        const tell = { ...TELL, round: "two88888", dueAt: "2026-11-21T00:00:00Z" };
        await act(staff, tell);
        expect((await told()).map(({ external, message, due_at }) => [external, message, due_at])).toEqual([
          ["two-a", '{"text":"企业A，请交表"}', Date.parse(tell.dueAt)],
          ["two-a", '{"text":"企业B，请交表"}', Date.parse(tell.dueAt)],
        ]);
        expect(await reachOf(database, "two88888", START)).toEqual({ now: 0, told: 2, toCall: 1 });
      });

      it("nobody in the morning of what was done in the night", async () => {
        await act(staff, { kind: "open_round", round: round("late8888") });
        const night = START + 14 * HOUR;
        const people = [
          await begin("late-a", "late8888", FIRM),
          await begin("late-b", "late8888", OTHER),
          await begin("late-c", "late8888", THIRD),
        ];
        const draft = (code: string) => `late8888/${code}`;
        await database.batch([
          sql`DELETE FROM outbox WHERE message LIKE '%请交表%'`,
          sql`INSERT INTO survey_editor (draft, person, state, since)
            VALUES (${draft(FIRM)}, ${people[1] ?? ""}, 'in', 0)`,
        ]);
        await act(staff, { ...TELL, round: "late8888", dueAt: "2026-11-21T00:00:00Z" }, night);
        const left = async () =>
          (await told()).map(({ external, message }) => [external, message.slice(9, 12)]);
        expect(await left()).toHaveLength(4);
        // What a channel holds until the person writes again is taken back as well.
        await database.batch([
          sql`UPDATE outbox SET state = 'held' WHERE message LIKE '%企业A，请交表%' AND external = 'late-a'`,
        ]);
        const filing = {
          ...{ kind: "file_survey" as const, draft: draft(FIRM), revision: 0, receipt: "R-late" },
        };
        await database.batch(surveyStatements(filing, people[0] ?? "", night));
        expect(await left()).toEqual([
          ["late-b", "企业B"],
          ["late-c", "企业C"],
        ]);
        await act(staff, { kind: "take_out", draft: draft(OTHER), person: people[1] ?? "" }, night);
        expect(await left()).toEqual([["late-c", "企业C"]]);
        await act(chief, { kind: "close_round", round: "late8888" }, night);
        expect(await left()).toEqual([]);
      });

      it("nobody after its last day", async () => {
        await act(staff, { kind: "open_round", round: round("eve88888", { closes: "2026-11-20" }) });
        const tell = { ...TELL, round: "eve88888", dueAt: "2026-11-21T00:00:00Z" };
        await expect(act(staff, tell)).rejects.toBeInstanceOf(Conflict);
      });

      it("nobody of a round that is over", async () => {
        await act(staff, { kind: "open_round", round: round("over8888", { closes: "2026-11-20" }) });
        const tell = { ...TELL, round: "over8888" };
        await expect(act(staff, tell, START + DAY)).rejects.toBeInstanceOf(Conflict);
      });
    });

    it("lets in, refuses and takes out by staff, and tells who waits", async () => {
      await act(staff, { kind: "open_round", round: round("door8888") });
      const first = await begin("door-a", "door8888", FIRM);
      const draft = `door8888/${FIRM}`;
      const second = await turn("door-b");
      const ask = () =>
        database.batch(surveyStatements({ kind: "ask_into_survey", draft, code: "3F7K" }, second, START));
      await ask();
      expect(await askingIn(database, "door8888")).toMatchObject([
        {
          draft,
          person: second,
          code: "3F7K",
          addresses: [{ channel: "web", external: "door-b" }],
          enterprise: { name: "企业A" },
        },
      ]);
      const letIn = (yes: boolean): StoredDeskEffect => ({
        kind: "let_in_by_staff",
        draft,
        person: second,
        yes,
      });
      await expect(act(viewer, letIn(true))).rejects.toBeInstanceOf(Conflict);
      await act(staff, letIn(false));
      await expect(act(staff, letIn(true))).rejects.toBeInstanceOf(Conflict);
      await ask();
      await act(staff, letIn(true));
      await act(staff, { kind: "take_out", draft, person: first });
      await expect(act(staff, { kind: "take_out", draft, person: first })).rejects.toBeInstanceOf(Conflict);
      const editors = await database.query(
        "SELECT person, state FROM survey_editor WHERE draft = ? ORDER BY since, person",
        [draft],
      );
      expect(editors).toEqual([
        { person: first, state: "refused" },
        { person: second, state: "in" },
      ]);
      expect((await acts()).slice(0, 3)).toEqual(["take_out", "let_in", "refuse"]);
    });

    it("hands what staff have filled over to the enterprise, by a code of one use", async () => {
      await act(staff, { kind: "open_round", round: round("hand8888") });
      await begin("desk-editor", "hand8888", FIRM, true);
      const draft = `hand8888/${FIRM}`;
      expect(await toConfirmIn(database, "hand8888")).toMatchObject([{ draft }]);
      await act(staff, { kind: "hand_over", draft, hash: "h-first" });
      await act(staff, { kind: "hand_over", draft, hash: "h-hand" });
      expect(await handoverOf(database, "h-first", START, staff)).toBeNull();
      expect(await handoverOf(database, "h-hand", START + HANDOVER_HOLDS_MS, staff)).toMatchObject({ draft });
      const person = await turn("hand-a");
      const take = (hash: string, at = START) => act(person, { kind: "take_over", draft, hash }, at);
      await expect(take("h-first")).rejects.toBeInstanceOf(Conflict);
      await expect(take("h-hand", START + HANDOVER_HOLDS_MS + 1)).rejects.toBeInstanceOf(Conflict);
      // Whoever filled it confirms nothing, and no other staff does.
      for (const one of [staff, viewer])
        await expect(act(one, { kind: "take_over", draft, hash: "h-hand" })).rejects.toBeInstanceOf(Conflict);
      expect((await handoverOf(database, "h-hand", START, staff))?.isStaffs).toBe(true);
      expect((await handoverOf(database, "h-hand", START, person))?.isStaffs).toBe(false);
      await take("h-hand");
      expect((await lastActs(database, 1))[0]).toMatchObject({
        ...{ name: "企业", act: "take_over", what: draft },
      });
      await expect(take("h-hand")).rejects.toBeInstanceOf(Conflict);
      expect(await handoverOf(database, "h-hand", START, staff)).toBeNull();
      const editors = await database.query("SELECT person, as_staff FROM survey_editor WHERE draft = ?", [
        draft,
      ]);
      expect(editors).toEqual([{ person, as_staff: 0 }]);
    });
  });

  it("leaves one admin, whatever code the last one types", async () => {
    await database.batch([sql`DELETE FROM staff`]);
    const admin = await makeStaff("last-admin", "admin");
    const lower = async () => {
      const hash = `lower ${newId()}`;
      await database.batch([keepStaffCode({ hash, role: "approver", name: "审核" }, sql`'命令'`, START)]);
      return act(admin, { kind: "join_staff", hash });
    };
    await expect(lower()).rejects.toBeInstanceOf(Conflict);
    expect(await staffAt(database, admin)).toMatchObject({ role: "admin" });
    const other = await makeStaff("other-admin", "admin");
    await lower();
    expect(await staffAt(database, admin)).toMatchObject({ role: "approver" });
    expect(await staffAt(database, other)).toMatchObject({ role: "admin" });
  });

  it("shows staff, those who may most at the head", async () => {
    await database.batch([sql`DELETE FROM staff`]);
    await makeStaff("list-viewer", "viewer");
    const admin = await makeStaff("list-admin", "admin");
    const all = await colleagues(database as Database, admin);
    expect(all.map(({ name, isMe }) => [name, isMe])).toEqual([
      ["list-admin", true],
      ["list-viewer", false],
    ]);
  });
});
