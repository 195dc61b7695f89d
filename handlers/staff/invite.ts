/** 邀请企业: a list by a table or typed; what is wrong is told row by row, the rest is taken after a yes. */
import type { Effect, OutboundMessage } from "../event.ts";
import type { Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { csv } from "./csv.ts";
import { deskButton, deskButtons } from "./deeds.ts";
import { ask, type DeskScene, isNotOver, sayDone, withRound } from "./desk-scene.ts";
import { type BadRow, type EnterpriseList, readLines, readTable } from "./read-list.ts";

const texts = staffTexts.list;
/** Of one list; a city's enterprises come in a few. */
const MOST = 5_000;
const BAD_SHOWN = 8;

export function askForList(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(
    scene,
    "invite",
    about,
    (at, { title }) =>
      ask(
        at,
        { kind: "list" },
        { text: texts.ask(title), buttons: [deskButton("stop", staffTexts.stop)], typed: true },
      ),
    "not_over",
  );
}

/** A table was sent, asked for or not. */
export function takeTable(scene: DeskScene, rows: readonly (readonly string[])[]): Promise<Turn> {
  return withRound(
    scene,
    "invite",
    "",
    (at, round) => take(at, round, readTable(rows, round.regions)),
    "not_over",
  );
}

/** What is typed is kept sealed, and in the transcript not at all. */
export async function hearList(scene: DeskScene, text: string): Promise<Turn> {
  const turn = await withRound(
    scene,
    "invite",
    "",
    (at, round) => take(at, round, readLines(text, round.regions)),
    "not_over",
  );
  return { ...turn, shownAs: staffTexts.shownList(text.trim().split("\n").length) };
}

async function take(scene: DeskScene, round: Round, list: EnterpriseList | null): Promise<Turn> {
  const stop = deskButton("stop", staffTexts.stop);
  const again = (text: string) => ask(scene, { kind: "list" }, { text, buttons: [stop], typed: true });
  if (!list || list.good.length + list.bad.length === 0) return again(texts.unreadable);
  if (list.good.length > MOST) return again(texts.tooLong(MOST));
  const { good, bad } = list;
  if (good.length === 0) {
    const { text, ...file } = told(bad, []);
    return ask(
      scene,
      { kind: "list" },
      { ...file, text: `${text}\n\n${texts.none}`, buttons: [stop], typed: true },
    );
  }
  const listed = new Set(await scene.world.desk.invited(round.id));
  const known = good.filter(({ creditCode }) => listed.has(creditCode)).length;
  const { text, ...file } = told(bad, [texts.good(good.length, known)]);
  const id = scene.world.freshCode;
  const yes = deskButton("list_yes", texts.yes(good.length), id);
  const buttons = [yes, deskButton("invite", texts.again, round.id), stop];
  const message = { ...file, text: `${text}\n\n${texts.askYes(good.length)}`, buttons };
  const keep: Effect = { kind: "keep_list", round: round.id, list: id, enterprises: good };
  return followedBy(ask(scene, { kind: "list_yes", list: id, count: good.length }, message), keep);
}

/** "86家可以邀请，3行有问题", and which; all of them in a file where they are many. */
function told(bad: readonly BadRow[], first: readonly string[]): OutboundMessage {
  if (bad.length === 0) return { text: `${first.join("")}。` };
  const head = [...first, texts.bad(bad.length)].join("，");
  const lines = bad.slice(0, BAD_SHOWN).map((one) => texts.badLine(one.row, one.whose, whyOf(one)));
  if (bad.length <= BAD_SHOWN) return { text: [`${head}：`, ...lines].join("\n") };
  const rows = bad.map((one) => [String(one.row), one.whose, whyOf(one)]);
  const file = { name: texts.badFile, type: "text/csv", text: csv([texts.badHead, ...rows]) };
  return { text: [`${head}：`, ...lines, texts.more].join("\n"), file };
}

function whyOf({ why, first }: BadRow): string {
  const says = why.map((one) => (one === "double" && first ? texts.double(first) : staffTexts.wrong[one]));
  return says.join("；");
}

export async function inviteListed(scene: DeskScene): Promise<Turn | undefined> {
  const { asks, round: id } = scene.place;
  if (asks?.kind !== "list_yes" || id === null) return undefined;
  const round = (await scene.world.desk.rounds()).find((one) => one.id === id);
  if (!round || !isNotOver(round, scene.today))
    return sayDone(scene, { text: texts.over, buttons: deskButtons(null, "desk") });
  const { list, count } = asks;
  if ((await scene.world.desk.listWaiting(list)) === null)
    return ask(
      scene,
      { kind: "list" },
      { text: texts.gone, buttons: [deskButton("stop", staffTexts.stop)], typed: true },
    );
  const buttons = deskButtons(id, "progress", "invite");
  const turn = sayDone(scene, { text: texts.done(round.title, count), buttons });
  return followedBy(turn, { kind: "invite_enterprises", round: id, list, count });
}
