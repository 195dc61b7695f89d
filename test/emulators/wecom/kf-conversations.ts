/** One customer's conversation with one 客服 account, and in which of the five states it is. */

import type { KfMessage } from "./kf-content.ts";
import { seenKfMessage } from "./kf-content.ts";
import { type ErrorCode, refuse } from "./refusal.ts";
import { createScreen, type Screen } from "./screen.ts";
import { HOUR, type World } from "./world.ts";

/** 0 new, 1 with the bot, 2 in the queue, 3 with a human, 4 ended or never begun. */
export type ServiceState = 0 | 1 | 2 | 3 | 4;

export interface Conversation {
  readonly openKfId: string;
  readonly customer: string;
  readonly screen: Screen<KfMessage>;
  state: ServiceState;
  servicer: string | null;
  saidAt: number | null;
  /** Messages of `kf/send_msg` since the customer's last one. */
  sentSince: number;
  welcomedAt: number | null;
  /** Takes no messages: what is sent is accepted, and fails later. */
  refuses: boolean;
}

/** A conversation lasts this long after the customer's last message. */
const WINDOW = 48 * HOUR;

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations({ clock, settings }: World) {
  const known = new Map<string, Conversation>();
  const accounts = new Set([settings.kf.openKfId]);
  const keyOf = (openKfId: string, customer: string) => `${openKfId}/${customer}`;

  const make = (openKfId: string, customer: string): Conversation => ({
    ...{ openKfId, customer, screen: createScreen<KfMessage>(seenKfMessage) },
    ...{ state: 4, servicer: null, saidAt: null, sentSince: 0, welcomedAt: null, refuses: false },
  });
  const findAccount = (openKfId: string): void => {
    if (!accounts.has(openKfId)) refuse(95000, openKfId);
  };
  const isWithin = (at: number | null): boolean => at !== null && clock.now < at + WINDOW;

  return {
    accounts,
    open: (openKfId: string, customer: string): Conversation => {
      accounts.add(openKfId);
      const found = known.get(keyOf(openKfId, customer)) ?? make(openKfId, customer);
      known.set(keyOf(openKfId, customer), found);
      return found;
    },
    findAccount,
    /** Refuses an account or a customer that there is not. */
    find: (openKfId: string, customer: string, unknownCustomer: ErrorCode = 40096): Conversation => {
      findAccount(openKfId);
      return known.get(keyOf(openKfId, customer)) ?? refuse(unknownCustomer, customer);
    },
    /** After 48 hours without a word of the customer it has ended by itself. */
    stateOf: ({ state, saidAt }: Conversation): ServiceState => (isWithin(saidAt) ? state : 4),
    isOpen: ({ saidAt }: Conversation): boolean => isWithin(saidAt),
    /** Neither welcomed nor heard in 48 hours: only then does entering give a code for a welcome. */
    isToBeWelcomed: ({ saidAt, welcomedAt }: Conversation): boolean =>
      !isWithin(saidAt) && !isWithin(welcomedAt),
    heard: (conversation: Conversation): void => {
      const state = isWithin(conversation.saidAt) ? conversation.state : 4;
      if (state === 4) Object.assign(conversation, { state: 0, servicer: null });
      Object.assign(conversation, { saidAt: clock.now, sentSince: 0 });
    },
  };
}
