/** What is said beside policy: what the assistant can do, an 嗯, the weather, and despair, which comes before all else. */
import type { Intent } from "./intent.ts";
import { normalise } from "./normalise.ts";
import { phrases } from "./phrases.ts";

interface SmallTalk {
  outcome: "smalltalk" | "unknown";
  intent: Intent;
  reply: string;
}

/** Said by somebody who may mean it; a warm word too many does no harm. */
const DISTRESS =
  /不想活(?![动跃络])|不想再活|活不下去|活着(?:真|也)?没(?:有)?(?:啥|什么)?(?:意思|劲|盼头)|活够了|没法活|想(?:去)?死(?![机记板角循])|寻死|去死|自杀|轻生|自残|割腕|跳(?:楼(?!价|层)|河|江)|喝农药|结束(?:自己的?|我的?)?生命|死了算了|一死了之|一了百了|不如死|生无可恋|想不开/;

export function isInDistress(text: string): boolean {
  return DISTRESS.test(normalise(text));
}

const ABLE =
  /^(?:请问)?(?:我)?(?:你(?:都|还|到底)?(?:能|会|可以)?(?:帮我?)?(?:干|做|办|回答|查|问|会)?|(?:能|可以|都能)(?:问|找)你?)(?:点|些)?(?:什么|啥|哪些|嘛)(?:事情?|问题|东西)?(?:的)?[呀啊呢吗?!。~ ]*$|^你(?:都)?有(?:什么|啥|哪些)(?:用|功能|本事|作用)/;
const ACKNOWLEDGED =
  /^(?:(?:[哦噢喔]+|嗯+|好[的嘞吧滴]?|行[吧啊]?|知道|晓得|明白|了解|收到|懂|ok|原来如此|这样啊?|辛苦(?:了|辛苦)?)[,了啦呀啊!。~ ]*)+$/;
const CHAT =
  /天气|气温|笑话|讲个?故事|唱(?:首|个|支)?歌|写(?:一?首|个)诗|星座|运势|算命|陪我(?:聊|说)|聊(?:聊天|会儿?天)|几点了|今天(?:几号|星期几|周几|礼拜几)|你(?:吃饭?了|几岁|多大|结婚|有对象)/;
const LONGEST_CHAT = 20;

/** @param text normalised; undefined where it may be about policy */
export function smallTalk(text: string): SmallTalk | undefined {
  if (isInDistress(text)) return { outcome: "smalltalk", intent: "distress", reply: phrases.distress };
  if (ABLE.test(text)) return { outcome: "smalltalk", intent: "about", reply: phrases.able };
  if (ACKNOWLEDGED.test(text.replace(/\p{Extended_Pictographic}|\u{fe0f}/gu, "").trim()))
    return { outcome: "smalltalk", intent: "ack", reply: phrases.ack };
  const isChat = text.length <= LONGEST_CHAT && CHAT.test(text) && !/补|贴|奖|技师|政策|文件/.test(text);
  return isChat ? { outcome: "unknown", intent: "chat", reply: phrases.chat } : undefined;
}
