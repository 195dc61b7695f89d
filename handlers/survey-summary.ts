/** All of a survey before it is handed in, and handing it in. */
import { chineseDate } from "../policy-kb/dates.ts";
import type { OutboundMessage } from "./event.ts";
import { surveyButtons } from "./survey-message.ts";
import { keep } from "./survey-write.ts";
import { askOf } from "./surveys/asks.ts";
import type { OpenSurvey } from "./surveys/open-survey.ts";
import { missingOf, problemsOf } from "./surveys/problems.ts";
import { cellName, summaryLines } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { type Scene, say, type Turn } from "./turn.ts";

export function summary(scene: Scene, open: OpenSurvey, before = ""): Turn {
  const { survey, cells, draft } = open;
  const lines = summaryLines(survey, cells);
  const lacks = lackNames(open);
  const { filed } = draft;
  // What staff have handed in for the enterprise waits for its own yes.
  const isFiled = filed !== null && filed.revision === draft.revision && !draft.toConfirm;
  const text = lacks
    ? surveyTexts.summaryOpen(lines, lacks)
    : isFiled
      ? surveyTexts.summaryFiled(lines, filed.receipt, chineseDate(filed.at.slice(0, 10)))
      : surveyTexts.summary(lines);
  const more = [
    draft.toConfirm ? surveyTexts.toConfirm : "",
    filed !== null && filed.revision !== draft.revision ? surveyTexts.changedSinceFiled : "",
  ];
  const buttons = surveyButtons(
    ...(lacks ? (["more"] as const) : isFiled ? [] : (["submit"] as const)),
    ...(["edit", "page", "excel"] as const),
    ...(isFiled ? [] : (["stop"] as const)),
  );
  const message: OutboundMessage = { text: [before, text, ...more].filter(Boolean).join("\n\n"), buttons };
  return say(keep(scene, open).conversation, message);
}

/** What still stands in the way of handing it in, by name. */
export function lackNames({ survey, cells }: OpenSurvey): string {
  const asks = missingOf(survey, cells).map((cell) => askOf(survey, cell)?.title ?? cellName(survey, cell));
  const wrong = problemsOf(survey, cells).flatMap(({ strength, says, why }) =>
    strength === "error" || (why && !why.given) ? [says.replace(/。$/, "")] : [],
  );
  return [...new Set([...asks, ...wrong])].join("、");
}
