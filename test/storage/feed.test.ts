import { beforeEach, expect, it } from "vitest";
import { commitTurn, loadPerson } from "../../storage/conversations.ts";
import { sql } from "../../storage/database.ts";
import * as feeds from "../../storage/feed.ts";
import { claim, openWindow, settle, takeBack, uncountSent, windowOf } from "../../storage/outbox.ts";
import { isMarkedWithHuman, markWithHuman } from "../../storage/with-human.ts";
import { overBothEngines } from "../support/databases.ts";

const START = Date.parse("2026-11-20T09:00:00+08:00");
const TEN = { people: 10, each: 10 };
const place = { channel: "kf", account: "wk1" };

overBothEngines("feeds", (database) => {
  beforeEach(async () => {
    await database.batch([
      sql`DELETE FROM feed`,
      sql`DELETE FROM fetched`,
      feeds.wantFeed(place, "token-1", START),
    ]);
  });

  const lease = (who: string, at = START) => feeds.leaseFeed(database, place, who, at);
  const keep = (who: string, cursor: string, ...events: string[]) =>
    feeds.keepPage(database, place, who, { cursor, events }, START);
  const events = async () => (await feeds.fetchedEvents(database, place)).map(({ event }) => event);

  it("remembers the last call, and the time of the first", async () => {
    await database.batch([feeds.wantFeed(place, "token-2", START + 5)]);
    expect(await lease("a")).toEqual({ since: START, cursor: null, token: "token-2", wantedAt: START + 5 });
  });

  it("is fetched by one at a time, until the lease runs out", async () => {
    const many = await Promise.all(["a", "b", "c"].map((who) => lease(who)));
    expect(many.filter((feed) => feed !== null)).toHaveLength(1);
    expect(await lease("a")).not.toBeNull();
    expect(await lease("b", START + feeds.FEED_LEASE_MS)).toBeNull();
    expect(await lease("b", START + feeds.FEED_LEASE_MS + 1)).not.toBeNull();
    await database.batch([feeds.releaseFeed(place, "a")]);
    expect(await lease("c")).toBeNull();
    await database.batch([feeds.releaseFeed(place, "b")]);
    expect(await lease("c")).not.toBeNull();
  });

  it("keeps a page's events in their order, with where the next begins", async () => {
    await lease("a");
    const page = Array.from({ length: 300 }, (_, at) => `事件${at}`);
    expect(await keep("a", "c1", ...page)).toBe(true);
    expect(await keep("a", "c2")).toBe(true);
    expect(await keep("a", "c3", "末")).toBe(true);
    expect(await events()).toEqual([...page, "末"]);
    expect(await lease("a")).toMatchObject({ cursor: "c3" });
  });

  it("keeps neither where the lease was lost", async () => {
    await lease("a");
    await keep("a", "c1", "一");
    await lease("b", START + feeds.FEED_LEASE_MS + 1);
    expect(await keep("a", "c2", "二")).toBe(false);
    expect(await events()).toEqual(["一"]);
    expect(await lease("b")).toMatchObject({ cursor: "c1" });
  });

  it("keeps neither where the batch fails between the two", async () => {
    await lease("a");
    await keep("a", "c1", "一");
    // As if the process had died: a number that is taken makes the second page's events impossible.
    await database.batch([
      sql`INSERT INTO fetched (channel, account, number, event) VALUES ('kf', 'wk1', 3, 'x')`,
    ]);
    await expect(keep("a", "c2", "二", "三")).rejects.toThrow();
    expect(await events()).toEqual(["一", "x"]);
    expect(await lease("a")).toMatchObject({ cursor: "c1" });
  });

  it("gives no number twice, so that what is dropped late drops nothing else", async () => {
    await lease("a");
    await keep("a", "c1", "一");
    const [first] = await feeds.fetchedEvents(database, place);
    const number = first?.number ?? 0;
    await database.batch(feeds.dropFetched(place, "a", number, START));
    await keep("a", "c2", "二");
    await database.batch(feeds.dropFetched(place, "b", number, START));
    expect(await events()).toEqual(["二"]);
  });

  it("is finished only where nobody called meanwhile", async () => {
    const feed = await lease("a");
    if (!feed) throw new Error("no lease");
    await database.batch([feeds.wantFeed(place, "token-2", START)]);
    expect(await feeds.finishFeed(database, place, "a", feed, START)).toBe(false);
    const again = await lease("a");
    if (!again) throw new Error("no lease");
    expect(await feeds.finishFeed(database, place, "b", again, START)).toBe(false);
    expect(await feeds.finishFeed(database, place, "a", again, START)).toBe(true);
    expect(await lease("b")).toMatchObject({ token: null, wantedAt: null, since: START });
  });

  it("is due while it is wanted, holds events, or was not looked at", async () => {
    const due = (before = 0) => feeds.dueFeeds(database, "kf", before);
    expect(await due()).toEqual(["wk1"]);
    const feed = await lease("a");
    await keep("a", "c1", "一");
    if (feed) await feeds.finishFeed(database, place, "a", feed, START);
    expect(await due()).toEqual(["wk1"]);
    const [event] = await feeds.fetchedEvents(database, place);
    await database.batch([feeds.countTry(place, event?.number ?? 0)]);
    expect(await feeds.fetchedEvents(database, place)).toMatchObject([{ tries: 1 }]);
    await database.batch(feeds.dropFetched(place, "a", event?.number ?? 0, START));
    expect(await due()).toEqual([]);
    expect(await due(START + 1)).toEqual(["wk1"]);
    expect(await feeds.dueFeeds(database, "telegram", START + 1)).toEqual([]);
  });
});

