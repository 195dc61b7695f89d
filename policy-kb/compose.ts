/**
 * A clause that answers a question → what the person reads: the verdict or the figure first, then what the clause
 * says in short, what is unclear in it, and where it stands.
 */
import { isPersonal } from "./claim.ts";
import { type Granted, isBoundBy } from "./combine.ts";
import { chineseDate } from "./dates.ts";
import {
  clauseText,
  conditionTexts,
  documentOf,
  paymentText,
  recipientText,
  sourceText,
  statusText,
} from "./explain.ts";
import type { Intent } from "./intent.ts";
import { judge, MOST_ABOUT } from "./judge.ts";
import type { KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { benefitsMeant, grantsOf, isRuledOut } from "./meant.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import type { ClauseLabel, Facts } from "./schema.ts";
import type { Verdict } from "./verdict.ts";

export interface Composed {
  reply: string;
  verdict: Verdict["verdict"] | null;
  /** Clauses of the same document that the reply stands on too. */
  rules: ClauseLabel[];
  /** The sums that are told, as they were worked out. */
  shown: Granted[];
}

/** @param known what is known of the person, with `today`; what the question states comes on top */
export function compose(kb: KnowledgeBase, measure: Measure, question: Question, known: Facts): Composed {
  const document = documentOf(kb, measure.doc);
  const binding = question.intents.includes("stacking") ? stackingRules(document, measure) : undefined;
  // 那2万还给吗 sounds like two sums at once, and is one where no rule speaks of it; 5个新技师都能拿吗 is of five people.
  const countsHeads = Object.values(question.stated).some((value) => typeof value === "number");
  const stacking =
    (binding?.length && !countsHeads) || /同时|都(?!能拿|能领)|两|叠加|重复|又|一起|一块/.test(question.text)
      ? binding
      : undefined;
  const judged = stacking ? undefined : judge(kb, measure, question, known);
  const rules = stacking ?? [];
  const isOut =
    !judged && shownAtAll(question) && isRuledOut(measure, { ...question.stated, city: document.region });
  const shown = judged ? judged.about.slice(0, MOST_ABOUT) : figuresShown(kb, measure, question);
  const lines = [
    stacking ? stackingVerdict(rules) : (judged?.text ?? ""),
    isOut ? phrases.notThisCase : "",
    ...shown.map((one) => grantLine(kb, one)),
    ...(judged ? [] : otherLines(kb, measure, question, known)),
    `【${measure.title}】${isOnlyTarget(measure, question) ? "" : measure.summary}`,
    ...detailsMeant(measure, question),
    ...rules.map((rule) => [rule.text, rule.note].filter(Boolean).join("")),
    measure.note ? `${phrases.note}${measure.note}` : "",
    `${phrases.source}${[...new Set([measure.clause, ...rules.map(({ clause }) => clause)])].map((clause, at) => (at ? clauseText(clause) : sourceText(document, clause))).join("、")}`,
    `（${statusText(document, String(known.today))}）`,
  ];
  return {
    reply: lines.filter(Boolean).join("\n"),
    verdict: stacking ? holdVerdict(rules) : (judged?.verdict ?? null),
    rules: rules.map(({ clause }) => clause),
    shown,
  };
}

// ── what may be held together ─────────────────────────────────────────────────────────────────────

/** The rules of the document that bind what the clause gives. */
function stackingRules(document: PolicyDocument, measure: Measure): PolicyDocument["stacking"] {
  const rules = document.stacking.filter(
    (rule) => rule.clause === measure.clause || measure.benefits.some((benefit) => isBoundBy(benefit, rule)),
  );
  return [...new Map(rules.map((rule) => [rule.text, rule])).values()];
}

function holdVerdict(rules: PolicyDocument["stacking"]): Composed["verdict"] {
  if (rules.length === 0) return null;
  return rules.some(({ kind }) => kind !== "on_top") ? "no" : "yes";
}

function stackingVerdict(rules: PolicyDocument["stacking"]): string {
  const verdict = holdVerdict(rules);
  if (verdict === null) return phrases.noRule;
  return verdict === "yes" ? phrases.holdBoth : phrases.holdOne;
}

// ── what is asked for ────────────────────────────────────────────────────────────────────────────

/** Who asks for a unit, a date or a number of places is not told every sum. */
const NO_FIGURES: ReadonlySet<Intent> = new Set(["who", "deadline", "target", "definition"]);

function shownAtAll({ intents }: Pick<Question, "intents">): boolean {
  return intents.some((intent) => !NO_FIGURES.has(intent));
}

/** The sums that are meant, worked out as far as the question tells heads and bases. */
export function figuresShown(kb: KnowledgeBase, measure: Measure, question: Question): Granted[] {
  const { stated, topic } = question;
  if (!shownAtAll(question)) return [];
  const city = documentOf(kb, measure.doc).region;
  const { role, ...others } = stated;
  // 学徒制每人每年给多少: an apprentice is named, and nobody asks for themselves.
  const isOwn = role !== undefined && (role !== "个人" || isPersonal(question));
  const facts = { ...others, ...(isOwn ? { role } : {}), city };
  return grantsOf(benefitsMeant(measure, facts, topic), facts);
}

/** Everything beside the sums that is asked for. */
function otherLines(kb: KnowledgeBase, measure: Measure, question: Question, known: Facts): string[] {
  const { intents } = question;
  const shown = figuresShown(kb, measure, question).flatMap(({ tiers, ...one }) => tiers ?? [one]).length;
  return [
    shown > 1 && shown < measure.benefits.length ? phrases.moreRows : "",
    ...(intents.includes("howto") ? howtoLines(kb, measure, question, known) : []),
    ...(intents.includes("deadline") ? deadlineLines(measure) : []),
    ...(intents.includes("target") ? targetsMeant(measure, question).map(targetText) : []),
    ...(intents.includes("who") || intents.includes("howto") ? unitLines(measure) : []),
  ];
}

export function grantLine(kb: KnowledgeBase, granted: Granted): string {
  const sum = [paymentText(granted, kb), recipientText(granted.benefit)].filter(Boolean).join("，");
  return `· ${granted.benefit.title}：${sum}`;
}

function howtoLines(
  kb: KnowledgeBase,
  measure: Measure,
  { stated, topic }: Question,
  known: Facts,
): string[] {
  const facts = { ...stated, city: documentOf(kb, measure.doc).region };
  const meant = benefitsMeant(measure, facts, topic);
  const conditions = new Set(meant.flatMap((benefit) => conditionTexts(benefit, { ...known, ...facts }, kb)));
  const ways = [...new Set(measure.benefits.flatMap(({ how }) => how ?? []))];
  return [
    ...(conditions.size ? [phrases.conditions + [...conditions].join("；")] : []),
    ...(ways.length ? ways : [phrases.howToApply]),
  ];
}

/** Those whose words the question has; all of them where it has none's. */
function targetsMeant({ targets }: Measure, { topic }: Question): Measure["targets"] {
  const shared = targets.map(({ what }) => pairsIn(what).filter((pair) => topic.includes(pair)).length);
  const most = Math.max(0, ...shared);
  return targets.filter((_, at) => most < 2 || (shared[at] ?? 0) >= most / 2);
}

/** The number that is asked for has been told: the rest of the clause would only hide it. */
function isOnlyTarget(measure: Measure, question: Question): boolean {
  const told = targetsMeant(measure, question).length;
  return (
    question.intents.length === 1 &&
    question.intents[0] === "target" &&
    told > 0 &&
    told < measure.targets.length
  );
}

function pairsIn(text: string): string[] {
  return [...text].slice(1).map((character, at) => text.slice(at, at + 1) + character);
}

function unitLines(measure: Measure): string[] {
  const units = [
    ...measure.responsible,
    ...measure.sections,
    ...measure.cooperating.map((unit) => `${unit}（配合）`),
  ];
  return units.length ? [`${phrases.responsible}${units.join("、")}`] : [];
}

/** The clause's own time limit and its targets' dates; none is ever made up. */
function deadlineLines(measure: Measure): string[] {
  const { deadline, targets } = measure;
  const own =
    deadline === "ongoing" ? phrases.ongoing : deadline ? phrases.deadline(chineseDate(deadline)) : "";
  const dated = targets.filter((target) => target.by).map(targetText);
  return own || dated.length ? [own, ...dated].filter(Boolean) : [phrases.noDeadline];
}

export function targetText({
  what,
  number,
  upTo,
  unit,
  by,
  every,
  comparator,
}: Measure["targets"][number]): string {
  const about = comparator === "~" ? "左右" : comparator === ">=" ? "以上" : "";
  const when = [
    by ? `到${chineseDate(by)}` : "",
    every ? { year: "每年", two_years: "每两年" }[every] : "",
  ].join("");
  return `· ${what}：${when}${number}${upTo ? `到${upTo}` : ""}${unit}${about}`;
}

/** What else the clause says about what is asked. */
function detailsMeant({ details, title }: Measure, { topic, intents }: Question): string[] {
  if (intents[0] === "definition") return details.slice(0, MOST_DETAILS + 1);
  const pairs = [...topic].slice(1).map((character, at) => topic.slice(at, at + 1) + character);
  const telling = pairs.filter((pair) => !title.includes(pair) && /^\p{Script=Han}+$/u.test(pair));
  return details
    .map((detail) => ({ detail, shared: telling.filter((pair) => detail.includes(pair)).length }))
    .filter(({ shared }) => shared >= 2)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, intents[0] === "amount" ? 1 : MOST_DETAILS)
    .map(({ detail }) => detail);
}

const MOST_DETAILS = 3;
