/** Where a person is with a survey: part of the conversation's state, so it holds nothing of what they fill in. */
import type { FormState } from "../form.ts";

/** On the way in: which enterprise is it, and who may fill for it? */
export interface EntryPlace {
  at: "entry";
  round: string;
  asks: "credit_code" | "phone_end" | "name" | "region";
  creditCode: string;
  name: string;
  /** How often something did not fit. */
  wrong: number;
}

/** In the form. The answers are the draft's, which others may be filling too. */
export interface FormPlace extends Omit<FormState, "answers" | "version"> {
  at: "form";
  draft: string;
  /** The draft's revision that the person has been shown. */
  seen: number;
  /** Put aside for something else. */
  aside: boolean;
}

export type SurveyPlace = EntryPlace | FormPlace;

export function newPlace(draft: string, seen: number): FormPlace {
  return {
    at: "form",
    draft,
    seen,
    aside: false,
    unsure: [],
    path: [],
    asking: null,
    editing: false,
    misses: 0,
  };
}
