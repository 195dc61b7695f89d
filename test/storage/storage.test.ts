import { expect, it } from "vitest";
import type { InboundEvent } from "../../handlers/event.ts";
import { commitTurn, isDuplicate, loadPerson, type TurnRecord } from "../../storage/conversations.ts";
import { Conflict, sql } from "../../storage/database.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { claim, LEASE_MS, type Outgoing, settle } from "../../storage/outbox.ts";
import { KEPT_DAYS, KEPT_FACTS_DAYS, putAway, storedAbout, transcript } from "../../storage/people.ts";
import type { StoredEffect } from "../../storage/survey-cells.ts";
import { UNANSWERED_DAYS, unansweredQuestions } from "../../storage/unanswered.ts";
import { overBothEngines } from "../support/databases.ts";
import { everyRow } from "../support/every-row.ts";

const START = Date.parse("2026-11-20T09:00:00+08:00");
const TEN = { people: 10, each: 10 };
let counter = 0;
const newId = () => `id-${++counter}`;

function said(external: string, text: string, at = START): InboundEvent {
  return {
    id: newId(),
    from: { channel: "web", external },
    at: new Date(at).toISOString(),
    happening: { kind: "said", text },
  };
}

const send = (text: string): StoredEffect => ({ kind: "send", message: { text } });

