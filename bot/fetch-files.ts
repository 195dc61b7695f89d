/**
 * Fetches the files that people sent, beside the requests: each on a lease, with time between the tries. Then it is
 * taken into the conversation as an event of its own, whose id comes from the first one's: a crash in between has it
 * fetched again, and heard once.
 */
import type { Happening } from "../handlers/event.ts";
import { claimFiles, dropFile, fetchLater, isFileWanted, type WaitingFile } from "../storage/given-files.ts";
import { createBell } from "./bell.ts";
import type { GaveFile, Incoming } from "./channels/channel.ts";
import { isTable } from "./channels/download.ts";
import { readBytes, refused, texts } from "./given-file.ts";
import type { Services } from "./services.ts";

/** One that hangs does not keep the others waiting. */
const AT_ONCE = 8;
const LOOK_EVERY_MS = 10_000;
const PATIENCE_MS = 30_000;
/** Before the second try, and so on; then it is given up. Some addresses hold for five minutes. */
const WAITS_MS = [3_000, 15_000, 60_000, 180_000];

export interface FileFetching {
  /** There may be something to fetch: resolves once nothing is under way. */
  nudge: () => Promise<void>;
  /** What is under way is given back. */
  stop: () => Promise<void>;
}

/** @param hear takes the event in; resolves once it is durable */
export function fetchFiles(services: Services, hear: (incoming: Incoming) => Promise<void>): FileFetching {
  const { database, now, log } = services;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const bell = createBell();
  let wanted = false;

  const lookAgain = () => {
    wanted = true;
    bell.ring();
  };
  const start = (file: WaitingFile) => {
    const work = fetchOne(services, hear, file, stopping.signal)
      .catch((error: unknown) => log.error({ channel: file.channel, error: nameOf(error) }, "a file waits"))
      .finally(() => {
        running.delete(work);
        lookAgain();
      });
    running.add(work);
  };
  const look = async () => {
    while ((wanted || running.size > 0) && !stopping.signal.aborted) {
      wanted = false;
      const free = AT_ONCE - running.size;
      for (const file of free > 0 ? await claimFiles(database, now(), free) : []) start(file);
      if (running.size > 0) await bell.wait();
    }
  };
  let looking: Promise<void> | null = null;
  const nudge = async (): Promise<void> => {
    lookAgain();
    looking ??= look().finally(() => {
      looking = null;
    });
    await looking;
    // One that came while the last look was ending.
    if (wanted && !stopping.signal.aborted) await nudge();
  };
  const byItself = () => nudge().catch(() => log.error({}, "what is to be fetched cannot be looked for"));
  const timer = setInterval(byItself, LOOK_EVERY_MS);
  void byItself();
  return {
    nudge,
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      bell.ring();
      await looking?.catch(() => undefined);
      await Promise.all(running);
    },
  };
}

type Noted = Incoming & { happening: GaveFile };

async function fetchOne(
  services: Services,
  hear: (incoming: Incoming) => Promise<void>,
  file: WaitingFile,
  stopping: AbortSignal,
): Promise<void> {
  const { database, now, log } = services;
  const noted = JSON.parse(file.event) as Noted;
  let happening: Happening;
  try {
    happening = await happeningOf(services, noted, stopping);
  } catch (error) {
    if (stopping.aborted)
      return void (await database.batch([fetchLater({ ...file, tries: file.tries - 1 }, now())]));
    log.warn(
      { channel: file.channel, tries: file.tries, error: nameOf(error) },
      "a file could not be fetched",
    );
    const wait = WAITS_MS[file.tries - 1];
    if (wait !== undefined) return void (await database.batch([fetchLater(file, now() + wait)]));
    happening = gave(noted.happening.name, refused(texts.gone));
  }
  if (await isFileWanted(database, file)) await hear({ ...noted, id: `${noted.id}:file`, happening });
  await database.batch([dropFile(file)]);
}

/** @throws where it may be there later */
async function happeningOf(
  services: Services,
  { from, happening }: Noted,
  stopping: AbortSignal,
): Promise<Happening> {
  const channel = services.channels.get(from.channel);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]);
  const fetched = (await channel?.fetchFile?.(happening.get, signal)) ?? { kind: "gone" };
  if (fetched.kind === "too_large") return gave(happening.name, refused(texts.tooLarge));
  if (fetched.kind === "gone") return gave(happening.name, refused(texts.gone));
  const { bytes } = fetched;
  // Where nobody says its name, what it begins with tells an Excel file.
  const name = happening.name ?? fetched.name ?? (isPacked(bytes) ? texts.unnamed : "");
  if (!isTable(name)) return { kind: "showed", what: "file" };
  return gave(name, await readBytes(services, name, bytes));
}

const gave = (name: string | null, file: Extract<Happening, { kind: "gave" }>["file"]): Happening => ({
  kind: "gave",
  name: name ?? texts.unnamed,
  file,
});

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** What an error says may hold an address, and with it a token. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");
