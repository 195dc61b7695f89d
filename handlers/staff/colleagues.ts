/** 工作人员, 邀请工作人员: who is staff, and what each may do. */
import { chineseDate, shanghaiDay } from "../../policy-kb/dates.ts";
import type { OutboundMessage } from "../event.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, sayDone } from "./desk-scene.ts";
import type { Colleague } from "./record.ts";
import { isAtLeast, may, ROLES, type Role } from "./roles.ts";

const texts = staffTexts.colleagues;
const NAME_MOST = 20;
/** Telegram and the web page take more, but nobody reads them. */
const SHOWN = 20;

export async function showColleagues(scene: DeskScene): Promise<Turn> {
  const all = await scene.world.desk.colleagues();
  const lines = all.slice(0, SHOWN).map(({ name, role, grantedBy, since, isMe }) => {
    const day = chineseDate(shanghaiDay(since));
    return texts.line(name, role, grantedBy, day) + (isMe ? texts.me : "");
  });
  const text = texts.list(all.length > SHOWN ? [...lines, texts.more] : lines);
  if (!may(scene.staff, "change_role")) return sayDone(scene, { text, buttons: deskButtons(null, "desk") });
  const others = all.slice(0, SHOWN).filter(({ isMe }) => !isMe);
  const changes = others.map(({ id, name }) => deskButton("colleague", texts.change(name), String(id)));
  return sayDone(scene, { text, buttons: [...deskButtons(null, "invite_staff", "desk"), ...changes] });
}

/** A colleague by number; undefined for oneself, too. */
async function other(scene: DeskScene, id: string): Promise<Colleague | undefined> {
  const all = await scene.world.desk.colleagues();
  return all.find((one) => String(one.id) === id && !one.isMe);
}

function gone(scene: DeskScene): Turn {
  return sayDone(scene, { text: texts.gone, buttons: deskButtons(null, "colleagues", "desk") });
}

export async function askWhatTheyMay(scene: DeskScene, id: string): Promise<Turn> {
  const found = await other(scene, id);
  if (!found) return gone(scene);
  const roles = ROLES.filter((role) => role !== found.role).map((role) =>
    deskButton("role", staffTexts.role[role], id, role),
  );
  const buttons = [...roles, deskButton("revoke", texts.revoke, id), deskButton("no", texts.revokeNo)];
  return sayDone(scene, { text: texts.which(found.name, found.role), buttons });
}

export async function changeRole(scene: DeskScene, id: string, word: string): Promise<Turn> {
  const found = await other(scene, id);
  const role = ROLES.find((one) => one === word);
  if (!found || !role) return gone(scene);
  const message = { text: texts.changed(found.name, role), buttons: deskButtons(null, "colleagues", "desk") };
  return followedBy(sayDone(scene, message), { kind: "change_role", staff: found.id, role });
}

export async function askToRevoke(scene: DeskScene, id: string): Promise<Turn> {
  const found = await other(scene, id);
  if (!found) return gone(scene);
  const buttons = [deskButton("revoke_yes", texts.revokeYes), deskButton("no", texts.revokeNo)];
  return ask(scene, { kind: "revoke_yes", staff: found.id }, { text: texts.revokeAsk(found.name), buttons });
}

export async function revokeAsked(scene: DeskScene): Promise<Turn | undefined> {
  const { asks } = scene.place;
  if (asks?.kind !== "revoke_yes") return undefined;
  const found = await other(scene, String(asks.staff));
  if (!found) return gone(scene);
  const message = { text: texts.revoked(found.name), buttons: deskButtons(null, "colleagues", "desk") };
  return followedBy(sayDone(scene, message), { kind: "revoke_staff", staff: found.id });
}

// ── a new one ───────────────────────────────────────────────────────────────────────────────────

export function askRole(scene: DeskScene): Turn {
  const roles = ROLES.map((role) => deskButton("new_role", staffTexts.role[role], role));
  const message = { text: texts.askRole, buttons: [...roles, deskButton("stop", staffTexts.stop)] };
  return ask(scene, { kind: "colleague_role" }, message);
}

export function hearRole(scene: DeskScene, text: string): Turn | undefined {
  const role = ROLES.find((one) => text.trim().startsWith(staffTexts.role[one]) || text.trim() === one);
  return role && askName(scene, role);
}

export function pressRole(scene: DeskScene, word: string): Turn | undefined {
  const role = ROLES.find((one) => one === word);
  return role && isAtLeast(scene.staff.role, "admin") ? askName(scene, role) : undefined;
}

function askName(scene: DeskScene, role: Role, text: string = texts.askName): Turn {
  const message: OutboundMessage = { text, buttons: [deskButton("stop", staffTexts.stop)], typed: true };
  return ask(scene, { kind: "colleague_name", role }, message);
}

export function hearName(scene: DeskScene, role: Role, text: string): Turn {
  const name = text.trim().replace(/^(?:叫|他叫|她叫|称呼)/, "");
  if (name === "" || name.length > NAME_MOST) return askName(scene, role, texts.badName);
  const code = scene.world.freshCode;
  const message = { text: texts.code(name, role, code), buttons: deskButtons(null, "colleagues", "desk") };
  return followedBy(sayDone(scene, message), { kind: "invite_staff", code, role, name });
}
