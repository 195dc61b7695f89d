/**
 * Figures to the names that stand beside them: “初级工12 中级8”, “12个初级工、8个中级”, “初级工和中级工各5人”, or a
 * row of names over a row of figures. Names may be misspelt by sound. What is not plain is not paired.
 */
import { soundsOf } from "../../policy-kb/homophones.ts";
import { type Figure, figuresSaid, leftOver, NO_FIGURE, plainly } from "./figures-said.ts";

export interface Named {
  id: string;
  names: readonly string[];
}

export interface Mention {
  id: string;
  start: number;
  end: number;
}

export interface Pair {
  id: string;
  /** As it was written. */
  name: string;
  figure: Figure;
}

export interface Paired {
  pairs: readonly Pair[];
  /** Figures without a name, in the order of the text. */
  loose: readonly Figure[];
  /** Names without a figure. */
  bare: readonly string[];
  /** Words that are neither, and mean something. */
  left: readonly string[];
  /** Which figure is of which name is not plain. */
  isUnclear: boolean;
}

/** Where the names stand: the longest first, each stretch of text used once. @param plain by `plainly` */
export function mentionsIn(plain: string, named: readonly Named[]): Mention[] {
  const names = named
    .flatMap(({ id, names: all }) => all.map((name) => ({ id, name: plainly(name) })))
    .filter(({ name }) => name.length > 0)
    .sort((a, b) => b.name.length - a.name.length);
  const found: Mention[] = [];
  for (const isMatch of [isWritten, isHeard])
    for (const { id, name } of names)
      for (let start = 0; start + name.length <= plain.length; start++) {
        const end = start + name.length;
        const isFree = found.every((one) => end <= one.start || one.end <= start);
        if (isFree && isMatch(plain.slice(start, end), name) && !cutsFigure(plain, start, end))
          found.push({ id, start, end });
      }
  return found.sort((a, b) => a.start - b.start);
}

function isWritten(written: string, name: string): boolean {
  return written === name;
}

/** Typed with another character of the same sound. */
function isHeard(written: string, name: string): boolean {
  if (name.length < 2 || !/^[\p{Script=Han}]+$/u.test(written)) return false;
  const sounds = soundsOf(written);
  return sounds !== undefined && sounds === soundsOf(name);
}

/** 1级 is not named in 11级. */
function cutsFigure(plain: string, start: number, end: number): boolean {
  return /\d\d/.test(plain.slice(start - 1, start + 1)) || /\d\d/.test(plain.slice(end - 1, end + 1));
}

/** @param plain by `plainly` */
export function masked(plain: string, places: readonly { start: number; end: number }[], mask = "□"): string {
  let text = plain;
  for (const { start, end } of places)
    text = text.slice(0, start) + mask.repeat(end - start) + text.slice(end);
  return text;
}

type Token =
  | { kind: "N"; id: string; start: number; end: number }
  | { kind: "F" | "E"; figure: Figure; start: number; end: number };

const NOBODY = /没有|没得|没|无/g;

/** @param fillers words that mean nothing in this question */
export function pairUp(text: string, named: readonly Named[], fillers?: RegExp): Paired {
  const plain = plainly(text);
  const names = joined(plain, mentionsIn(plain, named));
  const withoutNames = masked(plain, names);
  const figures = figuresIn(withoutNames);
  const tokens = tokensOf(plain, names, figures);
  const left = leftOver(masked(withoutNames, figures, "■"), fillers);
  return { ...paired(tokens, plain), left };
}

/** @param text in which names are masked */
function figuresIn(text: string): Figure[] {
  const none = [...text.matchAll(NOBODY)].map(({ index, 0: word }) => ({
    ...{ value: 0, unit: "" as const, start: index, end: index + word.length },
  }));
  const said = figuresSaid(text.replace(NO_FIGURE, (word) => "〓".repeat(word.length)));
  return [...said, ...none].sort((a, b) => a.start - b.start);
}

/** 初级工（五级）12人, 高中、技校5人: two words for one thing, side by side. */
function joined(plain: string, mentions: readonly Mention[]): Mention[] {
  const found: Mention[] = [];
  for (const mention of mentions) {
    const last = found.at(-1);
    const between = last && plain.slice(last.end, mention.start);
    if (last?.id === mention.id && /^[\s()、和及]*$/.test(between ?? "")) last.end = mention.end;
    else found.push({ ...mention });
  }
  return found;
}

