/** Checks that every figure encoded stands in its clause of the source text. */
import type { Benefit, Measure, PolicyDocument } from "./load.ts";
import { leavesOf } from "./next-question.ts";
import { normalise, quantities } from "./normalise.ts";
import type { Leaf, Quota } from "./schema.ts";
import { splitClauses } from "./source-text.ts";

/** A figure as it is encoded: where, what, and the ways in which a clause may write it. */
interface Figure {
  where: string;
  what: string;
  value: number;
  /** The unit that must follow it in the clause, where it is one that decides. */
  unit?: "%" | "年" | "月";
}

interface Verification {
  figures: number;
  faults: string[];
}

/** @param text the source text of the whole document */
export function verifyDocument(document: PolicyDocument, text: string): Verification {
  const clauses = splitClauses(text, document.layout);
  let figures = 0;
  const faults = document.measures.flatMap((measure) => {
    const clause = clauses.get(String(measure.clause));
    if (clause === undefined) return [`${measure.key}: the source text has no clause ${measure.clause}`];
    const written = figuresIn(clause);
    const encoded = figuresOf(measure);
    figures += encoded.length;
    return encoded.filter((figure) => !stands(figure, written)).map((figure) => faultText(figure));
  });
  return { figures, faults };
}

function faultText({ where, what, value, unit }: Figure): string {
  return `${where}: ${what} ${value}${unit ?? ""} does not stand in the clause`;
}

interface Written {
  value: number;
  unit: string;
}

function figuresIn(clause: string): Written[] {
  // Figures that stand side by side in a table stay apart.
  const text = normalise(clause.replace(/(?<=\d)\s+(?=\d)/g, "、").replace(/\s+/g, ""), Infinity);
  return quantities(text).map(({ value, end, unit }) => ({
    value,
    unit: /^%/.test(text.slice(end)) ? "%" : unit,
  }));
}

function stands({ value, unit }: Figure, written: Written[]): boolean {
  return written.some((one) => {
    if (unit === "%") return one.unit === "%" && same(one.value, value);
    if (unit === "年") return one.unit === "年" && same(one.value, value);
    if (unit === "月")
      return (
        (one.unit === "年" && same(one.value * 12, value)) || (one.unit === "月" && same(one.value, value))
      );
    return one.unit !== "%" && same(one.value, value);
  });
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

type At = (what: string, value: number | null | undefined, unit?: Figure["unit"]) => Figure[];

/** Names figures of one place; what is not there gives none. */
function figuresAt(where: string): At {
  return (what, value, unit) =>
    typeof value === "number" ? [{ where, what, value, ...(unit ? { unit } : {}) }] : [];
}

/** Every figure of a measure: its targets and dates, its benefits' money, spans and bounds, and its own words. */
function figuresOf(measure: Measure): Figure[] {
  const at = figuresAt(measure.key);
  return [
    ...measure.targets.flatMap((target) => targetFigures(target, at)),
    ...at("year of the deadline", yearOf(measure.deadline), "年"),
    ...[measure.summary, measure.note].flatMap((text) => wordFigures(measure.key, text)),
    ...measure.benefits.flatMap(benefitFigures),
  ];
}

function targetFigures(target: Measure["targets"][number], at: At): Figure[] {
  const unit = target.unit === "%" ? "%" : undefined;
  return [
    ...at(`target ${target.what}`, target.number, unit),
    ...at(`target ${target.what}`, target.upTo, unit),
    ...at(`year of ${target.what}`, yearOf(target.by), "年"),
  ];
}

function yearOf(date: string | null): number | undefined {
  return date && /^\d{4}/.test(date) ? Number(date.slice(0, 4)) : undefined;
}

function benefitFigures(benefit: Benefit): Figure[] {
  const at = figuresAt(benefit.id);
  return [
    ...amountFigures(benefit, at),
    ...at("months", benefit.months, "月"),
    ...at("cap", benefit.cap?.yuan),
    ...quotaFigures(benefit.quota, at),
    ...leavesOf(benefit.condition).flatMap((leaf) => leafFigures(leaf, at)),
    ...[benefit.note, benefit.how].flatMap((text) => wordFigures(benefit.id, text)),
  ];
}

function amountFigures({ amount }: Benefit, at: At): Figure[] {
  switch (amount.kind) {
    case "exact":
    case "floor":
    case "cap":
      return at("amount", amount.yuan);
    case "range":
      return [...at("lower amount", amount.min), ...at("upper amount", amount.max)];
    case "ratio": {
      const share =
        amount.as === "share" || (amount.as === "free" && amount.ratio !== 1)
          ? at("share", Math.round(amount.ratio * 10_000) / 100, "%")
          : [];
      return [
        ...share,
        ...(amount.as === "match" ? at("match", amount.ratio) : []),
        ...at("limit", amount.max),
      ];
    }
    case "unspecified":
      return [];
  }
}

function quotaFigures(quota: Quota | null, at: At): Figure[] {
  return quota ? [...at("quota", quota.number), ...at("quota", quota.upTo)] : [];
}

function leafFigures(leaf: Leaf, at: At): Figure[] {
  // "At least one" is how a headcount says that there is somebody at all: no clause writes it.
  if ("at_least" in leaf && typeof leaf.at_least === "number")
    return leaf.at_least > 1 ? at("bound", leaf.at_least) : [];
  if ("at_most" in leaf && typeof leaf.at_most === "number") return at("bound", leaf.at_most);
  const span = "within" in leaf ? leaf.within : "after" in leaf ? leaf.after : undefined;
  return span ? at("span", span.months ?? (span.years ?? 0) * 12, "月") : [];
}

/** Figures that our own words repeat: they too must stand in the clause. */
function wordFigures(where: string, text = ""): Figure[] {
  const plain = normalise(text);
  return quantities(plain)
    .filter(({ value, start }) => value >= 10 && !/第$/.test(plain.slice(0, start)))
    .map(({ value, end }) => {
      const percent = /^%/.test(plain.slice(end));
      return {
        where,
        what: `the words "${plain.slice(Math.max(0, end - 8), end + 3)}":`,
        value,
        ...(percent ? { unit: "%" as const } : {}),
      };
    });
}
