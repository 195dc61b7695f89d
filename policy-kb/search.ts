/**
 * Clauses by words: BM25 over characters and pairs of characters. By hand, since on these clauses it is as good
 * as the libraries and several times faster (11 µs against 32–556 µs), and needs nothing on Workers.
 */
import type { KnowledgeBase, Measure } from "./load.ts";
import { normalise } from "./normalise.ts";

export interface Hit {
  measure: Measure;
  score: number;
  /** The share of what was asked, weighted by rarity, that the clause has: 0 to 1. */
  coverage: number;
}

interface Index {
  measures: readonly Measure[];
  /** Term → the clauses that have it, and how often. */
  postings: Map<string, { clause: number; weight: number }[]>;
  lengths: number[];
  averageLength: number;
}

const [K1, B] = [1.2, 0.6];
/** Said in so many questions that they tell nothing about which clause is meant. */
const FILLER =
  /请问|多少钱?|什么|怎么|如何|可以|能不能|有没有|能拿|能领|给的?|吗|呢|啊|呀|的|了|我们?|俺|咱|想|问|一下|政策/g;

function terms(text: string): string[] {
  const runs = normalise(text).match(/[\p{Script=Han}]+|[a-z0-9+%]+/gu) ?? [];
  return runs.flatMap((run) =>
    /^[a-z0-9]/.test(run)
      ? [run]
      : [...run].flatMap((char, at, chars) =>
          at + 1 < chars.length ? [char, char + chars[at + 1]] : [char],
        ),
  );
}

const indexes = new WeakMap<KnowledgeBase, Index>();

function indexOf(kb: KnowledgeBase): Index {
  let index = indexes.get(kb);
  if (!index) {
    index = buildIndex(kb.measures);
    indexes.set(kb, index);
  }
  return index;
}

function buildIndex(measures: readonly Measure[]): Index {
  const postings: Index["postings"] = new Map();
  const lengths = measures.map((measure, clause) => {
    const counts = new Map<string, number>();
    for (const [text, weight] of fields(measure))
      for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + weight);
    for (const [term, weight] of counts) {
      const list = postings.get(term);
      if (list) list.push({ clause, weight });
      else postings.set(term, [{ clause, weight }]);
    }
    return [...counts.values()].reduce((a, b) => a + b, 0);
  });
  const averageLength = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length);
  return { measures, postings, lengths, averageLength };
}

function fields(measure: Measure): [text: string, weight: number][] {
  return [
    [measure.title, 2],
    [measure.keywords.join(" "), 2],
    [measure.summary, 1],
    [measure.questions.join(" "), 1],
    [measure.unsaid.join(" "), 2],
    [measure.details.join(" "), 0.5],
    [measure.benefits.map((benefit) => benefit.title).join(" "), 1],
    [measure.targets.map((target) => target.what).join(" "), 1],
  ];
}

/** The clauses that fit best, best first; `docs` limits them to some documents. */
export function search(kb: KnowledgeBase, question: string, docs?: ReadonlySet<string>, most = 5): Hit[] {
  const index = indexOf(kb);
  const asked = [...new Set(terms(normalise(question).replace(FILLER, " ")))];
  const scores = new Map<number, { score: number; found: number }>();
  let whole = 0;
  for (const term of asked) {
    const postings = index.postings.get(term) ?? [];
    const idf = Math.log(1 + (index.measures.length - postings.length + 0.5) / (postings.length + 0.5));
    whole += idf;
    for (const { clause, weight } of postings) {
      if (docs && !docs.has(index.measures[clause]?.doc ?? "")) continue;
      const length = (index.lengths[clause] ?? 0) / index.averageLength;
      const score = (idf * weight * (K1 + 1)) / (weight + K1 * (1 - B + B * length));
      const sum = scores.get(clause) ?? { score: 0, found: 0 };
      scores.set(clause, { score: sum.score + score, found: sum.found + idf });
    }
  }
  return [...scores]
    .map(([clause, { score, found }]) => ({
      measure: index.measures[clause] as Measure,
      score,
      coverage: whole ? found / whole : 0,
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
