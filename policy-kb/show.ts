/** A clause as a person would read it, its conditions as trees: for the officer who checks what was encoded. */

import { partsOf } from "./evaluate.ts";
import { amountText, clauseText, conditionLine, documentOf, recipientText, statusInFull } from "./explain.ts";
import type { Benefit, KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import type { Condition } from "./schema.ts";

/** @param key `zibo-2022/6`; @returns undefined where there is no such clause */
export function showMeasure(kb: KnowledgeBase, key: string, today: string): string | undefined {
  const measure = kb.measures.find((one) => one.key === key);
  if (!measure) return undefined;
  const document = documentOf(kb, measure.doc);
  return [
    headText(document, measure, today),
    ...measure.benefits.map((benefit) => benefitText(benefit, kb)),
  ].join("\n\n");
}

function headText(document: PolicyDocument, measure: Measure, today: string): string {
  const units = [
    ...measure.responsible,
    ...measure.sections,
    ...measure.cooperating.map((unit) => `配合：${unit}`),
  ];
  return [
    `${document.short} ${clauseText(measure.clause)} ${measure.title}（${measure.kind}）`,
    measure.summary,
    units.length ? `单位：${units.join("、")}` : "",
    measure.deadline ? `时限：${measure.deadline}` : "",
    ...measure.targets.map(
      (target) => `目标：${target.what} ${target.number}${target.unit}${target.by ? `，${target.by}` : ""}`,
    ),
    measure.note ? `注意：${measure.note}` : "",
    `（${statusInFull(document, today)}）`,
  ]
    .filter(Boolean)
    .join("\n");
}

function benefitText(benefit: Benefit, kb: KnowledgeBase): string {
  return [
    `${benefit.id}  ${benefit.title}`,
    `  ${[amountText(benefit, kb), recipientText(benefit)].filter(Boolean).join("，")}`,
    benefit.note ? `  注意：${benefit.note}` : "",
    ...conditionTree(benefit.condition, kb, "  "),
    ...benefit.examples.map((example) => `  例：${example.why} → ${example.verdict}`),
  ]
    .filter(Boolean)
    .join("\n");
}

const NODE = { all: "全部满足", any: "满足其一", not: "不是" } as const;

function conditionTree(condition: Condition, kb: KnowledgeBase, indent: string): string[] {
  const parts = partsOf(condition);
  if (parts.length === 0) return [`${indent}· ${conditionLine(condition, kb)}`];
  const name = "all" in condition ? NODE.all : "any" in condition ? NODE.any : NODE.not;
  return [`${indent}${name}：`, ...parts.flatMap((part) => conditionTree(part, kb, `${indent}  `))];
}
