/**
 * A question in one's own words → an answer from the clauses, or the plain statement that they do not say it.
 * The place chooses the document, ranked search the clause, `compose.ts` what is told of it.
 */
import { aboutDocument } from "./about-document.ts";
import { byNumber } from "./by-number.ts";
import { documentOf, noDocumentText } from "./explain.ts";
import { type Asked, carryOn, isBare } from "./follow-up.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import { measuresByLevel } from "./meant.ts";
import { normalise } from "./normalise.ts";
import { isOtherMatter } from "./other-matters.ts";
import { phrases } from "./phrases.ts";
import { type Question, readQuestion, splitQuestions } from "./question.ts";
import { type Answer, nothingFor } from "./reply.ts";
import type { Facts } from "./schema.ts";
import { asksToCompare, sideBySide } from "./side-by-side.ts";
import { smallTalk } from "./small-talk.ts";
import { answerFrom, comparison } from "./tell.ts";
import { certain, clausesFor, isAbout, onlyDocument } from "./which-clause.ts";
import { asksForAll, wholeAnswer } from "./whole-answer.ts";

export interface Asking {
  /** Whom to ask where the documents say nothing. */
  hotline?: string;
  /** The question before, which a bare 泰安呢？ carries on. */
  last?: Asked | null;
}

/** @param known what is known of the person, with `today` as "2026-11-20" */
export function answerQuestion(kb: KnowledgeBase, typed: string, known: Facts, asking: Asking = {}): Answer {
  const parts = splitQuestions(typed);
  if (parts.length === 1) return answerOne(kb, typed, known, asking);
  const [first, ...others] = parts.map((part) => answerOne(kb, part, known, asking)) as [Answer, ...Answer[]];
  // Only where each part finds its own clause are they questions of their own.
  const clauses = new Set([first, ...others].map(({ citations: [top] }) => `${top?.doc}/${top?.clause}`));
  const apart = [first, ...others].every(({ outcome }) => outcome === "answered") && clauses.size > 1;
  if (!apart) return answerOne(kb, typed, known, asking);
  return {
    ...first,
    reply: [first, ...others].map(({ reply }) => reply).join("\n\n"),
    citations: [first, ...others].flatMap(({ citations }) => citations.slice(0, 1)),
  };
}

function answerOne(
  kb: KnowledgeBase,
  typed: string,
  known: Facts,
  { hotline = "12333", last }: Asking,
): Answer {
  const chat = smallTalk(normalise(typed));
  if (chat) return { ...nothingFor(chat.intent), ...chat };
  const read = readQuestion(kb, typed, String(known.today));
  const carried = last ? carryOn(kb, read, last, String(known.today)) : undefined;
  const question = carried?.question ?? read;
  const measure = kb.measures.find(({ key }) => key === carried?.measure);
  if (measure) return answerFrom(kb, [certain(measure)], question, known, hotline);
  const intent = question.intents[0] ?? "topic";
  const nothing = nothingFor(intent);
  if (intent === "greeting" || intent === "thanks" || intent === "bye" || intent === "about")
    return { ...nothing, outcome: "smalltalk", reply: phrases[intent] };
  const cities = question.cities.length
    ? question.cities
    : (cityOfLast(kb, read, last) ?? citiesKnown(kb, known));
  const docs = documentsOf(kb, cities);
  if (cities.length > 0 && docs.size === 0)
    return { ...nothing, reply: noDocumentText(cities), asked: { text: question.text, measure: "" } };
  const tell = (one: Measure) => answerFrom(kb, [certain(one)], question, known, hotline);
  const direct = aboutDocument(kb, question, docs, known) ?? byNumber(kb, question, docs, tell);
  if (direct) return direct;
  if (docs.size > 1 || (cities.length === 0 && asksToCompare(question))) {
    const compared = sideBySide(kb, question, docs.size ? docs : undefined);
    if (compared) return comparison(kb, question, compared, hotline);
  }
  return answerOfOne(kb, question, docs, known, hotline);
}

