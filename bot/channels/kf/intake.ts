/**
 * Brings in what happened at the accounts: fetches page by page, keeps each page with its cursor, and takes the
 * events in, each person's in their order. What a crash or a fault leaves is looked for at start and by a slow timer.
 */
import {
  countTry,
  dropFetched,
  dueFeeds,
  type Feed,
  type FeedPlace,
  type FetchedEvent,
  fetchedEvents,
  finishFeed,
  keepPage,
  leaseFeed,
  releaseFeed,
} from "../../../storage/feed.ts";
import { inParallel } from "../../in-parallel.ts";
import type { Intake, Take } from "../channel.ts";
import { KF } from "./address.ts";
import { fetchPage, Trouble } from "./fetch-page.ts";
import { type KfEvent, readPage, whoseEvent } from "./read-entry.ts";
import type { Parts } from "./sessions.ts";
import { takeInEvent } from "./take-in.ts";

/** What is left over is looked for so often. */
const LOOK_EVERY_MS = 60_000;
/** And an account that nobody called for, since a call can be lost. */
const LOOK_ANYWAY_MS = 10 * 60_000;
/** The clocks differ, and the call comes after what it is about. */
const BEFORE_FIRST_CALL_MS = 10 * 60_000;
/** An event that still cannot be taken in is given up, so that it does not stop what comes after it for ever. */
const MOST_TRIES = 5;
/** People whose events are taken in at the same time. */
const AT_ONCE = 8;

export function startIntake(parts: Parts, take: Take): Intake {
  const { database, now, log } = parts;
  const fetcher = parts.newId();
  const troubles = new Map<string, string>();
  let running: Promise<void> | null = null;
  let [again, stopped, isFirstLook] = [false, false, true];

  const look = async () => {
    const lookedBefore = isFirstLook ? now() : now() - LOOK_ANYWAY_MS;
    const accounts = await dueFeeds(database, KF, lookedBefore);
    isFirstLook = false;
    await Promise.all(accounts.map(lookAt));
  };
  const lookAt = async (account: string) => {
    try {
      const place = { channel: KF, account };
      await bringIn({ parts, take, place, fetcher, isStopped: () => stopped, waiting: new Set() });
      troubles.delete(account);
    } catch (error) {
      if (!(error instanceof Trouble))
        log.error({ channel: KF, stack: error instanceof Error ? error.stack : "" }, "fetching failed");
      troubles.set(account, error instanceof Trouble ? error.message : "fetching failed");
    }
  };
  const run = async () => {
    while (again && !stopped) {
      again = false;
      await look();
    }
  };
  const nudge = async (): Promise<void> => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    await running;
    // A nudge that came while the last look was ending.
    if (again && !stopped) await nudge();
  };
  const lookAgain = () =>
    nudge().catch(() => log.error({ channel: KF }, "the feeds cannot be read; will look again"));
  const timer = setInterval(lookAgain, LOOK_EVERY_MS);
  void lookAgain();
  return {
    nudge,
    trouble: () => [...new Set(troubles.values())].join("; ") || null,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}

interface Work {
  parts: Parts;
  take: Take;
  place: FeedPlace;
  fetcher: string;
  isStopped: () => boolean;
  /** Whose next event cannot be taken in yet; it is tried once in each look, whatever else is fetched. */
  waiting: Set<string>;
}

/** Nothing where another process is at it. @throws Trouble where it stays to be done later */
async function bringIn(work: Work): Promise<void> {
  const { parts, place, fetcher, waiting } = work;
  const { database, now } = parts;
  let feed = await leaseFeed(database, place, fetcher, now());
  if (!feed) return;
  try {
    await takeInFetched(work);
    while (feed && (await fetchAll(work, feed))) {
      if (await finishFeed(database, place, fetcher, feed, now())) break;
      // Called again meanwhile.
      feed = await leaseFeed(database, place, fetcher, now());
    }
  } finally {
    await database.batch([releaseFeed(place, fetcher)]);
  }
  if (waiting.size > 0) throw new Trouble("something that was fetched cannot be taken in yet");
}

/** @returns false where it was broken off: the lease was lost, or the server stops */
async function fetchAll(work: Work, feed: Feed): Promise<boolean> {
  const { parts, place, fetcher, isStopped } = work;
  const { database, now } = parts;
  const since = feed.since - BEFORE_FIRST_CALL_MS;
  let { cursor } = feed;
  for (let hasMore = true; hasMore; ) {
    if (isStopped()) return false;
    const page = await fetchPage(parts, place.account, { ...feed, cursor });
    const events = readPage(page.entries, { now: now(), since }).map((event) => JSON.stringify(event));
    cursor = page.cursor ?? cursor;
    if (!(await keepPage(database, place, fetcher, { cursor, events }, now()))) return false;
    await takeInFetched(work);
    hasMore = page.hasMore;
  }
  return true;
}

async function takeInFetched(work: Work): Promise<void> {
  const { parts, place, waiting } = work;
  const fetched = (await fetchedEvents(parts.database, place)).map((one) => ({
    ...one,
    read: JSON.parse(one.event) as KfEvent,
  }));
  const people = Map.groupBy(fetched, ({ read }) => whoseEvent(read));
  await inParallel([...people], AT_ONCE, async ([person, events]) => {
    if (!waiting.has(person) && !(await inOrder(work, events))) waiting.add(person);
  });
}

/** One person's events; what comes behind one that cannot be taken in waits. */
async function inOrder(work: Work, events: readonly (FetchedEvent & { read: KfEvent })[]): Promise<boolean> {
  const { parts, place, fetcher, take, isStopped } = work;
  const { database, now, log } = parts;
  for (const { number, tries, read } of events) {
    if (isStopped()) return true;
    try {
      await takeInEvent(parts, take, read);
    } catch (error) {
      if (error instanceof Trouble) return false;
      const isLast = tries + 1 >= MOST_TRIES;
      const outcome = isLast ? "an event is given up" : "an event cannot be taken in yet";
      log.error({ channel: KF, stack: error instanceof Error ? error.stack : "" }, outcome);
      if (!isLast) {
        await database.batch([countTry(place, number)]);
        return false;
      }
    }
    await database.batch(dropFetched(place, fetcher, number, now()));
  }
  return true;
}
