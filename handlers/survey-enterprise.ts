/** On the way into a survey: which enterprise is it, and may this person fill for it? */
import { chineseDate } from "../policy-kb/dates.ts";
import { buttons } from "./actions.ts";
import type { Effect } from "./event.ts";
import { goOn } from "./survey.ts";
import { askIn, leave } from "./survey-editors.ts";
import { ask, enterDraftById, front } from "./survey-entry.ts";
import { enterpriseNameIn, regionIn, saysOnly } from "./surveys/called.ts";
import type { CellValue } from "./surveys/cells.ts";
import { readCreditCode } from "./surveys/credit-code.ts";
import { type Draft, draftId, type Enterprise, type Round } from "./surveys/draft.ts";
import { openedAt } from "./surveys/open-survey.ts";
import { type EntryPlace, newPlace } from "./surveys/place.ts";
import type { Survey } from "./surveys/survey.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

/** A day, of one enterprise's number, by all who try. */
const WRONG_MOST = 5;

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

const CODE = /(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])/g;
/** As it is copied from a licence, in groups. */
const CODE_IN_GROUPS = /[0-9A-Za-z][0-9A-Za-z\s-]{16,26}[0-9A-Za-z]/;

/** The code may stand among other words; what is called like an enterprise beside it is taken as the name. */
async function hearCode(scene: Scene, round: Round, place: EntryPlace, text: string): Promise<Turn> {
  const plain = text.normalize("NFKC");
  const whole = [...plain.matchAll(CODE)].map(([one]) => one).find((one) => readCreditCode(one));
  const written = whole ?? CODE_IN_GROUPS.exec(plain)?.[0] ?? plain;
  const creditCode = readCreditCode(written);
  if (!creditCode) {
    const turn = ask(scene, { ...place, wrong: place.wrong + 1 }, surveyTexts.badCode);
    // A code with a slip in it is shown, so that it can be compared; nothing else is.
    return /^[0-9A-Z\s-]{15,24}$/i.test(plain) ? turn : { ...turn, shownAs: surveyTexts.notKept };
  }
  const name = enterpriseNameIn(plain.replace(written, " ")) ?? "";
  const turn = await takeCode(scene, round, place, { creditCode, name });
  return shownAsUnderstood(turn, plain, [written, name]);
}

/** What was typed beside what was asked for may name somebody, and is not kept. */
function shownAsUnderstood(turn: Turn, text: string, parts: readonly string[]): Turn {
  if (saysOnly(text, parts)) return turn;
  return { ...turn, shownAs: parts.filter(Boolean).join(" ") || surveyTexts.notKept };
}

async function takeCode(
  scene: Scene,
  round: Round,
  place: EntryPlace,
  { creditCode, name: told }: { creditCode: string; name: string },
): Promise<Turn> {
  const standing = await scene.world.record.standing(round.id, creditCode);
  if (standing.me === "in") return enterDraftById(scene, draftId(round.id, creditCode));
  if (round.invitedOnly && !standing.invited) return leave(scene, surveyTexts.notInvited);
  if (standing.begun) return askIn(scene, round, creditCode, standing);
  const name = standing.enterprise?.name ?? told;
  const known = { ...place, creditCode, name, wrong: 0 };
  if (standing.invited?.phoneEnd && standing.invited.wrongToday >= WRONG_MOST)
    return leave(scene, surveyTexts.tooOften);
  if (standing.invited?.phoneEnd)
    return ask(scene, { ...known, asks: "phone_end" }, surveyTexts.phoneEnd(name));
  return standing.enterprise ? begin(scene, round, standing.enterprise) : nextOf(scene, round, known);
}

/** What is typed here is somebody's number, or a guess at it: nobody is shown it again. */
async function hearPhoneEnd(scene: Scene, round: Round, place: EntryPlace, text: string): Promise<Turn> {
  const turn = await checkPhoneEnd(scene, round, place, text.normalize("NFKC").replace(/\D/g, ""));
  return { ...turn, shownAs: surveyTexts.shownPhoneEnd };
}

async function checkPhoneEnd(scene: Scene, round: Round, place: EntryPlace, digits: string): Promise<Turn> {
  const { creditCode } = place;
  const { enterprise, invited, begun } = await scene.world.record.standing(round.id, creditCode);
  if (!enterprise || begun || !invited?.phoneEnd) return hearCode(scene, round, place, creditCode);
  if (invited.wrongToday >= WRONG_MOST) return leave(scene, surveyTexts.tooOften);
  // Whoever tells no four figures has not tried.
  if (digits.length < 4) return ask(scene, place, surveyTexts.phoneEnd(enterprise.name));
  const right = digits.endsWith(invited.phoneEnd);
  const { wrongToday: wrongBefore } = invited;
  const tried: Effect = { kind: "try_survey_phone", round: round.id, creditCode, wrongBefore, right };
  if (right) return followedBy(begin(scene, round, enterprise), tried);
  if (wrongBefore + 1 >= WRONG_MOST) return leave(scene, surveyTexts.tooOften, tried);
  return followedBy(ask(scene, place, surveyTexts.wrongPhoneEnd), tried);
}

function hearName(scene: Scene, round: Round, place: EntryPlace, text: string): Turn {
  const name = enterpriseNameIn(text, true) ?? "";
  const turn = name ? nextOf(scene, round, { ...place, name }) : ask(scene, place, surveyTexts.badName);
  return shownAsUnderstood(turn, text, [name]);
}

function hearRegion(scene: Scene, round: Round, place: EntryPlace, text: string): Turn {
  const region = regionIn(text, round.regions) ?? "";
  const turn = region
    ? begin(scene, round, enterpriseOf(place, region))
    : nextOf(scene, round, place, surveyTexts.badRegion);
  return shownAsUnderstood(turn, text, [region]);
}

/** What is not known of the enterprise yet. */
function nextOf(scene: Scene, round: Round, place: EntryPlace, which: string = surveyTexts.region): Turn {
  if (!place.name) return ask(scene, { ...place, asks: "name" }, surveyTexts.name);
  const [only, ...more] = round.regions;
  if (only !== undefined && more.length === 0) return begin(scene, round, enterpriseOf(place, only));
  const choices = round.regions.map((region) => ({ id: `survey:region:${region}`, label: region }));
  return ask(scene, { ...place, asks: "region" }, which, choices);
}

function enterpriseOf({ creditCode, name }: EntryPlace, region: string): Enterprise {
  return { creditCode, name, region };
}

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
