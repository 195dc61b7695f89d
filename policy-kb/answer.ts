/**
 * A question in one's own words → an answer from the clauses, or the plain statement that they do not say it.
 * A plain first version: place, programme and level by words, then ranked search.
 */

import { isBoundBy } from "./combine.ts";
import { chineseDate } from "./dates.ts";
import {
  amountText,
  clauseText,
  conditionTexts,
  documentOf,
  noDocumentText,
  recipientText,
  sourceText,
  statusText,
} from "./explain.ts";
import { type Intent, readIntent } from "./intent.ts";
import type { Benefit, KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { ClauseLabel, Facts } from "./schema.ts";

type Target = Measure["targets"][number];

import { type Hit, search } from "./search.ts";
import { readCities, readFacts } from "./understand.ts";

export interface Citation {
  doc: string;
  clause: ClauseLabel;
}

export interface Answer {
  outcome: "answered" | "clarify" | "unknown" | "smalltalk";
  intent: Intent;
  reply: string;
  citations: Citation[];
  verdict: "yes" | "no" | "unknown" | null;
  /** Clauses that may be meant, to be offered where nothing was found or the place is open. */
  nearest: Measure[];
}

/**
 * A clause is about the question when much of what was asked is in it, or when its score is high: what no clause
 * answers stays below both.
 */
const isAbout = ({ score, coverage }: Hit) => score >= 18 || (coverage >= 0.6 && score >= 8);

/** @param hotline whom to ask where the documents say nothing */
export function answerQuestion(kb: KnowledgeBase, question: string, known: Facts, hotline = "12333"): Answer {
  const intent = readIntent(question);
  if (intent === "greeting" || intent === "thanks" || intent === "bye")
    return { ...nothing(intent), outcome: "smalltalk", reply: phrases[intent] };
  const facts: Facts = { ...known, ...readFacts(kb, question, String(known.today)) };
  const cities = citiesMeant(kb, question, known);
  const docs = new Set(kb.documents.filter((one) => cities.includes(one.region)).map((one) => one.id));
  if (cities.length > 0 && docs.size === 0)
    return { ...nothing(intent), outcome: "unknown", reply: noDocumentText(cities) };
  const hits = search(kb, withoutCities(kb, question), docs.size ? docs : undefined);
  const good = hits.filter(isAbout);
  const nearest = hits.slice(0, 2).map((hit) => hit.measure);
  if (good.length === 0)
    return { ...nothing(intent), outcome: "unknown", reply: phrases.notInDocuments(hotline), nearest };
  if (cities.length === 0 && kb.documents.length > 1)
    return { ...nothing(intent), outcome: "clarify", reply: phrases.whichCity(regions(kb)), nearest };
  return compose(kb, intent, good, facts);
}

function nothing(intent: Intent): Answer {
  return { outcome: "unknown", intent, reply: "", citations: [], verdict: null, nearest: [] };
}

function regions(kb: KnowledgeBase): string[] {
  return [...new Set(kb.documents.map((document) => document.region))];
}

/** The places named; else the one already known; else the only one that there is. */
function citiesMeant(kb: KnowledgeBase, question: string, known: Facts): string[] {
  const named = readCities(kb, question);
  if (named.length) return named;
  if (typeof known.city === "string") return [known.city];
  const all = regions(kb);
  return all.length === 1 ? all : [];
}

/** The place has done its work by choosing the document; left in, it would favour clauses that name it often. */
function withoutCities(kb: KnowledgeBase, question: string): string {
  const words = kb.facts.get("city")?.choices.flatMap((choice) => choice.words) ?? [];
  return words
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, " "), question);
}

