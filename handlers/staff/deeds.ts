/** What staff can ask for at their desk, by a button (`desk:progress`, `desk:progress:ROUND`) or in words (进度). */
import { normalise } from "../../policy-kb/normalise.ts";
import type { Button } from "../event.ts";
import { staffTexts } from "../texts/staff.ts";
import type { Role } from "./roles.ts";

export type Deed =
  | ("desk" | "open" | "invite" | "progress" | "missing" | "remind" | "close" | "door" | "take_out")
  | ("statistics" | "export" | "fill_for" | "hand_over" | "colleagues" | "invite_staff" | "audit");

interface About {
  /** The least role that may see or do it. */
  least: Role;
  words: readonly string[];
}

export const DEEDS: Record<Deed, About> = {
  desk: { least: "viewer", words: ["工作台", "调查表管理"] },
  progress: { least: "viewer", words: ["进度", "看进度", "填报进度", "调查进度", "交了多少"] },
  missing: {
    least: "viewer",
    words: ["没交的名单", "没交的", "未交名单", "没交名单", "谁没交", "还有谁没交"],
  },
  statistics: { least: "viewer", words: ["统计", "看统计", "调查统计", "统计数据", "统计结果"] },
  export: { least: "editor", words: ["导出结果", "导出调查", "导出调查表", "导出表格"] },
  open: { least: "editor", words: ["开一轮调查", "开一轮", "新一轮", "新开一轮", "开调查", "发起调查"] },
  invite: { least: "editor", words: ["邀请企业", "上传名单", "导入名单", "发名单"] },
  remind: { least: "editor", words: ["提醒没交的", "催一催", "催报", "催交", "提醒企业", "提醒一下企业"] },
  door: { least: "editor", words: ["放行", "谁在等放行"] },
  take_out: { least: "editor", words: ["请出填表人", "请出", "移出填表人"] },
  fill_for: { least: "editor", words: ["代填", "代企业填", "上门填表", "替企业填"] },
  hand_over: { least: "editor", words: ["交接", "转交企业"] },
  close: { least: "approver", words: ["结束这一轮", "结束调查", "关闭这一轮", "截止这一轮"] },
  colleagues: { least: "viewer", words: ["工作人员", "工作人员名单", "同事"] },
  invite_staff: { least: "admin", words: ["邀请工作人员", "请工作人员", "加工作人员", "添加工作人员"] },
  audit: { least: "admin", words: ["操作记录", "审计", "审计记录", "谁做了什么"] },
};

const byWord = new Map(
  Object.entries(DEEDS).flatMap(([deed, { words }]) => words.map((word) => [word, deed as Deed] as const)),
);

/** What the whole sentence names, if it names one. */
export function deedNamed(text: string): Deed | undefined {
  const plain = normalise(text).replace(/[\s!?。.,~了吧啊呀]+$/u, "");
  return byWord.get(plain) ?? byWord.get(plain.replace(/^(?:我|帮我|请|再)?(?:要|想|看|看看|来)?/, ""));
}

export function isDeed(name: string): name is Deed {
  return Object.hasOwn(DEEDS, name);
}

/** @param round that it is about, where it is about one */
export function deskButtons(round: string | null, ...deeds: Deed[]): Button[] {
  return deeds.map((deed) => deskButton(deed, staffTexts.button[deed], ...(round ? [round] : [])));
}

/** Parts must not hold a colon. */
export function deskButton(does: string, label: string, ...about: string[]): Button {
  return { id: ["desk", does, ...about].join(":"), label };
}
