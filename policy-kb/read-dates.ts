/** Dates as people say them → dates as exact as they were said. */
import { shanghaiDay } from "./dates.ts";
import type { KnowledgeBase } from "./load.ts";
import { normalise, quantities } from "./normalise.ts";
import { cueWords } from "./read-figures.ts";
import type { Facts } from "./schema.ts";

const ABSOLUTE =
  /((?:19|20)\d{2})\s*(?:年|[-/.])\s*(?:(\d{1,2})\s*(?:月|[-/.])?\s*(?:(\d{1,2})\s*[日号]?)?)?/;
const YEARS_BACK: Record<string, number> = { 今年: 0, 去年: 1, 前年: 2, 大前年: 3 };

/** The dates whose cue words stand in the same clause; `text` is normalised. */
export function readDates(kb: KnowledgeBase, text: string, today: string): Facts {
  const facts: Record<string, string> = {};
  for (const fact of kb.facts.values()) {
    if (fact.kind !== "date") continue;
    const clauses = text.split(/[,。;!?，；！？]/);
    for (const clause of clauses) {
      if (!cueWords(fact).some((word) => clause.includes(word))) continue;
      const date = readDate(clause, today);
      if (date) facts[fact.id] = date;
    }
  }
  return facts;
}

/** 2021年7月 → 2021-07, 去年6月 → 2025-06, 毕业三年了 → 2023: as exact as it was said, and no more. */
export function readDate(text: string, today: string): string | undefined {
  const plain = normalise(text);
  const absolute = ABSOLUTE.exec(plain);
  if (absolute) return isoDate(absolute[1], absolute[2], absolute[3]);
  const year = Number(today.slice(0, 4));
  const relative = /(今年|大前年|去年|前年)\s*(?:(\d{1,2})\s*月(?:(\d{1,2})\s*[日号])?)?/.exec(plain);
  if (relative) return isoDate(String(year - (YEARS_BACK[relative[1] ?? ""] ?? 0)), relative[2], relative[3]);
  const span = quantities(plain).find((quantity) => quantity.unit === "年" && quantity.value < 60);
  if (span && /(?:正好|刚好|恰好|整整|刚满)$/.test(plain.slice(0, span.start)))
    return `${year - Math.round(span.value)}${shanghaiDay(today).slice(4, 10)}`;
  if (span) return String(year - Math.round(span.value));
  return /刚|今天|昨天|前几天|这个月|本月/.test(plain) ? shanghaiDay(today).slice(0, 7) : undefined;
}

function isoDate(year = "", month?: string, day?: string): string {
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, "0"))
    .join("-");
}