function compose(kb: KnowledgeBase, intent: Intent, hits: Hit[], facts: Facts): Answer {
  const [{ measure }] = hits as [Hit];
  const document = documentOf(kb, measure.doc);
  const rules = intent === "stacking" ? stackingLines(document, measure) : [];
  const citations = [measure, ...hits.slice(1).map((hit) => hit.measure)]
    .slice(0, 3)
    .map(({ doc, clause }) => ({ doc, clause }));
  const reply = [
    `【${measure.title}】${measure.summary}`,
    ...detailLines(kb, intent, measure, facts),
    ...rules.map((rule) => rule.text),
    measure.note ? `${phrases.note}${measure.note}` : "",
    `${phrases.source}${sourceText(document, measure.clause)}${rules.map((rule) => `、${clauseText(rule.clause)}`).join("")}`,
    `（${statusText(document, String(facts.today))}）`,
  ];
  const ruleCitations = rules.map((rule) => ({ doc: document.id, clause: rule.clause }));
  return {
    ...nothing(intent),
    outcome: "answered",
    reply: reply.filter(Boolean).join("\n"),
    citations: [...citations.slice(0, 1), ...ruleCitations, ...citations.slice(1)].slice(0, 3),
  };
}

/** One clause told in full, for who picks it from a list. */
export function describeMeasure(kb: KnowledgeBase, measure: Measure, known: Facts): Answer {
  return compose(kb, "amount", [{ measure, score: 0, coverage: 1 }], known);
}

/** The rules of the document that bind what the clause gives. */
function stackingLines(document: PolicyDocument, measure: Measure): PolicyDocument["stacking"] {
  const rules = document.stacking.filter((rule) =>
    measure.benefits.some((benefit) => isBoundBy(benefit, rule)),
  );
  return [...new Map(rules.map((rule) => [rule.text, rule])).values()];
}

/** The clause's own time limit and its targets' dates; none is ever made up. */
function deadlineLines(measure: Measure): string[] {
  const { deadline, targets } = measure;
  const own =
    deadline === "ongoing" ? phrases.ongoing : deadline ? phrases.deadline(chineseDate(deadline)) : "";
  const dated = targets.filter((target) => target.by).map(targetText);
  return own || dated.length ? [own, ...dated].filter(Boolean) : [phrases.noDeadline];
}

function targetText({ what, number, upTo, unit, by, every, comparator }: Target): string {
  const about = comparator === "~" ? "左右" : comparator === ">=" ? "以上" : "";
  const when = [
    by ? `到${chineseDate(by)}` : "",
    every ? { year: "每年", two_years: "每两年" }[every] : "",
  ].join("");
  return `· ${what}：${when}${number}${upTo ? `到${upTo}` : ""}${unit}${about}`;
}

/** How the document says to apply; that it does not, where it does not. */
function howToApply(measure: Measure): string[] {
  const ways = [...new Set(measure.benefits.flatMap(({ how }) => how ?? []))];
  return ways.length ? ways : [phrases.howToApply];
}

function detailLines(kb: KnowledgeBase, intent: Intent, measure: Measure, facts: Facts): string[] {
  const named = [
    ...measure.responsible,
    ...measure.sections,
    ...measure.cooperating.map((unit) => `${unit}（配合）`),
  ];
  const units = named.length ? [`${phrases.responsible}${named.join("、")}`] : [];
  if (intent === "who") return units;
  if (intent === "deadline") return deadlineLines(measure);
  if (intent === "target" && measure.targets.length) return measure.targets.map(targetText);
  const meant = benefitsMeant(measure, facts);
  const amounts = meant.map(
    (benefit) =>
      `· ${benefit.title}：${[amountText(benefit, kb), recipientText(benefit)].filter(Boolean).join("，")}`,
  );
  if (intent !== "howto") return amounts;
  const conditions = new Set(meant.flatMap((benefit) => conditionTexts(benefit, facts, kb)));
  return [
    ...amounts,
    ...(conditions.size ? [phrases.conditions + [...conditions].join("；")] : []),
    ...howToApply(measure),
    ...units,
  ];
}

/** Where a level is named and the clause pays by level, only that level's rows; else all of them. */
function benefitsMeant(measure: Measure, facts: Facts): readonly Benefit[] {
  const level = facts.skill_level;
  const ofLevel = measure.benefits.filter((benefit) => benefit.title.startsWith(String(level)));
  return level !== undefined && ofLevel.length ? ofLevel : measure.benefits;
}
