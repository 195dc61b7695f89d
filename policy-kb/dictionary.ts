/**
 * The words of facts.yaml found in a text: longest first, each stretch of text used once, so that 首席技师 is not also
 * read as 技师; what stands denied is marked.
 */
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import type { Fact, FactValue } from "./schema.ts";

interface Entry {
  word: string;
  fact: Fact;
  value: FactValue;
}

/** A word found in a text, and what it tells. */
export interface Match extends Entry {
  start: number;
  end: number;
  negated: boolean;
}

/** A word to look for; loose ones without what people put in between, in a text without it. */
interface Sought {
  entry: Entry;
  word: string;
  isLoose: boolean;
  /** Its place among all words, the longest first. */
  rank: number;
}

interface Dictionary {
  /** By their first two characters (or the only one), so that a text is gone through once. */
  starts: ReadonlyMap<string, Sought[]>;
  /** Words with a gap (引进…高级技师), by the part before it; they leave what stands in between to itself. */
  gapped: ReadonlyMap<string, { entry: Entry; pattern: RegExp }[]>;
  /** Ends where a denial reaches what follows it. */
  denial: RegExp;
}

/** NFKC makes three dots of 「…」. */
const GAP = "...";
/** Said in between without changing what is told. */
const FILLER =
  /的|了|都|也|均|还|被|已经?|曾经?|全是|全部|一直|顺利|成功|正式|结果(?:是|为)?|[一1](?:名|个|家|位|所|项)/g;
/** Shorter words would be found in what says something else. */
const LOOSE_LENGTH = 4;

const dictionaries = new WeakMap<KnowledgeBase, Dictionary>();

function dictionaryOf(kb: KnowledgeBase): Dictionary {
  let dictionary = dictionaries.get(kb);
  if (!dictionary) {
    dictionary = buildDictionary([...kb.facts.values()].flatMap(entriesOf));
    dictionaries.set(kb, dictionary);
  }
  return dictionary;
}

function buildDictionary(all: readonly Entry[]): Dictionary {
  const whole = all.filter(({ word }) => !word.includes(GAP));
  const exact = whole.map((entry) => ({ entry, word: entry.word, isLoose: false }));
  const loose = whole
    .filter(({ word, fact }) => mayBeLoose(word, fact))
    .map((entry) => ({ entry, word: entry.word.replace(FILLER, ""), isLoose: true }))
    .filter(({ word }) => word.length >= LOOSE_LENGTH);
  const sought = [...exact, ...loose]
    .sort((a, b) => b.word.length - a.word.length)
    .map((one, rank) => ({ ...one, rank }));
  const gapped = all
    .filter(({ word }) => word.includes(GAP))
    .map((entry) => ({ entry, pattern: gapPattern(entry.word) }));
  return {
    starts: Map.groupBy(sought, ({ word }) => word.slice(0, HEAD)),
    gapped: Map.groupBy(gapped, ({ entry }) => entry.word.split(GAP)[0] ?? ""),
    denial: denialBefore(whole),
  };
}

const HEAD = 2;
const FILLER_HEAD = new RegExp(`^(?:${FILLER.source})`);
const FILLER_TAIL = new RegExp(`(?:${FILLER.source})$`);

/** 的工程师 means its first character; places and who asks are told by exact words. */
function mayBeLoose(word: string, { id }: Fact): boolean {
  return id !== "city" && id !== "role" && !FILLER_HEAD.test(word) && !FILLER_TAIL.test(word);
}

function gapPattern(word: string): RegExp {
  // 以前没考过 is not what 以前…考过 tells: a denial in the gap breaks the word, unless it has one itself.
  const between = /[没未不]/.test(word)
    ? "[^,。;!?]{0,12}?"
    : "(?:(?![没未]|不(?![少错仅光断同久]))[^,。;!?]){0,12}?";
  return new RegExp(word.split(GAP).map(RegExp.escape).join(between), "g");
}

