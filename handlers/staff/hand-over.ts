/** 交接: what staff have filled becomes the enterprise's own by a code of one use, which its person types. */
import { buttons } from "../actions.ts";
import { codeBehind, hasTriedTooOften, tryTomorrow, withWrongCode } from "../link.ts";
import { staffTexts } from "../texts/staff.ts";
import { zhCN } from "../texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { type DeskScene, sayDone, withRound } from "./desk-scene.ts";

const texts = staffTexts.handover;
const SHOWN = 10;

export function askWhatToHandOver(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(
    scene,
    "hand_over",
    about,
    async (at, { id }) => {
      const drafts = await at.world.desk.toConfirm(id);
      const [first, ...others] = drafts;
      if (!first) return sayDone(at, { text: texts.none, buttons: deskButtons(id, "fill_for", "desk") });
      if (others.length === 0) return giveCode(at, first.draft, first.enterprise.name);
      const choices = drafts
        .slice(0, SHOWN)
        .map(({ draft, enterprise }) => deskButton("hand", enterprise.name, draft));
      const text = drafts.length > SHOWN ? `${texts.which}\n${texts.more}` : texts.which;
      return sayDone(at, { text, buttons: choices });
    },
    "open",
  );
}

export async function handOver(scene: DeskScene, draft: string): Promise<Turn> {
  const [round = ""] = draft.split("/");
  const found = (await scene.world.desk.toConfirm(round)).find((one) => one.draft === draft);
  if (!found) return sayDone(scene, { text: texts.none, buttons: deskButtons(null, "fill_for", "desk") });
  return giveCode(scene, draft, found.enterprise.name);
}

function giveCode(scene: DeskScene, draft: string, name: string): Turn {
  const code = scene.world.freshCode;
  const turn = sayDone(scene, { text: texts.code(name, code), buttons: deskButtons(null, "desk") });
  return followedBy(turn, { kind: "hand_over", draft, code });
}

/** The code in 接表 7K2M9QXW; undefined where the text is nothing of the kind. */
export const handoverCodeIn = codeBehind("接表|接收|接收调查表");

/** For anybody but staff: the code is all that is asked for. */
export async function takeOver({ conversation, world }: Scene, code: string): Promise<Turn> {
  const shownAs = staffTexts.shownHandover;
  if (hasTriedTooOften(conversation)) return { ...tryTomorrow(conversation), shownAs };
  const found = await world.desk.handover(code);
  if (!found) {
    const wrong = { text: texts.wrong, buttons: buttons("human", "menu") };
    return { ...say(withWrongCode(conversation), wrong), shownAs };
  }
  if (found.isStaffs)
    return { ...say(conversation, { text: texts.notStaff, buttons: buttons("survey", "menu") }), shownAs };
  const goOn = { id: `survey:draft:${found.draft}`, label: zhCN.button.survey };
  const turn = say(conversation, {
    text: texts.taken(found.enterprise.name),
    buttons: [goOn, ...buttons("menu")],
  });
  return { ...followedBy(turn, { kind: "take_over", draft: found.draft, code }), shownAs };
}
