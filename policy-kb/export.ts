/** The knowledge base as the contract's JSON Lines: one measure a line, one row of `benefits` for each tier. */
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import type { Amount } from "./schema.ts";

export function exportLines(kb: KnowledgeBase): object[] {
  return kb.measures.map((measure) => exportMeasure(measure, kb));
}

function exportMeasure(measure: Measure, kb: KnowledgeBase): object {
  const { doc, clause, title, kind, responsible, sections, cooperating, deadline } = measure;
  const targets = measure.targets.map(({ what, number, unit, by, comparator }) => ({
    what,
    number,
    unit,
    by,
    comparator,
  }));
  const benefits = measure.benefits.map((benefit) => exportBenefit(benefit, kb));
  return { doc, clause, title, kind, responsible, sections, cooperating, deadline, targets, benefits };
}

function exportBenefit(benefit: Benefit, kb: KnowledgeBase): object {
  const { id, title, recipient, per, period, months, cap, quota } = benefit;
  return {
    id,
    title,
    recipient,
    amount: exportAmount(benefit.amount, kb),
    per,
    period,
    months,
    cap,
    quota: quota?.number ?? null,
  };
}

function exportAmount(amount: Amount, kb: KnowledgeBase): object {
  const empty = { kind: amount.kind, yuan: null, min: null, max: null, ratio: null, of: null };
  switch (amount.kind) {
    case "exact":
    case "floor":
    case "cap":
      return { ...empty, yuan: amount.yuan };
    case "range":
      return { ...empty, min: amount.min, max: amount.max };
    case "ratio":
      return {
        ...empty,
        ratio: amount.ratio,
        of: amount.base ?? kb.facts.get(amount.of ?? "")?.label ?? null,
        max: amount.max ?? null,
      };
    case "unspecified":
      return empty;
  }
}
