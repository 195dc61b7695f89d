/** What a flow knows beside its state where only the engine is played: one person on one channel. */
import type { DeskRecord } from "../../handlers/staff/record.ts";
import type { SurveyRecord } from "../../handlers/surveys/record.ts";
import type { World } from "../../handlers/turn.ts";
import { TEST_SOURCES } from "./knowledge.ts";
import { surveys } from "./surveys.ts";

/** Nobody asks for a survey. */
const NO_SURVEYS: SurveyRecord = {
  openRounds: async () => [],
  myDrafts: async () => [],
  myFiled: async () => [],
  draft: async () => null,
  changes: async () => [],
  changedAfter: async () => [],
  standing: async () => ({
    enterprise: null,
    invited: null,
    begun: false,
    me: null,
    myCode: null,
    refused: null,
    editors: [],
    asking: [],
  }),
  pageLink: async () => ({ url: "https://jinengtong.test/survey/open?t=1", nonce: "1" }),
};

const nothing = async () => [];

/** No round was ever opened, and no code holds. */
const NO_DESK: DeskRecord = {
  rounds: nothing,
  progress: nothing,
  figures: async () => ({ enterprises: [], cells: [], extremes: [], heads: [], rows: {} }),
  missing: nothing,
  invited: nothing,
  listWaiting: async () => null,
  reach: async () => ({ now: 0, told: 0, toCall: 0 }),
  asking: nothing,
  toConfirm: nothing,
  colleagues: nothing,
  acts: nothing,
  staffInvitation: async () => null,
  handover: async () => null,
};

export function worldForTest(changes: Pick<World, "kb" | "bureau"> & Partial<World>): World {
  const keptFacts = changes.keptFacts ?? null;
  const stored = {
    since: "2026-11-20T01:00:00Z",
    channels: ["web"],
    turns: 1,
    keptFacts,
    fillsFor: [],
    everything: {},
  };
  return {
    sources: TEST_SOURCES,
    keptFacts,
    stored: async () => stored,
    channelName: (channel) => (channel === "web" ? "网页" : channel),
    linkedChannels: async () => ["web"],
    freshCode: "77777771",
    linkTarget: async () => null,
    here: "web",
    surveys,
    record: NO_SURVEYS,
    staff: async () => null,
    desk: NO_DESK,
    ...changes,
  };
}
