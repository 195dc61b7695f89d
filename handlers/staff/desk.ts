/** The staff's desk: what is typed or pressed there, and who may. Everybody else learns nothing of it. */
import { actionNamed, buttons } from "../actions.ts";
import { soundsLikeQuestion } from "../ask-question.ts";
import { pickedBy } from "../choices.ts";
import type { Conversation } from "../conversation.ts";
import { holdsNumber } from "../surveys/called.ts";
import { staffTexts } from "../texts/staff.ts";
import { type Scene, say, type Turn } from "../turn.ts";
import { showAudit } from "./audit.ts";
import { askToClose, closeAsked } from "./close-round.ts";
import * as colleagues from "./colleagues.ts";
import { DEEDS, type Deed, deedNamed, deskButton, deskButtons, isDeed } from "./deeds.ts";
import { type DeskScene, isNo, isYes, NOWHERE, sayAt, sayDone } from "./desk-scene.ts";
import * as door from "./door.ts";
import { exportCsv, exportRound, exportWithContacts, missingWithContacts, showMissing } from "./files.ts";
import * as fillFor from "./fill-for.ts";
import { askWhatToHandOver, handOver } from "./hand-over.ts";
import { askForList, hearList, inviteListed, takeTable } from "./invite.ts";
import { backInRound, editRound, hearRound, openAsked, openRound, pressAnswer } from "./open-round.ts";
import type { DeskAsks } from "./place.ts";
import { showProgress } from "./progress.ts";
import { holdsCode, looksLikeList, readTable } from "./read-list.ts";
import { askToRemind, remindAsked } from "./remind.ts";
import { isAtLeast } from "./roles.ts";
import { showStatistics } from "./statistics.ts";

/** More of them are found by 代填. */
const DRAFTS_SHOWN = 3;

type Answered = Turn | undefined | Promise<Turn | undefined>;

/** What staff are offered by /survey; undefined for everybody else. */
export async function showDesk(scene: Scene): Promise<Turn | undefined> {
  const at = await atDesk(scene);
  return at && menu(at);
}

async function atDesk(scene: Scene): Promise<DeskScene | undefined> {
  const staff = await scene.world.staff();
  return staff ? { ...scene, staff, place: scene.conversation.desk ?? NOWHERE } : undefined;
}

/** What they may do as staff, and what they fill themselves. */
async function menu(scene: DeskScene): Promise<Turn> {
  const { name, role } = scene.staff;
  const all: Deed[] = [
    "progress",
    "statistics",
    "export",
    "open",
    "invite",
    "remind",
    "fill_for",
    "hand_over",
    "close",
    "colleagues",
    "audit",
  ];
  const may = all.filter((deed) => isAtLeast(role, DEEDS[deed].least));
  const drafts = (await scene.world.record.myDrafts()).slice(0, DRAFTS_SHOWN).map(({ id, enterprise }) => ({
    id: `survey:draft:${id}`,
    label: staffTexts.goOnWith(enterprise.name),
  }));
  return sayDone(scene, {
    text: staffTexts.menu(name, role),
    buttons: [...drafts, ...deskButtons(null, ...may), ...buttons("menu")],
  });
}

/** A table was sent: where staff sent it, and were asked for a list or sent what looks like one; else undefined. */
export async function giveTable(
  scene: Scene,
  rows: readonly (readonly string[])[],
): Promise<Turn | undefined> {
  const { desk } = scene.conversation;
  const isAsked = desk?.asks?.kind === "list" || desk?.asks?.kind === "list_yes";
  if (!desk || !(isAsked || readTable(rows, []))) return undefined;
  const at = await atDesk(scene);
  if (!at) return noRight(scene);
  return isAtLeast(at.staff.role, DEEDS.invite.least) ? takeTable(at, rows) : needs(at, "invite");
}

// ── words ───────────────────────────────────────────────────────────────────────────────────────

