/**
 * A figure with its unit as a key, so that two ways to write the same have the same one: 5万元 and 50,000元, 三年 and
 * 36个月, 40人 and 40名. A figure stands in a clause where its key is among those of the clause.
 */
import { isYear, type WrittenFigure, writtenFigures } from "./written-figures.ts";

/** Units that decide in our own words. 个 does not: we say 十个 where a clause has 十大. */
const SPOKEN = /^(?:元|%|:|年|个月|人|人次|家|所|项|次|届|场|期|岁|天|学期|课时|倍|个百分点)$/;
const SAME: Record<string, string> = { 名: "人", 位: "人", 块: "元" };

/** Every key of a clause. */
export function clauseKeys(clause: string): Set<string> {
  const text = clause.replace(/^\s*\**\s*\d{1,2}\s*[.．、]/, "");
  return new Set([text, ...tableCells(text)].flatMap((one) => writtenFigures(one).figures.flatMap(keysOf)));
}

/** The one key of a figure as a policy file says it (2500元, 2025年12月, 1:1). */
export function figureKey(text: string): string {
  const figure = writtenFigures(text).figures.at(-1);
  if (!figure) throw new Error(`no figure in "${text}"`);
  return keysOf(figure)[0] ?? "";
}

/** The figures of our own words from 10 on, each with its key; the number of a clause (第12条) is none. */
export function wordKeys(text: string): { around: string; key: string }[] {
  const { plain, figures } = writtenFigures(text);
  return figures
    .filter(({ value, unit }) => value >= 10 && unit !== "第")
    .map((figure) => ({
      around: plain.slice(Math.max(0, figure.end - 8), figure.end + 3),
      key: keysOf(SPOKEN.test(nameOf(figure.unit)) ? figure : { ...figure, unit: "" })[0] ?? "",
    }));
}

function nameOf(unit: string): string {
  return SAME[unit] ?? unit;
}

/** The first is the figure's own; the others are less exact ways to say the same. */
function keysOf({ value, unit, day }: WrittenFigure): string[] {
  const name = nameOf(unit);
  if (name === "年" && isYear(value)) return dateKeys(value, day);
  if (name === "%" || name === ":") return [key(value, name)];
  const own = name === "年" ? key(value * 12, "个月") : key(value, name);
  return [own, key(value, "")];
}

/** 2025年 and 2025年底 are the end of December where a policy file names a month. */
function dateKeys(year: number, day: string[]): string[] {
  const whole = key(year, "年");
  return day.length ? [[year, ...day.map(Number)].join("-"), whole] : [whole, `${year}-12`];
}

function key(value: number, unit: string): string {
  return `${Number(value.toFixed(6))}${unit}`;
}

// ── tables ───────────────────────────────────────────────────────────────────────────────────────

const HEAD = /[（(]\s*(?:单位\s*[:：]\s*)?((?:万?元|%|人次|[人名位个家所项])(?:\/[^（）()\s]+)?)\s*[）)]/;

/** The bare figures of a table, each with the unit that its column's head names (补贴（元）), or its title (单位：元). */
function tableCells(clause: string): string[] {
  let heads: string[] = [];
  return clause.split("\n").flatMap((line) => {
    const cells = line.trim().split(/[\s|│]+/);
    const units = cells.map((cell) => HEAD.exec(cell)?.[1] ?? "");
    if (units.some(Boolean)) heads = units;
    const named = heads.filter(Boolean);
    return cells.flatMap((cell, index) => {
      if (!/^\d[\d,]*(?:\.\d+)?$/.test(cell)) return [];
      const own = cells.length === heads.length ? [heads[index] ?? ""] : named;
      return own.filter(Boolean).map((unit) => `${cell}${unit}`);
    });
  });
}
