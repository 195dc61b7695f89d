/** What a person says and presses about a survey, and what every action means while one is in front. */
import type { Action } from "./actions.ts";
import { buttons } from "./actions.ts";
import { soundsLikeQuestion } from "./ask-question.ts";
import type { Button, OutboundMessage } from "./event.ts";
import * as survey from "./survey.ts";
import { answers, give, hearAnswer, hearPeople } from "./survey-answers.ts";
import { letIn } from "./survey-editors.ts";
import { hearEntry } from "./survey-enterprise.ts";
import {
  enterDraftById,
  enterRoundAnew,
  enterRoundById,
  entryMessage,
  showOthers,
  startSurvey,
} from "./survey-entry.ts";
import { submit } from "./survey-hand-in.ts";
import { questionOf, surveyButtons, surveyMessage } from "./survey-message.ts";
import { summary } from "./survey-summary.ts";
import { askNamed, asksOf } from "./surveys/asks.ts";
import type { OpenSurvey } from "./surveys/open-survey.ts";
import { namesPeople } from "./surveys/read-people.ts";
import type { Field } from "./surveys/schema.ts";
import { askLine } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

/** The survey that is asked for now, rather than put aside. */
export function inFront({ survey: open, conversation }: Scene): OpenSurvey | null {
  const { survey: place } = conversation;
  return open && place?.at === "form" && !place.aside ? { ...open, place } : null;
}

/** What is asked again after something else was answered; null where no survey is in front. */
export function askedAgain(scene: Scene, before: string): OutboundMessage | null {
  const open = inFront(scene);
  const question = open && questionOf(open);
  if (open && question) return surveyMessage(open, question, before);
  const { survey: place } = scene.conversation;
  return place?.at === "entry" ? entryMessage(place, before) : null;
}

/** Undefined where what was said is not about the survey: a question of the person's own. */
export async function hear(scene: Scene, text: string): Promise<Turn | undefined> {
  const { survey: place } = scene.conversation;
  const isQuestion = (soundsLikeQuestion(text) || /[?？吗]\s*$/.test(text)) && !/\d/.test(text);
  if (place?.at === "entry") return isQuestion ? undefined : hearEntry(scene, place, text);
  const open = inFront(scene);
  const question = open && questionOf(open);
  if (OTHERS.test(text.trim()) && (open || scene.survey)) return showOthers(scene);
  if (!open) return undefined;
  if (isPrivate(scene, text)) return hearPrivate(scene, open, text, isQuestion);
  if (!question || (isQuestion && !answers(scene, open, text))) return undefined;
  if (NOT_THIS.test(text.trim())) return survey.passOver(scene, open);
  return hearAnswer(scene, open, text);
}

/** What may hold somebody's name or number is taken or asked for again; it is neither searched for nor shown again. */
function hearPrivate(scene: Scene, open: OpenSurvey, text: string, isQuestion: boolean): Turn {
  const question = questionOf(open);
  if (question && isQuestion)
    return {
      ...say(scene.conversation, surveyMessage(open, question, surveyTexts.whichPeople)),
      shownAs: surveyTexts.shownAs,
    };
  const turn = question ? hearAnswer(scene, open, text) : hearPeople(scene, open, text);
  const said = turn ?? say(scene.conversation, { text: surveyTexts.people, buttons: surveyButtons("edit") });
  return { ...said, shownAs: surveyTexts.shownAs };
}

/** Somebody's name or number is asked for, or told unasked. */
function isPrivate(scene: Scene, text: string): boolean {
  const open = inFront(scene);
  if (!open) return false;
  const asking = questionOf(open)?.id.split("/")[0] ?? "";
  const isAsked = askNamed(open.survey, asking)?.questions.some(({ confidential }) => confidential);
  const fields = [...open.survey.questions.values()].filter((one): one is Field => "confidential" in one);
  return isAsked || namesPeople(fields, text);
}

const OTHERS =
  /^(?:我?要|想)?(?:换一?|(?:再|要)?填?[另下]一?)(?:家|个企业|家企业|张表|个表)(?:单位)?[。.!]?$/;

/** Said of one question, where 跳过 is meant. */
const NOT_THIS =
  /^(?:这一?[项个题条]|那就|先|我们|我|学历|都)*(?:不填|不想填|空着|放着|不改|不用改)(?:了|吧|这一?项|它)*[。.!]?$/;

// ── actions ──────────────────────────────────────────────────────────────────────────────────────

