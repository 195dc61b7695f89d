/** 结束这一轮: before its last day, after a yes to the figures. */
import type { Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, sayDone, withRound } from "./desk-scene.ts";
import { total } from "./progress.ts";

const texts = staffTexts.close;

export function askToClose(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "close", about, askAbout, "not_over");
}

async function askAbout(scene: DeskScene, { id, title }: Round): Promise<Turn> {
  const { invited, submitted, othersSubmitted } = total(await scene.world.desk.progress(id));
  const buttons = [deskButton("close_yes", texts.yes), deskButton("no", texts.no)];
  const text = texts.ask(title, submitted + othersSubmitted, invited - submitted);
  return ask(scene, { kind: "close_yes" }, { text, buttons });
}

/** Only after the question: a stray press of an old button closes nothing. */
export async function closeAsked(scene: DeskScene): Promise<Turn | undefined> {
  const { asks, round } = scene.place;
  if (asks?.kind !== "close_yes" || round === null) return undefined;
  const found = (await scene.world.desk.rounds()).find(({ id }) => id === round);
  if (!found || found.closedAt !== null)
    return sayDone(scene, { text: texts.already(found?.title ?? ""), buttons: deskButtons(null, "desk") });
  const turn = sayDone(scene, {
    text: texts.done(found.title),
    buttons: deskButtons(round, "progress", "missing"),
  });
  return followedBy(turn, { kind: "close_round", round });
}