overBothEngines("storage", (database) => {
  async function turn(event: InboundEvent, changes: Partial<TurnRecord> = {}) {
    const person = await loadPerson(database, event.from);
    const effects = changes.effects ?? [send("好")];
    const messages = effects.flatMap((effect) =>
      effect.kind === "send" ? [{ to: event.from, message: effect.message }] : [],
    );
    const record = {
      ...{ event, person, state: "{}", messages, opensWindow: null, said: "您好", newId },
      ...{ ...changes, effects },
    };
    return { record, ...(await commitTurn(database, record)) };
  }

  it("applies each migration once", async () => {
    expect(await migrate(database, readMigrations())).toEqual([]);
  });

  it("undoes a batch whole when one statement fails, and keeps the ones beside it", async () => {
    const add = (name: string) => sql`INSERT INTO inbound (channel, event_id, at) VALUES ('t', ${name}, 1)`;
    const results = await Promise.allSettled([
      database.batch([add("a")]),
      database.batch([add("b"), add("a")]),
      database.batch([add("c")]),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(results[1]).toMatchObject({ reason: expect.any(Conflict) });
    const rows = await database.query("SELECT event_id FROM inbound WHERE channel = 't' ORDER BY event_id");
    expect(rows.map((row) => row.event_id)).toEqual(["a", "c"]);
  });

  it("tells a broken statement apart from a conflict", async () => {
    const broken = database.batch([sql`INSERT INTO nowhere (x) VALUES (1)`]);
    await expect(broken).rejects.not.toBeInstanceOf(Conflict);
  });

  it("keeps foreign keys", async () => {
    const orphan = sql`INSERT INTO address (channel, external, person) VALUES ('web', 'x', 'nobody')`;
    await expect(database.batch([orphan])).rejects.toBeInstanceOf(Conflict);
  });

  it("takes a first turn and the next", async () => {
    const { person, step } = await turn(said("ann", "您好"), { state: '{"n":1}' });
    expect(step).toBe(1);
    await turn(said("ann", "再问"), { state: '{"n":2}' });
    const known = await loadPerson(database, { channel: "web", external: "ann" });
    expect(known).toMatchObject({ id: person, keptFacts: null, conversation: { step: 2, state: '{"n":2}' } });
    const lines = await transcript(database, person);
    expect(lines.map(({ step, position }) => `${step}.${position}`)).toEqual(["1.0", "1.1", "2.0", "2.1"]);
    const after = await transcript(database, person, null, { step: 1, position: 1 });
    expect(after.map(({ step, position }) => `${step}.${position}`)).toEqual(["2.0", "2.1"]);
  });

  it("keeps questions without an answer, the most asked first, until the person goes", async () => {
    const inVain = (question: string): StoredEffect => ({ kind: "unanswered", question, why: "not_found" });
    await turn(said("eve", "一"), { effects: [send("没有"), inVain("有没有食堂补贴")] });
    await turn(said("eve", "二"), { effects: [send("没有"), inVain("房租怎么补")] });
    await turn(said("fay", "三"), { effects: [send("没有"), inVain("有没有食堂补贴")] });
    const asked = await unansweredQuestions(database, 10);
    expect(asked.map(({ question, times }) => [question, times])).toEqual([
      ["有没有食堂补贴", 2],
      ["房租怎么补", 1],
    ]);
    await turn(said("eve", "删除"), { effects: [{ kind: "forget", farewell: { text: "再见" } }] });
    expect(await unansweredQuestions(database, 10)).toMatchObject([{ question: "有没有食堂补贴", times: 1 }]);
  });

  it("keeps no question without an answer longer than half a year, whoever still talks", async () => {
    const days = (count: number) => START + count * 86_400_000;
    const inVain: StoredEffect = { kind: "unanswered", question: "班车补不补", why: "not_found" };
    const { person } = await turn(said("ned", "一"), { effects: [send("没有"), inVain] });
    expect(JSON.stringify((await storedAbout(database, person)).everything)).toContain("班车补不补");
    const isKept = async () =>
      (await unansweredQuestions(database, 99)).some(({ question }) => question === "班车补不补");
    for (let day = 20; day < UNANSWERED_DAYS; day += 20) await turn(said("ned", "又来", days(day)));
    await putAway(database, days(UNANSWERED_DAYS - 1));
    expect(await isKept()).toBe(true);
    await putAway(database, days(UNANSWERED_DAYS + 1));
    expect(await isKept()).toBe(false);
    expect(await loadPerson(database, { channel: "web", external: "ned" })).not.toBeNull();
  });

  it("leaves nothing behind of an event that comes twice", async () => {
    const { record } = await turn(said("bob", "一次"));
    const before = await everyRow(database);
    const person = await loadPerson(database, record.event.from);
    await expect(commitTurn(database, { ...record, person })).rejects.toBeInstanceOf(Conflict);
    expect(await isDuplicate(database, record.event)).toBe(true);
    expect(await everyRow(database)).toEqual(before);
  });

  it("leaves nothing behind of a stale step", async () => {
    const { record } = await turn(said("cat", "一"));
    const stale = await loadPerson(database, record.event.from);
    await turn(said("cat", "二"));
    const before = await everyRow(database);
    const late = { ...record, event: said("cat", "三"), person: stale };
    await expect(commitTurn(database, late)).rejects.toBeInstanceOf(Conflict);
    expect(await isDuplicate(database, late.event)).toBe(false);
    expect(await everyRow(database)).toEqual(before);
  });

  it("lets one of two first contacts win, and nothing of the other stays", async () => {
    const record = (event: InboundEvent) => ({
      event,
      person: null,
      state: "{}",
      effects: [],
      messages: [],
      opensWindow: null,
      said: null,
      newId,
    });
    const both = await Promise.allSettled([
      commitTurn(database, record(said("dan", "一"))),
      commitTurn(database, record(said("dan", "二"))),
    ]);
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const people = await database.query("SELECT person FROM address WHERE external = 'dan'");
    expect(people).toHaveLength(1);
  });

  it("does not bring a deleted person back by a turn that began before", async () => {
    const { record } = await turn(said("eve", "一"));
    const stale = await loadPerson(database, record.event.from);
    await turn(said("eve", "删除"), { effects: [{ kind: "forget", farewell: { text: "再见" } }] });
    const late = commitTurn(database, { ...record, event: said("eve", "二"), person: stale });
    await expect(late).rejects.toBeInstanceOf(Conflict);
    expect(await loadPerson(database, record.event.from)).toBeNull();
  });

  it("keeps facts only after a yes and lets them go again", async () => {
    const facts = { city: "淄博市" };
    const { person } = await turn(said("fay", "记住"), { effects: [{ kind: "remember", facts }] });
    expect((await storedAbout(database, person)).keptFacts).toEqual(facts);
    await turn(said("fay", "不再记住"), { effects: [{ kind: "unremember" }] });
    expect((await storedAbout(database, person)).keptFacts).toBeNull();
  });

  it("claims what is due once, in order, and again only when the lease has run out", async () => {
    await database.batch([sql`DELETE FROM outbox`]);
    await turn(said("gus", "一"), { effects: [send("1"), send("2")] });
    const first = await claim(database, "web", START, TEN);
    expect(first.map(({ message }) => message.text)).toEqual(["1", "2"]);
    expect(await claim(database, "web", START + 1, TEN)).toEqual([]);
    const again = await claim(database, "web", START + LEASE_MS + 1, TEN);
    expect(again.map(({ attempts }) => attempts)).toEqual([2, 2]);
    const [one, two] = again as [Outgoing, Outgoing];
    await settle(
      database,
      [
        { outgoing: one, outcome: { kind: "sent", as: "m1" } },
        { outgoing: two, outcome: { kind: "later", at: START + 999_999 } },
      ],
      START,
    );
    expect(await claim(database, "web", START + 500_000, TEN)).toEqual([]);
    const late = await claim(database, "web", START + 999_999, TEN);
    expect(late.map(({ message }) => message.text)).toEqual(["2"]);
    await settle(database, [{ outgoing: two, outcome: { kind: "never", why: "blocked" } }], START);
    expect(await claim(database, "web", START + 9_999_999, TEN)).toEqual([]);
  });

  it("puts quiet conversations away and keeps what a person asked to be kept", async () => {
    const { person: quiet } = await turn(said("hal", "一"));
    const { person: kept } = await turn(said("ida", "一"), {
      effects: [{ kind: "remember", facts: { a: 1 } }],
    });
    await putAway(database, START + (KEPT_DAYS + 1) * 86_400_000);
    const left = await everyRow(database);
    expect(JSON.stringify(left)).not.toContain(`"${quiet}"`);
    expect(await loadPerson(database, { channel: "web", external: "ida" })).toMatchObject({
      id: kept,
      keptFacts: { a: 1 },
      conversation: null,
    });
    await putAway(database, START + (KEPT_FACTS_DAYS - 1) * 86_400_000);
    expect(await loadPerson(database, { channel: "web", external: "ida" })).not.toBeNull();
    await putAway(database, START + (KEPT_FACTS_DAYS + 3) * 86_400_000);
    expect(await loadPerson(database, { channel: "web", external: "ida" })).toBeNull();
    const { step } = await turn(said("ida", "回来了", START + 400 * 86_400_000));
    expect(step).toBe(1);
  });
});
