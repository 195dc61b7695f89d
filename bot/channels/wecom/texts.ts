/** What this channel says in words of its own. */

export const texts = {
  name: "企业微信",
  /** On a card whose text stands in the message above it. */
  pick: "请选一个：",
  confirm: "选好了",
  alsoInWords: (labels: readonly string[]) => `也可以回复：${labels.join("、")}`,
  /** In place of a card's buttons, once one was pressed. */
  picked: (label: string) => `已选：${label}`,
  done: "已选好",
  taken: "已收到",
};

/** The menu below the chat: three buttons of at most 16 bytes, each an action of the conversation's. */
export const MENU = [
  { key: "do:match", name: "能领什么" },
  { key: "do:menu", name: "菜单" },
  { key: "do:human", name: "找工作人员" },
] as const;