overBothEngines("what may be sent", (database) => {
  const from = { channel: "kf", external: "wk1:wm1" };
  let counter = 0;
  const newId = () => `id-${++counter}`;

  const turn = async (...texts: string[]) => {
    const person = await loadPerson(database, from);
    await commitTurn(database, {
      event: {
        id: newId(),
        from,
        at: new Date(START).toISOString(),
        happening: { kind: "said", text: "您好" },
      },
      ...{
        person,
        state: "{}",
        effects: [],
        messages: texts.map((text) => ({ to: from, message: { text } })),
      },
      ...{ opensWindow: 5, said: null, newId },
    });
  };
  const states = async () =>
    (
      await database.query<{ state: string; message: string }>(
        "SELECT state, message FROM outbox ORDER BY step, position",
      )
    ).map(({ state, message }) => `${(JSON.parse(message) as { text: string }).text} ${state}`);
  const claimed = () => claim(database, "kf", START, TEN);
  const hold = async () => {
    const outcome = { kind: "held" as const, why: "x" };
    await settle(
      database,
      (await claimed()).map((outgoing) => ({ outgoing, outcome })),
      START,
    );
  };

  it("releases what was held, the oldest first, as far as the answer leaves room", async () => {
    await turn("一", "二", "三", "四", "五", "六");
    await hold();
    await turn("答", "答二");
    expect(await states()).toEqual([
      ...["一 waiting", "二 waiting", "三 waiting", "四 held", "五 held", "六 held"],
      ...["答 waiting", "答二 waiting"],
    ]);
    expect((await claimed()).map(({ message }) => message.text)).toEqual(["一", "二", "三", "答", "答二"]);
    await database.batch(openWindow(from, START, 5));
    expect((await states()).filter((state) => state.endsWith("held"))).toEqual([]);
  });

  it("believes the word that a message did not arrive, also before it was marked as sent", async () => {
    await database.batch([sql`DELETE FROM outbox`]);
    await turn("一", "二");
    const [first, second] = await claimed();
    if (!first || !second) throw new Error("nothing was claimed");
    await database.batch([takeBack(first.id, { kind: "held", why: "fail_type 4", newId: "anew" })]);
    const sent = [first, second].map((outgoing) => ({ outgoing, outcome: { kind: "sent" as const } }));
    await settle(database, sent, START);
    expect(await states()).toEqual(["一 held", "二 sent"]);
    await database.batch([takeBack(first.id, { kind: "held", why: "again", newId: "anew-2" })]);
    await database.batch([takeBack(second.id, { kind: "never", why: "fail_type 10" })]);
    expect(await states()).toEqual(["一 held", "二 failed"]);
    await database.batch(openWindow(from, START, 5));
    expect((await claimed()).map(({ id }) => id)).toEqual(["anew"]);
  });

  it("counts no more back than was counted", async () => {
    await database.batch([...openWindow(from, START, 5), uncountSent(from)]);
    expect(await windowOf(database, from)).toMatchObject({ heardAt: START, sentSince: 0 });
  });

  it("knows whom a human talks with", async () => {
    await database.batch([markWithHuman(from, START)]);
    expect(await isMarkedWithHuman(database, from)).toBe(true);
    await database.batch([markWithHuman(from, null)]);
    expect(await isMarkedWithHuman(database, from)).toBe(false);
  });
});
