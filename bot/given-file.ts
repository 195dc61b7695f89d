/** What a file that came is to the conversation: something that it reads, or words about why it cannot. */
import type { GivenFile, Happening } from "../handlers/event.ts";
import { type KnownPerson, takeIn } from "../storage/conversations.ts";
import { noteFile } from "../storage/given-files.ts";
import type { Channel, GaveFile, Incoming } from "./channels/channel.ts";
import { isTable, MOST_FILE_BYTES } from "./channels/download.ts";
import type { Received } from "./received.ts";
import type { Services } from "./services.ts";

export const texts = {
  /** What it is called where nobody says so. */
  unnamed: "表格.xlsx",
  tooLarge: "文件超过5MB，太大了。请只留下要用的内容，另存一份再发。",
  gone: "这个文件取不到了，可能放得太久。请再发一次。",
  unread: "这个文件没能打开。请另存一份，再发一次。",
};

export const refused = (says: string): GivenFile => ({ kind: "refused", says });

/** It is noted and fetched later: nobody who posts an event waits for a download. Or what can be said at once. */
export async function takeInFile(
  { database, now }: Services,
  channel: Channel | undefined,
  incoming: Incoming & { at: string; happening: GaveFile },
  known: KnownPerson | null,
): Promise<Received | { kind: "heard"; heard: Happening }> {
  const { happening, mark: _mark, ...event } = incoming;
  const { name, size } = happening;
  // In a group nobody's file is opened.
  if (incoming.shared || !channel?.fetchFile || (name !== null && !isTable(name)))
    return { kind: "heard", heard: { kind: "showed", what: "file" } };
  if (name !== null && size !== null && size > MOST_FILE_BYTES)
    return { kind: "heard", heard: { kind: "gave", name, file: refused(texts.tooLarge) } };
  const { channel: id, external } = incoming.from;
  const noted = { channel: id, id: incoming.id, event: JSON.stringify({ ...event, happening }) };
  await database.batch([takeIn(incoming), noteFile(noted, known ? external : null, now())]);
  return { kind: "fetching" };
}

/** Never throws: what cannot be read is told to whoever sent it. */
export async function readBytes(
  { readFile, log }: Services,
  name: string,
  bytes: Uint8Array,
): Promise<GivenFile> {
  try {
    return await readFile(name, bytes);
  } catch (error) {
    // What it says may quote the file.
    log.error({ error: error instanceof Error ? error.name : "" }, "a file could not be read");
    return refused(texts.unread);
  }
}
