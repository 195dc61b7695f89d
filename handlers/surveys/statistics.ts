/**
 * The statistics of a round as tables, one for each question that has figures: all enterprises, each region and each
 * answer to the questions of `statistics.by` in a row.
 */
import { statisticsTexts as texts } from "../texts/statistics.ts";
import { ALL, bookOf, type PlaceIn } from "./book.ts";
import type { Place, SurveyFigures } from "./figures.ts";
import { ENTERPRISES, entriesOf } from "./measures.ts";
import type { Survey } from "./survey.ts";
import { byPlace, type StatisticTable, share, type Telling, tablesOf } from "./tables.ts";

/** @param leavesBureau hides small cells, and what one enterprise alone may have given */
export function surveyTables(
  survey: Survey,
  figures: SurveyFigures,
  { leavesBureau }: { leavesBureau: boolean },
): StatisticTable[] {
  const places = placesIn(survey, figures);
  const book = bookOf(places, entriesOf(survey, figures), leavesBureau);
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
