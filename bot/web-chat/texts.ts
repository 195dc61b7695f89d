/** What the web chat's server says when it cannot take something in. */
export const webTexts = {
  /** Under the title where no bureau is named. */
  tagline: "技能人才政策助手",
  tooLong: "这段话太长了，请分几次说，每次2000字以内。",
  notUnderstood: "这条消息没能看懂，请刷新页面再试一次。",
  unknownSession: "好久没见，请刷新页面重新开始。",
  tooFast: "您发得太快了，请等一会儿再发。",
  broken: "系统出了点问题，这句话没发出去，请稍后再试。",
  busy: "这会儿人多，请稍等一下再试。",
  fileTooLarge: "文件超过5MB，太大了。请只留下要用的内容，另存一份再发。",
  noFile: "这个文件现在给不了您了。还需要的话，请回到对话里再要一次。",
  notFound: "没有这个页面。",
} as const;
