/** The same thing in several places, one line each, so that it reads well in a chat. */
import type { Granted } from "./combine.ts";
import { figuresShown, grantLine, targetText } from "./compose.ts";
import { clauseText, documentOf, money } from "./explain.ts";
import { isBare } from "./follow-up.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import { measuresByLevel } from "./meant.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import { type Hit, search } from "./search.ts";

export interface Compared {
  reply: string;
  /** One clause a place, in the order of the documents, each with its own part of the reply. */
  places: { measure: Measure; text: string; shown: Granted[] }[];
}

/** Of another place's clause less is asked than of the best one: they word the same thing differently. */
const [ENOUGH, SHARE] = [6, 0.45];

export function asksToCompare({ text }: Question): boolean {
  return /哪个(?:城市|地方|市)|哪[里儿][^,。?]{0,8}(?:高|多)|哪边|各地|几个(?:城市|地方|市)|比一?比|相比|比较|谁(?:高|多|给得多)/.test(
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
    hit: hitIn(kb, document.id, question),
  }));
  const best = Math.max(0, ...found.map(({ hit }) => hit?.score ?? 0));
  if (best < ENOUGH) return undefined;
  const rows = found.map(({ document, hit }) => ({
    document,
    measure: hit && hit.score >= ENOUGH && hit.score >= best * SHARE ? hit.measure : undefined,
  }));
  const places = rows.flatMap(({ measure }) => (measure ? [placeOf(kb, measure, question)] : []));
  const texts = rows.map(
    ({ document, measure }) =>
      places.find((place) => place.measure === measure)?.text ?? phrases.nothingThere(document.region),
  );
  return {
    reply: [phrases.sideBySide, ...texts, higherText(kb, places, question)].filter(Boolean).join("\n"),
    places,
  };
}

/** Which is more, where each place has one sum, paid in the same way. */
function higherText(kb: KnowledgeBase, places: Compared["places"], { text }: Question): string {
  const sums = places.map(({ measure, shown: [one, ...more] }) => ({ measure, one, more }));
  const [first] = sums;
  const isAlike = sums.every(
    ({ one, more }) =>
      more.length === 0 &&
      one?.benefit.amount.kind === "exact" &&
      one.benefit.period === first?.one?.benefit.period,
  );
  if (!/高|多|差|比|哪/.test(text) || sums.length < 2 || !isAlike) return "";
  const ranked = sums.toSorted((a, b) => (b.one?.payment.yuan ?? 0) - (a.one?.payment.yuan ?? 0));
  const [most, next] = ranked.map(({ one }) => one?.payment.yuan ?? 0);
  const region = documentOf(kb, (ranked[0] as (typeof ranked)[number]).measure.doc).region;
  return most === next ? "" : phrases.higher(region, money(most ?? 0));
}

/** Where nothing but a level is asked, the clause that pays by level; else the one that fits best. */
function hitIn(kb: KnowledgeBase, doc: string, question: Question): Hit | undefined {
  const level = question.stated.skill_level;
  const docs = new Set([doc]);
  if (level === undefined || !isBare(kb, question))
    return bestOf(search(kb, question.topic, docs, 3), question);
  const [byLevel] = measuresByLevel(kb, docs, level);
  return byLevel && { measure: byLevel, score: ENOUGH, coverage: 1 };
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

function placeOf(kb: KnowledgeBase, measure: Measure, question: Question): Compared["places"][number] {
  const { region, short } = documentOf(kb, measure.doc);
  const targets = question.intents.includes("target") ? measure.targets.map(targetText) : [];
  const shown = targets.length ? [] : figuresShown(kb, measure, question);
  const lines = targets.length ? targets : shown.map((one) => grantLine(kb, one));
  const said = lines.length ? lines.map((line) => `　${line}`) : [`　${measure.summary}`];
  return {
    measure,
    shown,
    text: [`${region}（《${short}》${clauseText(measure.clause)}）`, ...said].join("\n"),
  };
}
