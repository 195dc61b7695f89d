/** One message of ours on its way: answered to what a person did where that is still possible, else of our own accord. */
import type { WSClient } from "@wecom/aibot-node-sdk";
import type { OutboundMessage } from "../../../handlers/event.ts";
import type { Outgoing } from "../../../storage/outbox.ts";
import { fitsOnCard, render } from "./card.ts";
import { writtenOut } from "./fit.ts";
import { asMarkdown, withLink } from "./markdown.ts";
import { isBadCard, isFinished, isSpent } from "./outcome.ts";
import { talkOf } from "./place.ts";
import type { Ticket } from "./ticket.ts";

/** Bytes that the gateway takes for a file. */
export const FILE = { least: 5, most: 20 * 1024 * 1024 };

type Body = Parameters<WSClient["sendMessage"]>[1];

/** How words and other things get into a chat. */
interface Way {
  words: (words: string) => Promise<unknown>;
  other: (body: Body) => Promise<unknown>;
}

/**
 * Sends one message that `fit` made: its words, and then its card or file.
 * @param said the messages whose words have arrived, so that they do not come twice when the rest is tried again
 * @param ticket one that is still good, or null
 * @throws what the SDK rejects with
 */
export async function sendBy(
  client: WSClient,
  said: Set<string>,
  outgoing: Outgoing,
  ticket: Ticket | null,
): Promise<void> {
  const speaking = speakIn(client, talkOf(outgoing.to.external).chatid);
  if (ticket === null) return put(client, speaking, said, outgoing);
  try {
    if (ticket.kind === "enter") await welcome(client, ticket, outgoing.message);
    else await put(client, answerTo(client, ticket, outgoing.id), said, outgoing);
  } catch (error) {
    if (!isSpent(error)) throw error;
    await put(client, speaking, said, outgoing);
  }
}

async function put(client: WSClient, way: Way, said: Set<string>, outgoing: Outgoing): Promise<void> {
  const { id, message, attempts, contents } = outgoing;
  const { words, card } = fitsOnCard(message) ? render(message, id) : { words: message.text, card: null };
  if ((words || message.link) && !said.has(id)) {
    await way.words(message.link ? withLink(words, message.link) : asMarkdown(words));
    said.add(id);
  }
  if (card)
    await way.other({ msgtype: "template_card", template_card: card }).catch((error: unknown) => {
      if (!isBadCard(error) || attempts === 1) throw error;
    });
  if (message.file && contents) await way.other(await uploaded(client, message.file.name, contents));
}

async function uploaded(client: WSClient, filename: string, contents: Uint8Array): Promise<Body> {
  const { media_id } = await client.uploadMedia(Buffer.from(contents), { type: "file", filename });
  return { msgtype: "file", file: { media_id } };
}

function speakIn(client: WSClient, chatid: string): Way {
  return {
    words: (words) => client.sendMessage(chatid, { msgtype: "markdown", markdown: { content: words } }),
    other: (body) => client.sendMessage(chatid, body),
  };
}

/** Words come as a stream under the message's own id: tried again they stand there once. */
function answerTo(client: WSClient, { reqId }: Ticket, id: string): Way {
  const frame = { headers: { req_id: reqId } };
  return {
    words: async (words) => {
      const [last, ...before] = growing(words).toReversed();
      try {
        for (const part of before.toReversed()) await client.replyStream(frame, id, part);
        await client.replyStream(frame, id, last ?? "", true);
      } catch (error) {
        if (!isFinished(error)) throw error;
      }
    },
    other: (body) => client.reply(frame, body),
  };
}

/** The one answer to who opens the chat: plain text, or a card, which has no room for it. */
async function welcome(client: WSClient, { reqId }: Ticket, message: OutboundMessage): Promise<void> {
  const text = { content: writtenOut(message).toWellFormed() };
  await client.replyWelcome({ headers: { req_id: reqId } }, { msgtype: "text", text });
}

/** A long text appears in steps; each of them counts among the 30 messages a minute. */
const [AT_ONCE, STEPS] = [600, 4];

/** A text's beginnings up to the whole, cut between lines. */
function growing(words: string): string[] {
  if (words.length <= AT_ONCE) return [words];
  const step = Math.ceil(words.length / STEPS);
  const ends = Array.from({ length: STEPS - 1 }, (_, index) => words.indexOf("\n", step * (index + 1)));
  const cuts = [...new Set(ends)].filter((end) => end > 0);
  return [...cuts.map((end) => words.slice(0, end)), words];
}
