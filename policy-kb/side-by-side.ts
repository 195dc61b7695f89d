/** The same thing in several places, one line each, so that it reads well in a chat. */
import { figureLines, targetText } from "./compose.ts";
import { clauseText, documentOf } from "./explain.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import { type Hit, search } from "./search.ts";

export interface Compared {
  reply: string;
  /** One clause a place, in the order of the documents. */
  cited: Measure[];
}

/** Of another place's clause less is asked than of the best one: they word the same thing differently. */
const [ENOUGH, SHARE] = [6, 0.45];

export function asksToCompare({ text }: Question): boolean {
  return /哪个(?:城市|地方|市)|哪里(?:高|多)|哪边|各地|几个(?:城市|地方|市)|比一?比|相比|比较|谁(?:高|多|给得多)/.test(
    text,
  );
}

/** @param docs the documents meant; undefined for all of them */
export function sideBySide(
  kb: KnowledgeBase,
  question: Question,
  docs: ReadonlySet<string> | undefined,
): Compared | undefined {
  const documents = kb.documents.filter(({ id }) => !docs || docs.has(id));
  const found = documents.map((document) => ({
    document,
    hit: bestOf(search(kb, question.topic, new Set([document.id]), 3), question),
  }));
  const best = Math.max(0, ...found.map(({ hit }) => hit?.score ?? 0));
  if (best < ENOUGH) return undefined;
  const rows = found.map(({ document, hit }) => ({
    document,
    measure: hit && hit.score >= ENOUGH && hit.score >= best * SHARE ? hit.measure : undefined,
  }));
  const cited = rows.flatMap(({ measure }) => measure ?? []);
  const lines = rows.map(({ document, measure }) =>
    measure ? placeText(kb, measure, question) : phrases.nothingThere(document.region),
  );
  return {
    reply: [phrases.sideBySide, ...lines].join("\n"),
    cited,
  };
}

/** Where sums are compared, a clause with sums comes before one without that fits little better. */
function bestOf(hits: readonly Hit[], { text }: Question): Hit | undefined {
  const [first] = hits;
  if (!first || !/高|多|钱|补|奖|给/.test(text)) return first;
  const paying = hits.find(
    ({ measure, score }) =>
      score >= first.score * NEARLY &&
      measure.benefits.some(({ amount }) => "yuan" in amount || amount.kind === "range"),
  );
  return paying ?? first;
}

const NEARLY = 0.75;

function placeText(kb: KnowledgeBase, measure: Measure, question: Question): string {
  const { region, short } = documentOf(kb, measure.doc);
  const targets = question.intents.includes("target") ? measure.targets.map(targetText) : [];
  const lines = targets.length ? targets : figureLines(kb, measure, question);
  const said = lines.length ? lines.map((line) => `　${line}`) : [`　${measure.summary}`];
  return [`${region}（《${short}》${clauseText(measure.clause)}）`, ...said].join("\n");
}
