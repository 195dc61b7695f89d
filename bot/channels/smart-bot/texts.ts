/** What stands around the choices on a card. */
export const texts = {
  pick: "请选一个：",
  pickSeveral: "可以选几个，选好了提交：",
  /** A number or a date is waited for; the buttons are ways out. */
  orTap: "直接回复就行，也可以点：",
  alsoReply: (labels: readonly string[]) => `也可以回复：${labels.join("、")}`,
  picked: (label: string) => `已选：${label}`,
};
