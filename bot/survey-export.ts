/** A round as a file: raw rows, statistics and a code book. Both kinds are written while the rows are read. */
import type { CellValue } from "../handlers/surveys/cells.ts";
import type { Round } from "../handlers/surveys/draft.ts";
import { codeBook, type RawColumn, rawColumns, rawValue } from "../handlers/surveys/raw-columns.ts";
import { surveyTables } from "../handlers/surveys/statistics.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import type { StatisticTable } from "../handlers/surveys/tables.ts";
import { statisticsTexts as texts } from "../handlers/texts/statistics.ts";
import type { Database } from "../storage/database.ts";
import { filings, longestRepeats, type StoredFiling } from "../storage/survey-export.ts";
import { figuresAndGivers, surveyFigures } from "../storage/survey-statistics.ts";
import { csv } from "./csv.ts";
import { type Sheet, type XlsxCell, xlsx } from "./xlsx-stream.ts";

export interface Exported {
  database: Database;
  round: Round;
  survey: Survey;
}

/** Names and numbers of people are in it only where a way to open them is given. */
export interface WithContacts {
  /** What was sealed in a cell of a draft; null where it cannot be opened. */
  open: (sealed: string, draft: string, cell: string) => Promise<CellValue | null>;
}

/** For inside the bureau: every enterprise is in it by name. */
export function surveyCsv(exported: Exported, contacts?: WithContacts): ReadableStream<Uint8Array> {
  return streamOf(async function* () {
    const columns = await columnsOf(exported, contacts);
    yield* csv(rawRows(exported, columns, contacts));
  });
}

/**
 * @param how `leavesBureau`: statistics with small cells hidden, and no raw rows, which would tell them all;
 * `withContacts` is of use in raw rows only
 */
export function surveyXlsx(
  exported: Exported,
  how: { leavesBureau: true } | { leavesBureau: false; withContacts?: WithContacts },
): ReadableStream<Uint8Array> {
  const contacts = how.leavesBureau ? undefined : how.withContacts;
  return streamOf(async function* () {
    const { database, round, survey } = exported;
    const tables = how.leavesBureau
      ? await tablesOutside(exported)
      : surveyTables(survey, await surveyFigures(database, round.id, survey), { leavesBureau: false });
    const columns = await columnsOf(exported, contacts);
    const raw = { name: texts.rawSheet, rows: rawRows(exported, columns, contacts) };
    yield* xlsx([
      ...(how.leavesBureau ? [] : [raw]),
      ...tables.map(statisticSheet),
      { name: texts.codeBookSheet, rows: aboutRows(exported, columns) },
    ]);
  });
}

async function tablesOutside({ database, round, survey }: Exported): Promise<StatisticTable[]> {
  const { figures, givers } = await figuresAndGivers(database, round.id, survey);
  return surveyTables(survey, figures, { leavesBureau: true, givers });
}

async function columnsOf({ database, round, survey }: Exported, contacts?: WithContacts) {
  return rawColumns(survey, await longestRepeats(database, round.id), contacts !== undefined);
}

async function* rawRows(
  { database, round, survey }: Exported,
  columns: readonly RawColumn[],
  contacts?: WithContacts,
): AsyncGenerator<XlsxCell[]> {
  yield [...texts.rawHead, ...columns.map(({ heading }) => heading)];
  for await (const filing of filings(database, round.id, contacts !== undefined)) {
    const { creditCode, name, region, receipt, at, version } = filing;
    const values = columns.map(async ({ cell, field }) =>
      rawValue(survey, field, await openedValue(filing, cell, contacts)),
    );
    yield [creditCode, name, region, receipt, timeOf(at), version, ...(await Promise.all(values))];
  }
}

async function openedValue({ cells, draft }: StoredFiling, cell: string, contacts?: WithContacts) {
  const value = cells[cell];
  if (typeof value !== "object") return value;
  return (await contacts?.open(value.sealed, draft, cell)) ?? undefined;
}

/** 2026-11-20 09:00:00, Asia/Shanghai. */
function timeOf(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

function statisticSheet({ title, columns, rows, note }: StatisticTable): Sheet {
  return { name: title, rows: [columns, ...rows, ...(note ? [[note]] : [])] };
}

function aboutRows({ round, survey }: Exported, columns: readonly RawColumn[]): XlsxCell[][] {
  return [
    [texts.survey, survey.title, survey.id],
    [texts.version, survey.version],
    [texts.round, round.title, round.id],
    [],
    ...codeBook(survey, columns),
  ];
}

/** Written as fast as it is taken, and no faster; whoever stops taking it ends it. */
function streamOf(write: () => AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = write();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return(undefined);
    },
  });
}