/** The last question for every place that has a document, side by side; undefined where only one place has it. */
export function compareEverywhere(
  kb: KnowledgeBase,
  last: Asked,
  known: Facts,
  hotline = "12333",
): Answer | undefined {
  const question = readQuestion(kb, last.text, String(known.today));
  const compared = sideBySide(kb, question, undefined);
  return compared && compared.places.length > 1 ? comparison(kb, question, compared, hotline) : undefined;
}

/** One document, named or found by what only it writes. */
function answerOfOne(
  kb: KnowledgeBase,
  question: Question,
  docs: ReadonlySet<string>,
  known: Facts,
  hotline: string,
): Answer {
  const nothing = nothingFor(question.intents[0] ?? "topic");
  const only = docs.size === 0 ? onlyDocument(kb, question) : undefined;
  const chosen = only ? new Set([only]) : docs;
  const level = question.stated.skill_level;
  const [byLevel, ...alike] =
    level && chosen.size && isBare(kb, question) ? measuresByLevel(kb, chosen, level) : [];
  if (byLevel) return answerFrom(kb, [byLevel, ...alike].map(certain), question, known, hotline);
  if (level && chosen.size === 0 && kb.documents.length > 1 && isBare(kb, question))
    return { ...nothing, outcome: "clarify", reply: phrases.whichCity(regions(kb)) };
  if (asksForAll(kb, question, chosen) && !isOtherMatter(question))
    return wholeAnswer(kb, question, known, chosen);
  const hits = clausesFor(kb, question, chosen);
  const nearest = hits.slice(0, 2).map((hit) => hit.measure);
  const good = hits.filter(isAbout);
  const [best] = good;
  // 刚考下高级技师，能领多少呀: something is told, and only the place is missing.
  const onlyPlace = chosen.size === 0 && kb.documents.length > 1 && question.intents[0] === "match";
  if (!best && onlyPlace && Object.keys(question.stated).length > 1 && !isOtherMatter(question))
    return { ...nothing, outcome: "clarify", reply: phrases.whichCity(regions(kb)) };
  // 技师刚拿证，找谁领: no clause has these words, and the level says which is meant.
  const [leveled] =
    !best && level && chosen.size && !isOtherMatter(question) ? measuresByLevel(kb, chosen, level) : [];
  if (leveled) return answerFrom(kb, [certain(leveled)], question, known, hotline);
  if (!best || isOtherMatter(question, best.measure))
    return { ...nothing, reply: phrases.notInDocuments(hotline), nearest };
  if (chosen.size === 0 && kb.documents.length > 1)
    return { ...nothing, outcome: "clarify", reply: phrases.whichCity(regions(kb)), nearest };
  const told = answerFrom(kb, good, question, known, hotline);
  return only
    ? { ...told, reply: `${told.reply}\n${phrases.byDocument(documentOf(kb, only).region)}` }
    : told;
}

function regions(kb: KnowledgeBase): string[] {
  return [...new Set(kb.documents.map((document) => document.region))];
}

function documentsOf(kb: KnowledgeBase, cities: readonly string[]): Set<string> {
  return new Set(kb.documents.filter((one) => cities.includes(one.region)).map((one) => one.id));
}

/** 那技能大师工作室呢: of the place that was just told of. */
function cityOfLast(
  kb: KnowledgeBase,
  { text }: Question,
  last: Asked | null | undefined,
): string[] | undefined {
  const doc = last?.measure.split("/")[0];
  if (!doc || !/^(?:那|还有)|呢[?]?$/.test(text)) return undefined;
  return kb.documents.filter(({ id }) => id === doc).map(({ region }) => region);
}

/** The place already known; else the only one that there is. */
function citiesKnown(kb: KnowledgeBase, known: Facts): string[] {
  if (typeof known.city === "string") return [known.city];
  const all = regions(kb);
  return all.length === 1 ? all : [];
}
