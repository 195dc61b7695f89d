/** Figures in a text → the facts that they belong to, by the cue words beside them. */
import type { KnowledgeBase } from "./load.ts";
import { normalise, type Quantity, quantities } from "./normalise.ts";
import type { Fact, Facts } from "./schema.ts";

const cues = new WeakMap<Fact, string[]>();

/** What people are counted by; 一家 is a place of work, not a headcount. */
export const COUNTERS = new Set(["名", "个", "人", "位"]);
const REACH = 18;

/** A figure belongs to the fact whose cue word stands nearest to it, first of all within its own part of a list. */
export function readQuantities(kb: KnowledgeBase, text: string, known: Facts): Facts {
  const facts: Record<string, number> = {};
  const numeric = [...kb.facts.values()].filter((fact) => fact.kind === "number" || fact.kind === "money");
  const all = quantities(text).filter((quantity) => counts(text, quantity));
  // A sentence is looked through once, however many figures it has.
  const bySentence = new Map<string, Fact[]>();
  const standing = (sentence: string) => {
    const facts = bySentence.get(sentence) ?? numeric.filter((fact) => stands(fact, sentence));
    bySentence.set(sentence, facts);
    return facts;
  };
  for (const [index, quantity] of all.entries()) {
    const from = Math.max(all[index - 1]?.end ?? 0, quantity.start - REACH);
    const to = Math.min(all[index + 1]?.start ?? text.length, quantity.end + REACH);
    const sentence = sentenceAround(text, quantity);
    const isEach = EACH.test(text.slice(Math.max(0, quantity.start - REACH), quantity.start));
    const fits = standing(sentence).filter((fact) => isOfKind(fact, quantity, known, isEach, text));
    const [before, after] = [
      aheadOf(text, quantity, all[index - 1], from),
      behind(text, quantity, all[index + 1], to),
    ];
    const part = [before.split(/[,、;。]/).at(-1) ?? "", after.split(/[,、;。]/)[0] ?? ""] as const;
    const fact = factBehind(fits, after) ?? nearestFact(fits, ...part) ?? nearestFact(fits, before, after);
    if (fact && facts[fact.id] === undefined) facts[fact.id] = inUnitOf(fact, quantity, sentence);
  }
  return facts;
}

/** What stands before a figure, without the part that is the figure's before it. */
function aheadOf(text: string, { start }: Quantity, before: Quantity | undefined, from: number): string {
  const ownEnd = before ? text.slice(before.end, start).search(/[,、;。]/) : -1;
  return text.slice(Math.max(from, before && ownEnd >= 0 ? before.end + ownEnd : 0), start);
}

/** What stands behind a figure, without the part that leads to the next one. */
function behind(text: string, { end }: Quantity, next: Quantity | undefined, to: number): string {
  const between = next ? text.slice(end, next.start) : "";
  const ownStart = Math.max(...[..."，,、;。"].map((mark) => between.lastIndexOf(mark)));
  return text.slice(end, next && ownStart >= 0 ? Math.min(to, end + ownStart) : to);
}

/** 半年 in months; 三年一共60万 by the year where the fact is a year's. */
function inUnitOf(fact: Fact, { value, unit }: Quantity, sentence: string): number {
  if (fact.unit === "个月" && unit === "年") return Math.round(value * 12);
  if (!fact.yearly) return value;
  const years = quantities(sentence).find((one) => one.unit === "年" && one.value > 1);
  return years && IN_ALL.test(sentence) ? Math.round(value / years.value) : value;
}

/** 分三年付, 三年一共60万, 三年合同60万. */
const IN_ALL =
  /分[一二两三四五六七八九十\d]+年|年(?:里|间|期|的)?(?:合同)?(?:一共|总共|合计|共计?|总额)|年合同/;

