/** The bureau's own copy of a document, cut into its clauses. The project ships none of these texts. */
import type { PolicyDocument } from "./load.ts";
import { quantities } from "./normalise.ts";

const HAN = "一二三四五六七八九十";
const SECTION = new RegExp(`^([${HAN}]+)、\\s*(.*)`);
const PARENTHESISED = new RegExp(`^[（(]\\s*([${HAN}]+)\\s*[）)]`);
const ARABIC = /^\**\s*(\d{1,2})\s*[.．、]/;
const ANNEX = /^附件\s*(\d+)\s*[:：]?\s*/;

/** Clause label (as the policy files write it) → its text. What stands before the first heading is 序言. */
export function splitClauses(text: string, layout: PolicyDocument["layout"]): Map<string, string> {
  const clauses = new Map<string, string>();
  let [label, section, count] = ["序言", "", 0];
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    const heading = headingOf(line, layout, section, count);
    if (heading) {
      label = heading.label;
      section = heading.section;
      count = heading.count;
    }
    clauses.set(label, `${clauses.get(label) ?? ""}${line}\n`);
  }
  return clauses;
}

interface Heading {
  label: string;
  section: string;
  /** The last clause number so far: the next must be the one after it, so that lists inside stay inside. */
  count: number;
}

function headingOf(
  line: string,
  layout: PolicyDocument["layout"],
  section: string,
  count: number,
): Heading | undefined {
  if (layout.closing && line.startsWith(layout.closing)) return { label: "文末", section, count };
  const annex = ANNEX.exec(line);
  if (annex) return { label: `附件${annex[1]}`, section: "附件", count };
  const part = SECTION.exec(line);
  if (part?.[1])
    return { label: part[2]?.includes("目标任务") ? "目标任务" : part[1], section: part[1], count };
  const inner = PARENTHESISED.exec(line)?.[1];
  if (layout.numbering === "parenthesised")
    return inner === undefined
      ? undefined
      : { label: String(quantities(inner)[0]?.value ?? inner), section, count };
  if (inner !== undefined) return { label: `${section}(${inner})`, section, count };
  const number = Number(ARABIC.exec(line)?.[1] ?? Number.NaN);
  return number === count + 1 ? { label: String(number), section, count: number } : undefined;
}
