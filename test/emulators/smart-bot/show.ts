/** What the server says, put into the chat. */
import { z } from "zod";
import { type Card, parseCard } from "./card.ts";
import { addMessage, type Chat, changeMessage, isFinished } from "./chats.ts";
import { atMost, type Body, content, type Desk, feedback, fitting, only } from "./desk.ts";
import { type MediaType, parse } from "./media.ts";
import { badCard, refusal } from "./refusal.ts";

/** From the first frame. The vendor's page once said 6 minutes, and so did the gateway; now it says 10. */
const STREAM_LIVES_MS = 10 * 60_000;

/** Pictures within a stream (`msg_item`) are not among the fields: over the long connection there are none. */
const streamSchema = z.strictObject({
  id: z.string().min(1),
  finish: z.boolean().optional(),
  content: content.optional(),
  feedback: feedback.optional(),
});
const markdownSchema = z.strictObject({ content: content.min(1), feedback: feedback.optional() });
const mediaSchema = z.strictObject({ media_id: z.string() });
const videoSchema = mediaSchema.extend({
  title: z.string().refine(atMost(64)).optional(),
  description: z.string().refine(atMost(512)).optional(),
});

/** A message that stands as soon as it is taken. */
export function show(desk: Desk, chat: Chat, message: Body): void {
  const type = message.msgtype;
  if (type === "markdown") {
    const { content, feedback } = parse(markdownSchema, only(message, "markdown"));
    addMessage(chat, { kind: "markdown", text: fitting(content) }, { feedbackId: feedback?.id });
  } else if (type === "template_card") {
    const card = newCard(desk, only(message, "template_card"));
    addMessage(chat, { kind: "card", card }, { feedbackId: card.feedback?.id });
  } else if (isMediaType(type)) {
    const { media_id } = parse(type === "video" ? videoSchema : mediaSchema, only(message, type));
    addMessage(chat, { kind: "media", media: desk.media.find(type, media_id) });
  } else throw refusal("wrong msgtype", String(type));
}

const isMediaType = (type: unknown): type is MediaType =>
  type === "file" || type === "image" || type === "voice" || type === "video";

/** A card that no card before it shares its task_id with. */
function newCard({ taskIds }: Desk, body: unknown): Card {
  const card = parseCard(body);
  if (card.task_id !== undefined) {
    if (taskIds.has(card.task_id)) throw badCard("task_id");
    taskIds.add(card.task_id);
  }
  return card;
}

/** Every frame brings the whole text so far. A message may be answered with several streams. */
export function showStream(desk: Desk, chat: Chat, reqId: string, body: unknown): void {
  const { id, finish = false, content = "", feedback } = parse(streamSchema, body);
  const text = fitting(content);
  const stream = desk.streams.get(id);
  if (!stream) {
    const ends = finish ? {} : { endsAt: desk.clock.now + STREAM_LIVES_MS };
    const message = addMessage(chat, { kind: "markdown", text }, { feedbackId: feedback?.id, ...ends });
    desk.streams.set(id, { reqId, message });
    return;
  }
  if (stream.reqId !== reqId) throw refusal("bad parameter", "the stream's id belongs to another req_id");
  if (isFinished(stream.message, desk.clock.now)) throw refusal("stream over", id);
  if (feedback) throw refusal("bad parameter", "feedback stands in a stream's first frame only");
  if (finish) stream.message.endsAt = null;
  changeMessage(stream.message, { kind: "markdown", text });
}

/** A stream and beside it, once, a card. */
export function showCombined(desk: Desk, chat: Chat, reqId: string, message: Body): void {
  if (!desk.switches.takesCombined) throw refusal("wrong msgtype", String(message.msgtype));
  const { template_card, ...rest } = message;
  const callback = desk.callbacks.get(reqId);
  if (template_card !== undefined && callback?.hasCard) throw refusal("bad parameter", "a second card");
  const card = template_card === undefined ? null : newCard(desk, template_card);
  showStream(desk, chat, reqId, only(rest, "stream"));
  if (!card || !callback) return;
  callback.hasCard = true;
  addMessage(chat, { kind: "card", card }, { feedbackId: card.feedback?.id });
}
