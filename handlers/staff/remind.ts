/** 提醒没交的: whom it reaches is told first, then it goes out after a yes; at night in the morning. */
import { chineseDate, shanghaiDay } from "../../policy-kb/dates.ts";
import { afterQuietHours } from "../quiet-hours.ts";
import type { Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, sayDone, withRound } from "./desk-scene.ts";

const texts = staffTexts.remind;

export function askToRemind(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "remind", about, askAbout, "open");
}

async function askAbout(scene: DeskScene, { id, closes }: Round): Promise<Turn> {
  if (shanghaiDay(dueAt(scene)) > closes) {
    const text = texts.tooLate(scene.world.bureau.quietHours.to);
    return sayDone(scene, { text, buttons: deskButtons(id, "missing", "progress") });
  }
  const { now, told, toCall } = await scene.world.desk.reach(id, dueAt(scene));
  if (now === 0)
    return sayDone(scene, {
      text: texts.none(told, toCall),
      buttons: deskButtons(id, "missing", "progress"),
    });
  const buttons = [
    deskButton("remind_yes", texts.yes(now)),
    ...deskButtons(id, "missing"),
    deskButton("stop", staffTexts.stop),
  ];
  return ask(scene, { kind: "remind_yes" }, { text: texts.ask(now, told, toCall), buttons });
}

function dueAt({ conversation, world }: DeskScene): string {
  return afterQuietHours(conversation.lastAt, world.bureau.quietHours);
}

export async function remindAsked(scene: DeskScene): Promise<Turn | undefined> {
  const { asks, round } = scene.place;
  if (asks?.kind !== "remind_yes" || round === null) return undefined;
  return withRound(scene, "remind", round, remind, "open");
}

async function remind(scene: DeskScene, round: Round): Promise<Turn> {
  const due = dueAt(scene);
  const { now } = await scene.world.desk.reach(round.id, due);
  if (now === 0 || shanghaiDay(due) > round.closes) return askAbout(scene, round);
  const isNight = due !== scene.conversation.lastAt;
  const text = isNight ? texts.night(now, scene.world.bureau.quietHours.to) : texts.done(now);
  const turn = sayDone(scene, { text, buttons: deskButtons(round.id, "progress", "missing") });
  const message = texts.message(round.title, chineseDate(round.closes));
  return followedBy(turn, { kind: "remind_enterprises", round: round.id, text: message, dueAt: due });
}