function tokensOf(plain: string, names: readonly Mention[], figures: readonly Figure[]): Token[] {
  const isEach = (start: number) =>
    /(?:各自?|都|均)(?:有|是|为)?\s?$/.test(plain.slice(Math.max(0, start - 4), start));
  return [
    ...names.map((one) => ({ kind: "N" as const, ...one })),
    ...figures.map((figure) => ({
      ...{ kind: isEach(figure.start) ? ("E" as const) : ("F" as const), figure },
      ...{ start: figure.start, end: figure.end },
    })),
  ].sort((a, b) => a.start - b.start);
}

function paired(tokens: readonly Token[], plain: string): Omit<Paired, "left"> {
  const whole = inOneWay(tokens, plain);
  if (whole) return { pairs: whole, loose: [], bare: [], isUnclear: false };
  const pairs: Pair[] = [];
  const loose: Figure[] = [];
  let waiting: Token[] = [];
  let isUnclear = false;
  for (const clause of clausesOf(tokens, plain)) {
    const all = clause[0]?.kind === "N" ? clause : [...(clause.some(isName) ? [] : waiting), ...clause];
    const found = inOneWay(all, plain);
    if (found) pairs.push(...found);
    else if (clause.every(isName)) waiting.push(...clause);
    else if (all.length === 1 && !clause.some(isName)) loose.push(...all.flatMap(figureOf));
    else isUnclear = true;
    if (found && all.length > clause.length) waiting = [];
  }
  return { pairs, loose, bare: waiting.flatMap((one) => (isName(one) ? [one.id] : [])), isUnclear };
}

function isName(token: Token): token is Extract<Token, { kind: "N" }> {
  return token.kind === "N";
}

function figureOf(token: Token): Figure[] {
  return isName(token) ? [] : [token.figure];
}

/** Name and figure by turns, several names and one figure for each, or as many names as figures behind them. */
function inOneWay(tokens: readonly Token[], plain: string): Pair[] | undefined {
  const order = tokens.map(({ kind }) => kind).join("");
  const pairOf = (name: Token | undefined, figure: Token | undefined): Pair[] =>
    name && figure && isName(name) && !isName(figure)
      ? [{ id: name.id, name: plain.slice(name.start, name.end), figure: figure.figure }]
      : [];
  if (/^(?:NF|N+E)+$/.test(order))
    return tokens.flatMap((token, at) =>
      isName(token)
        ? pairOf(
            token,
            tokens.slice(at).find((one) => !isName(one)),
          )
        : [],
    );
  if (
    /^(?:FN)+$/.test(order) &&
    tokens.every((one, at) => isName(one) || isClose(one, tokens[at + 1], plain))
  )
    return tokens.flatMap((token, at) => (isName(token) ? pairOf(token, tokens[at - 1]) : []));
  const count = tokens.length / 2;
  return /^N+F+$/.test(order) && tokens.filter(isName).length === count
    ? tokens.slice(0, count).flatMap((name, at) => pairOf(name, tokens[count + at]))
    : undefined;
}

function isClose(one: Token, next: Token | undefined, plain: string): boolean {
  return next !== undefined && !/[,;:、。!?|]/.test(plain.slice(one.end, next.start));
}

/** Tokens between two marks of punctuation. */
function clausesOf(tokens: readonly Token[], plain: string): Token[][] {
  const clauses: Token[][] = [];
  let end = 0;
  for (const token of tokens) {
    if (clauses.length === 0 || /[,;、。!?|]/.test(plain.slice(end, token.start))) clauses.push([]);
    clauses.at(-1)?.push(token);
    end = token.end;
  }
  return clauses;
}

export type Added = { ok: true; figures: ReadonlyMap<string, number> } | { ok: false; twice: string };

/** The figures by what they are of; two words of one thing (中专3，高中2) are added up where `adds`. */
export function addedUp(pairs: readonly Pair[], adds: boolean): Added {
  const figures = new Map<string, number>();
  const words = new Set<string>();
  for (const { id, name, figure } of pairs) {
    const before = figures.get(id);
    if (before !== undefined && (!adds || words.has(name))) return { ok: false, twice: name };
    figures.set(id, (before ?? 0) + figure.value);
    words.add(name);
  }
  return { ok: true, figures };
}
