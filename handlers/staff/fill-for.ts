/** 代填: staff at a firm's place begin or go on with its draft; the filling itself is the enterprise's own flow. */
import type { Effect } from "../event.ts";
import { begin as beginSurvey } from "../survey-enterprise.ts";
import { enterpriseNameIn, regionIn } from "../surveys/called.ts";
import { readCreditCode } from "../surveys/credit-code.ts";
import { draftId, type Enterprise, type Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { zhCN } from "../texts/zh-CN.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, sayDone, withRound } from "./desk-scene.ts";
import type { DeskAsks } from "./place.ts";

const texts = staffTexts.fillFor;

export function askWhomFor(scene: DeskScene, about: string): Promise<Turn> {
  return inRound(scene, about, (at) => askFor(at, { kind: "for_code" }, texts.code));
}

function inRound(
  scene: DeskScene,
  about: string,
  goOn: (scene: DeskScene, round: Round) => Turn | Promise<Turn>,
): Promise<Turn> {
  return withRound(scene, "fill_for", about, goOn, "open");
}

function askFor(scene: DeskScene, asks: DeskAsks, text: string): Turn {
  return ask(scene, asks, { text, buttons: [deskButton("stop", staffTexts.stop)], typed: true });
}

export function hearCode(scene: DeskScene, text: string): Promise<Turn> {
  const creditCode = readCreditCode(text);
  return inRound(scene, "", (at, round) =>
    creditCode === undefined
      ? askFor(at, { kind: "for_code" }, texts.badCode)
      : forCode(at, round, creditCode),
  );
}

async function forCode(scene: DeskScene, round: Round, creditCode: string): Promise<Turn> {
  const { enterprise, begun, me } = await scene.world.record.standing(round.id, creditCode);
  const name = enterprise?.name ?? creditCode;
  const draft = draftId(round.id, creditCode);
  if (me === "in") return goAndFill(scene, draft, texts.already(name));
  if (begun) return goAndFill(scene, draft, texts.joined(name), { kind: "enter_for", draft });
  if (!enterprise) return askFor(scene, { kind: "for_name", creditCode }, texts.name);
  return enterprise.region
    ? begin(scene, round, enterprise)
    : askRegion(scene, round, creditCode, enterprise.name);
}

export function hearName(scene: DeskScene, creditCode: string, text: string): Promise<Turn> {
  const name = enterpriseNameIn(text, true);
  return inRound(scene, "", (at, round) =>
    name !== undefined
      ? askRegion(at, round, creditCode, name)
      : askFor(at, { kind: "for_name", creditCode }, texts.badName),
  );
}

function askRegion(
  scene: DeskScene,
  round: Round,
  creditCode: string,
  name: string,
  text: string = texts.region,
): Turn {
  const [only, ...others] = round.regions;
  if (only && others.length === 0) return begin(scene, round, { creditCode, name, region: only });
  const choices = round.regions.map((region, place) => deskButton("region", region, String(place)));
  const typed = choices.length ? {} : { typed: true as const };
  const message = { text, buttons: [...choices, deskButton("stop", staffTexts.stop)], ...typed };
  return ask(scene, { kind: "for_region", creditCode, name }, message);
}

export function hearRegion(
  scene: DeskScene,
  { creditCode, name }: { creditCode: string; name: string },
  text: string,
): Promise<Turn> {
  return inRound(scene, "", (at, round) => {
    const region = regionIn(text, round.regions);
    if (!region) return askRegion(at, round, creditCode, name, texts.badRegion);
    return begin(at, round, { creditCode, name, region });
  });
}

export async function pressRegion(scene: DeskScene, place: string): Promise<Turn | undefined> {
  const { asks } = scene.place;
  if (asks?.kind !== "for_region") return undefined;
  return inRound(scene, "", (at, round) => {
    const region = round.regions[Number(place)];
    const { creditCode, name } = asks;
    return region ? begin(at, round, { creditCode, name, region }) : askRegion(at, round, creditCode, name);
  });
}

/** From here on it is the enterprise's own flow, in which staff know their way. */
function begin(scene: DeskScene, round: Round, enterprise: Enterprise): Turn {
  const note: Effect = { kind: "note_act", act: "fill_for", what: draftId(round.id, enterprise.creditCode) };
  const { conversation, effects } = sayDone(scene, { text: texts.begun(enterprise.name) });
  const turn = beginSurvey({ ...scene, conversation }, round, enterprise, true);
  return { ...turn, effects: [note, ...effects, ...turn.effects] };
}

function goAndFill(scene: DeskScene, draft: string, text: string, ...effects: Effect[]): Turn {
  const goOn = { id: `survey:draft:${draft}`, label: zhCN.button.survey };
  const buttons = [goOn, ...deskButtons(scene.place.round, "hand_over")];
  return followedBy(sayDone(scene, { text, buttons }), ...effects);
}
