/** 我的数据: what is stored about a person, shown, exported, deleted at once and whole. */
import { chineseDate, shanghaiDay } from "../policy-kb/dates.ts";
import { factsText } from "../policy-kb/explain.ts";
import { buttons } from "./actions.ts";
import { factsOf } from "./interview.ts";
import { remember } from "./match.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type Scene, say, type Turn } from "./turn.ts";

export async function showData(scene: Scene): Promise<Turn> {
  const { conversation, world, today } = scene;
  const stored = await world.stored();
  const facts = factsText(factsOf(conversation.interview, today), world.kb);
  const lines = [
    zhCN.data.head,
    zhCN.data.since(chineseDate(shanghaiDay(stored.since))),
    zhCN.data.channels(stored.channels.map(world.channelName)),
    zhCN.data.turns(stored.turns),
    zhCN.data.facts(facts),
    zhCN.data.kept(stored.keptFacts && factsText(stored.keptFacts, world.kb)),
    ...(stored.fillsFor.length ? [zhCN.data.fillsFor(stored.fillsFor)] : []),
    zhCN.data.none(stored.fillsFor.length > 0),
  ];
  const actions = buttons("export", "forget", ...(stored.keptFacts ? (["unremember"] as const) : []), "menu");
  return say(conversation, { text: lines.join("\n"), buttons: actions });
}

export async function exportData(scene: Scene): Promise<Turn> {
  const { everything, fillsFor } = await scene.world.stored();
  const note = fillsFor.length ? { note: zhCN.data.ofEnterprise } : {};
  const file = {
    name: zhCN.data.fileName,
    type: "application/json",
    text: JSON.stringify({ ...everything, ...note }, null, 2),
  };
  return say(scene.conversation, { text: zhCN.data.file, file, buttons: buttons("forget", "menu") });
}

export async function askToForget({ conversation, world }: Scene): Promise<Turn> {
  const { fillsFor } = await world.stored();
  const waiting = { ...conversation, awaiting: { kind: "forget" as const } };
  return say(waiting, {
    text: zhCN.data.confirm(fillsFor.length > 0),
    buttons: buttons("forget_yes", "forget_no"),
  });
}

/** Only after the question: a stray press of an old button deletes nothing. */
export async function forget(scene: Scene): Promise<Turn> {
  const { conversation, world } = scene;
  if (conversation.awaiting?.kind !== "forget") return askToForget(scene);
  const { fillsFor } = await world.stored();
  const farewell = { text: zhCN.data.forgotten(fillsFor.length > 0) };
  return { conversation, effects: [{ kind: "forget", farewell }] };
}

export function dontForget({ conversation }: Scene): Turn {
  return say({ ...conversation, awaiting: null }, { text: zhCN.data.kept_back, buttons: buttons("menu") });
}

export function rememberFacts(scene: Scene): Turn {
  const { conversation } = scene;
  if (Object.keys(conversation.interview.answers).length === 0)
    return say(conversation, { text: zhCN.nothingToRemember, buttons: buttons("match", "menu") });
  const agreed = { ...conversation, consent: "yes" as const };
  const turn = say(agreed, { text: zhCN.remembered, buttons: buttons("data", "menu") });
  return followedBy(turn, remember(scene, agreed));
}

export function dontRemember(scene: Scene): Turn {
  // Said after a yes it takes the yes back.
  if (scene.world.keptFacts) return unremember(scene);
  return say(
    { ...scene.conversation, consent: "no" },
    { text: zhCN.notRemembered, buttons: buttons("menu") },
  );
}

export function unremember({ conversation }: Scene): Turn {
  const turn = say(
    { ...conversation, consent: "no" },
    { text: zhCN.data.unremembered, buttons: buttons("menu") },
  );
  return followedBy(turn, { kind: "unremember" });
}
