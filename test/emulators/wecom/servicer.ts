/** A member who answers customers in the WeCom program itself (接待人员). */

import type { Answer } from "./callbacks.ts";
import type { Customer, CustomerParts } from "./customer.ts";

export type Servicer = ReturnType<typeof createServicer>;

export function createServicer(
  servicer_userid: string,
  own: { receives: boolean },
  { conversations, log, codes, announce }: CustomerParts,
) {
  const find = ({ open_kfid, external_userid }: Customer) => conversations.open(open_kfid, external_userid);
  /** 1 out of the queue, 3 ended, as the vendor counts them. */
  const changed = (customer: Customer, change_type: 1 | 3, msg_code: string, who: object) => {
    const { open_kfid, external_userid } = customer;
    const event = { event_type: "session_status_change", open_kfid, external_userid, change_type };
    log.add(open_kfid, { origin: 4, msgtype: "event", event: { ...event, ...who, msg_code } });
    return announce(open_kfid);
  };
  return {
    servicer_userid,
    /** 停止接待. */
    stopsReceiving: (): void => {
      own.receives = false;
    },
    takes: (customer: Customer): Promise<Answer[]> => {
      Object.assign(find(customer), { state: 3, servicer: servicer_userid });
      const code = codes.make(customer.open_kfid, customer.external_userid, 3);
      return changed(customer, 1, code, { new_servicer_userid: servicer_userid });
    },
    says: (customer: Customer, content: string): Promise<Answer[]> => {
      const { open_kfid, external_userid } = customer;
      const who = { open_kfid, external_userid, servicer_userid };
      const { msgid } = log.add(open_kfid, { ...who, origin: 5, msgtype: "text", text: { content } });
      find(customer).screen.show({ msgid, kind: "text", content });
      return announce(open_kfid);
    },
    ends: (customer: Customer): Promise<Answer[]> => {
      Object.assign(find(customer), { state: 4, servicer: null });
      const code = codes.make(customer.open_kfid, customer.external_userid, 4);
      return changed(customer, 3, code, { old_servicer_userid: servicer_userid });
    },
  };
}
