/** The rows of a repeat as tables: by place, and by the name that stands in them. */
import { statisticsTexts as texts } from "../texts/statistics.ts";
import { ALL } from "./book.ts";
import type { Place, RowFigure } from "./figures.ts";
import { moneyIn, named, ofRows } from "./measures.ts";
import type { Repeat } from "./schema.ts";
import { FEWEST } from "./small-cells.ts";
import {
  byPlace,
  type Column,
  ratio,
  type StatisticTable,
  shown,
  type TableCell,
  type Telling,
} from "./tables.ts";

export function rowsTable(telling: Telling, repeat: Repeat): StatisticTable {
  const { figure } = telling.book;
  const at = (place: Place, what: string) => figure(place, ofRows(repeat.id, what));
  return byPlace(telling, repeat.label, [
    [texts.withRows(repeat.label), (place) => at(place, "enterprises")],
    [peopleHeading(repeat), (place) => at(place, "people")],
    ...moneyIn(repeat).map(
      (field): Column => [
        moneyHeading(repeat, field, texts.weightedByPeople),
        (place) => ratio(at(place, `${field}.weighted`), at(place, `${field}.people`)),
      ],
    ),
  ]);
}

function peopleHeading({ fields }: Repeat): string {
  const field = fields.find(({ kind }) => kind === "number");
  return field?.kind === "number" ? texts.sum(field.label, field.unit ?? "") : texts.rows;
}

function moneyHeading({ fields }: Repeat, id: string, text: (label: string, unit: string) => string): string {
  const field = fields.find((one) => one.id === id);
  return field?.kind === "money" ? text(field.label, field.unit ?? "元") : "";
}

/** Of so many names at most is told outside: who wants the others is soon known. */
const NAMES_OUTSIDE = 50;

/** What is wanted most comes first. Outside the bureau, what hardly anybody wants is not named. */
export function namesTold(rows: readonly RowFigure[], leavesBureau: boolean): RowFigure[] {
  const all = rows
    .filter(({ name }) => name !== null)
    .sort((one, other) => other.people - one.people || ((one.name ?? "") < (other.name ?? "") ? -1 : 1));
  if (!leavesBureau) return all;
  return all.filter(({ enterprises }) => enterprises >= FEWEST).slice(0, NAMES_OUTSIDE);
}

/** The median may be what one enterprise pays: it is not told outside. */
export function namesTable(telling: Telling, repeat: Repeat): StatisticTable {
  const { figures, leavesBureau } = telling;
  const label = repeat.fields.find(({ kind }) => kind === "text")?.label ?? repeat.label;
  const rows = figures.rows[repeat.id] ?? [];
  const told = namesTold(rows, leavesBureau);
  const few = rows.filter(({ name }) => name !== null).length - told.length;
  const columns = [
    label,
    texts.enterprises,
    peopleHeading(repeat),
    ...moneyIn(repeat).flatMap((field) => [
      moneyHeading(repeat, field, texts.weightedByPeople),
      ...(leavesBureau ? [] : [moneyHeading(repeat, field, texts.median)]),
    ]),
  ];
  const rest = [texts.few(few), ...columns.slice(1).map(() => texts.hidden)];
  return {
    title: texts.byName(repeat.label, label),
    columns,
    rows: [...told.map((row) => nameRow(telling, repeat, row)), ...(few ? [rest] : [])],
  };
}

function nameRow({ book, leavesBureau }: Telling, repeat: Repeat, row: RowFigure): TableCell[] {
  const at = (what: string) => book.figure(ALL, named(repeat.id, row.name ?? "", what));
  return [
    row.name || texts.unanswered,
    shown(at("enterprises")),
    shown(at("people")),
    ...row.money.flatMap(({ field, median }) => [
      shown(ratio(at(`${field}.weighted`), at(`${field}.people`))),
      ...(leavesBureau ? [] : [shown(median)]),
    ]),
  ];
}
