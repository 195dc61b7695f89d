/** What every flow at the desk is given: the talk, who asks, and where they are. */
import type { Conversation } from "../conversation.ts";
import type { OutboundMessage } from "../event.ts";
import { isOpen, type Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { type Scene, say, type Turn } from "../turn.ts";
import { type Deed, deskButton, deskButtons } from "./deeds.ts";
import type { DeskAsks, DeskPlace } from "./place.ts";
import type { Staff } from "./roles.ts";

export interface DeskScene extends Scene {
  staff: Staff;
  place: DeskPlace;
}

export const NOWHERE: DeskPlace = { round: null, asks: null };

/** Says something and leaves the desk as it is said to be. */
export function sayAt(
  { conversation, place }: DeskScene,
  changes: Partial<DeskPlace>,
  ...messages: OutboundMessage[]
): Turn {
  return say({ ...conversation, desk: { ...place, ...changes } }, ...messages);
}

/** What was asked is no longer asked. */
export function sayDone(scene: DeskScene, ...messages: OutboundMessage[]): Turn {
  return sayAt(scene, { asks: null }, ...messages);
}

export function ask(scene: DeskScene, asks: DeskAsks, ...messages: OutboundMessage[]): Turn {
  return sayAt(scene, { asks }, ...messages);
}

/** Still to come or under way: an enterprise can be invited to it, and staff can close it. */
export function isNotOver(round: Round, today: string): boolean {
  return round.closedAt === null && today <= round.closes;
}

/** Rounds shown to choose from. */
const SHOWN = 8;

/**
 * Goes on with the round that is meant: the one named, the one looked at last, the only one; else asks which.
 * @param about the round's id, "" where none is named
 */
export async function withRound(
  scene: DeskScene,
  deed: Deed,
  about: string,
  goOn: (scene: DeskScene, round: Round) => Turn | Promise<Turn>,
  which: "all" | "not_over" | "open" = "all",
): Promise<Turn> {
  const all = await scene.world.desk.rounds();
  const fits = (round: Round) =>
    which === "all" || (which === "open" ? isOpen(round, scene.today) : isNotOver(round, scene.today));
  const rounds = all.filter(fits);
  const wanted = about || scene.place.round;
  const round =
    rounds.find(({ id }) => id === wanted) ?? (rounds.length === 1 && !about ? rounds[0] : undefined);
  if (round) return goOn({ ...scene, place: { ...scene.place, round: round.id, asks: null } }, round);
  if (rounds.length === 0) {
    const text = all.length ? staffTexts.noOpenRound : staffTexts.noRound;
    return sayDone(scene, { text, buttons: deskButtons(null, "open", "desk") });
  }
  const buttons = rounds.slice(0, SHOWN).map(({ id, title }) => deskButton(deed, title, id));
  return sayDone(scene, { text: staffTexts.whichRound, buttons });
}

/** A yes to what was just asked. */
export function isYes(text: string): boolean {
  return /^(?:是的?|对的?|确定|确认|好的?|可以|行|嗯+|没错|开始?吧?|邀请吧?|提醒吧?|结束吧?|yes|ok|y)[了吧呀啊!。.\s]*$/i.test(
    text.trim(),
  );
}

export function isNo(text: string): boolean {
  return /^(?:不是?|否|不用了?|先不|别|不了|算了|no|n)[了吧呀啊!。.\s]*$/i.test(text.trim());
}

export function withoutDesk(conversation: Conversation): Conversation {
  return conversation.desk?.asks
    ? { ...conversation, desk: { ...conversation.desk, asks: null } }
    : conversation;
}
