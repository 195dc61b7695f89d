/** In the middle of a form: whatever was said beside it is answered, and then the form goes on where it was. */
import { buttons } from "./actions.ts";
import { questionMessage } from "./ask-question.ts";
import { asked } from "./form.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

export function thenGoOn(scene: Scene, turn: Turn): Turn {
  const question = asked(scene.form, turn.conversation.interview);
  if (!question) return turn;
  const again = questionMessage(question, turn.conversation.interview, zhCN.goOn);
  return followedBy(turn, { kind: "send", message: again });
}

/** An answer to a question that is no longer asked: say so, and ask the one that is. */
export function outdated(scene: Scene): Turn {
  const question = asked(scene.form, scene.conversation.interview);
  if (!question)
    return say(scene.conversation, { text: zhCN.notAsked, buttons: buttons("edit", "match", "menu") });
  return say(scene.conversation, questionMessage(question, scene.conversation.interview, zhCN.stale));
}
