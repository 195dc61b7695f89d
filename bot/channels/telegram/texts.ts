/** The few words that are Telegram's own. */
import type { BotCommand } from "grammy/types";

/** The menu beside the text field, in this order. */
export const commands: BotCommand[] = [
  { command: "match", description: "看看我能领什么" },
  { command: "help", description: "怎么用" },
  { command: "human", description: "找工作人员" },
  { command: "data", description: "查看或删除我的数据" },
  { command: "survey", description: "企业调查表" },
  { command: "remind", description: "我的提醒" },
  { command: "bind", description: "换个聊天软件接着聊" },
  { command: "stop", description: "先停下" },
  { command: "start", description: "从这里开始" },
];

export const texts = {
  /** Below the question, in place of its buttons. */
  picked: (label: string) => `✓ ${label}`,
  /** For a moment at the top, where the ticks themselves could not be shown. */
  ticked: (labels: readonly string[]) => (labels.length ? `已选：${labels.join("、")}` : "现在一项都没选"),
  expired: "这个列表过期了，请直接说您的情况。",
  notYours: "这是给提问的那位选的。您有事也可以@我。",
};
