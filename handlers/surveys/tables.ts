/** A question's figures as a table: a row for each group of enterprises, or for each name. */
import { statisticsTexts as texts } from "../texts/statistics.ts";
import { ALL, type Book, finder } from "./book.ts";
import { cellOf, choiceIn } from "./cells.ts";
import type { Place, SurveyFigures } from "./figures.ts";
import {
  columnTotal,
  given,
  highlySkilled,
  isRate,
  ofHeads,
  rowTotal,
  skilledRows,
  total,
} from "./measures.ts";
import { namesTable, rowsTable } from "./row-tables.ts";
import type { Counts, Matrix, Several, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** null where there is nothing to say, as a mean of nobody. */
export type TableCell = string | number | null;

export interface StatisticTable {
  title: string;
  columns: string[];
  rows: TableCell[][];
  note?: string;
}

/** What tables are made from. */
export interface Telling {
  survey: Survey;
  figures: SurveyFigures;
  book: Book;
  leavesBureau: boolean;
}

function headOf({ survey }: Telling, { by, place }: Place): [string, string] {
  if (by === ALL.by) return [texts.all, texts.all];
  if (by === 0) return [texts.region, place || texts.unanswered];
  const question = survey.questions.get(survey.statistics.by[by - 1] ?? "");
  const list = question?.kind === "choice" ? question.choices : "";
  return [question?.label ?? "", choiceIn(survey, list, place ?? "")?.label ?? (place || texts.unanswered)];
}

/** A column: its heading, and what stands under it; undefined is hidden. */
export type Column = [heading: string, of: (place: Place) => TableCell | undefined];

export function byPlace(telling: Telling, title: string, columns: readonly Column[]): StatisticTable {
  return {
    title,
    columns: [texts.by, texts.place, ...columns.map(([heading]) => heading)],
    rows: telling.book.places.map((place) => [
      ...headOf(telling, place),
      ...columns.map(([, of]) => shown(of(place))),
    ]),
  };
}

/** Money and means to the cent; sums of fractions leave no dust. */
export function shown(value: TableCell | undefined): TableCell {
  if (value === undefined) return texts.hidden;
  return typeof value === "number" ? Math.round(value * 100) / 100 : value;
}

/** Hidden where either is: who knows one and the quotient knows both. */
export function ratio(part: number | undefined, whole: number | undefined): number | null | undefined {
  if (part === undefined || whole === undefined) return undefined;
  return whole === 0 ? null : part / whole;
}

/** 占技能人才总数1,234人的34.5% */
export function share(
  part: number | undefined,
  whole: number | undefined,
  base: string,
  unit: string,
): string | null | undefined {
  const found = ratio(part, whole);
  if (found === undefined || found === null) return found;
  return texts.share(base, whole ?? 0, unit, (found * 100).toFixed(1));
}

export function tablesOf(telling: Telling, question: SurveyQuestion): StatisticTable[] {
  switch (question.kind) {
    case "number":
    case "money":
      return [figureTable(telling, question)];
    case "counts":
      return [countsTable(telling, question)];
    case "matrix":
      return [matrixTable(telling, question)];
    case "several":
      return [severalTable(telling, question)];
    case "repeat":
      return [rowsTable(telling, question), namesTable(telling, question)];
    default:
      return [];
  }
}

type Figure = Extract<SurveyQuestion, { kind: "number" | "money" }>;

function figureTable(telling: Telling, question: Figure): StatisticTable {
  const { id, label, unit = "" } = question;
  const { survey, leavesBureau } = telling;
  const { figure } = telling.book;
  const { staff } = survey.statistics;
  const perHead: Column = [
    isRate(question) ? texts.weightedByStaff(label, unit) : texts.perHead(unit),
    (place) =>
      ratio(
        figure(place, ofHeads(id, isRate(question) ? "weighted" : "sum")),
        figure(place, ofHeads(id, "heads")),
      ),
  ];
  const mean = (heading: string): Column => [
    heading,
    (place) => ratio(figure(place, id), figure(place, given(id))),
  ];
  const means = isRate(question)
    ? [...(staff ? [perHead] : []), mean(texts.meanOfEnterprises(label, unit))]
    : [
        [texts.sum(label, unit), (place: Place) => figure(place, id)] as Column,
        mean(texts.perEnterprise(unit)),
        ...(staff && question.kind === "money" ? [perHead] : []),
      ];
  return byPlace(telling, label, [
    [texts.given, (place) => figure(place, given(id))],
    ...means,
    ...(leavesBureau ? [] : extremes(telling, id, unit)),
  ]);
}

/** The least and the most are one enterprise's own figure: never told outside. */
function extremes({ figures }: Telling, id: string, unit: string): Column[] {
  const extremeAt = finder(figures.extremes, ({ question }) => question);
  return [
    [texts.least(unit), (place) => extremeAt(place, id)?.least ?? null],
    [texts.most(unit), (place) => extremeAt(place, id)?.most ?? null],
  ];
}

function countsTable(telling: Telling, { id, label, unit = "", rows, ...rest }: Counts): StatisticTable {
  const { survey, book } = telling;
  const whole = (place: Place) => book.figure(place, total(id));
  const skilled = (place: Place) => book.figure(place, highlySkilled(id));
  const skilledColumns: Column[] = [
    [texts.highlySkilled, skilled],
    [texts.highlySkilledShare, (place) => share(skilled(place), whole(place), wholeName(label), unit)],
  ];
  return byPlace(telling, label, [
    ...(survey.choices[rows] ?? []).map(
      (row): Column => [row.label, (place) => book.figure(place, cellOf(id, row.id))],
    ),
    [rest.total ?? texts.total, whole],
    ...(skilledRows(survey, rows).length ? skilledColumns : []),
  ]);
}

/** 技能人才人数 → 技能人才总数 */
function wholeName(label: string): string {
  return `${label.replace(/(?:人数|数量|数)$/, "")}总数`;
}

function matrixTable(telling: Telling, { id, label, rows, columns }: Matrix): StatisticTable {
  const { survey, book } = telling;
  const [lines, fields] = [survey.choices[rows] ?? [], survey.choices[columns] ?? []];
  const row = (place: Place, name: string, measures: readonly string[]) => [
    ...headOf(telling, place),
    name,
    ...measures.map((measure) => shown(book.figure(place, measure))),
  ];
  return {
    title: label,
    columns: [texts.by, texts.place, texts.row, ...fields.map((field) => field.label), texts.total],
    rows: book.places.flatMap((place) => [
      ...lines.map((line) =>
        row(place, line.label, [
          ...fields.map((field) => cellOf(id, line.id, field.id)),
          rowTotal(id, line.id),
        ]),
      ),
      row(place, texts.total, [...fields.map((field) => columnTotal(id, field.id)), total(id)]),
    ]),
  };
}

function severalTable(telling: Telling, { id, label, choices }: Several): StatisticTable {
  const { figure } = telling.book;
  const base = (place: Place) => figure(place, given(id));
  return byPlace(telling, label, [
    [texts.given, base],
    ...(telling.survey.choices[choices] ?? []).flatMap((choice): Column[] => {
      const ticked = (place: Place) => figure(place, cellOf(id, choice.id));
      return [
        [texts.ticked(choice.label), ticked],
        [
          texts.tickedShare(choice.label),
          (place) => share(ticked(place), base(place), texts.enterprisesGiven, "家"),
        ],
      ];
    }),
  ]);
}
