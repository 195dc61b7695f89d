/** A link that led here says what it is about: `t.me/bot?start=match`, a code to join by, a clause. */
import { answerTopic } from "./ask.ts";
import { thenGoOn } from "./go-on.ts";
import { codeIn, joinByCode } from "./link.ts";
import { startMatch } from "./match.ts";
import { greetingMessages, showNoSurvey } from "./menu.ts";
import { enterRoundById, startSurvey } from "./survey-entry.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

/** @param start letters, figures, - and _ only, as Telegram allows: `match`, `bind-7K2M9QXW`, `topic-zibo-2022_6` */
export async function followLink(scene: Scene, start: string, isNew: boolean): Promise<Turn> {
  const turn = await whereTo(scene, start);
  if (turn) return turn;
  const { conversation } = scene;
  return say(conversation, { text: zhCN.start.unknown }, ...(isNew ? greetingMessages(scene).slice(1) : []));
}

async function whereTo(scene: Scene, start: string): Promise<Turn | undefined> {
  if (start === "match") return startMatch(scene);
  const [kind, about = ""] = start.split(/-(.*)/s);
  if (kind === "survey") return followToSurvey(scene, about);
  const code = kind === "bind" ? codeIn(`绑定 ${about}`) : undefined;
  if (code) return joinByCode(scene, code);
  const topic = kind === "topic" ? answerTopic(scene, about.replace("_", "/")) : undefined;
  return topic && thenGoOn(scene, topic);
}

/** `survey-7K2M9QXW`: that round; where it is over, whatever is open. */
async function followToSurvey(scene: Scene, round: string): Promise<Turn> {
  const turn = (round ? await enterRoundById(scene, round) : undefined) ?? (await startSurvey(scene));
  return turn ?? thenGoOn(scene, showNoSurvey(scene));
}
