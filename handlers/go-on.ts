/** In the middle of a form: whatever was said beside it is answered, and then the form goes on where it was. */
import { buttons } from "./actions.ts";
import { questionMessage } from "./ask-question.ts";
import { asked } from "./form.ts";
import { askedAgain } from "./survey-talk.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

export function thenGoOn(scene: Scene, turn: Turn): Turn {
  const survey = askedAgain({ ...scene, conversation: turn.conversation }, zhCN.goOn);
  if (survey) return followedBy(turn, { kind: "send", message: survey });
  const question = asked(scene.form, turn.conversation.interview);
  if (!question) return turn;
  const again = questionMessage(question, turn.conversation.interview, zhCN.goOn);
  return followedBy(turn, { kind: "send", message: again });
}

/** An answer to a question that is no longer asked: say so, and ask the one that is. */
export function outdated(scene: Scene): Turn {
  const survey = askedAgain(scene, zhCN.stale);
  if (survey) return { ...say(scene.conversation, survey), stale: true };
  const question = asked(scene.form, scene.conversation.interview);
  const message = question
    ? questionMessage(question, scene.conversation.interview, zhCN.stale)
    : { text: zhCN.notAsked, buttons: buttons("edit", "match", "menu") };
  return { ...say(scene.conversation, message), stale: true };
}

/** Nothing was ticked: asked again, since none of them has a choice of its own. */
export function askAgain(scene: Scene): Turn {
  const survey = askedAgain(scene, zhCN.nothingTicked);
  if (survey) return { ...say(scene.conversation, survey), stale: true };
  const question = asked(scene.form, scene.conversation.interview);
  if (!question) return outdated(scene);
  const message = questionMessage(question, scene.conversation.interview, zhCN.nothingTicked);
  return { ...say(scene.conversation, message), stale: true };
}
