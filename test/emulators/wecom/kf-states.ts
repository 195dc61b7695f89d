/** `kf/service_state/get` and `kf/service_state/trans`: who talks with a customer; `kf/servicer/list`: who could. */

import { z } from "zod";
import { checked } from "./checked.ts";
import type { KfCodes } from "./kf-codes.ts";
import type { Conversations, ServiceState } from "./kf-conversations.ts";
import { ok, refuse } from "./refusal.ts";

/** Into the same state only from one agent to another; an ended conversation begins anew only with the customer. */
const NEXT: Record<ServiceState, readonly ServiceState[]> = {
  0: [1, 2, 3, 4],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
};

const states = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const whom = { open_kfid: z.string().min(1), external_userid: z.string().min(1) };
const getRequest = z.strictObject(whom);
const transRequest = z.strictObject({
  ...whom,
  service_state: states,
  servicer_userid: z.string().min(1).optional(),
});

export function createKfStates(conversations: Conversations, codes: KfCodes) {
  /** Members who answer customers, and whether they receive any just now; a test adds them. */
  const servicers = new Map<string, { receives: boolean }>();

  const get = (value: unknown): object => {
    const { open_kfid, external_userid } = checked(getRequest, value);
    const conversation = conversations.find(open_kfid, external_userid);
    const service_state = conversations.stateOf(conversation);
    return ok({
      service_state,
      ...(service_state === 3 ? { servicer_userid: conversation.servicer ?? "" } : {}),
    });
  };
  const trans = (value: unknown): object => {
    const { open_kfid, external_userid, service_state, servicer_userid } = checked(transRequest, value);
    const conversation = conversations.find(open_kfid, external_userid);
    const before = conversations.stateOf(conversation);
    if (!NEXT[before].includes(service_state)) refuse(95016, `${before} to ${service_state}`);
    if (service_state === 3 && servicer_userid === undefined) refuse(40058, "servicer_userid is missing");
    if (servicer_userid !== undefined && !servicers.has(servicer_userid)) refuse(95014, servicer_userid);
    const servicer = service_state === 3 ? (servicer_userid ?? null) : null;
    Object.assign(conversation, { state: service_state, servicer });
    // With the bot nothing is to be said by a code.
    return ok(service_state === 1 ? {} : { msg_code: codes.make(open_kfid, external_userid, service_state) });
  };
  const list = (query: URLSearchParams): object => {
    conversations.findAccount(query.get("open_kfid") ?? "");
    const servicer_list = [...servicers].map(([userid, { receives }]) => ({
      userid,
      status: receives ? 0 : 1,
    }));
    return ok({ servicer_list });
  };
  return { servicers, get, trans, list };
}
