/** A file that somebody gave, already read. */
import { buttons } from "./actions.ts";
import type { GivenFile } from "./event.ts";
import { thenGoOn } from "./go-on.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

export function giveFile(scene: Scene, file: GivenFile): Turn {
  const text = file.kind === "refused" ? file.says : zhCN.fileOfNoUse;
  return thenGoOn(scene, say(scene.conversation, { text, buttons: buttons("match", "menu") }));
}
