/** Handing a survey in: only what is whole, and only what the person has seen. */
import { chineseDate } from "../policy-kb/dates.ts";
import { buttons as menuButtons } from "./actions.ts";
import { closed, goOn } from "./survey.ts";
import { surveyButtons } from "./survey-message.ts";
import { lackNames, summary } from "./survey-summary.ts";
import { keep, write } from "./survey-write.ts";
import type { Cell, Cells, CellValue } from "./surveys/cells.ts";
import { isOpen } from "./surveys/draft.ts";
import type { OpenSurvey } from "./surveys/open-survey.ts";
import type { FormPlace } from "./surveys/place.ts";
import { isComplete } from "./surveys/survey-form.ts";
import { surveyTexts } from "./texts/survey.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

export function submit(scene: Scene, open: OpenSurvey): Turn {
  const { survey, draft } = open;
  if (!isOpen(draft.round, scene.today)) return closed(scene, open);
  // What others have just changed is shown before it is handed in with it.
  if (open.theirs.length > 0 || open.lost.length > 0) return goOn(scene, open);
  if (!isComplete(survey, open.cells)) {
    const rest = { ...open, place: { ...open.place, unsure: [], editing: false } };
    return goOn(scene, rest, surveyTexts.cannotFile(lackNames(open)));
  }
  if (draft.filed?.revision === draft.revision && !draft.toConfirm) return summary(scene, open);
  const { open: dated, effects } = write(open, withDay(open, scene.today));
  const receipt = receiptFrom(scene.world.freshCode);
  const text = draft.filed
    ? surveyTexts.filedAgain(receipt)
    : surveyTexts.filed(receipt, chineseDate(draft.round.closes));
  const place: FormPlace = { ...dated.place, path: [], asking: null, editing: false, aside: true };
  const { revision } = dated.draft;
  const turn = say(keep(scene, { ...dated, place }).conversation, {
    text,
    buttons: [...surveyButtons("excel", "page", "others"), ...menuButtons("menu")],
  });
  return followedBy(turn, ...effects, { kind: "file_survey", draft: draft.id, revision, receipt });
}

/** 填表时间 is the day on which it is handed in. */
function withDay({ survey, cells }: OpenSurvey, today: string): Cells {
  const days = [...survey.questions.values()].filter(({ prefill }) => prefill === "today");
  return { ...cells, ...Object.fromEntries(days.map(({ id }): [Cell, CellValue] => [id, today])) };
}

/** 7K2M9QXW → 7K2M-9QXW. */
export function receiptFrom(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
