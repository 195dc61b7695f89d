/** Greeting, menu, help, and the way to a human. */
import { phrases } from "../policy-kb/phrases.ts";
import { buttons } from "./actions.ts";
import type { OutboundMessage } from "./event.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn, type World } from "./turn.ts";

/** At first contact: who we are, and what becomes of what is said. */
export function greetingMessages({ world }: Scene): OutboundMessage[] {
  return [
    { text: zhCN.privacy },
    { text: zhCN.greeting(world.bureau.name), buttons: buttons("match", "help", "human") },
  ];
}

export async function showMenu({ conversation, world }: Scene): Promise<Turn> {
  const isUnderWay = conversation.interview.asking !== null;
  const hasSurvey = (await world.record.openRounds()).length > 0;
  const actions = buttons(
    isUnderWay ? "resume" : "match",
    ...(hasSurvey ? (["survey"] as const) : []),
    "help",
    "data",
    "human",
    ...(isUnderWay ? (["cancel"] as const) : []),
  );
  return say(conversation, { text: zhCN.menu, buttons: actions });
}

export function showHelp({ conversation }: Scene): Turn {
  return say(conversation, { text: zhCN.help, buttons: buttons("match", "data", "human") });
}

/** No survey is open now: told so, with whom to ask. */
export function showNoSurvey({ conversation }: Scene): Turn {
  return say(conversation, { text: zhCN.noSurvey, buttons: buttons("human", "menu") });
}

/** Nothing is reminded of yet; the dates that are known stand under a result. */
export function showReminders({ conversation }: Scene): Turn {
  return say(conversation, { text: zhCN.noReminders, buttons: buttons("match", "menu") });
}

export function reachHuman({ conversation, world }: Scene): Turn {
  return say(conversation, {
    text: zhCN.human(contactLines(world)),
    buttons: buttons("menu"),
    handover: true,
  });
}

/** Who speaks of dying is answered before all else, with people to turn to; no question of a form follows. */
export function comfort({ conversation, world }: Scene): Turn {
  const isUnderWay = conversation.interview.asking !== null;
  return say(conversation, {
    text: `${phrases.distress}\n\n${zhCN.human(contactLines(world))}`,
    buttons: buttons("human", isUnderWay ? "resume" : "menu"),
  });
}

function contactLines({ bureau: { contact, hotline } }: World): string[] {
  return [
    contact.phone && zhCN.contact.phone(contact.phone),
    contact.address && zhCN.contact.address(contact.address),
    contact.hours && zhCN.contact.hours(contact.hours),
    zhCN.contact.hotline(hotline),
  ].filter((line) => typeof line === "string");
}
