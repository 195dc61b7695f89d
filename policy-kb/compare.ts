/** Two versions of a document: which clauses and benefits came, went or changed, and how. */

import { partsOf } from "./evaluate.ts";
import { amountText, conditionLine } from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Condition } from "./schema.ts";

/** Lines for a person; empty where nothing changed. */
export function compareKnowledge(before: KnowledgeBase, after: KnowledgeBase): string[] {
  const [old, now] = [byId(before), byId(after)];
  const gone = [...old.keys()].filter((id) => !now.has(id)).map((id) => `− ${id}`);
  const come = [...now.keys()].filter((id) => !old.has(id)).map((id) => `+ ${id}`);
  const changed = [...now].flatMap(([id, line]) => {
    const was = old.get(id);
    return was === undefined || was === line ? [] : [`~ ${id}`, `    ${was}`, `  → ${line}`];
  });
  return [...gone, ...come, ...changed];
}

/** What of a clause or a benefit people would notice, as one line each. */
function byId(kb: KnowledgeBase): Map<string, string> {
  const measures = kb.measures.map((measure) => {
    const units = [...measure.responsible, ...measure.sections, ...measure.cooperating].join("、");
    return [measure.key, [measure.title, units, measure.deadline ?? ""].join(" | ")] as const;
  });
  const benefits = kb.benefits.map((benefit) => [benefit.id, benefitLine(benefit, kb)] as const);
  return new Map([...measures, ...benefits]);
}

function benefitLine(benefit: Benefit, kb: KnowledgeBase): string {
  const quota = benefit.quota ? `名额${benefit.quota.number}${benefit.quota.unit}` : "";
  return [benefit.title, benefit.recipient, amountText(benefit, kb), quota, flat(benefit.condition, kb)].join(
    " | ",
  );
}

function flat(condition: Condition, kb: KnowledgeBase): string {
  const parts = partsOf(condition).map((part) => flat(part, kb));
  if ("all" in condition) return parts.join("；");
  if ("any" in condition) return `（${parts.join(" 或 ")}）`;
  return "not" in condition ? `不是（${parts.join("")}）` : conditionLine(condition, kb);
}
