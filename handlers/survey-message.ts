/** One question of a survey as a message, with how far it is, what was just understood, and the ways out. */
import { buttons } from "./actions.ts";
import { answerButtons } from "./ask-question.ts";
import type { Button, OutboundMessage } from "./event.ts";
import { asked, type Question } from "./form.ts";
import { askNamed } from "./surveys/asks.ts";
import { type OpenSurvey, stateOf } from "./surveys/open-survey.ts";
import { progressOf } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";

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
  const { done, of } = progressOf(open.survey, open.cells);
  const head = surveyTexts.progress(Math.min(done + 1, of), of);
  const text = [before && `${before}\n`, `${head}${question.text}`, question.help ?? ""]
    .filter(Boolean)
    .join("\n");
  const wayOut = wayOutOf(open, question);
  if (question.kind === "checklist")
    return {
      text,
      checklist: {
        question: question.id,
        options: question.options.map(({ value, label }) => ({ value, label })),
        confirm: zhCN.button.confirm,
        none: question.none ?? zhCN.button.no,
      },
      buttons: wayOut,
    };
  const typed = question.kind === "choice" ? {} : { typed: true as const };
  return { text, buttons: [...answerButtons(question), ...wayOut], ...typed };
}

function wayOutOf({ survey, place }: OpenSurvey, question: Question): Button[] {
  const [name = ""] = question.id.split("/");
  const isOptional = askNamed(survey, name)?.questions.every(({ optional }) => optional) ?? false;
  const skip = place.editing ? zhCN.button.resume : isOptional ? surveyTexts.optional : surveyTexts.putOff;
  const back = place.path.length > 0 && !["fix", "why"].includes(question.id) ? buttons("back") : [];
  return [{ id: "do:unsure", label: skip }, ...back];
}
