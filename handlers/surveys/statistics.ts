/**
 * The statistics of a round as tables, one for each question that has figures: all enterprises, each region and each
 * answer to the questions of `statistics.by` in a row.
 */
import { statisticsTexts as texts } from "../texts/statistics.ts";
import { ALL, bookOf, type PlaceIn, toldOutside } from "./book.ts";
import { kinIn } from "./contributions.ts";
import type { Giver, Place, SurveyFigures } from "./figures.ts";
import { ENTERPRISES, valuesOf } from "./measures.ts";
import { namesTold } from "./row-tables.ts";
import type { Survey } from "./survey.ts";
import { byPlace, type StatisticTable, share, type Telling, tablesOf } from "./tables.ts";

/** Outside the bureau small cells are hidden, and what one enterprise alone may have given: see `toldOutside`. */
export type For = { leavesBureau: false } | { leavesBureau: true; givers: readonly Giver[] };

export function surveyTables(survey: Survey, figures: SurveyFigures, how: For): StatisticTable[] {
  const { leavesBureau } = how;
  const places = placesIn(survey, figures);
  const names = Object.fromEntries(
    [...survey.questions.values()]
      .filter((question) => question.kind === "repeat")
      .map(({ id }) => [id, namesTold(figures.rows[id] ?? [], leavesBureau).map(({ name }) => name ?? "")]),
  );
  const told = leavesBureau ? toldOutside(places, kinIn(survey, names), how.givers) : undefined;
  const book = bookOf(places, valuesOf(survey, figures), told && ((key) => told.has(key)));
  const telling: Telling = { survey, figures, book, leavesBureau };
  const tables = [
    overview(telling),
    ...[...survey.questions.values()]
      .filter(({ confidential }) => !confidential)
      .flatMap((question) => tablesOf(telling, question)),
  ];
  return tables.map((table) => (leavesBureau ? { ...table, note: texts.hiddenNote } : table));
}

/** All first, then regions, then answers in the order of the form; what was not answered comes last. */
function placesIn(survey: Survey, { enterprises }: SurveyFigures): PlaceIn[] {
  const rank = ({ by, place }: Place) => {
    if (place === null) return Number.POSITIVE_INFINITY;
    const question = survey.questions.get(survey.statistics.by[by - 1] ?? "");
    const list = question?.kind === "choice" ? (survey.choices[question.choices] ?? []) : [];
    return list.findIndex(({ id }) => id === place);
  };
  const all = enterprises.length ? enterprises : [{ ...ALL, enterprises: 0 }];
  return [...all].sort(
    (one, other) =>
      one.by - other.by || rank(one) - rank(other) || ((one.place ?? "") < (other.place ?? "") ? -1 : 1),
  );
}

function overview(telling: Telling): StatisticTable {
  const { figure } = telling.book;
  const base = texts.enterprisesInAll;
  return byPlace(telling, texts.overview, [
    [texts.enterprises, (place) => figure(place, ENTERPRISES)],
    [
      texts.shareOfEnterprises,
      (place) => share(figure(place, ENTERPRISES), figure(ALL, ENTERPRISES), base, "家"),
    ],
  ]);
}
