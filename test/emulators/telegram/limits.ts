/** How fast a bot may send. The vendor gives no exact algorithm, so this is the documented average, strictly. */
import { tooMany } from "./refusal.ts";

export interface Limits {
  /** One message a second in a chat, with 3 at once allowed; in a group also 20 a minute. */
  perChat: boolean;
  /** 30 messages in any second, over all chats. */
  overall: boolean;
}

const BURST = 3;
const GROUP_A_MINUTE = 20;
const OVERALL_A_SECOND = 30;

/** Gives a function that counts one message to a chat, or refuses with 429; a refused one does not count. */
export function createLimiter(clock: { now: number }, limits: Limits) {
  const perChat = new Map<number, number[]>();
  let all: number[] = [];

  return (chatId: number): void => {
    const { now } = clock;
    all = all.filter((at) => at > now - 1000);
    const chat = (perChat.get(chatId) ?? []).filter((at) => at > now - 60_000);
    const waits = [0];
    if (limits.overall && all.length >= OVERALL_A_SECOND) waits.push((all[0] ?? now) + 1000 - now);
    if (limits.perChat) waits.push(bucketWait(chat, now));
    if (limits.perChat && chatId < 0 && chat.length >= GROUP_A_MINUTE)
      waits.push((chat.at(-GROUP_A_MINUTE) ?? now) + 60_000 - now);
    const wait = Math.max(...waits);
    if (wait > 0) throw tooMany(Math.max(1, Math.ceil(wait / 1000)));
    all.push(now);
    perChat.set(chatId, [...chat, now]);
  };
}

/** Milliseconds until a bucket of 3 that fills by one a second has room for one more. */
function bucketWait(sent: number[], now: number): number {
  let [full, at] = [0, 0];
  for (const time of sent) {
    full = Math.max(0, full - (time - at) / 1000) + 1;
    at = time;
  }
  const level = Math.max(0, full - (now - at) / 1000);
  return Math.max(0, (level + 1 - BURST) * 1000);
}
