/** What a person says and presses about a survey, and what every action means while one is in front. */
import { chineseDate } from "../policy-kb/dates.ts";
import { normalise } from "../policy-kb/normalise.ts";
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
import { zhCN } from "./texts/zh-CN.ts";
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
  const said = scene.survey && WORDS.find(({ says }) => says.test(text.trim()));
  if (said && scene.survey && (open || said.alsoAside)) return said.does(scene, scene.survey);
  if (!open) return isAboutPeople(scene, text) ? sayWhereToChange(scene) : undefined;
  if (isPrivate(scene, text)) return hearPrivate(scene, open, text, isQuestion);
  const help = helpWith(open, text);
  if (help) return say(scene.conversation, { text: help }, ...again(open));
  if (!question || (isQuestion && !answers(scene, open, text))) return undefined;
  if (NOT_THIS.test(text.trim())) return survey.passOver(scene, open);
  return hearAnswer(scene, open, text);
}

/** What can be asked for in words at any question. */
const WORDS: readonly {
  says: RegExp;
  does: (scene: Scene, open: OpenSurvey) => Turn | Promise<Turn>;
  /** Also while the survey is put aside. */
  alsoAside?: true;
}[] = [
  {
    says: /^(?:我要|现在|直接|可以)?(?:交表|提交|交上去|上交|提交表格?|交了)(?:吧|了)?[。.!]?$/,
    does: submit,
  },
  {
    says: /^还(?:差|缺|有)(?:什么|哪些|啥|哪几项)(?:没填)?[?？。]?$/,
    does: (scene, open) => summary(scene, open),
  },
  {
    says: /^(?:我?想?看?看?一?下?)?(?:我|都)?填了(?:些)?(?:什么|啥|哪些)[?？。]?$|^(?:查看|看看)(?:我的)?(?:表|填的)$/,
    does: (scene, open) => summary(scene, open),
  },
  { says: /^(?:我要|想)?在?(?:网页|电脑)上?填[。.]?$/, does: offerPage, alsoAside: true },
  {
    says: /^(?:我要|想)?(?:打印|打印和excel|下载excel|下载表格?|excel)[。.]?$/i,
    does: offerFile,
    alsoAside: true,
  },
];

/** The question that is asked, once more. */
function again(open: OpenSurvey): OutboundMessage[] {
  const question = questionOf(open);
  return question ? [surveyMessage(open, question, zhCN.goOn)] : [];
}

/** Put aside, too, what tells of the form's people is neither searched for nor shown again. */
function isAboutPeople({ survey: open }: Scene, text: string): boolean {
  if (!open) return false;
  const labels = [...open.survey.questions.values()].filter(({ confidential }) => confidential);
  return labels.some(({ label }) => text.includes(label));
}

function sayWhereToChange(scene: Scene): Turn {
  const message = { text: surveyTexts.peopleAside, buttons: buttons("survey", "menu") };
  return { ...say(scene.conversation, message), shownAs: surveyTexts.shownAs };
}

/** What people ask about the survey itself. */
function helpWith({ survey: { sections }, draft: { round } }: OpenSurvey, text: string): string | undefined {
  const { help } = surveyTexts;
  if (/(?:干什么|做什么|什么用|有什么用|为什么要填|填这个干)/.test(text)) return help.purpose;
  if (/(?:填错|写错|交错).{0,6}(?:怎么办|咋办|能改)|能改吗/.test(text)) return help.mistakes;
  if (/匿名|保密|谁(?:能|会)看|会不会(?:泄露|公开)|公开吗/.test(text)) return help.privacy;
  if (/(?:什么时候|哪天|几号).{0,4}(?:截止|前交|要交)|截止(?:时间|日期)?(?:是)?[?？]?$/.test(text))
    return help.until(chineseDate(round.closes));
  if (/(?:谁|什么人|哪些人|怎么).{0,3}(?:算|是).{0,4}技能人才/.test(text))
    return sections.find(({ note }) => note)?.note;
  return /(?:不填|不交|必须|一定要).{0,4}(?:行|可以|吗|填|交)/.test(text) && /[?？吗]/.test(text)
    ? help.must
    : undefined;
}

/** What may hold somebody's name or number is taken or asked for again; it is neither searched for nor shown again. */
function hearPrivate(scene: Scene, open: OpenSurvey, text: string, isQuestion: boolean): Turn {
  const question = questionOf(open);
  if (question && isQuestion)
    return {
      ...say(scene.conversation, surveyMessage(open, question, surveyTexts.whichPeople)),
      shownAs: surveyTexts.shownAs,
    };
  // 负责人王强 138… 可以吗: what is asked is only whether it will do.
  const said = text.replace(/[，,\s]*(?:可以|行|对|好|成)吗?[?？。]*\s*$/, "");
  const turn = question ? hearAnswer(scene, open, said) : hearPeople(scene, open, said);
  const answered =
    turn ?? say(scene.conversation, { text: surveyTexts.people, buttons: surveyButtons("edit") });
  const effects = answered.effects.map((effect) =>
    effect.kind === "send"
      ? { ...effect, message: { ...effect.message, text: withoutWords(effect.message.text, text) } }
      : effect,
  );
  return { ...answered, effects, shownAs: surveyTexts.shownAs };
}

/** A number long enough to call, or somebody who says who they are. */
const LIKELY_PRIVATE = /\d[\d\s-]{6,}\d|我(?:是|叫|姓)\p{Script=Han}{2,4}(?:$|[,，。\s])/u;

/** Words of theirs that are said back as not understood may be somebody's name. */
function withoutWords(told: string, said: string): string {
  const plain = normalise(said);
  return told.replace(/“([^”]+)”/g, (quoted, words: string) =>
    plain.includes(normalise(words)) ? surveyTexts.someWords : quoted,
  );
}

/** Somebody's name or number is asked for, or told unasked. */
function isPrivate(scene: Scene, text: string): boolean {
  const open = inFront(scene);
  if (!open) return false;
  const asking = questionOf(open)?.id.split("/")[0] ?? "";
  const isAsked = askNamed(open.survey, asking)?.questions.some(({ confidential }) => confidential);
  const fields = [...open.survey.questions.values()].filter((one): one is Field => "confidential" in one);
  return isAsked || namesPeople(fields, text) || LIKELY_PRIVATE.test(text.normalize("NFKC"));
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
