/** `kf/send_msg` and `kf/send_msg_on_event`: what an account sends to its customers. */

import { z } from "zod";
import { checked } from "./checked.ts";
import type { KfCodes } from "./kf-codes.ts";
import { contentFields, type KfMessage, readContent } from "./kf-content.ts";
import type { Conversation, Conversations } from "./kf-conversations.ts";
import type { KfLog } from "./kf-log.ts";
import type { Media } from "./media.ts";
import { ok, refuse } from "./refusal.ts";
import type { World } from "./world.ts";

/** For each message of the customer. */
const MOST_MESSAGES = 5;

/** Why a message that was accepted did not arrive; 10: the customer refuses it, 4: too late, 6: too many. */
export type FailType = 0 | 1 | 2 | 4 | 5 | 6 | 8 | 10 | 11 | 12 | 13;

const msgid = z
  .string()
  .regex(/^[0-9a-zA-Z_-]{1,32}$/, "is not 1 to 32 of 0-9 a-z A-Z _ -")
  .optional();
const messageRequest = z.strictObject({
  touser: z.string().min(1),
  open_kfid: z.string().min(1),
  msgid,
  ...contentFields,
});
const eventRequest = z.strictObject({ code: z.string().min(1), msgid, ...contentFields });

export function createKfMessages(
  world: World,
  conversations: Conversations,
  log: KfLog,
  codes: KfCodes,
  media: Media,
) {
  /** What was sent under an id. */
  const sent = new Map<string, string>();
  const failing: FailType[] = [];

  const checkOpen = (conversation: Conversation): void => {
    if (!conversations.isOpen(conversation)) refuse(95018, "no word of the customer in 48 hours");
    if (conversation.state === 4) refuse(95013);
    if (conversation.state > 1) refuse(95018, `service_state ${conversation.state}`);
  };
  /** An id that is used with the same request is answered as before; what the real one does is not said. */
  const isRepeated = (id: string, body: object): boolean => {
    const before = sent.get(id);
    if (before === undefined) return false;
    return before === JSON.stringify(body) || refuse(40058, "msgid is used for another message");
  };
  const deliver = (conversation: Conversation, message: KfMessage): void => {
    const fail_type = conversation.refuses ? 10 : failing.shift();
    if (fail_type === undefined) return void conversation.screen.show(message);
    const { openKfId: open_kfid, customer: external_userid } = conversation;
    const event = {
      event_type: "msg_send_fail",
      open_kfid,
      external_userid,
      fail_msgid: message.msgid,
      fail_type,
    };
    log.add(open_kfid, { origin: 4, msgtype: "event", event });
  };
  const nextId = () => `kf-out-${String(world.count("kf message")).padStart(6, "0")}`;

  const send = (value: unknown): object => {
    const body = checked(messageRequest, value);
    const conversation = conversations.find(body.open_kfid, body.touser);
    const content = readContent(body, "message", media);
    const id = body.msgid ?? nextId();
    if (isRepeated(id, body)) return ok({ msgid: id });
    checkOpen(conversation);
    if (conversation.sentSince >= MOST_MESSAGES) refuse(95001);
    // What fails later counts too: the strict reading.
    conversation.sentSince++;
    sent.set(id, JSON.stringify(body));
    deliver(conversation, { msgid: id, ...content });
    return ok({ msgid: id });
  };
  const sendOnEvent = (value: unknown): object => {
    const body = checked(eventRequest, value);
    const code = codes.find(body.code);
    const isMenuFit = code.state === null || code.state === 4;
    if (body.msgtype !== "text" && !(body.msgtype === "msgmenu" && isMenuFit)) refuse(40008, body.msgtype);
    const content = readContent(body, "event", media);
    const conversation = conversations.find(code.openKfId, code.customer);
    if (code.state !== null && code.state !== conversations.stateOf(conversation)) refuse(95018);
    const id = body.msgid ?? nextId();
    if (sent.has(id)) refuse(40058, "msgid is used for another message");
    code.used = true;
    if (code.state === null) conversation.welcomedAt = world.clock.now;
    sent.set(id, JSON.stringify(body));
    deliver(conversation, { msgid: id, ...content });
    return ok({ msgid: id });
  };
  return {
    send,
    sendOnEvent,
    /** The next messages are accepted and fail later: an event says so at the next `kf/sync_msg`. */
    failDeliveries: (failType: FailType, times = 1): void => {
      failing.push(...Array.from({ length: times }, () => failType));
    },
  };
}
