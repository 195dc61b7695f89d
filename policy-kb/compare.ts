/** Two versions of a document: which clauses and benefits came, went or changed, and how. */

import { partsOf } from "./evaluate.ts";
import { amountText, conditionLine } from "./explain.ts";
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import type { Condition } from "./schema.ts";

/** What of a clause or a benefit people would notice, by the name that it has in the file. */
type Noticed = Record<string, string>;

/** Lines for a person; empty where nothing changed. */
export function compareKnowledge(before: KnowledgeBase, after: KnowledgeBase): string[] {
  const [old, now] = [byId(before), byId(after)];
  const gone = [...old.keys()].filter((id) => !now.has(id)).map((id) => `− ${id}`);
  const come = [...now.keys()].filter((id) => !old.has(id)).map((id) => `+ ${id}`);
  const changed = [...now].flatMap(([id, noticed]) => {
    const lines = changes(old.get(id) ?? noticed, noticed);
    return lines.length ? [`~ ${id}`, ...lines] : [];
  });
  return [...gone, ...come, ...changed];
}

/** recipient: worker → enterprise. */
function changes(was: Noticed, is: Noticed): string[] {
  return Object.keys(is)
    .filter((name) => was[name] !== is[name])
    .map((name) => `    ${name}: ${was[name] || NONE} → ${is[name] || NONE}`);
}

const NONE = "(none)";

function byId(kb: KnowledgeBase): Map<string, Noticed> {
  const measures = kb.measures.map((measure) => [measure.key, ofMeasure(measure)] as const);
  const benefits = kb.benefits.map((benefit) => [benefit.id, ofBenefit(benefit, kb)] as const);
  return new Map([...measures, ...benefits]);
}

function ofMeasure({ title, responsible, sections, cooperating, deadline, targets }: Measure): Noticed {
  return {
    title,
    responsible: responsible.join("、"),
    sections: sections.join("、"),
    cooperating: cooperating.join("、"),
    deadline: deadline ?? "",
    targets: targets.map(targetLine).join("；"),
  };
}

function targetLine({ what, number, upTo, unit, by, every, comparator }: Measure["targets"][number]): string {
  const figure = `${comparator} ${number}${upTo ? `—${upTo}` : ""}${unit}`;
  return [what, figure, by && `by ${by}`, every && `every ${every.replace("_", " ")}`]
    .filter(Boolean)
    .join(" ");
}

function ofBenefit(benefit: Benefit, kb: KnowledgeBase): Noticed {
  const { title, recipient, quota, fund = "", paid_by = "", condition } = benefit;
  return {
    title,
    recipient,
    amount: amountText(benefit, kb),
    quota: quota ? `${quota.number}${quota.upTo ? `—${quota.upTo}` : ""}${quota.unit}` : "",
    fund,
    paid_by,
    condition: flat(condition, kb),
  };
}

function flat(condition: Condition, kb: KnowledgeBase): string {
  const parts = partsOf(condition).map((part) => flat(part, kb));
  if ("all" in condition) return parts.join("；");
  if ("any" in condition) return `（${parts.join(" 或 ")}）`;
  return "not" in condition ? `不是（${parts.join("")}）` : conditionLine(condition, kb);
}
