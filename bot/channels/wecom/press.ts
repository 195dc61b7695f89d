/** A card that was pressed shows at once what was picked, and cannot be pressed again. */
import type { Incoming, Pressed } from "../channel.ts";
import { answeredCard, cardOf } from "./cards.ts";
import type { App } from "./send.ts";
import { texts } from "./texts.ts";

/** The code of a press works once, for 72 hours. */
export function createUpdate({ api, agentid, log }: App) {
  return async (incoming: Incoming, pressed: Pressed | null): Promise<void> => {
    const { mark, from } = incoming;
    if (typeof mark !== "string") return;
    const change = pressed ? changeOf(incoming, pressed) : { button: { replace_name: texts.taken } };
    const body = { userids: [from.external], agentid, response_code: mark, ...change };
    const answer = await api.call("message/update_template_card", body);
    if (answer.kind !== "ok") log.warn({ ...answer }, "a WeCom card was not updated");
  };
}

function changeOf({ happening }: Incoming, { message, id, label }: Pressed) {
  const card = cardOf(message, id);
  if (card?.card_type !== "vote_interaction") return { button: { replace_name: texts.picked(label) } };
  return { template_card: answeredCard(card, placesOf(happening)) };
}

function placesOf(happening: Incoming["happening"]): readonly number[] {
  if (happening.kind === "picked") return [happening.place];
  return happening.kind === "confirmed" ? (happening.places ?? []) : [];
}
