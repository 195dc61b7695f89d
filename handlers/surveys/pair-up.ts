/**
 * Figures to the names that stand beside them: “初级工12 中级8”, “12个初级工、8个中级”, “初级工和中级工各5人”.
 * Names may be misspelt by sound. What stands in a name (三级工, 18–30岁) is no figure.
 */
import { soundsOf } from "../../policy-kb/homophones.ts";
import { normalise, quantities } from "../../policy-kb/normalise.ts";

export interface Named {
  id: string;
  names: readonly string[];
}

export interface Mention {
  id: string;
  start: number;
  end: number;
}

export interface Figure {
  value: number;
  unit: string;
  start: number;
  end: number;
}

export interface Paired {
  /** Id → the figure beside its name. */
  pairs: ReadonlyMap<string, number>;
  /** Figures without a name, in the order of the text. */
  loose: readonly number[];
  /** Names without a figure. */
  bare: readonly string[];
}

/** Words that only look like a figure. */
const NO_FIGURE = /一共|一般|一线|一直|一起|一样|统一|万一|第一|一下|一点|一些|一个都|一半/g;

/** Where the names stand: the longest first, each stretch of text used once. @param plain normalised */
export function mentionsIn(plain: string, named: readonly Named[]): Mention[] {
  const names = named
    .flatMap(({ id, names: all }) => all.map((name) => ({ id, name: normalise(name) })))
    .filter(({ name }) => name.length > 0)
    .sort((a, b) => b.name.length - a.name.length);
  const found: Mention[] = [];
  for (const isMatch of [isWritten, isHeard])
    for (const { id, name } of names)
      for (let start = 0; start + name.length <= plain.length; start++) {
        const end = start + name.length;
        const isFree = found.every((one) => end <= one.start || one.end <= start);
        if (isFree && isMatch(plain.slice(start, end), name)) found.push({ id, start, end });
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

/** The figures outside of the names. @param plain normalised */
export function figuresIn(plain: string, mentions: readonly Mention[]): Figure[] {
  return quantities(masked(plain, mentions));
}

function masked(plain: string, mentions: readonly Mention[]): string {
  let text = plain;
  for (const { start, end } of mentions)
    text = text.slice(0, start) + "□".repeat(end - start) + text.slice(end);
  return text.replace(NO_FIGURE, (word) => "□".repeat(word.length));
}

type Token = ({ kind: "name" } & Mention) | ({ kind: "figure" } & Figure);

export function pairUp(text: string, named: readonly Named[]): Paired {
  const plain = normalise(text);
  const mentions = mentionsIn(plain, named);
  const figures = figuresIn(plain, mentions);
  const tokens: Token[] = [
    ...mentions.map((one) => ({ kind: "name" as const, ...one })),
    ...figures.map((one) => ({ kind: "figure" as const, ...one })),
  ].sort((a, b) => a.start - b.start);
  const pairing = { pairs: new Map<string, number>(), loose: [] as number[], waiting: [] as string[] };
  for (const clause of clausesOf(tokens, plain)) pairClause(clause, plain, pairing);
  return { pairs: pairing.pairs, loose: pairing.loose, bare: pairing.waiting };
}

/** Tokens between two marks of punctuation; a comma within a figure is none. */
function clausesOf(tokens: readonly Token[], plain: string): Token[][] {
  const clauses: Token[][] = [];
  let end = 0;
  for (const token of tokens) {
    const isNew =
      clauses.length === 0 || /[,;:、。!?/|]/.test(plain.slice(end, token.start).replace(/[:：]/g, ""));
    if (isNew) clauses.push([]);
    clauses.at(-1)?.push(token);
    end = token.end;
  }
  return clauses;
}

interface Pairing {
  pairs: Map<string, number>;
  loose: number[];
  /** Names that have no figure yet. */
  waiting: string[];
}

function pairClause(clause: readonly Token[], plain: string, pairing: Pairing): void {
  const isFigureFirst = clause[0]?.kind === "figure" && clause.some(({ kind }) => kind === "name");
  const ordered = isFigureFirst ? clause.toReversed() : clause;
  // Turned round, a name of the clause before is not waiting for this clause's figures.
  const waiting = isFigureFirst ? [] : pairing.waiting;
  for (const token of ordered) {
    if (token.kind === "name") waiting.push(token.id);
    else if (waiting.length === 0) pairing.loose.push(token.value);
    else {
      const isEach = /[各都]\D{0,2}$/.test(plain.slice(Math.max(0, token.start - 3), token.start));
      const taking = isEach ? waiting.splice(0) : waiting.splice(-1);
      for (const id of taking) pairing.pairs.set(id, token.value);
    }
  }
  if (isFigureFirst) pairing.waiting.push(...waiting);
}
