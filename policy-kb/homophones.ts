/**
 * 捕贴 → 补贴, 技诗 → 技师: a word typed with a wrong character of the same sound, put right by the knowledge base's
 * own words. Only what the knowledge base nowhere writes is touched, and never across two words that it knows.
 */
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import type { Fact } from "./schema.ts";
import { SOUNDS } from "./tables/characters.ts";

interface Speller {
  /** Sound of a whole word → the words that sound like it. */
  words: Map<string, string[]>;
  /** Every pair of characters that the knowledge base writes side by side. */
  pairs: Set<string>;
  longest: number;
}

/** What people ask with, beside the words of the policies themselves. */
const ASKING = [
  ..."补贴 补助 津贴 奖励 奖金 多少 申请 申报 条件 材料 什么 怎么 截止 负责 部门 工资 证书 资助 配套 培训 单位".split(
    " ",
  ),
  ..."企业 公司 学校 学院 工作室 工作站 竞赛 大赛 比赛 政策 领取 毕业 社保 户口 全职 兼职 实习 顶岗 学徒 等级".split(
    " ",
  ),
];
/** Good words that only sound like one of ours. */
const OTHER_WORDS =
  /置业|实业|教师|讲师|医师|律师|厨师|即使|及时|计时|教室|时间|实践|事件|故事|公事|共识|公积|建职|[那这一]张/;
/** Characters of everyday grammar are typed right: 台儿庄去 is no 台儿庄区. */
const GRAMMAR = /[的了是在有去个这那还就也都我你他得到和上下一不人来给把被让从刚才又很谁说要会能可里新]/;
const [SHORTEST, LONGEST] = [2, 6];

const spellers = new WeakMap<KnowledgeBase, Speller>();
const soundOf = new Map(
  SOUNDS.split(" ").flatMap((group) => {
    const sound = /^[a-z]+/.exec(group)?.[0] ?? "";
    return [...group.slice(sound.length)].map((character) => [character, blur(sound)] as const);
  }),
);

/** Sounds that many speakers do not tell apart: zh and z, ng and n, l and n. */
function blur(sound: string): string {
  return sound
    .replace(/^([zcs])h/, "$1")
    .replace(/^n(?=[aeiouv])/, "l")
    .replace(/ng$/, "n");
}

/** How a word sounds, blurred; undefined where a character is not in the tables. */
export function soundsOf(word: string): string | undefined {
  const sounds = [...word].map((character) => soundOf.get(character));
  return sounds.includes(undefined) ? undefined : sounds.join(" ");
}

function spellerOf(kb: KnowledgeBase): Speller {
  let speller = spellers.get(kb);
  if (!speller) {
    speller = buildSpeller(kb);
    spellers.set(kb, speller);
  }
  return speller;
}

function buildSpeller(kb: KnowledgeBase): Speller {
  const facts = [...kb.facts.values()];
  const said = facts.flatMap((fact) => [
    fact.ask,
    ...fact.words,
    ...fact.no_words,
    ...fact.choices.flatMap(({ value, words }) => [value, ...words]),
  ]);
  const clauses = kb.measures.flatMap((one) => [one.title, one.summary, ...one.keywords, ...one.questions]);
  const texts = [...said, ...clauses, ...ASKING].map((text) => normalise(text));
  const pairs = new Set(texts.flatMap((text) => pairsOf(text)));
  const words = new Map<string, string[]>();
  const names = new Set([...kb.measures.flatMap(({ keywords }) => keywords), ...ASKING, ...namesIn(facts)]);
  for (const word of new Set([...said, ...names])) {
    const plain = normalise(word);
    // Two characters are soon like others: only names of things are that short.
    const shortest = names.has(word) ? SHORTEST : SHORTEST + 1;
    const sounds = plain.length >= shortest && plain.length <= LONGEST ? soundsOf(plain) : undefined;
    if (sounds) words.set(sounds, [...(words.get(sounds) ?? []), plain]);
  }
  return { words, pairs, longest: LONGEST };
}

/** Places and levels: what choices are called. */
function namesIn(facts: readonly Fact[]): string[] {
  const named = facts.filter(({ id }) => id === "city" || id === "skill_level");
  return named.flatMap(({ choices }) => choices.flatMap(({ value, words }) => [value, ...words]));
}

function pairsOf(text: string): string[] {
  return [...text].slice(1).map((character, at) => text[at] + character);
}

/** @param text normalised */
export function repair(kb: KnowledgeBase, text: string): string {
  const speller = spellerOf(kb);
  let repaired = text;
  for (let at = 0; at + SHORTEST <= repaired.length; at += 1)
    for (let length = Math.min(speller.longest, repaired.length - at); length >= SHORTEST; length -= 1) {
      const better = meant(speller, repaired, at, length);
      if (!better) continue;
      repaired = repaired.slice(0, at) + better + repaired.slice(at + length);
      break;
    }
  return repaired;
}

/** The known word that differs in one character and sounds the same, where what stands there is no word of ours. */
function meant({ words, pairs }: Speller, text: string, from: number, length: number): string | undefined {
  const written = text.slice(from, from + length);
  const around = text.slice(Math.max(0, from - 1), from + length + 1);
  if (pairsOf(written).every((pair) => pairs.has(pair)) || OTHER_WORDS.test(around)) return undefined;
  const sounds = soundsOf(written);
  const candidates = (sounds && words.get(sounds)) || [];
  return candidates.find((word) => {
    const wrong = [...word].flatMap((character, at) => (character === written[at] ? [] : [at]));
    const at = from + (wrong[0] ?? 0);
    if (wrong.length !== 1 || GRAMMAR.test(text[at] ?? "")) return false;
    // Both pairs that the wrong character stands in must be unknown: else it belongs to a word of its own.
    const around = [text.slice(Math.max(0, at - 1), at + 1), text.slice(at, at + 2)];
    return around.every((pair) => pair.length < 2 || !pairs.has(pair));
  });
}