/** @returns undefined where it is nothing for the desk */
export async function hearDesk(scene: Scene, text: string): Promise<Turn | undefined> {
  const { desk, offered } = scene.conversation;
  const picked = pickedBy(text, offered);
  const button = picked?.kind === "button" && picked.id.startsWith("desk:") ? picked.id : undefined;
  const deed = deedNamed(text);
  const isList = !desk?.asks && isListUnasked(scene, text);
  if (!desk?.asks && button === undefined && deed === undefined && !isList) return undefined;
  const at = await atDesk(scene);
  if (at && isList)
    return isAtLeast(at.staff.role, DEEDS.invite.least) ? hearList(at, text) : needs(at, "invite");
  // Whoever was staff is told so; to everybody else the words mean what they always meant.
  if (!at) return desk || button ? noRight(scene) : undefined;
  if (button !== undefined) return press(at, button);
  if (deed !== undefined) return doDeed(at, deed, "");
  return desk?.asks ? hearAsked(at, desk.asks, text) : undefined;
}

/** As a table that was sent unasked. What is typed into a form in front is for the form. */
function isListUnasked({ conversation: { survey } }: Scene, text: string): boolean {
  const isInForm = survey !== null && !(survey.at === "form" && survey.aside);
  return !isInForm && holdsCode(text) && looksLikeList(text);
}

/** What stands in the talk in place of a list, or of a number told at the desk; undefined where it stands as it is. */
export function shownAtDesk({ desk }: Conversation, text: string): string | undefined {
  if (looksLikeList(text)) return staffTexts.shownList(text.trim().split("\n").length);
  return desk?.asks && holdsNumber(text) ? staffTexts.shownNumber : undefined;
}

async function hearAsked(scene: DeskScene, asks: DeskAsks, text: string): Promise<Turn | undefined> {
  const action = actionNamed(text);
  if (action === "cancel") return stop(scene);
  if (action === "back" && asks.kind === "round") return backInRound(scene);
  if (action || isQuestion(asks, text)) return undefined;
  const { least } = DEEDS[DEED_OF[asks.kind]];
  if (!isAtLeast(scene.staff.role, least)) return needs(scene, DEED_OF[asks.kind]);
  return hearAnswer(scene, asks, text);
}

/** What is asked in between is answered, and the desk waits; a name or a list may sound like anything. */
function isQuestion({ kind }: DeskAsks, text: string): boolean {
  const isFree = kind === "round" || kind === "for_name" || kind === "colleague_name";
  return !isFree && !text.includes("\n") && soundsLikeQuestion(text);
}

function hearAnswer(scene: DeskScene, asks: DeskAsks, text: string): Answered {
  switch (asks.kind) {
    case "round":
      return hearRound(scene, asks.form, text);
    case "list":
      return hearList(scene, text);
    case "for_code":
      return fillFor.hearCode(scene, text);
    case "for_name":
      return fillFor.hearName(scene, asks.creditCode, text);
    case "for_region":
      return fillFor.hearRegion(scene, asks, text);
    case "out_code":
      return door.hearWhoseOut(scene, text);
    case "colleague_role":
      return colleagues.hearRole(scene, text) ?? notUnderstood(scene);
    case "colleague_name":
      return colleagues.hearName(scene, asks.role, text);
    default:
      return hearYes(scene, asks, text);
  }
}

type YesAsks = Extract<DeskAsks, { kind: "list_yes" | "close_yes" | "remind_yes" | "revoke_yes" }>;

function hearYes(scene: DeskScene, { kind }: YesAsks, text: string): Answered {
  if (isYes(text)) return PRESSED[kind]?.does(scene, "", "");
  if (isNo(text)) return stop(scene);
  // Another list may follow at once.
  if (kind === "list_yes" && text.includes("\n")) return hearList(scene, text);
  // Something else is said: it is answered, and nothing is done.
  return undefined;
}

function notUnderstood(scene: DeskScene): Turn {
  return sayAt(scene, {}, { text: staffTexts.notUnderstood, buttons: [deskButton("stop", staffTexts.stop)] });
}

function stop(scene: DeskScene): Turn {
  return sayDone(scene, {
    text: staffTexts.stopped,
    buttons: [...deskButtons(null, "desk"), ...buttons("menu")],
  });
}

function noRight({ conversation }: Scene): Turn {
  return say({ ...conversation, desk: null }, { text: staffTexts.noRight, buttons: buttons("menu") });
}

