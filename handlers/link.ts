/** 绑定: one person who comes by several channels has one conversation, joined by a code of one use. */
import { normalise } from "../policy-kb/normalise.ts";
import { buttons } from "./actions.ts";
import { type Conversation, newConversation } from "./conversation.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { followedBy, type LinkTarget, type Scene, say, type Turn } from "./turn.ts";

/** Figures and letters that are not taken for each other: 10^12 codes, each for ten minutes. */
export const CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_LENGTH = 8;
const [WRONG_CODES, FORGIVEN_AFTER_HOURS] = [5, 24];

/** The code in 绑定 7K2M9QXW; undefined where the text is nothing of the kind. */
export const codeIn = codeBehind("绑定|关联|bind");

/** Reads a code behind one of these words. */
export function codeBehind(words: string): (text: string) => string | undefined {
  const code = new RegExp(`^(?:${words})[:：,，"“]*([${CODE_LETTERS}]{${CODE_LENGTH}})["”。.]?$`, "i");
  // People copy it with the blanks and strokes that their keyboard puts in.
  return (text) => code.exec(normalise(text).replaceAll(/[\s-]/g, ""))?.[1]?.toUpperCase();
}

export function offerLink({ conversation, world }: Scene): Turn {
  const turn = say(conversation, { text: zhCN.link.offer(world.freshCode), buttons: buttons("menu") });
  return followedBy(turn, { kind: "offer_link", code: world.freshCode });
}

export async function joinByCode({ conversation, world }: Scene, code: string): Promise<Turn> {
  if (hasTriedTooOften(conversation)) return tryTomorrow(conversation);
  const target = await world.linkTarget(code);
  if (!target)
    return say(withWrongCode(conversation), { text: zhCN.link.wrong, buttons: buttons("link", "menu") });
  const joined = join(target, conversation);
  const facts = { ...world.keptFacts, ...target.keptFacts };
  const keptFacts = world.keptFacts || target.keptFacts ? facts : null;
  const { person: into, step } = target;
  const channels = [...(await world.linkedChannels(into)), ...(await world.linkedChannels())];
  const names = [...new Set(channels)].map(world.channelName);
  const turn = say(joined, { text: zhCN.link.done(names), buttons: buttons("resume", "data", "menu") });
  const tells = target.addresses.map((to) => ({
    kind: "tell" as const,
    to,
    message: { text: zhCN.link.joined(world.channelName(world.here)), buttons: buttons("menu") },
  }));
  return followedBy(turn, { kind: "link", code, into, step, keptFacts }, ...tells);
}

/** Of all kinds of codes together, so that nobody tries them all. */
export function hasTriedTooOften(conversation: Conversation): boolean {
  return missedLately(conversation) >= WRONG_CODES;
}

export function tryTomorrow(conversation: Conversation): Turn {
  return say(conversation, { text: zhCN.link.tooOften, buttons: buttons("human", "menu") });
}

export function withWrongCode(conversation: Conversation): Conversation {
  const count = missedLately(conversation) + 1;
  return { ...conversation, wrongCodes: { count, at: conversation.lastAt } };
}

/** Wrong codes of the last day. */
function missedLately({ wrongCodes, lastAt }: Conversation): number {
  if (!wrongCodes) return 0;
  const hours = (Date.parse(lastAt) - Date.parse(wrongCodes.at)) / 3_600_000;
  return hours < FORGIVEN_AFTER_HOURS ? wrongCodes.count : 0;
}

/** The conversation whose owner made the code goes on; what only the other one told is added to it. */
function join({ conversation: theirs }: LinkTarget, mine: Conversation): Conversation {
  const { interview } = theirs.interview.version === "" ? mine : theirs;
  const answers = { ...mine.interview.answers, ...theirs.interview.answers };
  const consent = theirs.consent === "yes" || mine.consent === "yes" ? "yes" : theirs.consent;
  return {
    ...theirs,
    consent,
    greeted: true,
    wrongCodes: null,
    survey: theirs.survey ?? mine.survey,
    lastAt: mine.lastAt,
    interview: { ...interview, answers },
  };
}

export async function unlink(scene: Scene): Promise<Turn> {
  if ((await scene.world.linkedChannels()).length < 2)
    return say(scene.conversation, { text: zhCN.link.own, buttons: buttons("link", "menu") });
  const { lastAt } = scene.conversation;
  const fresh = { ...newConversation(), greeted: true, lastAt };
  const turn = say(fresh, { text: zhCN.link.apart, buttons: buttons("match", "menu") });
  return followedBy(turn, { kind: "unlink" });
}
