/** The commands that the server sends once it is subscribed. */
import { z } from "zod";
import { parseCard } from "./card.ts";
import { addMessage, changeMessage } from "./chats.ts";
import { type Asked, bodyOf, callbackFor, content, counted, type Desk, fitting, only } from "./desk.ts";
import { parse } from "./media.ts";
import { badCard, refusal } from "./refusal.ts";
import { show, showCombined, showStream } from "./show.ts";

const MESSAGE_ANSWERED_WITHIN_MS = 24 * 60 * 60_000;
const EVENT_ANSWERED_WITHIN_MS = 5000;

/** @throws {Refusal} Gives what stands in the ack's body. */
export function obey(desk: Desk, method: string, asked: Asked): unknown {
  switch (method) {
    case "aibot_respond_msg":
      return respond(desk, asked);
    case "aibot_respond_welcome_msg":
      return welcome(desk, asked);
    case "aibot_respond_update_msg":
      return update(desk, asked);
    case "aibot_send_msg":
      return send(desk, asked);
    case "aibot_upload_media_init":
      return desk.media.init(asked.body);
    case "aibot_upload_media_chunk":
      return desk.media.chunk(asked.body);
    case "aibot_upload_media_finish":
      return desk.media.finish(asked.body);
    default:
      throw refusal("bad parameter", method);
  }
}

/** Only what a person wrote can be answered: the req_id of an event was seen to be refused here. */
function respond(desk: Desk, asked: Asked): undefined {
  const { chat } = callbackFor(desk, asked, "message", MESSAGE_ANSWERED_WITHIN_MS);
  const message = bodyOf(asked.body);
  return counted(desk, chat, () => {
    if (message.msgtype === "stream") showStream(desk, chat, asked.reqId, only(message, "stream"));
    else if (message.msgtype === "stream_with_template_card") showCombined(desk, chat, asked.reqId, message);
    else show(desk, chat, message);
  });
}

/** Of the server's own accord; the SDK never says the chat's type. */
function send(desk: Desk, { body }: Asked): undefined {
  const { chatid, chat_type, ...message } = bodyOf(body);
  const chat = typeof chatid === "string" ? desk.chats.get(chatid) : undefined;
  if (!chat?.opened) throw refusal("unknown chat", String(chatid));
  const kinds = { single: [undefined, 0, 1], group: [undefined, 0, 2] };
  if (!kinds[chat.kind].includes(chat_type as number | undefined)) throw refusal("unknown chat", "chat_type");
  return counted(desk, chat, () => show(desk, chat, message));
}

function welcome(desk: Desk, asked: Asked): undefined {
  const callback = callbackFor(desk, asked, "enter", EVENT_ANSWERED_WITHIN_MS);
  const message = bodyOf(asked.body);
  return counted(desk, callback.chat, () => {
    if (message.msgtype === "text") {
      const text = parse(z.strictObject({ content: content.min(1) }), only(message, "text")).content;
      addMessage(callback.chat, { kind: "text", text: fitting(text) });
    } else if (message.msgtype === "template_card") show(desk, callback.chat, message);
    else throw refusal("wrong msgtype", String(message.msgtype));
    callback.answered = true;
  });
}

const updateSchema = z.strictObject({
  response_type: z.literal("update_template_card"),
  userids: z.array(z.string()).min(1).optional(),
  template_card: z.unknown(),
});

function update(desk: Desk, asked: Asked): undefined {
  const callback = callbackFor(desk, asked, "card", EVENT_ANSWERED_WITHIN_MS);
  const { userids, template_card } = parse(updateSchema, asked.body);
  const card = parseCard(template_card);
  if (!callback.card || card.task_id !== callback.card.taskId) throw badCard("task_id");
  changeMessage(callback.card.message, { kind: "card", card }, userids);
  callback.answered = true;
  return undefined;
}
