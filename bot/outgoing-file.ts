/** What a file that goes out holds: found or made just before it goes, so that nothing of it lies in the outbox. */
import type { Attachment, OutboundMessage } from "../handlers/event.ts";
import type { Outgoing } from "../storage/outbox.ts";
import { personAt } from "../storage/people.ts";
import type { Channel } from "./channels/channel.ts";
import type { Services } from "./services.ts";

export interface Files {
  /**
   * Makes the file that `made` names for this person; null where they may not have it (any more).
   * @param made as it stands in the attachment: `survey:ROUND/CODE`
   */
  make: (made: string, person: string) => Promise<{ bytes: Uint8Array } | null>;
}

const texts = {
  gone: (name: string) => `“${name}”现在给不了您了。还需要的话，请再跟我要一次。`,
  failed: (name: string) => `“${name}”这会儿没做出来，请过一会儿再要一次。`,
  tooLarge: (name: string) => `“${name}”太大了，这里发不了。请到网页上再要一次。`,
};

/** @throws whatever goes wrong in making it */
export async function contentsOf(
  { files }: Services,
  file: Attachment,
  person: string,
): Promise<Uint8Array | null> {
  if ("text" in file) return new TextEncoder().encode(file.text);
  return (await files.make(file.made, person))?.bytes ?? null;
}

/** The message with its file's contents, or with words in the file's place. */
export async function withContents(
  services: Services,
  { abilities: { files } }: Channel,
  outgoing: Outgoing,
): Promise<Outgoing> {
  const { file } = outgoing.message;
  // What people fetch themselves is made when they do.
  if (!file || !files || files === "fetched") return outgoing;
  const contents = await made(services, file, outgoing);
  if (typeof contents === "string") return inWords(outgoing, contents);
  if (contents.length > files.most) return inWords(outgoing, texts.tooLarge(file.name));
  if (contents.length < files.least) return inWords(outgoing, new TextDecoder().decode(contents));
  return { ...outgoing, contents };
}

/** What it holds, or words about why there is none. */
async function made(
  services: Services,
  file: Attachment,
  { to, id }: Outgoing,
): Promise<Uint8Array | string> {
  try {
    const person = await personAt(services.database, to);
    return (person && (await contentsOf(services, file, person))) || texts.gone(file.name);
  } catch (error) {
    const stack = error instanceof Error ? error.stack : "";
    services.log.error({ outbox: id, channel: to.channel, stack }, "a file could not be made");
    return texts.failed(file.name);
  }
}

function inWords(outgoing: Outgoing, text: string): Outgoing {
  const { file: _file, ...message } = outgoing.message;
  const said: OutboundMessage = { ...message, text: [message.text, text].filter(Boolean).join("\n\n") };
  return { ...outgoing, message: said };
}
