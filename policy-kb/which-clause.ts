/** Which document and which clause a question means, beyond what ranked search says. */
import { isPersonal, sumsOf, sumsPut } from "./claim.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import type { Question } from "./question.ts";
import { type Hit, search } from "./search.ts";

/**
 * A clause is about the question when much of what was asked is in it, or when its score is high: what no clause
 * answers stays below both.
 */
export const isAbout = ({ score, coverage }: Hit) => score >= 18 || (coverage >= 0.6 && score >= 8);

/** Found by what it is, not by search. */
export function certain(measure: Measure): Hit {
  return { measure, score: Number.POSITIVE_INFINITY, coverage: 1 };
}

const MOST_HITS = 8;

/** The clauses that fit, best first: by ranked search, then by a name or a sum that the question puts. */
export function clausesFor(kb: KnowledgeBase, question: Question, docs: ReadonlySet<string>): Hit[] {
  const found = search(kb, question.topic, docs.size ? docs : undefined, MOST_HITS);
  return withSumsFirst(withNamesFirst(found, question), question);
}

/** 名优专业给多少，哪个部门管: the clause that bears the name comes before one that shares the rest. */
function withNamesFirst(hits: readonly Hit[], { topic }: Question): Hit[] {
  const bears = ({ measure: { keywords, title } }: Hit) =>
    [...keywords, title].some((name) => isName(name) && topic.includes(name));
  const [best] = hits;
  // Only the preamble shares words with everything; among the clauses search knows better.
  if (best?.measure.kind !== "rules" || bears(best)) return [...hits];
  const named = hits.find((hit) => hit.score >= best.score * NAMED_SHARE && bears(hit));
  return named ? [named, ...hits.filter((hit) => hit !== named)] : [...hits];
}

const NAMED_SHARE = 0.5;

/** 能领2500不: the clause that writes the sum is meant, where it fits nearly as well. */
function withSumsFirst(hits: readonly Hit[], question: Question): Hit[] {
  const asksForIt = isPersonal(question) || /能(?:领|拿)/.test(question.asking);
  const put = asksForIt ? sumsPut(question) : [];
  const [best] = hits;
  const writes = hits.find(
    ({ measure, score }) =>
      score >= (best?.score ?? 0) * NEARLY &&
      measure.benefits.some((one) => sumsOf(one).some((sum) => put.includes(sum))),
  );
  return (writes ? [writes, ...hits.filter((hit) => hit !== writes)] : [...hits]).slice(0, SHOWN_HITS);
}

const NEARLY = 0.3;
const SHOWN_HITS = 5;

/** 泰山工匠, 技能兴淄: a name that one document alone writes tells the place as well as its own name would. */
export function onlyDocument(kb: KnowledgeBase, { topic }: Question): string | undefined {
  const names = kb.measures.flatMap((measure) =>
    namesIn(measure).filter((name) => isName(name) && topic.includes(name)),
  );
  const owners = [...new Set(names)].flatMap((name) => {
    const docs = new Set(kb.measures.filter((measure) => writes(measure, name)).map(({ doc }) => doc));
    return docs.size === 1 ? [...docs] : [];
  });
  const [only, ...others] = new Set(owners);
  return others.length ? undefined : only;
}

/** Shorter names are words that another document might as well have used (一等奖, 培训费), save those of cards (精英卡). */
function isName(name: string): boolean {
  if (/(?<!首席)技师|[初中高]级工/.test(name)) return false;
  return name.length >= NAME_LENGTH || name.endsWith("卡");
}

const NAME_LENGTH = 4;

/** Whether the clause has the word anywhere in what it tells. */
export function writes({ title, summary, keywords }: Measure, name: string): boolean {
  return [title, summary, ...keywords].some((text) => text.includes(name));
}

/** Keywords, and what the clause puts in quotes. */
function namesIn({ keywords, title, summary }: Measure): string[] {
  const quoted = [...`${title}${summary}`.matchAll(/“([^”]+)”/g)].map(([, name = ""]) => name);
  return [...keywords, ...quoted];
}
