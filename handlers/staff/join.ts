/** 工作人员 7K2M9QXW: whoever types the code is staff from now on. */
import { buttons } from "../actions.ts";
import { codeBehind, hasTriedTooOften, tryTomorrow, withWrongCode } from "../link.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Scene, say, type Turn, type World } from "../turn.ts";
import { deskButtons } from "./deeds.ts";
import { NOWHERE } from "./desk-scene.ts";

/** The code; undefined where the text is nothing of the kind. */
export const staffCodeIn = codeBehind("工作人员|/?staff");

export async function joinStaff({ conversation, world }: Scene, code: string): Promise<Turn> {
  const shownAs = staffTexts.shownCode;
  if (hasTriedTooOften(conversation)) return { ...tryTomorrow(conversation), shownAs };
  const invited = await world.desk.staffInvitation(code);
  if (!invited) {
    const wrong = { text: staffTexts.wrongCode, buttons: buttons("menu") };
    return { ...say(withWrongCode(conversation), wrong), shownAs };
  }
  const { name, role } = invited;
  if (role !== "admin" && (await isLastAdmin(world)))
    return {
      ...say(conversation, { text: staffTexts.lastAdmin, buttons: deskButtons(null, "colleagues") }),
      shownAs,
    };
  const welcome = { text: staffTexts.joined(name, role), buttons: deskButtons(null, "desk", "progress") };
  const turn = say({ ...conversation, desk: NOWHERE, wrongCodes: null }, welcome);
  return { ...followedBy(turn, { kind: "join_staff", code }), shownAs };
}

async function isLastAdmin({ staff, desk }: World): Promise<boolean> {
  if ((await staff())?.role !== "admin") return false;
  return (await desk.colleagues()).filter(({ role }) => role === "admin").length === 1;
}
