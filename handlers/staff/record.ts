/** What staff may look up; read only, answered from the record. Of people it tells nothing but what staff are called. */
import type { Address } from "../event.ts";
import type { Enterprise, Round } from "../surveys/draft.ts";
import type { SurveyFigures } from "../surveys/figures.ts";
import type { Survey } from "../surveys/survey.ts";
import type { Staff } from "./roles.ts";

export interface DeskRecord {
  /** All rounds, the newest first. */
  rounds: () => Promise<Round[]>;
  /** By region, as the enterprises name theirs. */
  progress: (round: string) => Promise<RegionProgress[]>;
  /** All that is added up of what was handed in. */
  figures: (round: string, survey: Survey) => Promise<SurveyFigures>;
  /** Invited, and not handed in. */
  missing: (round: string) => Promise<Missing[]>;
  /** The credit codes on the round's list. */
  invited: (round: string) => Promise<string[]>;
  /** How many enterprises a list holds that waits for the person's yes; null where it waits no more. */
  listWaiting: (list: string) => Promise<number | null>;
  /** Whom a reminder would reach that goes out then (ISO time). */
  reach: (round: string, dueAt: string) => Promise<Reach>;
  /** Those who have asked to be let in. */
  asking: (round: string) => Promise<Waiting[]>;
  /** Drafts that staff have filled in a round and that nobody of the enterprise has confirmed. */
  toConfirm: (round: string) => Promise<{ draft: string; enterprise: Enterprise }[]>;
  colleagues: () => Promise<Colleague[]>;
  /** The last acts, the newest first. */
  acts: (most: number) => Promise<AuditLine[]>;
  /** What a code would make of whoever types it; null where it holds no more. */
  staffInvitation: (code: string) => Promise<Staff | null>;
  /** Whose draft a code hands over; null where it holds no more. `isStaffs`: the person fills it as staff, or is staff. */
  handover: (code: string) => Promise<{ draft: string; enterprise: Enterprise; isStaffs: boolean } | null>;
}

export interface RegionProgress {
  region: string;
  invited: number;
  /** Of those on the list: begun and not handed in, and handed in. */
  begun: number;
  submitted: number;
  /** Not on the list: begun and not handed in, and handed in. */
  othersBegun: number;
  othersSubmitted: number;
  /** Filled by staff and not confirmed; counted above, too. */
  toConfirm: number;
}

export interface Missing extends Enterprise {
  begun: boolean;
  /** Somebody of theirs can be reached in a chat. */
  reachable: boolean;
}

export interface Reach {
  /** Enterprises that would be told. */
  now: number;
  /** Told within the day already. */
  told: number;
  /** Nobody of theirs is in a chat. */
  toCall: number;
}

export interface Waiting {
  draft: string;
  enterprise: Enterprise;
  person: string;
  /** By which they and those who are in were told of it. */
  code: string;
  /** ISO time. */
  since: string;
  addresses: Address[];
}

export interface Colleague extends Staff {
  id: number;
  grantedBy: string;
  /** ISO time. */
  since: string;
  isMe: boolean;
}

export interface AuditLine {
  at: string;
  name: string;
  act: string;
  what: string;
  before: unknown;
  after: unknown;
}
