/** The draft that a conversation is in, with the person's place in it, as one turn sees them. */
import type { FormDefinition, FormState } from "../form.ts";
import type { Cell, Cells } from "./cells.ts";
import { cellsIn, type Draft } from "./draft.ts";
import { fitting } from "./fill.ts";
import type { FormPlace } from "./place.ts";
import type { SurveyRecord } from "./record.ts";
import type { Survey } from "./survey.ts";
import { surveyForm } from "./survey-form.ts";

export interface OpenSurvey {
  survey: Survey;
  form: FormDefinition;
  draft: Draft;
  /** The draft's cells, as far as they fit the survey as it is now. */
  cells: Cells;
  place: FormPlace;
  /** Cells that somebody else has changed since the person was last shown them. */
  theirs: Cell[];
  /** The survey has changed since the draft was last written. */
  isRenewed: boolean;
  /** Cells that no longer fit, since the survey has changed. */
  lost: Cell[];
}

/** null where the draft is no longer the person's to fill. */
export async function openSurvey(
  place: FormPlace,
  record: SurveyRecord,
  surveys: ReadonlyMap<string, Survey>,
  today: string,
): Promise<OpenSurvey | null> {
  const draft = await record.draft(place.draft);
  const survey = draft && surveys.get(draft.round.survey);
  if (!draft || !survey) return null;
  const changes = draft.revision > place.seen ? await record.changes(draft.id, place.seen) : [];
  const theirs = cellsIn(changes);
  return openedAt(survey, draft, place, today, theirs);
}

export function openedAt(
  survey: Survey,
  draft: Draft,
  place: FormPlace,
  today: string,
  theirs: Cell[] = [],
): OpenSurvey {
  const isCurrent = draft.version === survey.version;
  const { cells, lost } = isCurrent ? { cells: draft.cells, lost: [] } : fitting(survey, draft.cells, today);
  return { survey, form: surveyForm(survey), draft, cells, place, theirs, isRenewed: !isCurrent, lost };
}

/** As the form engine sees it. */
export function stateOf({ survey, cells, place }: OpenSurvey): FormState {
  const { at: _at, draft: _draft, seen: _seen, aside: _aside, ...rest } = place;
  return { ...rest, version: String(survey.version), answers: { ...cells } };
}

export function placeOf({ place }: OpenSurvey, state: FormState): FormPlace {
  const { answers: _answers, version: _version, ...rest } = state;
  return { ...place, ...rest };
}
