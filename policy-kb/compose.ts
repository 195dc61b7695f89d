/**
 * A clause that answers a question → what the person reads: the verdict or the figure first, then what the clause
 * says in short, what is unclear in it, and where it stands.
 */
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
import type { KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { askedAbout, benefitsMeant, grantsOf } from "./meant.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import type { ClauseLabel, Facts, FactValue } from "./schema.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

export interface Composed {
  reply: string;
  verdict: Verdict["verdict"] | null;
  /** Clauses of the same document that the reply stands on too. */
  rules: ClauseLabel[];
}

/** @param known what is known of the person, with `today`; what the question states comes on top */
export function compose(kb: KnowledgeBase, measure: Measure, question: Question, known: Facts): Composed {
  const document = documentOf(kb, measure.doc);
  const stacking = question.intents.includes("stacking") ? stackingRules(document, measure) : undefined;
  const whether = stacking ? undefined : whetherVerdict(kb, measure, question, known);
  const rules = stacking ?? [];
  const lines = [
    stacking ? stackingVerdict(rules) : "",
    whether ? verdictText(kb, whether) : "",
    ...(whether ? whether.about.slice(0, MOST_ABOUT).map((one) => grantLine(kb, one)) : []),
    ...(whether ? [] : intentLines(kb, measure, question, known)),
    `【${measure.title}】${measure.summary}`,
    ...detailsMeant(measure, question),
    ...rules.map((rule) => [rule.text, rule.note].filter(Boolean).join("")),
    measure.note ? `${phrases.note}${measure.note}` : "",
    `${phrases.source}${sourceText(document, measure.clause)}${rules.map((rule) => `、${clauseText(rule.clause)}`).join("")}`,
    `（${statusText(document, String(known.today))}）`,
  ];
  return {
    reply: lines.filter(Boolean).join("\n"),
    verdict: stacking ? holdVerdict(rules) : (whether?.verdict ?? null),
    rules: rules.map(({ clause }) => clause),
  };
}

// ── yes or no ────────────────────────────────────────────────────────────────────────────────────

/** A yes-or-no question about a clause that gives something is held against what was told. */
function whetherVerdict(
  kb: KnowledgeBase,
  measure: Measure,
  { asksWhether, text, asking, stated, intents }: Question,
  known: Facts,
): Verdict | undefined {
  const isPlain = intents[0] === "match" || intents[0] === "amount" || intents[0] === "topic";
  if (!asksWhether || !isPlain || measure.benefits.length === 0) return undefined;
  const city = documentOf(kb, measure.doc).region;
  const about = askedAbout(measure, asking, stated);
  const facts = { role: "个人", ...known, ...stated, city };
  // 机械厂，高级工，能评职称吗: what only a person can have is asked by a person, whatever unit is named.
  const isOpenTo = (role: FactValue) => about.some(({ test }) => test.verdict({ role }) !== "no");
  const role = isOpenTo(facts.role) ? facts.role : "个人";
  return verdictOn(kb, about, { ...facts, role }, UNSURE.test(text));
}

/** After a verdict the sums that it is about are enough. */
const MOST_ABOUT = 3;
const UNSURE = /记不清|不知道|不确定|说不准|不清楚|忘了|拿不准/;

function verdictText(kb: KnowledgeBase, { verdict, about, reasons, missing, provided }: Verdict): string {
  if (verdict === "no") return phrases.no(reasons.join("；"));
  if (verdict === "unknown") return phrases.openVerdict(missing.map((id) => kb.facts.get(id)?.label ?? id));
  if (provided.length) return phrases.yesIf(provided.join("；"));
  const sums = about.filter(({ benefit }) => !benefit.right).map((one) => paymentText(one, kb));
  return sums.length ? phrases.yesYouGet(sums.join("；")) : phrases.yes;
}

/** The rules of the document that bind what the clause gives. */
function stackingRules(document: PolicyDocument, measure: Measure): PolicyDocument["stacking"] {
  const rules = document.stacking.filter((rule) =>
    measure.benefits.some((benefit) => isBoundBy(benefit, rule)),
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

function intentLines(kb: KnowledgeBase, measure: Measure, question: Question, known: Facts): string[] {
  const { intents } = question;
  const plain = intents.some((intent) => !NO_FIGURES.has(intent));
  return [
    ...(plain ? figureLines(kb, measure, question) : []),
    ...(intents.includes("howto") ? howtoLines(kb, measure, question, known) : []),
    ...(intents.includes("deadline") ? deadlineLines(measure) : []),
    ...(intents.includes("target") ? measure.targets.map(targetText) : []),
    ...(intents.includes("who") || intents.includes("howto") ? unitLines(measure) : []),
  ];
}

/** Who asks for a unit, a date or a number of places is not told every sum. */
const NO_FIGURES: ReadonlySet<Intent> = new Set(["who", "deadline", "target", "definition"]);

/** The sums that are meant, worked out as far as the question tells heads and bases. */
export function figureLines(kb: KnowledgeBase, measure: Measure, { stated, topic }: Question): string[] {
  const facts = { ...stated, city: documentOf(kb, measure.doc).region };
  const meant = benefitsMeant(measure, facts, topic);
  const lines = grantsOf(meant, facts).map((granted) => grantLine(kb, granted));
  const others = measure.benefits.length - meant.length;
  return meant.length > 1 && others > 0 ? [...lines, phrases.moreRows] : lines;
}

function grantLine(kb: KnowledgeBase, granted: Granted): string {
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
    .slice(0, MOST_DETAILS)
    .map(({ detail }) => detail);
}

const MOST_DETAILS = 3;