const IN_SURVEY: Partial<Record<Action, (scene: Scene, open: OpenSurvey) => Turn>> = {
  back: survey.goBack,
  unsure: survey.passOver,
  edit: offerEdit,
  cancel: survey.stop,
  resume: (scene, open) => survey.goOn(scene, open),
};

/** What an action means while a survey is in front; undefined where it means what it always does. */
export function act(scene: Scene, action: Action): Turn | undefined {
  const open = inFront(scene);
  if (open) return IN_SURVEY[action]?.(scene, open);
  const { survey: place } = scene.conversation;
  if (place?.at !== "entry") return undefined;
  if (action === "cancel")
    return say(
      { ...scene.conversation, survey: null },
      { text: surveyTexts.left, buttons: buttons("survey", "menu") },
    );
  const isAboutForm = action === "back" || action === "unsure" || action === "resume" || action === "edit";
  return isAboutForm ? say(scene.conversation, entryMessage(place, "")) : undefined;
}

/** Something else is begun: the survey is put aside, and whoever was only on the way in leaves. */
export function putAside(scene: Scene): Scene {
  const { survey: place } = scene.conversation;
  const aside = place?.at === "form" ? { ...place, aside: true } : null;
  return { ...scene, conversation: { ...scene.conversation, survey: aside } };
}

function offerEdit(scene: Scene, open: OpenSurvey): Turn {
  const choices = asksOf(open.survey).map((ask): Button => {
    const line = askLine(open.survey, ask, open.cells);
    return { id: `survey:cell:${ask.id}`, label: line.length > 40 ? ask.title : line };
  });
  return say(scene.conversation, { text: surveyTexts.editWhich, buttons: choices });
}

// ── presses ──────────────────────────────────────────────────────────────────────────────────────

const ON_OPEN: Record<string, (scene: Scene, open: OpenSurvey, about: string) => Turn | Promise<Turn>> = {
  submit: submit,
  more: survey.askTheRest,
  summary: (scene, open) => summary(scene, open),
  stop: survey.stop,
  edit: offerEdit,
  cell: survey.editAsk,
  page: offerPage,
  excel: offerFile,
};

/** A button `survey:…`; undefined where there is no such button. */
export async function press(scene: Scene, about: string): Promise<Turn | undefined> {
  const [what = "", rest = ""] = about.split(/:(.*)/s);
  if (what === "others") return showOthers(scene);
  if (what === "new") return enterRoundAnew(scene, rest);
  if (what === "round") return enterRoundById(scene, rest);
  if (what === "draft") return enterDraftById(scene, rest);
  if (what === "in" || what === "out") return letIn(scene, rest, what === "in");
  const { survey: place } = scene.conversation;
  if (what === "region" && place?.at === "entry") return hearEntry(scene, place, rest);
  const known = Object.hasOwn(ON_OPEN, what) ? ON_OPEN[what] : undefined;
  if (!known) return undefined;
  return scene.survey ? known(scene, scene.survey, rest) : startSurvey(scene);
}

async function offerPage(scene: Scene, open: OpenSurvey): Promise<Turn> {
  const { id } = open.draft;
  const { url, nonce } = await scene.world.record.pageLink(id);
  const turn = say(scene.conversation, {
    text: surveyTexts.page,
    link: { label: surveyTexts.pageLabel, url },
    buttons: buttons("survey", "menu"),
  });
  return followedBy(turn, { kind: "offer_survey_page", draft: id, nonce });
}

function offerFile(scene: Scene, open: OpenSurvey): Turn {
  const { id, round } = open.draft;
  const file = { name: surveyTexts.fileName(round.title), type: XLSX, made: `survey:${id}` };
  return say(scene.conversation, { text: surveyTexts.file, file, buttons: buttons("survey", "menu") });
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A button or a ticked list that answers the survey's question; undefined where it is not the one that is asked. */
export function answer(scene: Scene, id: string, value: string | string[]): Turn | undefined {
  const open = inFront(scene);
  const question = open && questionOf(open);
  if (!open || question?.id !== id) return undefined;
  const values = new Set(question.options.map((option) => option.value));
  if (Array.isArray(value))
    return question.kind === "checklist" && value.every((one) => values.has(one))
      ? give(scene, open, question, value)
      : undefined;
  if (!values.has(value)) return undefined;
  const isChange = id === "fix" || id === "why";
  return isChange ? survey.editAsk(scene, open, value) : give(scene, open, question, value);
}
