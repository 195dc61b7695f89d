/** What is to go out, over both engines: order, windows, ticks, people who left, and joining under way. */
import { beforeEach, expect, it } from "vitest";
import type { InboundEvent } from "../../handlers/event.ts";
import { commitTurn, loadPerson } from "../../storage/conversations.ts";
import { Conflict, sql } from "../../storage/database.ts";
import {
  claim,
  countSent,
  messageTo,
  type Outcome,
  type Outgoing,
  openWindow,
  settle,
  takeBack,
  toggleTick,
  windowOf,
} from "../../storage/outbox.ts";
import type { StoredEffect } from "../../storage/survey-cells.ts";
import { overBothEngines } from "../support/databases.ts";

const START = Date.parse("2026-11-20T09:00:00+08:00");
const TEN = { people: 10, each: 10 };
const CHANNEL = "chat";
let counter = 0;
const newId = () => `row-${++counter}`;

overBothEngines("the outbox", (database) => {
  beforeEach(() => database.batch([sql`DELETE FROM outbox`, sql`DELETE FROM person`]));

  /** What somebody is answered in one turn. */
  async function answer(external: string, texts: string[], effects: StoredEffect[] = []): Promise<string> {
    const from = { channel: CHANNEL, external };
    const event: InboundEvent = {
      ...{ id: newId(), from, at: new Date(START).toISOString() },
      happening: { kind: "said", text: "您好" },
    };
    const messages = texts.map((text) => ({ to: from, message: { text } }));
    const known = await loadPerson(database, from);
    const record = { event, person: known, state: "{}", effects, messages, said: null, newId };
    return (await commitTurn(database, { ...record, opensWindow: null })).person;
  }
  const claimed = (now = START) => claim(database, CHANNEL, now, TEN);
  const texts = (rows: Outgoing[]) => rows.map(({ message }) => message.text);
  const end = (outgoing: Outgoing | undefined, outcome: Outcome) =>
    settle(database, outgoing ? [{ outgoing, outcome }] : [], START);

  it("gives one channel's rows only, and nobody's later words before the earlier are done", async () => {
    await answer("ann", ["1"]);
    const [first] = await claimed();
    await answer("ann", ["2"]);
    await answer("bob", ["b"]);
    expect(await claim(database, "other", START, TEN)).toEqual([]);
    expect(texts(await claimed())).toEqual(["b"]);
    await end(first, { kind: "sent" });
    expect(texts(await claimed())).toEqual(["2"]);
  });

  it("lets what comes behind wait with what must wait, and counts no try that was none", async () => {
    await answer("ann", ["1", "2"]);
    const [first, second] = await claimed();
    await end(first, { kind: "later", at: START + 5_000 });
    await end(second, { kind: "later", at: START + 5_000, untried: true });
    await answer("ann", ["3"]);
    await answer("bob", ["b"]);
    expect(texts(await claimed(START + 4_999))).toEqual(["b"]);
    const later = await claimed(START + 5_000);
    expect(later.map(({ message, attempts }) => `${message.text} ${attempts}`)).toEqual([
      "1 2",
      "2 1",
      "3 1",
    ]);
  });

  it("holds what may not go now, and gives it first when the window opens", async () => {
    await answer("ann", ["early"]);
    const [early] = await claimed();
    await end(early, { kind: "held", why: "too many" });
    await answer("ann", ["answer"]);
    await database.batch([countSent({ channel: CHANNEL, external: "ann" })]);
    await database.batch(openWindow({ channel: CHANNEL, external: "ann" }, START + 1, 3));
    expect(await windowOf(database, { channel: CHANNEL, external: "ann" })).toEqual({
      heardAt: START + 1,
      sentSince: 0,
      waiting: 2,
    });
    expect(texts(await claimed(START + 1))).toEqual(["early", "answer"]);
  });

  it("sends nothing more to whoever has left, until they are heard of again", async () => {
    await answer("ann", ["1"]);
    const [first] = await claimed();
    await answer("ann", ["2"]);
    await end(first, { kind: "never", why: "blocked", left: true });
    expect(await claimed()).toEqual([]);
    expect((await loadPerson(database, { channel: CHANNEL, external: "ann" }))?.hadLeft).toBe(true);
    await answer("ann", ["back"]);
    expect(texts(await claimed())).toEqual(["back"]);
    expect((await loadPerson(database, { channel: CHANNEL, external: "ann" }))?.hadLeft).toBe(false);
  });

  it("takes back what was believed sent", async () => {
    await answer("ann", ["1"]);
    const [row] = await claimed();
    await end(row, { kind: "sent", as: "far-1" });
    await database.batch([takeBack(row?.id ?? "", { kind: "held", why: "refused later", newId: "anew" })]);
    const [stored] = await database.query("SELECT id, state, sent_as FROM outbox");
    expect(stored).toEqual({ id: "anew", state: "held", sent_as: "far-1" });
  });

  it("ticks and unticks any of fifty options, in the person's own message only", async () => {
    const person = await answer("ann", ["list"]);
    const [row] = await claimed();
    const id = row?.id ?? "";
    const tickAt = (place: number) => database.batch([toggleTick(person, id, place)]);
    for (const place of [0, 31, 32, 49, 31]) await tickAt(place);
    expect((await messageTo(database, person, id))?.ticked).toEqual([0, 32, 49]);
    expect(await messageTo(database, "somebody-else", id)).toBeNull();
  });

  it("does not join with a conversation that has moved on meanwhile", async () => {
    const into = await answer("ann", ["1"]);
    await answer("bob", ["b"]);
    await answer("ann", ["2"]);
    const link = { kind: "link" as const, code: "X", into, step: 1, keptFacts: null };
    await expect(answer("bob", ["joined"], [link])).rejects.toBeInstanceOf(Conflict);
    expect((await loadPerson(database, { channel: CHANNEL, external: "bob" }))?.id).not.toBe(into);
    await answer("bob", ["joined"], [{ ...link, step: 2 }]);
    expect((await loadPerson(database, { channel: CHANNEL, external: "bob" }))?.id).toBe(into);
  });
});
