/** What staff read: rounds, lists, figures, colleagues. */
import type { Deed } from "../staff/deeds.ts";
import type { Wrong } from "../staff/read-list.ts";
import type { Role } from "../staff/roles.ts";

const roles: Record<Role, string> = { viewer: "查看", editor: "经办", approver: "审核", admin: "管理员" };

const wrong: Record<Wrong, string> = {
  no_code: "没有信用代码",
  code_rounded: "信用代码被表格改成了科学计数法，请把那一列设成“文本”再填",
  bad_code: "信用代码不对（位数或校验位对不上）",
  no_name: "没有企业名称",
  odd_name: "企业名称不像名称",
  bad_phone: "电话不对",
  no_region: "没写区县",
  other_region: "区县不在这一轮里",
  double: "信用代码重复",
};

export const staffTexts = {
  role: roles,
  wrong,
  noRight: "没有这个权限。",
  needs: (role: Role, mine: Role) =>
    `这件事要有“${roles[role]}”的身份才能做，您现在是“${roles[mine]}”。请找管理员。`,
  menu: (name: string, role: Role) => `${name}您好（${roles[role]}）。调查表的事，点下面的，或者直接打字说：`,
  goOnWith: (name: string) => `接着填 ${name}`,
  stopped: "好的，先停下。",
  notUnderstood: "没太明白。可以点下面的，也可以说“先停下”。",
  old: "这个按钮是之前的了，请重新来一次。",
  whichRound: "是哪一轮？",
  noRound: "还没有开过调查。",
  noOpenRound: "现在没有正在进行的一轮。",

  joined: (name: string, role: Role) =>
    `${name}，您好！您现在是工作人员了，身份是“${roles[role]}”。\n\n您在这里做的事会记下来：谁、什么时候、做了什么，记的是“${name}”这个称呼。以后您删除自己的数据，就不再是工作人员了，但做过的事和这个称呼会留着。\n\n说“调查表”就能开始。`,
  lastAdmin: "现在只有您一位管理员，换了身份就没有人能管工作人员了。请先请一位管理员，再用这个码。",
  wrongCode: "这个码不对，或者用过了、过期了。请找给您码的人再要一个。",
  shownCode: "工作人员 ********",
  shownHandover: "接表 ********",
  shownList: (lines: number) => `（发来一份企业名单，${lines}行）`,
  shownNumber: "（这句话里有号码，没有留下）",

  open: {
    survey: "要开哪一份调查表？",
    title: "这一轮叫什么名字？",
    regions: "面向哪些区县？挨个写上，比如“张店区、临淄区”；都要就点“全部”。",
    opens: "从哪天开始？",
    closes: "到哪天截止？（含当天）",
    invitedOnly: "谁能填？",
    onlyListed: "只限名单",
    everybody: "都可以填",
    all: "全部",
    today: "今天",
    tooLong: (most: number) => `太长了，请短一点（${most}个字以内）。`,
    noDay: "没看出是哪一天，比如“12月31日”“月底”“两周后”。",
    tooMany: "区县太多了，请最多写50个。",
    noNumbers: "名字和区县里别写电话，企业都看得到。",
    early: (from: string) => `截止要在${from}以后，请再看一眼。`,
    past: "这一天已经过了，请再看一眼。",
    summary: (lines: readonly string[]) => `${lines.join("\n")}\n\n这样开吗？`,
    line: {
      survey: (text: string) => `调查表：${text}`,
      title: (text: string) => `名称：${text}`,
      regions: (text: string) => `区县：${text}`,
      days: (from: string, to: string) => `时间：${from}到${to}`,
      invitedOnly: (text: string) => `谁能填：${text}`,
    },
    yes: "开始这一轮",
    edit: { title: "改名称", regions: "改区县", opens: "改时间", invitedOnly: "改谁能填" },
    done: (title: string, from: string | null) =>
      `“${title}”开好了${from ? `，${from}起可以填` : ""}。接下来可以邀请企业。`,
  },

  list: {
    ask: (title: string) =>
      `给“${title}”邀请企业：发一个 .xlsx 或 .csv 文件，第一行写列名：统一社会信用代码、企业名称、区县、联系人、电话（顺序随意）。\n几家的话，直接打字也行，一家一行，用逗号隔开。`,
    unreadable: "没看出名单。表里要有“统一社会信用代码”和“企业名称”两列；打字的话，一家一行。",
    tooLong: (most: number) => `一次最多${most}家，请分几次发。`,
    good: (count: number, known: number) =>
      `${count}家可以邀请${known ? `（其中${known}家已经在名单里，会更新）` : ""}`,
    bad: (count: number) => `${count}行有问题`,
    badLine: (row: number, whose: string, why: string) => `· 第${row}行 ${whose}：${why}`,
    double: (first: number) => `和第${first}行重复`,
    more: "其余的在文件里。",
    badFile: "有问题的行.csv",
    badHead: ["行号", "企业", "问题"],
    none: "没有可以邀请的，改好了再发一次。",
    askYes: (count: number) => `要邀请这${count}家吗？`,
    yes: (count: number) => `邀请这${count}家`,
    again: "换一份名单",
    gone: "这份名单放太久了，请再发一次。",
    over: "这一轮已经结束了。",
    done: (title: string, count: number) =>
      `好，${count}家已经在“${title}”的名单里了。\n\n可以把这句话发给企业：在聊天里找到我，说“填调查表”就能填。`,
  },

  progress: {
    head: (title: string, when: string) => `${title}（${when}）`,
    left: (day: string, days: number) => `${day}截止，还有${days}天`,
    lastDay: "今天截止",
    later: (day: string) => `${day}开始`,
    over: (day: string) => `${day}已截止`,
    closed: "已经结束",
    listed: (all: number, submitted: number, share: string, begun: number, not: number) =>
      `名单上${all}家：已交${submitted}（${share}），在填${begun}，没开始${not}`,
    nobody: "名单还是空的，也还没有企业来填。",
    overdue: (count: number) => `逾期没交：${count}家`,
    others: (submitted: number, begun: number) => `名单以外来填的：已交${submitted}，在填${begun}`,
    toConfirm: (count: number) => `代填的、等企业确认：${count}家`,
    asking: (count: number) => `等着放行的：${count}人`,
    byRegion: "按区县：",
    region: (name: string, submitted: number, all: number, others: number) =>
      `· ${name}：交${submitted}/${all}${others ? `，名单外${others}` : ""}`,
    noRegion: "没写区县",
    moreRegions: (count: number) => `· 还有${count}个区县，看导出的文件`,
  },

  missing: {
    none: "名单上的都交了。",
    text: (title: string, count: number) => `“${title}”还有${count}家没交，名单在文件里。`,
    file: (title: string) => `没交的企业-${title}.csv`,
    fileWithContacts: (title: string) => `没交的企业（带联系人）-${title}.csv`,
    withContacts: "带电话的名单",
    head: ["统一社会信用代码", "企业名称", "区县", "状态", "能在聊天里提醒到"],
    headOfContacts: ["联系人", "电话"],
    begun: "在填",
    notBegun: "没开始",
    yes: "能",
    no: "不能，要打电话",
  },

  export: {
    text: (title: string) => `“${title}”交上来的都在文件里：每家一行，还有各项统计，不含联系人。`,
    file: (title: string) => `${title}.xlsx`,
    fileWithContacts: (title: string) => `${title}（带联系人）.xlsx`,
    withContacts: "带联系人导出",
    csv: "原始数据CSV",
    csvText:
      "每家一行的原始数据，不含联系人。用Excel打开时，全是数字的代码会变成数，要看代码请用上面的Excel文件。",
    csvFile: (title: string) => `${title}.csv`,
    careful: "文件里有姓名和电话，请只在工作里用，别转发。这次导出已经记下来了。",
  },

  statistics: {
    none: (title: string) => `“${title}”还没有交上来的，统计不出数字。`,
    head: (title: string) => `“${title}”交上来的合计：`,
    line: (title: string, figures: string) => `· ${title}：${figures}`,
    careful: "这些数字在局里看。分区县、分类型的都在文件里；文件里少于3家企业的数字已经隐去，可以对外。",
    file: (title: string) => `${title}统计.xlsx`,
  },

  remind: {
    ask: (now: number, told: number, toCall: number) =>
      [
        `能在聊天里提醒到的有${now}家。`,
        told ? `今天已经提醒过的${told}家，不再发。` : "",
        toCall ? `另有${toCall}家在聊天里找不到人，要打电话，名单看“没交的名单”。` : "",
        "现在提醒吗？",
      ]
        .filter(Boolean)
        .join("\n"),
    none: (told: number, toCall: number) =>
      [
        "现在没有可以提醒的。",
        told ? `今天已经提醒过${told}家了，明天可以再提醒。` : "",
        toCall ? `${toCall}家在聊天里找不到人，要打电话，名单看“没交的名单”。` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    yes: (count: number) => `提醒这${count}家`,
    done: (count: number) => `好，这就提醒${count}家。`,
    tooLate: (clock: string) => `现在是休息时间，到${clock}这一轮已经截止了，不能再提醒。`,
    night: (count: number, clock: string) => `好。现在是休息时间，${clock}以后再发给这${count}家。`,
    message: (title: string, day: string) =>
      `{enterprise}的“${title}”调查表还没有交，${day}截止。回复“填调查表”，就从上次停下的地方接着填；已经不归您管了的话，请转告同事。`,
  },

  close: {
    ask: (title: string, submitted: number, missing: number) =>
      `要结束“${title}”吗？已交${submitted}家，没交${missing}家。结束以后谁都不能再填、再改，也不能再打开。`,
    yes: "确定结束",
    no: "先不结束",
    kept: "好的，接着进行。",
    done: (title: string) => `“${title}”结束了。`,
    already: (title: string) => `“${title}”已经结束了。`,
  },

  door: {
    none: "没有人在等着放行。",
    some: (count: number) => `有${count}人想和同事一起填，等着放行：`,
    line: (name: string, channel: string, code: string, day: string) =>
      `· ${name}：${channel}上的一位（代号${code}），${day}提出的`,
    more: (count: number) => `还有${count}人，处理完这些再看。`,
    admit: (name: string) => `放行 ${name}`,
    refuse: (name: string) => `不放行 ${name}`,
    coded: (code: string) => `（代号${code}）`,
    admitted: (name: string) => `好，${name}的这位可以一起填了。`,
    refused: (name: string) => `好，没有放行${name}的这位。`,
    gone: "这一位已经处理过了。",
    tellYes: (name: string) => `人社局同意您一起填${name}的调查表了。说“填调查表”就能开始。`,
    tellNo: (name: string) =>
      `${name}的调查表已经有人在填，这次没有放您进来。有疑问，请联系人社局，或者问问单位同事。`,
    whose: "要请出哪家的填表人？请发统一社会信用代码。",
    editors: (name: string) => `${name}现在能填的人：`,
    editor: (place: number, channel: string, asStaff: boolean) =>
      `· 第${place}位：${channel}${asStaff ? "（工作人员）" : ""}`,
    nobody: (name: string) => `${name}还没有人在填。`,
    takeOut: (place: number) => `请出第${place}位`,
    out: (name: string) => `好，这一位不能再填${name}的调查表了；填过的都还在。`,
    tellOut: (name: string) => `人社局把您从${name}的填表人里请出来了。有疑问，请联系人社局。`,
  },

  fillFor: {
    code: "给哪家企业代填？请发统一社会信用代码（18位）。",
    badCode: "这个信用代码不对，请对照营业执照再发一次（18位）。",
    name: "这家企业叫什么名称？（和营业执照上一样）",
    region: "在哪个区县？",
    badName: "请只写企业全称，和营业执照上一样，40个字以内。",
    badRegion: "没认出来，请在下面选一个，或者写区县的全称。",
    begun: (name: string) =>
      `好，代${name}填。填好以后，说“交接”，把给您的码告诉企业的人，由他们核对、确认。`,
    joined: (name: string) => `${name}的表已经有人开始填了，您现在可以接着代填，点“填调查表”继续。`,
    already: (name: string) => `${name}的表，您已经在代填了，点“填调查表”继续。`,
  },

  handover: {
    none: "没有等企业确认的代填表。",
    which: "把哪一家的交给企业？",
    more: "只列了最近的10家。",
    code: (name: string, code: string) =>
      `请${name}的人在聊天里找到我，3天之内发这一句：\n\n接表 ${code}\n\n之后这份表就归企业，由他们核对、确认。码只能用一次。`,
    taken: (name: string) =>
      `好，${name}的调查表现在由您负责。工作人员已经替您填了一些，请核对，没问题就提交。点“填调查表”就能看到。`,
    wrong: "这个码不对，或者用过了、过期了。请找给您码的工作人员再要一个。",
    notStaff: "这张表要请企业的人来接，由他们核对、确认；工作人员不能接。码还能用。",
  },

  colleagues: {
    list: (lines: readonly string[]) => ["现在的工作人员：", ...lines].join("\n"),
    line: (name: string, role: Role, by: string, day: string) =>
      `· ${name}：${roles[role]}（${day}起，${by}给的）`,
    me: "（您）",
    change: (name: string) => `改 ${name}`,
    more: "人太多，没列全；其余的可以用服务器上的命令改。",
    which: (name: string, role: Role) => `${name}现在是“${roles[role]}”，改成什么？`,
    revoke: "不再是工作人员",
    revokeAsk: (name: string) => `确定让${name}不再是工作人员吗？`,
    revokeYes: "确定",
    revokeNo: "不改",
    gone: "这位已经不是工作人员了。",
    changed: (name: string, role: Role) => `好，${name}现在是“${roles[role]}”。`,
    revoked: (name: string) => `好，${name}不再是工作人员了。`,
    kept: "好的，没有改。",
    askRole:
      "给什么身份？\n· 查看：看进度和统计\n· 经办：还能开调查、邀请、提醒、放行、代填、导出\n· 审核：还能结束调查、导出联系人\n· 管理员：还能请工作人员",
    askName: "怎么称呼？操作记录里会写这个名字。",
    badName: "称呼请写1到20个字。",
    code: (name: string, role: Role, code: string) =>
      `请${name}在24小时之内，在聊天里给我发这一句（只能用一次，请当面或打电话给）：\n\n工作人员 ${code}\n\n之后的身份是“${roles[role]}”。`,
  },

  audit: {
    none: "还没有操作记录。",
    head: "最近的操作：",
    line: (when: string, name: string, act: string, what: string, detail: string) =>
      `· ${when} ${name}：${act} ${what}${detail ? `（${detail}）` : ""}`,
    act: {
      open_round: "开了一轮",
      close_round: "结束了一轮",
      invite_enterprises: "邀请了企业",
      remind_enterprises: "提醒了企业",
      let_in: "放行",
      refuse: "没有放行",
      take_out: "请出了填表人",
      fill_for: "代填",
      hand_over: "交接",
      take_over: "接走了代填的表",
      export: "导出",
      export_contacts: "导出联系人",
      invite_staff: "邀请了工作人员",
      join_staff: "成为工作人员",
      change_role: "改了身份",
      revoke_staff: "撤销了工作人员",
    } as Record<string, string>,
    count: (what: string, count: number) => `${what}${count}家`,
    listed: "名单",
    told: "提醒",
    submitted: "已交",
    fromTo: (from: string, to: string) => `${from}→${to}`,
  },

  button: {
    desk: "调查表",
    open: "开一轮调查",
    invite: "邀请企业",
    progress: "进度",
    missing: "没交的名单",
    remind: "提醒没交的",
    statistics: "统计",
    export: "导出结果",
    close: "结束这一轮",
    door: "放行",
    take_out: "请出填表人",
    fill_for: "代填",
    hand_over: "交接",
    colleagues: "工作人员",
    invite_staff: "邀请工作人员",
    audit: "操作记录",
  } satisfies Record<Deed, string>,
  back: "返回上一步",
  stop: "先停下",
} as const;