/** Every word that tells a choice or a yes or no. */
function entriesOf(fact: Fact): Entry[] {
  const entries: Entry[] = fact.choices.flatMap((choice) =>
    choice.words.map((word) => ({ word: normalise(word), fact, value: choice.value })),
  );
  if (fact.kind !== "yesno") return entries;
  const said = (words: readonly string[], value: boolean) =>
    words.map((word) => ({ word: normalise(word), fact, value }));
  return [...said(fact.words, true), ...said(fact.no_words, false)];
}

/** All words of the dictionary in a normalised text. */
export function matchWords(kb: KnowledgeBase, text: string): Match[] {
  const dictionary = dictionaryOf(kb);
  const matches: Match[] = [];
  const used: { start: number; end: number }[] = [];
  for (const { entry, start, end } of foundIn(dictionary, text)) {
    if (used.some((one) => start < one.end && end > one.start && !(one.start === start && one.end === end)))
      continue;
    const told = tells(entry, text, start, end);
    // 企业新型学徒制补贴: what only names a programme is used up too, or 新型学徒 in it would tell something.
    if (told !== "nothing") used.push({ start, end });
    if (told === "fact") matches.push(matchAt(dictionary, text, entry, start, end));
  }
  return [...matches, ...gappedIn(dictionary, text)];
}

function matchAt({ denial }: Dictionary, text: string, entry: Entry, start: number, end: number): Match {
  return { ...entry, start, end, negated: isNegated(text, start, end, entry, denial) };
}

/** Every word that stands in the text, longest first. */
function foundIn({ starts }: Dictionary, text: string): { entry: Entry; start: number; end: number }[] {
  const { plain, at } = withoutFiller(text);
  const loose = wordsAt(starts, plain, true).map(({ sought, place }) => ({
    sought,
    start: at[place] ?? 0,
    end: (at[place + sought.word.length - 1] ?? 0) + 1,
  }));
  const exact = wordsAt(starts, text, false).map(({ sought, place }) => ({
    sought,
    start: place,
    end: place + sought.word.length,
  }));
  return [...exact, ...loose]
    .sort((a, b) => a.sought.rank - b.sought.rank || a.start - b.start)
    .map(({ sought: { entry }, start, end }) => ({ entry, start, end }));
}

function wordsAt(
  starts: Dictionary["starts"],
  text: string,
  isLoose: boolean,
): { sought: Sought; place: number }[] {
  const found: { sought: Sought; place: number }[] = [];
  for (let place = 0; place < text.length; place += 1)
    for (const head of [text[place] ?? "", text.slice(place, place + HEAD)])
      for (const sought of starts.get(head) ?? [])
        if (sought.isLoose === isLoose && text.startsWith(sought.word, place)) found.push({ sought, place });
  return found;
}

function gappedIn(dictionary: Dictionary, text: string): Match[] {
  const { gapped } = dictionary;
  const possible = [...gapped].flatMap(([head, words]) => (text.includes(head) ? words : []));
  return possible.flatMap(({ entry, pattern }) =>
    [...text.matchAll(pattern)].flatMap(({ 0: words, index: start }) => {
      const end = start + words.length;
      return tells(entry, text, start, end) === "fact" ? [matchAt(dictionary, text, entry, start, end)] : [];
    }),
  );
}

/** The text without its filler, and where each character of it stood. */
function withoutFiller(text: string): { plain: string; at: number[] } {
  const at: number[] = [];
  let [plain, from] = ["", 0];
  const keep = (to: number) => {
    for (let index = from; index < to; index += 1) at.push(index);
    plain += text.slice(from, to);
  };
  for (const { 0: filler, index } of text.matchAll(FILLER)) {
    keep(index);
    from = index + filler.length;
  }
  keep(text.length);
  return { plain, at };
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
function tells({ fact, word }: Entry, text: string, start: number, end: number): "fact" | "name" | "nothing" {
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
function denialBefore(entries: readonly Entry[]): RegExp {
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

function isNegated(
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
