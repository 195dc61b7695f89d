/** What every way in and out has: the server knows channels only by this. */
import type { Address, ChannelId, InboundEvent, OutboundMessage } from "../../handlers/event.ts";
import type { Outcome } from "../../storage/outbox.ts";

export interface Channel {
  id: ChannelId;
  /** The channel does not show people what they said themselves, so it is kept to be shown again. */
  keepsWhatIsSaid: boolean;
  /** Nobody is known here before they arrive: whatever else comes from an unknown address is refused. */
  beginsWithArrival: boolean;
  /**
   * Sends one message; never throws for what the far side answers.
   * @param id stable over retries: the idempotency key where the far side takes one
   */
  send: (to: Address, message: OutboundMessage, id: string) => Promise<Outcome>;
}

/** What the person themselves did, as one line of the talk; null where they only arrived. */
export function saidText({ happening }: InboundEvent): string | null {
  switch (happening.kind) {
    case "said":
      return happening.text;
    case "pressed":
    case "chose":
      return happening.label;
    case "arrived":
      return null;
  }
}
