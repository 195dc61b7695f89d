/** 统计: the main figures of a round in a short message, and all of them as a file. */
import type { Round } from "../surveys/draft.ts";
import { surveyTables } from "../surveys/statistics.ts";
import type { StatisticTable, TableCell } from "../surveys/tables.ts";
import { staffTexts } from "../texts/staff.ts";
import { statisticsTexts } from "../texts/statistics.ts";
import type { Turn } from "../turn.ts";
import { deskButtons } from "./deeds.ts";
import { type DeskScene, sayDone, withRound } from "./desk-scene.ts";
import { statisticsFile } from "./files.ts";

const texts = staffTexts.statistics;
/** Of a list by name: the first ones. */
const NAMES_SHOWN = 3;

export function showStatistics(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "statistics", about, tell);
}

async function tell(scene: DeskScene, round: Round): Promise<Turn> {
  const survey = scene.world.surveys.get(round.survey);
  const buttons = deskButtons(round.id, "progress", "export");
  const figures = survey && (await scene.world.desk.figures(round.id, survey));
  if (!survey || !figures?.enterprises.length)
    return sayDone(scene, { text: texts.none(round.title), buttons });
  const lines = surveyTables(survey, figures, { leavesBureau: false }).flatMap(lineOf);
  const text = [texts.head(round.title), ...lines, texts.careful].join("\n");
  return sayDone(scene, { text, file: statisticsFile(round), buttons });
}

/** What holds of all enterprises together; of a table by name its first names. */
function lineOf({ title, columns, rows }: StatisticTable): string[] {
  if (columns[0] !== statisticsTexts.by) {
    const names = rows.slice(0, NAMES_SHOWN).map(([name, , count]) => `${name} ${shown(count ?? null)}`);
    return names.length ? [texts.line(title, names.join("、"))] : [];
  }
  // Level by level is for the file.
  if (columns[2] === statisticsTexts.row) return [];
  const values = columns.flatMap((heading, at) => {
    const value = rows[0]?.[at] ?? null;
    return at < 2 || value === null || !isMain(heading, value) ? [] : [`${heading} ${shown(value)}`];
  });
  return values.length ? [texts.line(title, values.join("，"))] : [];
}

/** Shares of ticks, and the least and the most of one enterprise, are for the file. */
function isMain(heading: string, value: TableCell): boolean {
  if (heading === statisticsTexts.given || /^最[小大]/.test(heading)) return false;
  return typeof value === "number" || heading === statisticsTexts.highlySkilledShare;
}

function shown(value: TableCell): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : (value ?? "");
}
