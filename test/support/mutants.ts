/** The figures of a clause's data, each with what it counts and a way to put another in its place. */
import type { Measure } from "../../policy-kb/load.ts";
import { kb } from "./knowledge.ts";

export interface EncodedFigure {
  path: string;
  value: number;
  /** What it counts; "date" for 202512, "" where our sentence says none. */
  unit: string;
  withValue: (value: number) => Measure;
  /** The least that is looked for: 10 in sentences, and 2 heads, since "at least one" is written nowhere. */
  least: number;
  /** 免费 is a ratio of 1 and no figure; only what it is changed to is looked for. */
  wordless?: boolean;
}

export interface Mutant {
  path: string;
  value: number;
  unit: string;
  measure: Measure;
}

export function mutantsOf(figure: EncodedFigure, values: readonly number[]): Mutant[] {
  const { path, unit, value: encoded, least, withValue } = figure;
  return [...new Set(values)]
    .filter((value) => value !== encoded && value >= least)
    .map((value) => ({ path, unit, value, measure: withValue(value) }));
}

/** Off by one, doubled, a nought too many or too few; a month or a year earlier or later. */
export function slips({ value, unit }: EncodedFigure): number[] {
  if (unit === "date")
    return [value - 100, value + 100, value - 1, value + 1].filter(
      (one) => one % 100 >= 1 && one % 100 <= 12,
    );
  return [value - 1, value + 1, value * 2, value * 10, value / 10].map((one) => Number(one.toFixed(6)));
}

type Rebuild = (changed: unknown) => Measure;
/** Not what the clause says, but what we worked out from it or call it by. */
const OURS = ["examples", "test", "clause"];

export function encodedFigures(measure: Measure): EncodedFigure[] {
  return figuresIn(measure, measure.key, {}, (changed) => changed as Measure);
}

function figuresIn(value: unknown, path: string, holder: object, rebuild: Rebuild): EncodedFigure[] {
  if (typeof value === "number") return [numberFigure(value, path, holder, rebuild)];
  if (typeof value === "string") return textFigures(value, path, rebuild);
  if (Array.isArray(value))
    return value.flatMap((one, index) =>
      figuresIn(one, `${path}.${index}`, value, (changed) => rebuild(value.with(index, changed))),
    );
  if (!value || typeof value !== "object") return [];
  return Object.entries(value)
    .filter(([key]) => !OURS.includes(key))
    .flatMap(([key, one]) =>
      figuresIn(one, `${path}.${key}`, value, (changed) => rebuild({ ...value, [key]: changed })),
    );
}

const UNITS: Record<string, string> = { months: "个月", years: "年", ratio: ":" };

function numberFigure(value: number, path: string, holder: object, withValue: Rebuild): EncodedFigure {
  const { unit, as, fact } = holder as { unit?: string; as?: string; fact?: string };
  const key = path.slice(path.lastIndexOf(".") + 1);
  if (key === "ratio" && as !== "match") {
    const percent = { value: value * 100, unit: "%", wordless: as === "free" && value === 1 };
    return { path, ...percent, least: 0, withValue: (one) => withValue(Number((one / 100).toFixed(8))) };
  }
  const counts = UNITS[key] ?? unit ?? kb.facts.get(fact ?? "")?.unit ?? "元";
  return { path, value, unit: counts, least: key === "at_least" && counts === "人" ? 2 : 0, withValue };
}

function textFigures(text: string, path: string, rebuild: Rebuild): EncodedFigure[] {
  if (/\.(by|deadline)$/.test(path)) return dateFigures(text, path, rebuild);
  return /\.(summary|note|how)$/.test(path) ? wordFigures(text, path, rebuild) : [];
}

/** "2025-12" as 202512. */
function dateFigures(date: string, path: string, rebuild: Rebuild): EncodedFigure[] {
  if (!/^\d{4}-\d{2}$/.test(date)) return [];
  const withValue = (value: number) => rebuild(String(value).replace(/^(\d{4})/, "$1-"));
  return [{ path, value: Number(date.replace("-", "")), unit: "date", least: 0, withValue }];
}

const IN_WORDS =
  /(?<![\d,.第])(\d[\d,]*(?:\.\d+)?)(万?)(?=(?:[、和到至—-]\d[\d.]*万?)*(元|%|年|个月|人次|人|名|家|所|项|次)?)/g;

/** Figures that our own sentences repeat. */
function wordFigures(text: string, path: string, rebuild: Rebuild): EncodedFigure[] {
  return [...text.matchAll(IN_WORDS)].flatMap((match) => {
    const value = Number(match[1]?.replaceAll(",", "")) * (match[2] ? 10_000 : 1);
    const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
    if (value < 10 || after.startsWith("月")) return [];
    const withValue = (other: number) => rebuild(`${before}${other}${after}`);
    return [{ path: `${path}@${match.index}`, value, unit: match[3] ?? "", least: 10, withValue }];
  });
}