/** 二级, 一类 and 三等奖 rank; 一年, 一家 and 一起 are no figures either. */
function counts(text: string, { start, end }: Quantity): boolean {
  const next = text.slice(end);
  // 还没交满六个月: the figure is what was not reached.
  if (/(?:没|未|不到|不满|不足|还差)[^,。;\d]{0,3}$/.test(text.slice(Math.max(0, start - 6), start)))
    return false;
  // 10名职工考技师，通过了6名: who only tried counts for nothing.
  if (
    /^[名个位]?(?:人|职工|员工|工人|学员|学生)?(?:去|参加|报名?)?考(?![下出过上取到了])[^,。;]{0,8}[,;]/.test(
      next,
    ) &&
    /过|合格|拿/.test(next)
  )
    return false;
  // 高级技师一个也没有, 3个人没考过.
  if (/^[个名位]?人?[也都还]?[没无未]/.test(next)) return false;
  return (
    !/^[级类等届期条]/.test(next) &&
    (text.slice(start, end) !== "一" ||
      /^[名人位个]/.test(next) ||
      /[满够交缴]了?$/.test(text.slice(0, start)))
  );
}

function sentenceAround(text: string, { start, end }: Quantity): string {
  const before =
    text
      .slice(0, start)
      .split(/[。;!?]/)
      .at(-1) ?? "";
  return before + text.slice(start, end) + (text.slice(end).split(/[。;!?]/)[0] ?? "");
}

function stands({ beside, not_beside }: Fact, sentence: string): boolean {
  const has = (word: string) => sentence.includes(word);
  return (beside.length === 0 || beside.some(has)) && !not_beside.some(has);
}

/** 8个高级技师: what is counted follows at once, whatever stands before the figure. */
function factBehind(facts: readonly Fact[], after: string): Fact | undefined {
  const counted = /^[名个位](?=\p{Script=Han})/u.exec(after)?.[0];
  if (!counted) return undefined;
  const rest = after.slice(counted.length);
  const lengths = facts.map((fact) => ({
    fact,
    length: Math.max(0, ...cueWords(fact).map((word) => (rest.startsWith(word) ? word.length : 0))),
  }));
  return lengths.filter(({ length }) => length > 1).sort((a, b) => b.length - a.length)[0]?.fact;
}

/** The fact with the nearest cue; of two at the same place the longer one (高级技师 before 技师). */
function nearestFact(facts: readonly Fact[], before: string, after: string): Fact | undefined {
  const cues = facts.flatMap((fact) => {
    const best = cueWords(fact)
      .flatMap((word) => cueAt(word, before, after))
      .sort((a, b) => a.distance - b.distance || b.length - a.length)[0];
    return best ? [{ fact, ...best }] : [];
  });
  return cues.sort((a, b) => a.distance - b.distance || b.length - a.length)[0]?.fact;
}

function cueAt(word: string, before: string, after: string): { distance: number; length: number }[] {
  const [last, first] = [before.lastIndexOf(word), after.indexOf(word)];
  const found: { distance: number; length: number }[] = [];
  if (last >= 0) found.push({ distance: before.length - last - word.length, length: word.length });
  if (first >= 0) found.push({ distance: first, length: word.length });
  return found;
}

export function cueWords(fact: Fact): string[] {
  let words = cues.get(fact);
  if (!words) {
    words = fact.words.map((word) => normalise(word));
    cues.set(fact, words);
  }
  return words;
}

/** 每生600 is money without saying so. */
const EACH =
  /每[人生名个位月年](?:学生|学员)?(?:出|资助|补|给|发)?$|一[人名个](?:学生|学员)?(?:出|资助|补|给)$/;

/** 四个领域, 三个部门 are no heads. */
const OF_THINGS =
  /^个(?:领域|方面|档|等级|级别|环节|产业|行业|部门|单位|城市|地方|方向|问题|条件|步骤|工种|项目|月|学期|班|平台|工作室|工作站|基地)/;

function isOfKind(
  fact: Fact,
  { value, unit, start, end }: Quantity,
  known: Facts,
  isEach: boolean,
  text: string,
): boolean {
  if (fact.kind === "money")
    return unit === "元" || unit === "块" || (unit === "" && (isEach || value >= 1_000));
  if (fact.unit === "个月") return unit === "个月" || unit === "年";
  // Headcounts are an enterprise's or a school's; a single person is one.
  if (known.role === "个人") return false;
  // 高级工35、技师20: in a list the figure follows its word at once, and nothing but a comma follows the figure.
  const listed =
    unit === "" &&
    /^\s*(?:[,、;。]|$)/.test(text.slice(end)) &&
    cueWords(fact).some((word) => text.slice(0, start).trimEnd().endsWith(word));
  return (COUNTERS.has(unit) && !OF_THINGS.test(text.slice(end))) || listed;
}
