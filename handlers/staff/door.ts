/** 放行, 请出填表人: who may fill for an enterprise, where its own people cannot settle it. */
import { chineseDate, shanghaiDay } from "../../policy-kb/dates.ts";
import type { Address, Effect } from "../event.ts";
import { readCreditCode } from "../surveys/credit-code.ts";
import { draftId, type Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, sayDone, withRound } from "./desk-scene.ts";
import type { Waiting } from "./record.ts";

const texts = staffTexts.door;
const SHOWN = 4;

export function showDoor(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(
    scene,
    "door",
    about,
    async (at, { id }) => {
      const asking = await at.world.desk.asking(id);
      if (asking.length === 0)
        return sayDone(at, { text: texts.none, buttons: deskButtons(id, "take_out", "progress") });
      const shown = asking.slice(0, SHOWN);
      const lines = shown.map(({ enterprise, addresses, since, code }) =>
        texts.line(enterprise.name, channelOf(at, addresses), code, chineseDate(shanghaiDay(since))),
      );
      const rest = asking.length > SHOWN ? [texts.more(asking.length - SHOWN)] : [];
      const buttons = shown.flatMap((one) => choices(one, codeAmong(shown, one)));
      return sayDone(at, { text: [texts.some(asking.length), ...lines, ...rest].join("\n"), buttons });
    },
    "open",
  );
}

function choices({ draft, person, enterprise: { name } }: Waiting, code: string) {
  return [
    deskButton("admit", texts.admit(name) + code, draft, person),
    deskButton("refuse", texts.refuse(name) + code, draft, person),
  ];
}

/** Two of one enterprise are told apart. */
function codeAmong(all: readonly Waiting[], { draft, code }: Waiting): string {
  return all.filter((one) => one.draft === draft).length > 1 ? texts.coded(code) : "";
}

function channelOf({ world }: DeskScene, addresses: readonly Address[]): string {
  return [...new Set(addresses.map(({ channel }) => world.channelName(channel)))].join("、");
}

export async function settle(scene: DeskScene, draft: string, person: string, yes: boolean): Promise<Turn> {
  const [round = ""] = draft.split("/");
  const found = (await scene.world.desk.asking(round)).find(
    (one) => one.draft === draft && one.person === person,
  );
  if (!found) return sayDone(scene, { text: texts.gone, buttons: deskButtons(null, "door", "desk") });
  const { name } = found.enterprise;
  const text = yes ? texts.admitted(name) : texts.refused(name);
  const turn = sayDone(scene, { text, buttons: deskButtons(round, "door", "progress") });
  const told = tell(found.addresses, yes ? texts.tellYes(name) : texts.tellNo(name));
  return followedBy(turn, { kind: "let_in_by_staff", draft, person, yes }, ...told);
}

function tell(addresses: readonly Address[], text: string): Effect[] {
  return addresses.map((to) => ({ kind: "tell", to, message: { text } }));
}

// ── out ─────────────────────────────────────────────────────────────────────────────────────────

export function askWhoseOut(scene: DeskScene, about: string): Promise<Turn> {
  const stop = deskButton("stop", staffTexts.stop);
  const goOn = (at: DeskScene) =>
    ask(at, { kind: "out_code" }, { text: texts.whose, buttons: [stop], typed: true });
  return withRound(scene, "take_out", about, goOn, "not_over");
}

export function hearWhoseOut(scene: DeskScene, text: string): Promise<Turn> {
  const code = readCreditCode(text);
  return withRound(
    scene,
    "take_out",
    "",
    (at, round) => (code === undefined ? badCode(at) : showEditors(at, round, code)),
    "not_over",
  );
}

function badCode(scene: DeskScene): Turn {
  const message = {
    text: staffTexts.fillFor.badCode,
    buttons: [deskButton("stop", staffTexts.stop)],
    typed: true as const,
  };
  return ask(scene, { kind: "out_code" }, message);
}

async function showEditors(scene: DeskScene, round: Round, creditCode: string): Promise<Turn> {
  const { editors, enterprise } = await scene.world.record.standing(round.id, creditCode);
  const name = enterprise?.name ?? creditCode;
  if (editors.length === 0)
    return sayDone(scene, { text: texts.nobody(name), buttons: deskButtons(round.id, "door", "progress") });
  const lines = editors.map(({ addresses, asStaff }, place) =>
    texts.editor(place + 1, channelOf(scene, addresses), asStaff),
  );
  const draft = draftId(round.id, creditCode);
  const buttons = editors.map(({ person }, place) =>
    deskButton("out", texts.takeOut(place + 1), draft, person),
  );
  return sayDone(scene, { text: [texts.editors(name), ...lines].join("\n"), buttons });
}

export async function takeOut(scene: DeskScene, draft: string, person: string): Promise<Turn> {
  const [round = "", creditCode = ""] = draft.split("/");
  const { editors, enterprise } = await scene.world.record.standing(round, creditCode);
  const found = editors.find((one) => one.person === person);
  if (!found) return sayDone(scene, { text: texts.gone, buttons: deskButtons(null, "door", "desk") });
  const name = enterprise?.name ?? creditCode;
  const turn = sayDone(scene, { text: texts.out(name), buttons: deskButtons(round, "take_out", "progress") });
  return followedBy(turn, { kind: "take_out", draft, person }, ...tell(found.addresses, texts.tellOut(name)));
}
