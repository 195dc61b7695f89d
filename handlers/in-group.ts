/** In a group others read along: policy is answered, one's own matters are for a talk between two. */
import { isInDistress } from "../policy-kb/small-talk.ts";
import { readCities } from "../policy-kb/understand.ts";
import { act } from "./act.ts";
import { type Action, actionNamed, actionOfButton } from "./actions.ts";
import { answerAsked, answerTopic, answerWithCity, showSource } from "./ask.ts";
import { pickedBy } from "./choices.ts";
import type { Effect, Happening } from "./event.ts";
import { comfort } from "./menu.ts";
import { handoverCodeIn } from "./staff/hand-over.ts";
import { staffCodeIn } from "./staff/join.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

/** What shows nothing of the person who asks for it. */
const OPEN_TO_ALL: readonly Action[] = ["help", "human", "compare"];

export async function respondInGroup(scene: Scene, happening: Happening): Promise<Turn> {
  // Somebody else's button, or an old one: the channel shows the presser, and the others read nothing.
  if (happening.kind === "pressed_nothing" || happening.kind === "confirmed_nothing")
    return { conversation: scene.conversation, effects: [], stale: true };
  return withoutOwn(
    (await answerOpenly(scene, happening)) ?? say(scene.conversation, { text: zhCN.inGroup }),
  );
}

async function answerOpenly(scene: Scene, happening: Happening): Promise<Turn | undefined> {
  if (happening.kind === "said") return hear(scene, happening.text);
  if (happening.kind !== "pressed") return undefined;
  return press(scene, happening.button);
}

async function press(scene: Scene, button: string): Promise<Turn | undefined> {
  const action = actionOfButton(button);
  if (action) return OPEN_TO_ALL.includes(action) ? act(scene, action) : undefined;
  const [kind, about = ""] = button.split(/:(.*)/s);
  const { awaiting } = scene.conversation;
  if (kind === "topic") return answerTopic(scene, about);
  if (kind === "source") return showSource(scene, about);
  if (kind === "city" && awaiting?.kind === "city") return answerWithCity(scene, awaiting.question, about);
  return undefined;
}

async function hear(scene: Scene, text: string): Promise<Turn | undefined> {
  if (isInDistress(text)) return comfort(scene);
  // A code is of no use where others read it, and is nothing to look up.
  if (staffCodeIn(text) ?? handoverCodeIn(text)) return undefined;
  const action = actionNamed(text);
  if (action) return OPEN_TO_ALL.includes(action) ? act(scene, action) : undefined;
  const picked = pickedBy(text, scene.conversation.offered);
  if (picked?.kind === "button") return press(scene, picked.id);
  const { awaiting } = scene.conversation;
  const [city] = readCities(scene.world.kb, text);
  if (awaiting?.kind === "city" && city && text.length <= 8)
    return answerWithCity(scene, awaiting.question, text);
  return text.trim() ? answerAsked(scene, text) : undefined;
}

/** Buttons that would lead to one's own matters are left out. */
function withoutOwn({ conversation, effects }: Turn): Turn {
  const isOpen = (id: string) => {
    const action = actionOfButton(id);
    return !action || OPEN_TO_ALL.includes(action);
  };
  const shown = effects.map((effect): Effect => {
    if (effect.kind !== "send" || !effect.message.buttons) return effect;
    const { buttons, ...message } = effect.message;
    return { kind: "send", message: { ...message, buttons: buttons.filter(({ id }) => isOpen(id)) } };
  });
  return { conversation, effects: shown };
}
