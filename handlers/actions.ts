/** What a person can always ask for, by a button (`do:menu`) or in words (菜单). */
import { normalise } from "../policy-kb/normalise.ts";
import type { Button } from "./event.ts";
import { zhCN } from "./texts/zh-CN.ts";

export type Action = keyof Omit<typeof zhCN.button, "yes" | "no" | "confirm" | "source">;

const WORDS: Record<Action, readonly string[]> = {
  match: ["开始", "测一测", "算一算", "我能领什么", "能领什么", "看看我能领什么", "/match"],
  compare: ["比一比", "各地比一比", "各地怎么样", "别的城市呢", "其他城市呢", "别的地方呢"],
  resume: ["继续", "接着来", "接着", "go on"],
  menu: ["菜单", "主菜单", "目录", "功能", "/menu"],
  help: ["帮助", "怎么用", "使用说明", "help", "/help"],
  human: ["人工", "转人工", "找人工", "人工客服", "找工作人员", "客服", "人工服务", "/human"],
  data: ["我的数据", "我的信息", "查看数据", "隐私", "/data"],
  back: ["返回", "上一题", "上一步", "返回上一题", "退回", "回去"],
  unsure: [
    "不知道",
    "不清楚",
    "不确定",
    "说不准",
    "不晓得",
    "忘了",
    "记不清",
    "不记得",
    "没印象",
    "跳过",
    "略过",
    "下一题",
    "不想说",
  ],
  edit: ["修改", "改一下", "修改答案", "改答案", "说错了", "答错了", "改"],
  restart: ["重来", "重新开始", "重新算", "从头来", "从头开始", "重新来"],
  remember: ["记住", "记下来"],
  dont_remember: ["不用记", "不要记", "别记"],
  unremember: ["不再记住", "忘掉我的情况"],
  export: ["导出", "导出数据", "导出我的数据", "下载我的数据"],
  forget: ["删除", "全部删除", "删除数据", "删除我的数据", "删掉我的数据", "注销", "清空"],
  survey: ["调查表", "填调查表", "填表", "企业调查", "/survey"],
  remind: ["我的提醒", "提醒", "提醒我", "/remind"],
  link: ["绑定", "绑定账号", "关联", "换个地方接着聊", "/bind"],
  unlink: ["解绑", "解除绑定", "取消绑定", "/unbind"],
  forget_yes: ["确定删除"],
  forget_no: ["不删"],
  cancel: ["取消", "先停下", "停", "退出", "不弄了", "算了", "/stop"],
};

const byWord = new Map(
  Object.entries(WORDS).flatMap(([action, words]) => words.map((word) => [word, action as Action] as const)),
);

/** The action that the whole sentence names, if it names one. */
export function actionNamed(text: string): Action | undefined {
  const plain = normalise(text);
  const bare = plain.replace(/[\s!?。.,~了吧啊呀]+$/u, "");
  return (
    byWord.get(plain) ?? byWord.get(bare) ?? byWord.get(bare.replace(/^(?:我|俺)?(?:也|真|还|就|要|想)?/, ""))
  );
}

export function actionOfButton(id: string): Action | undefined {
  const name = id.startsWith("do:") ? id.slice(3) : "";
  return Object.hasOwn(WORDS, name) ? (name as Action) : undefined;
}

export function buttons(...actions: Action[]): Button[] {
  return actions.map((action) => ({ id: `do:${action}`, label: zhCN.button[action] }));
}
