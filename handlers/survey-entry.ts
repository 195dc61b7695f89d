/** The way into a survey: which round, which enterprise, and whether this person may fill it. */
import { chineseDate } from "../policy-kb/dates.ts";
import { buttons } from "./actions.ts";
import type { Address, Button, Effect, OutboundMessage } from "./event.ts";
import { goOn } from "./survey.ts";
import type { CellValue } from "./surveys/cells.ts";
import { readCreditCode } from "./surveys/credit-code.ts";
import { type Draft, draftId, type Enterprise, isOpen, type Round } from "./surveys/draft.ts";
import { openedAt, openSurvey } from "./surveys/open-survey.ts";
import { type EntryPlace, newPlace } from "./surveys/place.ts";
import type { Standing } from "./surveys/record.ts";
import type { Survey } from "./surveys/survey.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

const WRONG_MOST = 5;

/** 调查表: goes on with what was begun, else shows what is open; undefined where nothing is. */
export async function startSurvey(scene: Scene): Promise<Turn | undefined> {
  const { record } = scene.world;
  if (scene.survey) return goOn(front(scene), scene.survey);
  const [drafts, rounds] = [await record.myDrafts(), await record.openRounds()];
  const begun = drafts.filter(({ round }) => isOpen(round, scene.today));
  const others = rounds.filter(({ id }) => !begun.some(({ round }) => round.id === id));
  const [draft, round] = [begun[0], others[0]];
  if (begun.length === 1 && others.length === 0 && draft) return enterDraft(scene, draft);
  if (begun.length === 0 && others.length === 1 && round) return enterRound(scene, round);
  if (begun.length + others.length === 0) return undefined;
  const choices: Button[] = [
    ...begun.map((one) => ({
      id: `survey:draft:${one.id}`,
      label: surveyTexts.chooseRound(one.round.title, one.enterprise.name),
    })),
    ...others.map(({ id, title }) => ({ id: `survey:round:${id}`, label: title })),
  ];
  return say(scene.conversation, { text: surveyTexts.choose, buttons: choices });
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
function front(scene: Scene): Scene {
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

function ask(scene: Scene, place: EntryPlace, text: string, choices: Button[] = []): Turn {
  const { conversation } = front(scene);
  return say(
    { ...conversation, survey: place },
    { text, buttons: [...choices, ...buttons("cancel")], typed: true },
  );
}

async function enterDraft(scene: Scene, draft: Draft): Promise<Turn> {
  const { world, today } = scene;
  const open = await openSurvey(newPlace(draft.id, draft.revision), world.record, world.surveys, today);
  if (!open) return say(scene.conversation, { text: surveyTexts.gone, buttons: buttons("menu") });
  const { enterprise, round } = draft;
  return goOn(
    front(scene),
    open,
    surveyTexts.opened(enterprise.name, round.title, chineseDate(round.closes)),
  );
}

// ── who is it ────────────────────────────────────────────────────────────────────────────────────

/** What was typed on the way in; undefined where it answers nothing of the kind. */
export async function hearEntry(scene: Scene, place: EntryPlace, text: string): Promise<Turn> {
  const round = (await scene.world.record.openRounds()).find(({ id }) => id === place.round);
  if (!round) {
    const gone = { ...scene.conversation, survey: null };
    return say(gone, { text: zhCN.noSurvey, buttons: buttons("human", "menu") });
  }
  switch (place.asks) {
    case "credit_code":
      return hearCode(scene, round, place, text);
    case "phone_end":
      return hearPhoneEnd(scene, round, place, text);
    case "name":
      return hearName(scene, round, place, text);
    case "region":
      return hearRegion(scene, round, place, text);
  }
}

/** The code may stand among other words; what stands behind it is taken as the name. */
const CODE_IN = /[0-9A-Za-z][0-9A-Za-z\s-]{16,26}[0-9A-Za-z]/;

async function hearCode(scene: Scene, round: Round, place: EntryPlace, text: string): Promise<Turn> {
  const plain = text.normalize("NFKC");
  const written = CODE_IN.exec(plain)?.[0] ?? plain;
  const creditCode = readCreditCode(written);
  if (!creditCode) return ask(scene, { ...place, wrong: place.wrong + 1 }, surveyTexts.badCode);
  const standing = await scene.world.record.standing(round.id, creditCode);
  if (standing.me === "in") return enterDraftById(scene, draftId(round.id, creditCode));
  if (round.invitedOnly && !standing.invited) return leave(scene, surveyTexts.notInvited);
  if (standing.begun) return askIn(scene, round, creditCode, standing);
  const name = standing.enterprise?.name ?? nameIn(plain.replace(written, " "));
  const known = { ...place, creditCode, name, wrong: 0 };
  if (standing.invited?.phoneEnd)
    return ask(scene, { ...known, asks: "phone_end" }, surveyTexts.phoneEnd(name));
  return standing.enterprise ? begin(scene, round, standing.enterprise) : nextOf(scene, round, known);
}

/** What is called like an enterprise, beside the code. */
function nameIn(text: string): string {
  return (
    /[\p{Script=Han}A-Za-z0-9()（）·]{2,56}(?:公司|集团|厂|店|社|中心|商行|经营部|工作室|学校|医院|院|所)/u.exec(
      text.replace(/统一社会信用代码|信用代码|企业名称|我们是|叫|代码|是/g, " "),
    )?.[0] ?? ""
  );
}

function leave(scene: Scene, text: string, ...effects: Effect[]): Turn {
  const conversation = { ...scene.conversation, survey: null };
  return followedBy(say(conversation, { text, buttons: buttons("human", "menu") }), ...effects);
}

async function hearPhoneEnd(scene: Scene, round: Round, place: EntryPlace, text: string): Promise<Turn> {
  const { enterprise, invited, begun } = await scene.world.record.standing(round.id, place.creditCode);
  const digits = text.normalize("NFKC").replace(/\D/g, "");
  if (!enterprise || begun) return hearCode(scene, round, place, place.creditCode);
  if (digits.length >= 4 && digits.endsWith(invited?.phoneEnd ?? "-")) return begin(scene, round, enterprise);
  if (place.wrong + 1 >= WRONG_MOST) return leave(scene, surveyTexts.tooOften);
  return ask(scene, { ...place, wrong: place.wrong + 1 }, surveyTexts.wrongPhoneEnd);
}

function hearName(scene: Scene, round: Round, place: EntryPlace, text: string): Turn {
  const name = text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  if ([...name].length < 2 || [...name].length > 60) return ask(scene, place, surveyTexts.badName);
  return nextOf(scene, round, { ...place, name });
}

function hearRegion(scene: Scene, round: Round, place: EntryPlace, text: string): Turn {
  const said = text.normalize("NFKC").trim();
  const listed = round.regions.find(
    (region) => said.includes(region) || (said.length >= 2 && region.includes(said)),
  );
  const region = round.regions.length ? listed : [...said].slice(0, 20).join("");
  return region ? begin(scene, round, enterpriseOf(place, region)) : nextOf(scene, round, place);
}

/** What is not known of the enterprise yet. */
function nextOf(scene: Scene, round: Round, place: EntryPlace): Turn {
  if (!place.name) return ask(scene, { ...place, asks: "name" }, surveyTexts.name);
  const [only, ...more] = round.regions;
  if (only !== undefined && more.length === 0) return begin(scene, round, enterpriseOf(place, only));
  const choices = round.regions.map((region) => ({ id: `survey:region:${region}`, label: region }));
  return ask(scene, { ...place, asks: "region" }, surveyTexts.region, choices);
}

function enterpriseOf({ creditCode, name }: EntryPlace, region: string): Enterprise {
  return { creditCode, name, region };
}

// ── beginning, and asking to be let in ───────────────────────────────────────────────────────────

/** @param asStaff at the enterprise's place, on its behalf */
export function begin(scene: Scene, round: Round, enterprise: Enterprise, asStaff = false): Turn {
  const survey = scene.world.surveys.get(round.survey);
  if (!survey) return leave(scene, zhCN.noSurvey);
  const cells = prefilled(survey, enterprise, scene.today);
  const id = draftId(round.id, enterprise.creditCode);
  const { version } = survey;
  const draft: Draft = {
    id,
    round,
    enterprise,
    version,
    revision: 0,
    cells,
    filed: null,
    toConfirm: asStaff,
  };
  const open = openedAt(survey, draft, newPlace(id, 0), scene.today);
  const text = surveyTexts.opened(enterprise.name, round.title, chineseDate(round.closes));
  const effect: Effect = {
    kind: "begin_survey",
    round: round.id,
    enterprise,
    version,
    cells,
    asStaff,
  };
  return goOn(front(scene), open, text, [effect]);
}

function prefilled(
  survey: Survey,
  { name, creditCode }: Enterprise,
  today: string,
): Record<string, CellValue> {
  const known = { name, credit_code: creditCode, today };
  return Object.fromEntries(
    [...survey.questions.values()].flatMap(({ id, prefill }) => (prefill ? [[id, known[prefill]]] : [])),
  );
}

function askIn(scene: Scene, round: Round, creditCode: string, standing: Standing): Turn {
  if (standing.me === "asked") return leave(scene, surveyTexts.askedAlready);
  const draft = draftId(round.id, creditCode);
  const effect: Effect = { kind: "ask_into_survey", draft };
  const addresses = standing.editors.flatMap((editor) => editor.addresses);
  if (addresses.length === 0) return leave(scene, surveyTexts.nobodyIn, effect);
  const name = standing.enterprise?.name ?? creditCode;
  const tells = addresses.map((to) => ({
    kind: "tell" as const,
    to,
    message: { text: surveyTexts.wantsIn(name, round.title), buttons: letInButtons(draft) },
  }));
  return leave(scene, surveyTexts.asked, effect, ...tells);
}

function letInButtons(draft: string): Button[] {
  return [
    { id: `survey:in:${draft}`, label: surveyTexts.letInYes },
    { id: `survey:out:${draft}`, label: surveyTexts.letInNo },
  ];
}

/** One who is in says whether those who have asked may come in. */
export async function letIn(scene: Scene, draft: string, yes: boolean): Promise<Turn> {
  const { record } = scene.world;
  const known = await record.draft(draft);
  const { conversation } = scene;
  if (!known) return say(conversation, { text: surveyTexts.gone, buttons: buttons("menu") });
  const { asking } = await record.standing(known.round.id, known.enterprise.creditCode);
  if (asking.length === 0)
    return say(conversation, { text: surveyTexts.letInAlready, buttons: buttons("survey", "menu") });
  const { name } = known.enterprise;
  const text = yes ? surveyTexts.nowIn(name, known.round.title) : surveyTexts.notIn(name);
  const told = (to: Address): Effect => ({
    kind: "tell",
    to,
    message: {
      text,
      buttons: yes ? [{ id: `survey:draft:${draft}`, label: zhCN.button.survey }] : buttons("human"),
    },
  });
  const effects = asking.flatMap(({ person, addresses }) => [
    { kind: "let_into_survey" as const, draft, person, yes },
    ...addresses.map(told),
  ]);
  const turn = say(conversation, {
    text: yes ? surveyTexts.letIn : surveyTexts.refused,
    buttons: buttons("survey", "menu"),
  });
  return followedBy(turn, ...effects);
}
