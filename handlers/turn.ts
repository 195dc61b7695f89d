/** What every flow is given and gives back. */
import type { KnowledgeBase } from "../policy-kb/load.ts";
import type { Facts } from "../policy-kb/schema.ts";
import type { Bureau } from "./bureau.ts";
import type { Conversation } from "./conversation.ts";
import type { Address, ChannelId, Effect, OutboundMessage } from "./event.ts";
import type { FormDefinition } from "./form.ts";
import type { DeskRecord } from "./staff/record.ts";
import type { Staff } from "./staff/roles.ts";
import type { OpenSurvey } from "./surveys/open-survey.ts";
import type { SurveyRecord } from "./surveys/record.ts";
import type { Survey } from "./surveys/survey.ts";

/** What is stored about a person, told to them by 我的数据. */
export interface StoredAbout {
  /** ISO time of the first contact. */
  since: string;
  channels: string[];
  turns: number;
  keptFacts: Facts | null;
  /** Enterprises whose surveys they may fill, by name; what stands there is the enterprise's. */
  fillsFor: string[];
  /** Everything, as it is exported. */
  everything: Readonly<Record<string, unknown>>;
}

/** What a flow must know beyond its own state; read only. Same state, event and world: same result. */
export interface World {
  kb: KnowledgeBase;
  bureau: Bureau;
  /** The clauses' own words, by `document/clause`, where the bureau has loaded its copies. */
  sources: ReadonlyMap<string, string>;
  /** The facts kept beyond the conversation, null without a yes. */
  keptFacts: Facts | null;
  stored: () => Promise<StoredAbout>;
  /** As people call a channel: 微信客服. */
  channelName: (channel: ChannelId) => string;
  /** The channels by which the person (or another one, by id) can be reached, one for each address. */
  linkedChannels: (person?: string) => Promise<ChannelId[]>;
  /** A code that nobody can guess, made for this event; of use only where it is offered. */
  freshCode: string;
  /** The conversation whose owner made the code, while it holds; null for one's own, too. */
  linkTarget: (code: string) => Promise<LinkTarget | null>;
  /** The channel that the event came by. */
  here: ChannelId;
  /** The survey files, by id. */
  surveys: ReadonlyMap<string, Survey>;
  record: SurveyRecord;
  /** What the person may do as staff; null for everybody else. */
  staff: () => Promise<Staff | null>;
  /** For staff only: whoever asks it has asked `staff` before. */
  desk: DeskRecord;
}

/** Another channel's conversation, as it stood when it was looked up. */
export interface LinkTarget {
  person: string;
  step: number;
  conversation: Conversation;
  keptFacts: Facts | null;
  /** Where its owner can be told of it. */
  addresses: Address[];
}

export interface Scene {
  conversation: Conversation;
  world: World;
  /** "2026-11-20", Asia/Shanghai. */
  today: string;
  /** The eligibility interview as a form, for today. */
  form: FormDefinition;
  /** The survey that the person is in, whether in front or put aside; null where there is none. */
  survey: OpenSurvey | null;
}

export interface Turn {
  conversation: Conversation;
  effects: Effect[];
  /** What was pressed did not count, since it is no longer asked. */
  stale?: true;
  /** What stands in the record in place of what was said: names and numbers are kept sealed, and nowhere else. */
  shownAs?: string;
}

export function say(conversation: Conversation, ...messages: OutboundMessage[]): Turn {
  return { conversation, effects: messages.map((message) => ({ kind: "send" as const, message })) };
}

export function followedBy(turn: Turn, ...effects: Effect[]): Turn {
  return { ...turn, effects: [...turn.effects, ...effects] };
}
