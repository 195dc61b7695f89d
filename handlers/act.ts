/** What each action does: by a button, by a word or by a command, at any time. */
import { type Action, buttons } from "./actions.ts";
import { compareLast } from "./ask.ts";
import type { Conversation } from "./conversation.ts";
import { asked, newForm } from "./form.ts";
import { thenGoOn } from "./go-on.ts";
import { offerLink, unlink } from "./link.ts";
import * as match from "./match.ts";
import { reachHuman, showHelp, showMenu, showNoSurvey, showReminders } from "./menu.ts";
import * as privacy from "./privacy.ts";
import { showDesk } from "./staff/desk.ts";
import { withoutDesk } from "./staff/desk-scene.ts";
import { startSurvey } from "./survey-entry.ts";
import * as survey from "./survey-talk.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

export async function act(scene: Scene, action: Action): Promise<Turn> {
  const calm: Scene = action.startsWith("forget")
    ? scene
    : { ...scene, conversation: { ...calmDesk(scene.conversation, action), awaiting: null } };
  const inSurvey = survey.act(calm, action);
  return inSurvey ?? ACTIONS[action](BEGINS_ANEW.includes(action) ? survey.putAside(calm) : calm);
}

/** Actions that begin something else. */
const BEGINS_ANEW: readonly Action[] = ["match", "restart"];

/** Whoever goes elsewhere is no longer asked at the desk; help and people to turn to are no elsewhere. */
function calmDesk(conversation: Conversation, action: Action): Conversation {
  return action === "help" || action === "human" ? conversation : withoutDesk(conversation);
}

const ACTIONS: Record<Action, (scene: Scene) => Turn | Promise<Turn>> = {
  match: (scene) => match.startMatch(scene),
  compare: (scene) => thenGoOn(scene, compareLast(scene)),
  resume,
  menu: showMenu,
  help: (scene) => thenGoOn(scene, showHelp(scene)),
  human: (scene) => thenGoOn(scene, reachHuman(scene)),
  data: privacy.showData,
  export: async (scene) => thenGoOn(scene, await privacy.exportData(scene)),
  forget: privacy.askToForget,
  forget_yes: privacy.forget,
  forget_no: (scene) => thenGoOn(scene, privacy.dontForget(scene)),
  remember: privacy.rememberFacts,
  dont_remember: privacy.dontRemember,
  unremember: privacy.unremember,
  back: (scene) => match.goBack(scene),
  edit: (scene) => match.offerEdit(scene),
  unsure: passOver,
  cancel: stop,
  restart,
  survey: async (scene) =>
    (await showDesk(scene)) ?? (await startSurvey(scene)) ?? thenGoOn(scene, showNoSurvey(scene)),
  remind: (scene) => thenGoOn(scene, showReminders(scene)),
  link: (scene) => thenGoOn(scene, offerLink(scene)),
  unlink: async (scene) => thenGoOn(scene, await unlink(scene)),
};

function passOver(scene: Scene): Turn {
  const question = asked(scene.form, scene.conversation.interview);
  if (question) return match.passOver(scene, question);
  return say(scene.conversation, { text: zhCN.nothingToSkip, buttons: buttons("match", "menu") });
}

/** The interview where it was stopped; else the survey that was put aside. */
async function resume(scene: Scene): Promise<Turn> {
  const { paused, interview } = scene.conversation;
  const isSurvey = scene.survey !== null && !paused && interview.asking === null;
  return (isSurvey ? await startSurvey(scene) : undefined) ?? match.resumeMatch(scene);
}

function stop({ conversation }: Scene): Turn {
  if (conversation.interview.asking === null)
    return say(conversation, { text: zhCN.nothingToCancel, buttons: buttons("match", "menu") });
  const stopped = { ...conversation, paused: true, interview: { ...conversation.interview, asking: null } };
  return say(stopped, { text: zhCN.cancelled, buttons: buttons("resume", "menu") });
}

function restart(scene: Scene): Turn {
  const fresh = { ...scene.conversation, awaiting: null, interview: newForm(scene.form) };
  const turn = match.startMatch({ ...scene, conversation: fresh });
  return { ...turn, effects: [...say(fresh, { text: zhCN.restarted }).effects, ...turn.effects] };
}
