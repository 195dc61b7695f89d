import { buttons } from "./actions.ts";
import type { Address, Button, Effect } from "./event.ts";
import { draftId, type Round } from "./surveys/draft.ts";
import type { Standing } from "./surveys/record.ts";
import { surveyTexts } from "./texts/survey.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

export function askIn(scene: Scene, round: Round, creditCode: string, standing: Standing): Turn {
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

export function leave(scene: Scene, text: string, ...effects: Effect[]): Turn {
  const conversation = { ...scene.conversation, survey: null };
  return followedBy(say(conversation, { text, buttons: buttons("human", "menu") }), ...effects);
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
