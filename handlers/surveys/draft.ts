/** A survey as one enterprise fills it in one round: by chat, page and Excel file alike, by one or several people. */
import type { Cell, Cells } from "./cells.ts";

/** A survey that is asked for over a time: 2026年第四季度. */
export interface Round {
  /** Eight letters and figures. */
  id: string;
  /** The survey's id. */
  survey: string;
  title: string;
  /** Districts or towns that it is for; empty for all. */
  regions: readonly string[];
  /** First and last day, "2026-11-20", Asia/Shanghai. */
  opens: string;
  closes: string;
  /** Closed by hand before its last day; ISO time. */
  closedAt: string | null;
  /** Only enterprises on its list may take part. */
  invitedOnly: boolean;
}

export interface Enterprise {
  creditCode: string;
  name: string;
  region: string;
}

export interface Draft {
  /** `round/credit code`: one for each enterprise and round. */
  id: string;
  round: Round;
  enterprise: Enterprise;
  /** The version of the survey that the cells fit. */
  version: number;
  /** Counted up by every change; a change made from an older one is not written. */
  revision: number;
  cells: Cells;
  /** What was handed in last; the cells may have been corrected since. */
  filed: Filed | null;
  /** Staff filled it at the enterprise's own place, and nobody of the enterprise has confirmed it yet. */
  toConfirm: boolean;
}

export interface Filed {
  /** 1 for the first, counted up by each correction. */
  number: number;
  receipt: string;
  /** ISO time. */
  at: string;
  /** The revision that was handed in. */
  revision: number;
}

/** How a change came in. `rebase`: the survey's new version left no place for it. */
export type Way = "chat" | "page" | "excel" | "staff" | "rebase";

/** One change, as it is kept: the history of a draft. */
export interface Change {
  revision: number;
  /** ISO time. */
  at: string;
  way: Way;
  /** null where the person has been deleted. */
  person: string | null;
  cells: Cell[];
}

export function draftId(round: string, creditCode: string): string {
  return `${round}/${creditCode}`;
}

export function isOpen({ opens, closes, closedAt }: Round, today: string): boolean {
  return closedAt === null && opens <= today && today <= closes;
}

/** The cells that were changed, each once. */
export function cellsIn(changes: readonly Change[]): Cell[] {
  return [...new Set(changes.flatMap(({ cells }) => cells))];
}
