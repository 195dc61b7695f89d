import { buttons } from "./actions.ts";
import type { Button, Effect, OutboundMessage } from "./event.ts";
import { draftId, type Round } from "./surveys/draft.ts";
import type { Standing } from "./surveys/record.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

const CODE_LENGTH = 4;
/** Whoever was refused may ask again after a day, and so often in all. */
const [REFUSED_MOST, DAY_MS] = [3, 86_400_000];

export function askIn(scene: Scene, round: Round, creditCode: string, standing: Standing): Turn {
  const { me, myCode, refused } = standing;
  const addresses = standing.editors.flatMap((editor) => editor.addresses);
  if (me === "refused" && refused) {
    if (refused.times >= REFUSED_MOST) return leave(scene, surveyTexts.refusedForGood);
    const since = Date.parse(scene.conversation.lastAt) - Date.parse(refused.at);
    if (since < DAY_MS) return leave(scene, surveyTexts.refusedLately);
  }
  const draft = draftId(round.id, creditCode);
  const code = codeFor(standing, scene.world.freshCode);
  const effect: Effect = { kind: "ask_into_survey", draft, code };
  if (addresses.length === 0) return leave(scene, surveyTexts.nobodyIn, effect);
  if (me === "asked") return leave(scene, surveyTexts.askedAlready(myCode ?? ""));
  const name = standing.enterprise?.name ?? creditCode;
  const who = surveyTexts.who(scene.world.channelName(scene.world.here), code);
  const text = surveyTexts.wantsIn(who, name, round.title);
  const message = { text, buttons: letInButtons(draft, code) };
  const tells = addresses.map((to) => ({ kind: "tell" as const, to, message }));
  return leave(scene, surveyTexts.asked(code), effect, ...tells);
}

/** Short enough to be told by word of mouth, and nobody else's of those who ask. */
function codeFor({ asking }: Standing, fresh: string): string {
  const short = fresh.slice(-CODE_LENGTH);
  return asking.some(({ code }) => code === short) ? fresh : short;
}

export function leave(scene: Scene, text: string, ...effects: Effect[]): Turn {
  const conversation = { ...scene.conversation, survey: null };
  return followedBy(say(conversation, { text, buttons: buttons("human", "menu") }), ...effects);
}

function letInButtons(draft: string, code: string): Button[] {
  return [
    { id: `survey:in:${draft}:${code}`, label: surveyTexts.letInYes },
    { id: `survey:out:${draft}:${code}`, label: surveyTexts.letInNo },
  ];
}

/**
 * One who is in says whether one who has asked may come in.
 * @param about the draft and the code of whoever has asked: `round/credit code:7K2M`
 */
export async function letIn(scene: Scene, about: string, yes: boolean): Promise<Turn> {
  const { record } = scene.world;
  const [draft = "", code = ""] = about.split(":");
  const known = await record.draft(draft);
  const { conversation } = scene;
  if (!known) return say(conversation, { text: surveyTexts.gone, buttons: buttons("menu") });
  const { asking } = await record.standing(known.round.id, known.enterprise.creditCode);
  const found = asking.find((one) => code !== "" && one.code === code);
  if (!found)
    return say(conversation, { text: surveyTexts.letInAlready, buttons: buttons("survey", "menu") });
  const { name } = known.enterprise;
  const message: OutboundMessage = yes
    ? {
        text: surveyTexts.nowIn(name, known.round.title),
        buttons: [{ id: `survey:draft:${draft}`, label: zhCN.button.survey }],
      }
    : { text: surveyTexts.notIn(name), buttons: buttons("human") };
  const tells = found.addresses.map((to): Effect => ({ kind: "tell", to, message }));
  const turn = say(conversation, {
    text: yes ? surveyTexts.letIn(code) : surveyTexts.refused(code),
    buttons: buttons("survey", "menu"),
  });
  return followedBy(turn, { kind: "let_into_survey", draft, person: found.person, yes }, ...tells);
}
