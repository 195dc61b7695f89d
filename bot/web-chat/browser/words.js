/** What the page itself says to people. What the assistant says comes from the server. */
export const words = {
  held: "未发出，会自动再发",
  refused: "未发出",
  /** @param {string} why the server's own sentence */
  because: (why) => `未发出：${why}`,
  sending: "发送中…",
  resend: "重发",
  edit: "改一改",
  drop: "不发了",
  connecting: "正在连接…",
  reconnecting: "正在重新连接…",
  offline: "网络断开了，连上后会自动继续",
  gone: "这段对话已经在另一个窗口里删除了。",
  renewed: "之前的对话已经结束，下面是新的对话",
  newBelow: "↓ 新消息",
  moreBelow: "↓ 下面还有",
  several: "可以选多项",
  picked: "、",
  download: "点这里保存文件",
  /** @param {string} name */
  file: (name) => `文件：${name}`,
  fileTooLarge: "文件超过5MB，太大了",
  me: "我说：",
  assistant: "技能通说：",
  full: "一条最多 2000 字，多出来的请分几条发",
  /** @param {number} count */
  left: (count) => `还可以写 ${count} 字`,
};
