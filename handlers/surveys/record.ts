/** What a conversation may look up about surveys; read only, answered from the record. */
import type { Address } from "../event.ts";
import type { Cell } from "./cells.ts";
import type { Change, Draft, Enterprise, Round } from "./draft.ts";

export interface SurveyRecord {
  /** Rounds that are open today, the one that closes first at the head. */
  openRounds: () => Promise<Round[]>;
  /** Drafts of open rounds that the person may fill, the one changed last at the head. */
  myDrafts: () => Promise<Draft[]>;
  /** Drafts that were handed in, of rounds that are over; the one changed last at the head. */
  myFiled: () => Promise<Draft[]>;
  /** A draft that the person may fill; null for any other. */
  draft: (id: string) => Promise<Draft | null>;
  /** What others than the person have changed after a revision, oldest first. */
  changes: (draft: string, after: number) => Promise<Change[]>;
  /** The cells that anybody has changed after a revision. */
  changedAfter: (draft: string, revision: number) => Promise<Cell[]>;
  /** How an enterprise stands in a round. */
  standing: (round: string, creditCode: string) => Promise<Standing>;
  /** A link to the form page for the person and draft, made for this event; of use only where it is offered. */
  pageLink: (draft: string) => Promise<{ url: string; nonce: string }>;
}

export interface Standing {
  /** As the round's list or an earlier round names it; null where nobody knows it yet. */
  enterprise: Enterprise | null;
  /** On the round's list; `phoneEnd` are the last four figures of the contact's number, where the list has one. */
  invited: {
    phoneEnd: string | null /** How often it was told wrong today, by whomever. */;
    wrongToday: number;
  } | null;
  /** Somebody has begun. */
  begun: boolean;
  /** Whether the person is in, has asked to be, or was refused. */
  me: "in" | "asked" | "refused" | null;
  /** By which those who are in were told of the person's asking. */
  myCode: string | null;
  /** How often the person was refused or put out, and since when they are where they are now; null for never. */
  refused: { times: number; at: string } | null;
  /** Those who are in, and where each can be told of something. */
  editors: { person: string; asStaff: boolean; addresses: Address[] }[];
  /** Those who have asked to be let in. */
  asking: { person: string; code: string; addresses: Address[] }[];
}
