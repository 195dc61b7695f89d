/** What a sentence wants, by the words that people use for it. */
import { normalise } from "./normalise.ts";

export type Intent =
  | "greeting"
  | "thanks"
  | "bye"
  | "about"
  | "ack"
  | "chat"
  | "distress"
  | "complaint"
  | "match"
  | "who"
  | "deadline"
  | "target"
  | "stacking"
  | "howto"
  | "definition"
  | "amount"
  | "topic";

/** In order: the first that fits is meant. */
const PATTERNS: [Intent, RegExp][] = [
  [
    "greeting",
    /^(?:(?:你好|您好|嗨|哈喽|hi|hello|在吗|在不在线?|在线吗|有人[么吗]?|早上好|早安|下午好|晚上好|中午好|早|喂)[呀啊哦吗么!?。,~ ]*)+(?:有人[么吗]|在吗)?[?!。~ ]*$/,
  ],
  ["thanks", /^(?:好的?|行|嗯)?[,， ]*(?:谢谢|多谢|感谢|谢了|辛苦了?)/],
  ["bye", /(?:再见|拜拜|回头见|回见|先去忙|改天再问|晚安)[了哈吧~!。 ]*$/],
  [
    "about",
    /你是(?:谁|什么|真人|人还是|机器人|不是|ai)|你(?:叫|能干|会干|能做|会做)(?:什么|啥)|是真人[吗么还]|机器人[吗么]/,
  ],
  ["complaint", /投诉|举报|骂人|气死/],
  [
    "stacking",
    /既(?:拿|领|享受|能)?[^,。?]*又(?:拿|领|享受)|(?:拿|领|享受)[了着过][^?。]*还(?:能|可以|可)(?:再)?(?:拿|领|享受|申请)|(?:领|拿|享受)两(?:次|份|回)|同时(?:拿|领|享受)|都能(?:拿|领)|叠加|重复(?:享受|领|拿)|还(?:单)?给吗|另外(?:算|给)|冲突|两头|两份|一(?:起|块儿?)(?:拿|领)|全(?:都)?(?:拿|领|要|给)|都(?:拿|领|给|发)(?:到手)?[吗不么]/,
  ],
  [
    "who",
    /哪(?:个|几个|[一二两三四五几]?[家个]|些)?(?:单位|部门|局|科室?|处|部|中心|机构)|哪[一二两三四五几]?家(?:在?管|负责|出|牵头|办|联动|联合|一起|配合|参与|单位)|谁(?:来?管|负责|出钱|出资|牵头|办)|(?:责任|牵头|配合|主管|负责|承办)(?:的)?(?:单位|部门)|找谁|归谁|归哪|哪里办|涉及哪些|[管办]还是[^,。?]{1,8}[管办]|出资金的/,
  ],
  ["deadline", /截止|什么时候|啥时候|几号|几月|哪[一]?年|何时|期限|时限|到期|多会儿?|到什么时间/],
  [
    "target",
    /多少(?:人次|名额|家|个人|项|所|个|名|人)(?!钱)|名额|目标|任务|总数|人数|几家|几所|几项|一年(?:选|评|定)多少|指标/,
  ],
  [
    "howto",
    /怎么(?:申请|申报|办|弄|报|才)|如何(?:申请|申报|办理)|咋样?(?:申请|办|弄|报|开|才)|流程|手续|材料|先做什么|(?:什么|啥|哪些|有何)(?:条件|要求)|怎样/,
  ],
  [
    "definition",
    /(?:是|指|叫)(?:什么|啥)|说的是|什么意思|啥意思|什么人|哪(?:类|些|种)人|指的是|算不算是|保哪些|包括哪些|含哪些/,
  ],
];

/** "What can I get", said by or about somebody, rather than a question about one programme. */
const MATCH =
  /有(?:补贴|捕贴|补助|钱|奖励?|政策)(?:领|拿|发)?(?:不|没有?|么|吗)|能(?:领|拿|申请|享受)(?:到|些|点|个)?(?:什么|啥|哪些|多少|几个?|钱)|有(?:什么|啥|哪些|没有)(?:补贴|补助|钱|政策|待遇|奖励)|我能(?:领|拿|申请)|可以(?:领|拿)(?:什么|多少|哪些)|符合(?:什么|哪些|啥)|测一?测|帮我(?:看看|算算|查查)|有我的(?:份|钱)|够不够/;

export function readIntent(text: string): Intent {
  const plain = normalise(text);
  const found = PATTERNS.find(([, pattern]) => pattern.test(plain));
  if (found) return found[0];
  if (MATCH.test(plain)) return "match";
  return /多少|几(?:万|千|百|块|钱)|补|奖|津贴|资助|经费|钱|元/.test(plain) ? "amount" : "topic";
}

/** Told beside the main thing where the same sentence asks for it too: 多少钱，找谁办？ */
const BESIDE: ReadonlySet<Intent> = new Set(["who", "deadline", "target", "howto"]);

export function readIntents(text: string): Intent[] {
  const plain = normalise(text);
  const main = readIntent(plain);
  const beside = PATTERNS.filter(([intent, pattern]) => BESIDE.has(intent) && pattern.test(plain));
  const sums: Intent[] =
    beside.length && /(?:给|补|奖|拿|领)(?:多少|几[万千百])|多少钱/.test(plain) ? ["amount"] : [];
  return [...new Set([main, ...beside.map(([intent]) => intent), ...sums])];
}
