/** A filled-in form → its raw values, for `readCell` and `fillIn`; or why it is not read, in words. */
import { printedForm } from "../../handlers/surveys/printed.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { findForm } from "./find-form.ts";
import { type FormValues, formValues } from "./form-values.ts";
import { type Marker, markerIn } from "./marker.ts";
import { readSheets, type SheetRows } from "./read-sheets.ts";
import { Refusal, type Refused, refused } from "./texts.ts";

export interface FormRead extends FormValues {
  kind: "form";
  survey: Survey;
  /** The version that the file was made for; the values fit the survey as it is now. */
  version: number;
  /** `round/credit code`, as the file says: whether the person may fill that draft is to be seen elsewhere. */
  draft?: string;
  /** The draft's revision when the file was made. */
  revision?: number;
}

export async function readForm(bytes: Uint8Array, surveys: readonly Survey[]): Promise<FormRead | Refused> {
  try {
    return formIn(await readSheets(bytes), surveys);
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

/** @throws Refusal */
export function formIn(sheets: readonly SheetRows[], surveys: readonly Survey[]): FormRead | Refused {
  const marker = markerIn(sheets);
  const meant = marker ? surveys.filter(({ id }) => id === marker.survey) : surveys;
  if (marker && meant.length === 0) return refused("other_form");
  const finds = meant.flatMap((survey) => sheets.map((sheet) => find(survey, sheet)));
  const [whole, ...more] = finds.filter(({ place }) => place.missing.length === 0);
  if (more.length) return refused("several_forms");
  if (!whole) return nearly(finds, marker);
  const { survey, form, place, rows } = whole;
  return {
    kind: "form",
    survey,
    version: marker?.version ?? survey.version,
    ...(marker?.draft ? { draft: marker.draft } : {}),
    ...(marker?.revision === undefined ? {} : { revision: marker.revision }),
    ...formValues(survey, form, place, rows),
  };
}

function find(survey: Survey, { rows }: SheetRows) {
  const form = printedForm(survey, {});
  return { survey, form, rows, place: findForm(form, rows) };
}

/** Labels that are named at once. */
const NAMED = 3;

/** A form that somebody has rearranged is told what is not found; another table is no form. */
function nearly(finds: readonly ReturnType<typeof find>[], marker: Marker | undefined): Refused {
  const best = finds.toSorted((one, other) => other.place.found - one.place.found)[0];
  const { missing, found } = best?.place ?? { missing: [], found: 0 };
  if (!best || (!marker && found < missing.length)) return refused("not_form");
  const labels = missing.slice(0, NAMED).map((label) => `“${label}”`);
  return refused("labels_missing", {
    labels: `${labels.join("、")}${missing.length > NAMED ? "等标题" : ""}`,
  });
}
