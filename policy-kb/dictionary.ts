/**
 * The words of facts.yaml found in a text: longest first, each stretch of text used once, so that 首席技师 is not also
 * read as 技师; what stands denied is marked.
 */
import type { KnowledgeBase } from "./load.ts";
import { normalise } from "./normalise.ts";
import type { Fact, FactValue } from "./schema.ts";
import { denialBefore, isNegated, tells } from "./senses.ts";

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
  // For each character the stretch that has used it up: a word may share a stretch, but not overlap one.
  const used: (string | undefined)[] = [];
  for (const { entry, start, end } of foundIn(dictionary, text)) {
    const stretch = `${start} ${end}`;
    if (used.slice(start, end).some((other) => other !== undefined && other !== stretch)) continue;
    const told = tells(entry, text, start, end);
    // 企业新型学徒制补贴: what only names a programme is used up too, or 新型学徒 in it would tell something.
    if (told !== "nothing") for (let at = start; at < end; at += 1) used[at] = stretch;
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
    .filter(({ start, end }) => !isInLatinWord(text, start, end))
    .sort((a, b) => a.sought.rank - b.sought.rank || a.start - b.start)
    .map(({ sought: { entry }, start, end }) => ({ entry, start, end }));
}

/** Letters of ours are a word of their own only where no others touch them: there is no HR in Chrome. */
function isInLatinWord(text: string, start: number, end: number): boolean {
  return [start, end].some((at) => at > 0 && LATIN_PAIR.test(text.slice(at - 1, at + 1)));
}

const LATIN_PAIR = /^\p{Script=Latin}{2}$/u;

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
      const isTold = !isInLatinWord(text, start, end) && tells(entry, text, start, end) === "fact";
      return isTold ? [matchAt(dictionary, text, entry, start, end)] : [];
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
