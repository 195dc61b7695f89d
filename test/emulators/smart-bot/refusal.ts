/**
 * What the smart bot's gateway answers to a frame that it does not take.
 * The numbers were seen by others with the real gateway, but for those marked "chosen".
 */
const REFUSALS = {
  "bad credentials": [853000, "invalid bot_id or secret"],
  "not subscribed": [846609, "aibot websocket not subscribed"],
  /** Not a callback's, of the wrong kind of callback, used up, or of a connection that is gone. */
  "unknown req_id": [846605, "invalid req_id"],
  /** Seen for a card that is updated after 5 s; chosen for a late welcome and after 24 h. */
  "too late": [846604, "req_id expired"],
  /** Chosen for a frame after `finish`: the vendor only says that it changes nothing any more. */
  "stream over": [846608, "stream message update expired (>10 minutes), cannot update"],
  "too often": [846607, "aibot send msg frequency limit exceeded"],
  "unknown chat": [93006, "invalid chatid"],
  "wrong msgtype": [40008, "invalid message type"],
  /** Chosen, from the list of the vendor's other interfaces. */
  "unknown media": [40007, "invalid media_id"],
  "bad parameter": [40058, "invalid Request Parameter"],
  /** Chosen, from the list of the vendor's other interfaces. */
  "too long": [45002, "content size out of limit"],
} as const;

const BAD_CARD = 42045;

export class Refusal extends Error {
  readonly errcode: number;

  constructor(errcode: number, errmsg: string) {
    super(errmsg);
    this.errcode = errcode;
  }
}

/** `detail` stands in the log of a failing test; the real one does not say so much. */
export function refusal(reason: keyof typeof REFUSALS, detail = ""): Refusal {
  const [errcode, errmsg] = REFUSALS[reason];
  return new Refusal(errcode, detail ? `${errmsg}: ${detail}` : errmsg);
}

export function badCard(field: string): Refusal {
  return new Refusal(BAD_CARD, `Template_Card ${field} Missing or Invalid`);
}
