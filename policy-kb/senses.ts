/** What a word of the dictionary tells at its place: itself, only a programme's name, its denial, or nothing. */
import type { Fact, FactValue } from "./schema.ts";

interface Entry {
  word: string;
  fact: Fact;
  value: FactValue;
}

/** 首席技师津贴 and 技师补贴 name what is asked about; they say nothing of who asks. */
const NAMES_A_PROGRAMME =
  /^的?(?:津贴|补贴|补助|奖励|奖金|资助(?![\d每一两三四五六七八九十了过])|资金|政策|待遇|名额|评选|选拔|学金)|^(?:一年|每年)?[选评](?:几|多少)/;
/** 国家给的补助 is money that came, whatever word follows. */
const IS_MONEY = /(?:补助|奖励|资助|资金|津贴|补贴)$/;

/** 消防二级证 is a level of something else; 打算考技师 one that is still to come. */
const NOT_HELD =
  /(?:消防|建造|安全员|英语|计算机|普通话|心理|会计|驾驶|教师|资质)[^,。;]{0,4}$|(?:想|打算|准备|计划|正在|争取|备|冲刺)[^,。;]{0,5}?(?:考|评|报)(?:下|个|出|上|取|到)?$/;

/** What a unit or a person may still be striving for: 打算申报省级优质校 has none yet. */
const AIMED_AT = new Set(["honours", "platforms", "school_results"]);
const WISHED =
  /(?:想|打算|准备|计划|争取|拟|正在|在)(?:再|去)?(?:申报|申请|创建|新建|建|评|参评|报|当|冲)(?:成|上|个|一个)?$|(?:想|打算|准备|计划|争取)$|申报$/;

/** Words that tell of a plan themselves. */
const INTENTION = /^(?:想|打算|准备|计划|拟|要|争取|申报|申请|参评|参加)/;

const RANK_ENDS = /^(?:$|[,。;!?、\s]|成绩|在|能|有|给|该|奖|的|回来|拿|发|可|行|算)/;

/** Whether a word at its place tells what it usually tells, or only names a programme, or nothing at all. */
export function tells(
  { fact, word }: Entry,
  text: string,
  start: number,
  end: number,
): "fact" | "name" | "nothing" {
  const [before, after] = [text.slice(Math.max(0, start - 12), start), text.slice(end, end + 6)];
  if (fact.id === "city") return "fact";
  if (fact.id === "role") return isOfRole(word, before, after) ? "fact" : "nothing";
  if (fact.id === "skill_level" && (NOT_HELD.test(before) || /^(?:学校|院校|学院|班)/.test(after)))
    return "nothing";
  // 第五 is a rank where nothing is counted by it (第五条, 第一次, 第一线).
  if (fact.id === "competition_rank" && /^第.$/.test(word) && !RANK_ENDS.test(after)) return "nothing";
  const aims = AIMED_AT.has(fact.group ?? "") || fact.id === "hosted_competition";
  if (aims && !INTENTION.test(word) && WISHED.test(before)) return "name";
  return NAMES_A_PROGRAMME.test(after) && !IS_MONEY.test(word) ? "name" : "fact";
}

function isOfRole(word: string, before: string, after: string): boolean {
  // 我们厂 is told by its own words; 60个人 counts, 一个人 alone does not.
  if (after.startsWith("们") || (word === "个人" && /[\d二三四五六七八九十百千几]$/.test(before)))
    return false;
  // 输送毕业生 is what a school does; 25个学生 are counted by a unit.
  if (word === "毕业" && after.startsWith("生")) return false;
  return !(word === "学生" && /[\d十百千]\s*[名个位]$/.test(before));
}

/** 没有, 不是, 落选 … (能不能 and 有没有 ask, and deny nothing), then at most a verb and a place or a contest between it and what it denies. */
export function denialBefore(entries: readonly Entry[]): RegExp {
  const places = entries.filter(({ fact }) => fact.id === "city").map(({ word }) => RegExp.escape(word));
  const verbs =
    "能|曾|去|再|被|有|在|获得?|拿到?|取得|评上?|评为|选上|入选|当上|得到?|考|搞|办|做|开展|推行|参加|签|建|过|了|成|起|创建|认定为|获批|入选|承担|申报";
  const between = "[^,。;]{0,3}[市区省县]|全国|国家级?|省级?|市级?|职业|技能|大赛|竞赛|的";
  return new RegExp(
    `(?<![能会有是行可算])(?:没有?|未|不是|并非|无|不|落选了?)(?:${verbs})*(?:${[between, ...places].join("|")})*$`,
  );
}

/** 名优专业我们还没有, 三方协议没签: the denial stands behind. */
const DENIED_BEHIND = /^[^,。;!?]{0,3}?(?:没有?|未)(?:[建批申拿获签办到上]|评(?!估)|[,。;!?]|$)/;

export function isNegated(
  text: string,
  start: number,
  end: number,
  { fact, value }: Entry,
  denial: RegExp,
): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  // 不是淄博市首席技师 denies the title, not the place.
  if (fact.id === "city") return /(?:不在|没在|不是在)$/.test(before);
  // 不是民办 affirms; 没有建站的打算 says twice that there is none.
  if (value === false) return /(?:不是|并非)$/.test(before);
  return denial.test(before) || (fact.id !== "role" && DENIED_BEHIND.test(text.slice(end, end + 8)));
}
