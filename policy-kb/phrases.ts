/** Wording of answers about policy, by key. The conversation's own wording is in `handlers/texts/`. */
export const phrases = {
  greeting: "您好！我能帮您查技能人才的补贴和奖励。您可以直接问，比如“考下技师能领多少钱”。",
  thanks: "不客气，有需要随时找我。",
  bye: "再见，祝您工作顺利！",
  notInDocuments: (hotline: string) =>
    `这个问题，我手上的技能人才政策文件里没有写，我不能乱说。您可以打${hotline}问人社热线，或者换个说法再问我。`,
  noDocument: (cities: readonly string[]) =>
    `我这里没有收录${cities.join("、")}的文件，答不了。您可以打当地的12333人社热线问一问。`,
  whichCity: (cities: readonly string[]) =>
    `各地标准不一样，您问的是哪个城市？我这里有：${cities.join("、")}。`,
  note: "请注意：",
  source: "依据：",
  conditions: "条件：",
  responsible: "负责单位：",
  ongoing: "完成时限：持续推进，没有截止日期。",
  deadline: (date: string) => `完成时限：${date}。`,
  noDeadline: "申请的截止日期文件没有写明，请向负责单位确认。",
  howToApply: "具体怎么申请、要哪些材料，文件没有写明，请问下面的负责单位。",
  understood: "我理解的情况：",
  canClaim: (who: string, sum: string) => `${who}可以领${sum}。`,
  you: "您",
  yourWorkers: "您单位的职工合计",
  most: "最高",
  every: { once: "", month: "每月", semester: "每学期", year: "每年" },
  each: { person: "每人", unit: "", project: "每个" },
  severalClaims: (count: number) => `您够条件的有${count}项，请看下面。`,
  noFigure: "您有够条件的项目，不过文件没写具体金额。",
  undecided: "还缺些情况，眼下说不准您能领什么。",
  none: "按您说的情况，眼下还没有能直接领的钱。",
  eligible: "够条件的：",
  rights: "还有这些待遇（不发钱）：",
  quota: "有名额限制，要经过评选。",
  notTogether: "下面这些够条件，但不能和上面的同时拿（就高不就低）：",
  ahead: "往前再看一步：",
  nearMiss: (steps: string, gain: string, clause: string) => `· ${steps}，${gain}（${clause}）`,
  moreMoney: (sum: string) => `可以多领${sum}`,
  turnsYes: (date: string, title: string, clause: string) =>
    `· 到${date}，您就够条件了：${title}（${clause}）`,
  turnsNo: (date: string, title: string, clause: string) =>
    `· ${date}起就不够条件了，要办趁早：${title}（${clause}）`,
  turnsOpen: (date: string, title: string, clause: string) =>
    `· ${date}起可能有变化，到时再问我一次：${title}（${clause}）`,
  paidFromTo: (first: string, last: string) => `从${first}算起，发到${last}。`,
  open: "这些还说不准：",
  more: (count: number) => `……还有${count}项`,
  ask: (facts: readonly string[]) => `还要知道${facts.join("、")}`,
  caution: "以上按文件推算，最后以人社局审核为准。",
} as const;
