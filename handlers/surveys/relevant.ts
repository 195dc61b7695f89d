/**
 * Whether a question is asked at all, seen against the other answers. What is not answered settles nothing, not even
 * behind a `not`: the question waits until it is known that it is to be asked.
 */
import type { Cells } from "./cells.ts";
import type { Relevance } from "./schema.ts";

type Verdict = "yes" | "no" | "unknown";

export function isRelevant(condition: Relevance | undefined, cells: Cells): boolean {
  return condition === undefined || verdictOf(condition, cells) === "yes";
}

function verdictOf(condition: Relevance, cells: Cells): Verdict {
  if ("all" in condition) return settled(condition.all, cells, "no");
  if ("any" in condition) return settled(condition.any, cells, "yes");
  if ("not" in condition) return OPPOSITE[verdictOf(condition.not, cells)];
  const value = cells[condition.cell];
  if (value === undefined) return "unknown";
  if ("is" in condition) return value === condition.is ? "yes" : "no";
  if (typeof value !== "number") return "no";
  const holds = "at_least" in condition ? value >= condition.at_least : value <= condition.at_most;
  return holds ? "yes" : "no";
}

const OPPOSITE = { yes: "no", no: "yes", unknown: "unknown" } as const;

/** One part of this verdict settles the whole; else one unknown leaves it open. */
function settled(parts: readonly Relevance[], cells: Cells, by: "yes" | "no"): Verdict {
  const verdicts = parts.map((part) => verdictOf(part, cells));
  if (verdicts.includes(by)) return by;
  return verdicts.includes("unknown") ? "unknown" : OPPOSITE[by];
}
