/** What a sentence wants: a plain first version by the words that people use for it. */
import { normalise } from "./normalise.ts";

export type Intent =
  | "greeting"
  | "thanks"
  | "bye"
  | "complaint"
  | "match"
  | "who"
  | "deadline"
  | "target"
  | "stacking"
  | "howto"
  | "amount"
  | "topic";

/** In order: the first that fits is meant. */
const PATTERNS: [Intent, RegExp][] = [
  [
    "greeting",
    /^(?:你好|您好|嗨|hi|hello|在吗|在不在|有人[么吗]?|早上好|下午好|晚上好|喂)+[呀啊哦吗么!?。,~ ]*(?:有人[么吗]|在吗)?[?!。~ ]*$/,
  ],
  ["thanks", /^(?:好的?|行|嗯)?[,， ]*(?:谢谢|多谢|感谢|谢了|辛苦了?)/],
  ["bye", /(?:再见|拜拜|回头见|先去忙)[了~!。 ]*$/],
  ["complaint", /投诉|举报|骂人|气死/],
  [
    "stacking",
    /同时(?:拿|领|享受)|都能(?:拿|领)|叠加|重复(?:享受|领|拿)|还(?:单)?给吗|另外(?:算|给)|冲突|两头|一起(?:拿|领)/,
  ],
  [
    "who",
    /哪(?:个|几个|家|几家|些)?(?:单位|部门|局|科|处)|谁(?:管|负责)|责任(?:单位|部门)|找谁|归谁|哪里办|涉及哪些/,
  ],
  ["deadline", /截止|什么时候|几号|几月|哪年|何时|期限|完成时限|到期/],
  ["target", /多少(?:人次|名额|家|个人|项)|名额|目标|任务数|几家|一年(?:选|评|定)多少/],
  [
    "howto",
    /怎么(?:申请|申报|办|弄|报)|如何(?:申请|申报)|咋(?:申请|办|弄|报|开)|流程|手续|材料|先做什么|什么条件|啥条件|要求/,
  ],
];

/** "What can I get", said by or about somebody, rather than a question about one programme. */
const MATCH =
  /有(?:补贴|捕贴|补助|钱|奖励?|政策)(?:领|拿|发)?(?:不|没有?|么|吗)|能(?:领|拿|申请|享受)(?:到|些|点|个)?(?:什么|啥|哪些|多少|几个?|钱)|有(?:什么|啥|哪些|没有)(?:补贴|补助|钱|政策|待遇|奖励)|我能(?:领|拿|申请)|可以(?:领|拿)(?:什么|多少|哪些)|符合(?:什么|哪些|啥)|测一?测|帮我(?:看看|算算|查查)|有我的份|够不够/;

export function readIntent(text: string): Intent {
  const plain = normalise(text);
  const found = PATTERNS.find(([, pattern]) => pattern.test(plain));
  if (found) return found[0];
  if (MATCH.test(plain)) return "match";
  return /多少|几(?:万|千|百|块|钱)|补|奖|津贴|资助|经费|钱|元/.test(plain) ? "amount" : "topic";
}
