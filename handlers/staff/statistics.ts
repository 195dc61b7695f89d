/** 统计: what was handed in, at a glance; the whole of it is in the files. */
import type { StatisticTable, TableCell } from "../surveys/tables.ts";
import { staffTexts } from "../texts/staff.ts";
import { statisticsTexts } from "../texts/statistics.ts";
import type { Turn } from "../turn.ts";
import { deskButtons } from "./deeds.ts";
import { type DeskScene, sayDone, withRound } from "./desk-scene.ts";

/** Of what people wrote in words, such as trades. */
const NAMES_SHOWN = 5;
/** The least and the most are in the file: in a glance they say little. */
const EXTREMES = /^(?:最小|最大)/;

export function showStatistics(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "statistics", about, async (at, { id, title }) => {
    const tables = await at.world.desk.statistics(id);
    const lines = tables.flatMap(headline);
    const text = lines.length
      ? [staffTexts.statistics.head(title), ...lines].join("\n")
      : staffTexts.statistics.none(title);
    return sayDone(at, { text, buttons: deskButtons(id, "export", "progress") });
  });
}

/** The line of all enterprises together; of names the first few. */
function headline({ title, columns, rows }: StatisticTable): string[] {
  if (columns[0] !== statisticsTexts.by)
    return rows.length ? [`${title}：${rows.slice(0, NAMES_SHOWN).map(nameText(columns)).join("；")}`] : [];
  const all = rows.filter(([by]) => by === statisticsTexts.all);
  // The last row of a table by levels is their sum.
  const row = all.at(-1);
  const from = all.length > 1 ? 3 : 2;
  const parts = (row ?? []).flatMap((value, at) => {
    const heading = columns[at] ?? "";
    return at < from || value === null || EXTREMES.test(heading) ? [] : [figureText(heading, value)];
  });
  return parts.length ? [`${title}：${parts.join("，")}`] : [];
}

function nameText(columns: readonly string[]): (row: readonly TableCell[]) => string {
  return ([name, ...values]) =>
    [
      String(name),
      ...values.map((value, at) => (value === null ? "" : figureText(columns[at + 1] ?? "", value))),
    ]
      .filter(Boolean)
      .join(" ");
}

/** 合计（人） and 1600 → 合计1,600人. */
function figureText(heading: string, value: string | number): string {
  const [, name = heading, unit = ""] = /^(.*?)（([^，）]*)[^）]*）$/.exec(heading) ?? [];
  return typeof value === "number" ? `${name}${value.toLocaleString("en-US")}${unit}` : `${name}${value}`;
}
