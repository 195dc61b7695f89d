/** The state of a conversation: plain JSON with a version, upgraded in order when its shape changes. */
import type { Asked } from "../policy-kb/follow-up.ts";
import type { Choice } from "./choices.ts";
import type { FormState } from "./form.ts";
import type { DeskPlace } from "./staff/place.ts";
import type { SurveyPlace } from "./surveys/place.ts";

export interface Conversation {
  version: 4;
  /** The greeting with the privacy notice has been given. */
  greeted: boolean;
  /** Whether facts may be kept beyond the conversation. */
  consent: "unasked" | "yes" | "no";
  /** The eligibility interview: what is known, and where the person is in it. */
  interview: FormState;
  /** Stopped by the person half way: kept for when they come back. */
  paused: boolean;
  /** What the assistant waits for beside a form's question. */
  awaiting: { kind: "forget" } | { kind: "city"; question: string } | null;
  /** The last question about policy that was answered, so that 那高级技师呢？ can carry it on. */
  asked: Asked | null;
  /** What the last message with choices offers, so that "2" picks on every channel. */
  offered: { choices: Choice[]; numbered: boolean } | null;
  /** Codes of other channels that did not fit, the last at this ISO time, so that nobody tries them all. */
  wrongCodes: { count: number; at: string } | null;
  /** An enterprise's survey: on the way to it, or the place in it. */
  survey: SurveyPlace | null;
  /** Where staff are at their desk; null for everybody else. */
  desk: DeskPlace | null;
  /** ISO time of the last turn, "" before the first. */
  lastAt: string;
}

export function newConversation(): Conversation {
  const interview = {
    version: "",
    answers: {},
    unsure: [],
    path: [],
    asking: null,
    editing: false,
    misses: 0,
  };
  return {
    version: 4,
    greeted: false,
    consent: "unasked",
    interview,
    awaiting: null,
    paused: false,
    asked: null,
    offered: null,
    wrongCodes: null,
    survey: null,
    desk: null,
    lastAt: "",
  };
}

type State = Record<string, unknown>;

/** `UPGRADES[n]` turns a state of version n + 1 into one of version n + 2; append, never change one. */
const UPGRADES: readonly ((state: State) => State)[] = [
  (state) => ({ ...state, version: 2, asked: null }),
  (state) => ({ ...state, version: 3, offered: null, wrongCodes: null }),
  (state) => ({ ...state, version: 4, survey: null, desk: null }),
];

/** A stored state → one of today's shape. A newer one (after a rollback) cannot be read: the talk starts anew. */
export function readConversation(stored: string): Conversation {
  if (stored === "") return newConversation();
  let state = JSON.parse(stored) as State & { version: number };
  if (state.version > UPGRADES.length + 1) return newConversation();
  for (const upgrade of UPGRADES.slice(state.version - 1)) state = upgrade(state) as typeof state;
  return state as unknown as Conversation;
}
