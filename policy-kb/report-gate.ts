/** The number gate of a whole report: the same as `gate.ts`, over all clauses of the documents that it stands on. */
import { cents } from "./amounts.ts";
import type { Assessment } from "./assess.ts";
import { instalments, turnings } from "./calendar.ts";
import { worthOf } from "./combine.ts";
import { chineseDate } from "./dates.ts";
import { valueText } from "./explain.ts";
import { clauseKeys, wordKeys } from "./figure-keys.ts";
import { keysHeld, keysWorkedOut } from "./gate.ts";
import type { KnowledgeBase } from "./load.ts";
import { nearMisses } from "./near-miss.ts";

/** A line's number and how many there are is no figure of policy, nor is the hotline's number. */
const COUNTED = /^\d+\. |还有\d+项|条件的有\d+项|12333/gm;

/** Figures of a report that no clause holds, that were not told and that the rules did not work out. */
export function strayInReport(kb: KnowledgeBase, assessment: Assessment, report: string): string[] {
  const { eligible, refused, open } = assessment;
  const docs = new Set(
    [...eligible, ...open].map(({ benefit }) => benefit.doc).concat(refused.map(({ doc }) => doc)),
  );
  const held = kb.measures.filter(({ doc }) => docs.has(doc)).map((measure) => keysHeld(kb, measure));
  const known = [...held, keysWorkedOut(kb, eligible), clauseKeys(workedOut(kb, assessment).join("，"))];
  return wordKeys(report.replace(COUNTED, ""))
    .map(({ key }) => key)
    .filter((key) => !known.some((keys) => keys.has(key)));
}

/** What was told, sums over several claims, what a step would bring, and the days of the calendar. */
function workedOut(kb: KnowledgeBase, assessment: Assessment): string[] {
  const { facts, best, eligible } = assessment;
  const told = Object.entries(facts).map(([fact, value]) => valueText(fact, value, kb));
  const paid = best.held.filter(({ benefit }) => !benefit.right);
  const own = paid.filter(({ benefit: { recipient } }) => recipient === "worker" || recipient === "student");
  const sums = [
    best.yuan,
    ...[paid, own].map((some) => cents(some.reduce((sum, one) => sum + worthOf(one), 0))),
  ];
  const gains = nearMisses(kb, assessment).map(({ gain }) => gain);
  const days = [
    ...turnings(kb, facts).map(({ on }) => on),
    ...eligible.flatMap(({ benefit }) => {
      const paidOver = instalments(benefit, facts);
      return paidOver ? [paidOver.first, paidOver.last] : [];
    }),
  ];
  return [...told, ...[...sums, ...gains].map((sum) => `${sum}元`), ...days.map(chineseDate)];
}
