/** Whether a question is asked at all, seen against the other answers. What is not answered holds for nothing. */
import type { Cells } from "./cells.ts";
import type { Relevance } from "./schema.ts";

export function isRelevant(condition: Relevance | undefined, cells: Cells): boolean {
  if (condition === undefined) return true;
  if ("all" in condition) return condition.all.every((one) => isRelevant(one, cells));
  if ("any" in condition) return condition.any.some((one) => isRelevant(one, cells));
  if ("not" in condition) return !isRelevant(condition.not, cells);
  const value = cells[condition.cell];
  if ("is" in condition) return value === condition.is;
  if (typeof value !== "number") return false;
  return "at_least" in condition ? value >= condition.at_least : value <= condition.at_most;
}
