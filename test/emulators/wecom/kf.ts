/** 微信客服 as a whole: its API's methods, its customers and the members who answer them. */

import type { Route } from "./api.ts";
import type { Answer, Callbacks } from "./callbacks.ts";
import { type Customer, createCustomer } from "./customer.ts";
import { createKfCodes } from "./kf-codes.ts";
import { createConversations } from "./kf-conversations.ts";
import { createKfLog } from "./kf-log.ts";
import { createKfMessages } from "./kf-messages.ts";
import { createKfStates } from "./kf-states.ts";
import type { Media } from "./media.ts";
import { ok } from "./refusal.ts";
import { createServicer, type Servicer } from "./servicer.ts";
import { seconds, type World } from "./world.ts";

const post = (handle: (body: unknown) => object): Route => ({
  verbs: ["POST"],
  needs: "kf",
  handle: ({ body }) => handle(body),
});

const get = (handle: (query: URLSearchParams) => object): Route => ({
  verbs: ["GET"],
  needs: "kf",
  handle: ({ query }) => handle(query),
});

export function createKf(world: World, callbacks: Callbacks, media: Media) {
  const ownAccount = world.settings.kf.openKfId;
  const conversations = createConversations(world);
  const log = createKfLog(world, conversations.accounts);
  const codes = createKfCodes(world);
  const messages = createKfMessages(world, conversations, log, codes, media);
  const states = createKfStates(conversations, codes);
  const customers = new Map<string, Customer>();
  let isAnnouncing = true;

  /** A callback that names no message: only that there is something, with a new token. */
  const announce = (openKfId = ownAccount): Promise<Answer[]> =>
    callbacks.deliver(world.settings.kf.calledBackAt, {
      ToUserName: world.settings.corpId,
      CreateTime: seconds(world),
      MsgType: "event",
      Event: "kf_msg_or_event",
      Token: log.makeToken(openKfId),
      OpenKfId: openKfId,
    });
  const announceNow = async (openKfId: string) => (isAnnouncing ? announce(openKfId) : []);
  const parts = { conversations, log, codes, media, announce: announceNow };

  return {
    routes: {
      "kf/sync_msg": post(log.sync),
      "kf/send_msg": post(messages.send),
      "kf/send_msg_on_event": post(messages.sendOnEvent),
      "kf/service_state/get": post(states.get),
      "kf/service_state/trans": post(states.trans),
      "kf/servicer/list": get(states.list),
      "kf/account/list": post(() => {
        const known = [...conversations.accounts];
        return ok({
          account_list: known.map((open_kfid) => ({ open_kfid, name: open_kfid, manage_privilege: true })),
        });
      }),
    },
    limits: log.limits,
    failDeliveries: messages.failDeliveries,
    announce,
    /** Whether what people do is announced at once; else only by `announce`. */
    announces: (now: boolean): void => {
      isAnnouncing = now;
    },
    /** The same person each time; another account than the configured one comes into being by being named. */
    customer: (external_userid: string, openKfId = ownAccount): Customer => {
      const key = `${openKfId}/${external_userid}`;
      const found = customers.get(key) ?? createCustomer(external_userid, openKfId, parts);
      customers.set(key, found);
      return found;
    },
    servicer: (userid: string): Servicer => {
      const own = states.servicers.get(userid) ?? { receives: true };
      states.servicers.set(userid, own);
      return createServicer(userid, own, parts);
    },
  };
}
