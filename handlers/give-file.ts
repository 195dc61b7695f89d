/** A file that somebody gave, already read: a filled-in form, a list for the desk, or nothing that is of use. */
import { buttons } from "./actions.ts";
import type { GivenFile } from "./event.ts";
import { thenGoOn } from "./go-on.ts";
import { giveTable } from "./staff/desk.ts";
import { giveForm } from "./survey-file.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

export async function giveFile(scene: Scene, file: GivenFile): Promise<Turn> {
  if (file.kind === "form") return giveForm(scene, file);
  const listed = file.kind === "table" ? await giveTable(scene, file.rows) : undefined;
  if (listed) return listed;
  const text = file.kind === "refused" ? file.says : zhCN.fileOfNoUse;
  return thenGoOn(scene, say(scene.conversation, { text, buttons: buttons("match", "menu") }));
}
