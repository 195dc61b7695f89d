/** One question of a survey as a message, with how far it is, what was just understood, and the ways out. */
import { buttons } from "./actions.ts";
import { withChoices } from "./ask-question.ts";
import type { Button, OutboundMessage } from "./event.ts";
import { asked, type Question } from "./form.ts";
import { askNamed, asksOf } from "./surveys/asks.ts";
import { type OpenSurvey, stateOf } from "./surveys/open-survey.ts";
import { surveyTexts } from "./texts/survey.ts";

export type SurveyButton = keyof typeof surveyTexts.button;

export function surveyButtons(...names: SurveyButton[]): Button[] {
  return names.map((name) => ({ id: `survey:${name}`, label: surveyTexts.button[name] }));
}

/** The question that is asked now. */
export function questionOf(open: OpenSurvey): Question | null {
  return open.place.aside ? null : asked(open.form, stateOf(open));
}

/** @param before lines above the question: what was understood, what is wrong */
export function surveyMessage(open: OpenSurvey, question: Question, before = ""): OutboundMessage {
  const head = headOf(open, question);
  const text = [before && `${before}\n`, `${head}${question.text}`, question.help ?? ""]
    .filter(Boolean)
    .join("\n");
  return withChoices(text, question, wayOutOf(open, question));
}

/** （3/11）: which of the form's questions it is. */
function headOf({ survey }: OpenSurvey, question: Question): string {
  const asks = asksOf(survey);
  const at = asks.findIndex(({ id }) => id === question.id.split("/")[0]);
  return at < 0 ? "" : surveyTexts.progress(at + 1, asks.length);
}

function wayOutOf({ survey, place }: OpenSurvey, question: Question): Button[] {
  const [name = ""] = question.id.split("/");
  const isOptional = askNamed(survey, name)?.questions.every(({ optional }) => optional) ?? false;
  const skip = place.editing ? surveyTexts.unchanged : isOptional ? surveyTexts.optional : surveyTexts.putOff;
  const back = place.path.length > 0 && !["fix", "why"].includes(question.id) ? buttons("back") : [];
  return [{ id: "do:unsure", label: skip }, ...back];
}
