/** What a question gets: the reply with what it stands on. */
import type { Asked } from "./follow-up.ts";
import type { Intent } from "./intent.ts";
import type { Measure } from "./load.ts";
import type { ClauseLabel } from "./schema.ts";

export interface Citation {
  doc: string;
  clause: ClauseLabel;
}

export interface Answer {
  outcome: "answered" | "clarify" | "unknown" | "smalltalk";
  intent: Intent;
  reply: string;
  /** Most relevant first. */
  citations: Citation[];
  verdict: "yes" | "no" | "unknown" | null;
  /** Clauses that may be meant, to be offered where nothing was found or the place is open. */
  nearest: Measure[];
  /** What a follow-up may carry on; null where nothing was answered. */
  asked: Asked | null;
  /** It tells all that is somebody's rather than one clause. */
  whole?: true;
  /** Figures that no cited clause holds: the reply was withheld, and staff should know. */
  defect?: string;
}

/** Where nothing is found yet. */
export function nothingFor(intent: Intent): Answer {
  return { outcome: "unknown", intent, reply: "", citations: [], verdict: null, nearest: [], asked: null };
}