function needs(scene: DeskScene, deed: Deed): Turn {
  const text = staffTexts.needs(DEEDS[deed].least, scene.staff.role);
  return sayDone(scene, { text, buttons: deskButtons(null, "desk") });
}

// ── buttons ─────────────────────────────────────────────────────────────────────────────────────

export async function pressDesk(scene: Scene, button: string): Promise<Turn> {
  const at = await atDesk(scene);
  return at ? press(at, button) : noRight(scene);
}

async function press(scene: DeskScene, button: string): Promise<Turn> {
  const [, does = "", first = "", second = ""] = button.split(":");
  if (isDeed(does)) return doDeed(scene, does, first);
  const pressed = Object.hasOwn(PRESSED, does) ? PRESSED[does] : undefined;
  if (pressed && !isAtLeast(scene.staff.role, DEEDS[pressed.of].least)) return needs(scene, pressed.of);
  return (await pressed?.does(scene, first, second)) ?? outdated(scene);
}

function outdated(scene: DeskScene): Turn {
  return { ...sayDone(scene, { text: staffTexts.old, buttons: deskButtons(null, "desk") }), stale: true };
}

async function doDeed(scene: DeskScene, deed: Deed, about: string): Promise<Turn> {
  return isAtLeast(scene.staff.role, DEEDS[deed].least) ? DO[deed](scene, about) : needs(scene, deed);
}

const DO: Record<Deed, (scene: DeskScene, about: string) => Turn | Promise<Turn>> = {
  desk: menu,
  open: openRound,
  invite: askForList,
  progress: showProgress,
  missing: showMissing,
  statistics: showStatistics,
  export: exportRound,
  remind: askToRemind,
  close: askToClose,
  door: door.showDoor,
  take_out: door.askWhoseOut,
  fill_for: fillFor.askWhomFor,
  hand_over: askWhatToHandOver,
  colleagues: colleagues.showColleagues,
  invite_staff: colleagues.askRole,
  audit: showAudit,
};

/** Buttons within a deed, which asks for the same role. */
const PRESSED: Record<
  string,
  { of: Deed; does: (scene: DeskScene, first: string, second: string) => Answered }
> = {
  stop: { of: "desk", does: stop },
  no: { of: "desk", does: stop },
  answer: { of: "open", does: pressAnswer },
  edit: { of: "open", does: editRound },
  back: { of: "open", does: backInRound },
  open_yes: { of: "open", does: openAsked },
  list_yes: { of: "invite", does: inviteListed },
  remind_yes: { of: "remind", does: remindAsked },
  // Contacts are for whoever may close a round, too.
  missing_contacts: { of: "close", does: missingWithContacts },
  export_csv: { of: "export", does: exportCsv },
  export_contacts: { of: "close", does: exportWithContacts },
  close_yes: { of: "close", does: closeAsked },
  admit: { of: "door", does: (scene, draft, person) => door.settle(scene, draft, person, true) },
  refuse: { of: "door", does: (scene, draft, person) => door.settle(scene, draft, person, false) },
  out: { of: "take_out", does: door.takeOut },
  region: { of: "fill_for", does: fillFor.pressRegion },
  hand: { of: "hand_over", does: handOver },
  colleague: { of: "invite_staff", does: colleagues.askWhatTheyMay },
  role: { of: "invite_staff", does: colleagues.changeRole },
  revoke: { of: "invite_staff", does: colleagues.askToRevoke },
  revoke_yes: { of: "invite_staff", does: colleagues.revokeAsked },
  new_role: { of: "invite_staff", does: colleagues.pressRole },
};

/** Which deed asked it. */
const DEED_OF: Record<DeskAsks["kind"], Deed> = {
  round: "open",
  list: "invite",
  list_yes: "invite",
  close_yes: "close",
  remind_yes: "remind",
  for_code: "fill_for",
  for_name: "fill_for",
  for_region: "fill_for",
  out_code: "take_out",
  colleague_role: "invite_staff",
  colleague_name: "invite_staff",
  revoke_yes: "invite_staff",
};
