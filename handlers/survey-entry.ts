/** The way into a survey: what was begun, what is open, and what is asked first. */
import { chineseDate, shanghaiDay } from "../policy-kb/dates.ts";
import { buttons } from "./actions.ts";
import type { Button, OutboundMessage } from "./event.ts";
import { goOn } from "./survey.ts";
import { surveyButtons } from "./survey-message.ts";
import { type Draft, isOpen, type Round } from "./surveys/draft.ts";
import { openSurvey } from "./surveys/open-survey.ts";
import { type EntryPlace, newPlace } from "./surveys/place.ts";
import { surveyTexts } from "./texts/survey.ts";
import { type Scene, say, type Turn } from "./turn.ts";

/** Of rounds that are over. */
const FILED_SHOWN = 5;

/** 调查表: goes on with what was begun, else shows what is open; undefined where nothing is. */
export async function startSurvey(scene: Scene): Promise<Turn | undefined> {
  const { record } = scene.world;
  if (scene.survey && isOpen(scene.survey.draft.round, scene.today)) return goOn(front(scene), scene.survey);
  const [drafts, rounds] = [await record.myDrafts(), await record.openRounds()];
  const begun = drafts.filter(({ round }) => isOpen(round, scene.today));
  const others = rounds.filter(({ id }) => !begun.some(({ round }) => round.id === id));
  const [draft, round] = [begun[0], others[0]];
  if (begun.length === 1 && others.length === 0 && draft) return enterDraft(scene, draft);
  if (begun.length === 0 && others.length === 1 && round) return enterRound(scene, round);
  if (begun.length + others.length === 0) return showFiled(scene);
  const choices: Button[] = [
    ...begun.map((one) => ({
      id: `survey:draft:${one.id}`,
      label: surveyTexts.chooseRound(one.round.title, one.enterprise.name),
    })),
    ...others.map(({ id, title }) => ({ id: `survey:round:${id}`, label: title })),
  ];
  return say(scene.conversation, { text: surveyTexts.choose, buttons: choices });
}

/** Rounds are over: what was handed in last can still be looked at and printed. */
async function showFiled(scene: Scene): Promise<Turn | undefined> {
  const [draft, ...more] = (await scene.world.record.myFiled()).slice(0, FILED_SHOWN);
  if (!draft || more.length === 0) return draft && showOver(scene, draft);
  const choices = [draft, ...more].map(({ id, round, enterprise }) => ({
    id: `survey:draft:${id}`,
    label: surveyTexts.chooseRound(round.title, enterprise.name),
  }));
  return say(scene.conversation, {
    text: surveyTexts.chooseFiled,
    buttons: [...choices, ...buttons("menu")],
  });
}

/** It stays put aside, so that nothing that is said is taken for an answer. */
function showOver(scene: Scene, { id, revision, filed, round, enterprise }: Draft): Turn {
  const place = { ...newPlace(id, revision), aside: true };
  const told = filed
    ? surveyTexts.overFiled(round.title, enterprise.name, chineseDate(shanghaiDay(filed.at)), filed.receipt)
    : surveyTexts.overNotFiled(round.title, enterprise.name);
  const isChanged = filed !== null && filed.revision !== revision;
  return say(
    { ...front(scene).conversation, survey: place },
    {
      text: isChanged ? `${told}${surveyTexts.overChanged}` : told,
      buttons: [...surveyButtons("excel"), ...buttons("human", "menu")],
    },
  );
}

/** 换一家: somebody may fill for several enterprises. */
export async function showOthers(scene: Scene): Promise<Turn> {
  const { record } = scene.world;
  const drafts = (await record.myDrafts()).filter(({ round }) => isOpen(round, scene.today));
  const choices: Button[] = [
    ...drafts.map((one) => ({
      id: `survey:draft:${one.id}`,
      label: surveyTexts.chooseRound(one.round.title, one.enterprise.name),
    })),
    ...(await record.openRounds()).map(({ id, title }) => ({
      id: `survey:new:${id}`,
      label: surveyTexts.another(title),
    })),
  ];
  return say(scene.conversation, { text: surveyTexts.choose, buttons: [...choices, ...buttons("menu")] });
}

export async function enterRoundAnew(scene: Scene, id: string): Promise<Turn | undefined> {
  const round = (await scene.world.record.openRounds()).find((one) => one.id === id);
  return round && enterRound(scene, round);
}

/** What was under way is stopped, and can be taken up again. */
export function front(scene: Scene): Scene {
  const { conversation } = scene;
  const { interview } = conversation;
  const isAsking = interview.asking !== null;
  return {
    ...scene,
    conversation: {
      ...conversation,
      awaiting: null,
      paused: conversation.paused || isAsking,
      interview: { ...interview, asking: null },
    },
  };
}

/** The question on the way in, asked again. */
export function entryMessage({ asks, name }: EntryPlace, before: string): OutboundMessage {
  const question = {
    credit_code: surveyTexts.code,
    phone_end: surveyTexts.phoneEnd(name),
    name: surveyTexts.name,
    region: surveyTexts.region,
  };
  const text = [before, question[asks]].filter(Boolean).join("\n");
  return { text, buttons: buttons("cancel"), typed: true };
}

export async function enterRoundById(scene: Scene, id: string): Promise<Turn | undefined> {
  const round = (await scene.world.record.openRounds()).find((one) => one.id === id);
  if (!round) return undefined;
  const own = (await scene.world.record.myDrafts()).find((draft) => draft.round.id === id);
  return own ? enterDraft(scene, own) : enterRound(scene, round);
}

export async function enterDraftById(scene: Scene, id: string): Promise<Turn> {
  const draft = await scene.world.record.draft(id);
  return draft
    ? enterDraft(scene, draft)
    : say(scene.conversation, { text: surveyTexts.gone, buttons: buttons("menu") });
}

function enterRound(scene: Scene, round: Round): Turn {
  const place: EntryPlace = {
    at: "entry",
    round: round.id,
    asks: "credit_code",
    creditCode: "",
    name: "",
    wrong: 0,
  };
  return ask(scene, place, surveyTexts.begin(round.title, chineseDate(round.closes)));
}

export function ask(scene: Scene, place: EntryPlace, text: string, choices: Button[] = []): Turn {
  const { conversation } = front(scene);
  return say(
    { ...conversation, survey: place },
    { text, buttons: [...choices, ...buttons("cancel")], typed: true },
  );
}

async function enterDraft(scene: Scene, draft: Draft): Promise<Turn> {
  const { world, today } = scene;
  const {
    round: { closedAt, closes },
  } = draft;
  if (closedAt !== null || today > closes) return showOver(scene, draft);
  const open = await openSurvey(newPlace(draft.id, draft.revision), world.record, world.surveys, today);
  if (!open) return say(scene.conversation, { text: surveyTexts.gone, buttons: buttons("menu") });
  const { enterprise, round } = draft;
  return goOn(
    front(scene),
    open,
    surveyTexts.opened(enterprise.name, round.title, chineseDate(round.closes)),
  );
}
