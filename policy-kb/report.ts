/** An assessment as a person reads it: what they can claim, with clause and conditions; what else may apply. */
import type { Assessment } from "./assess.ts";
import { instalments, type Turning, turnings } from "./calendar.ts";
import { type Granted, isBoundBy, worthOf } from "./combine.ts";
import { chineseDate } from "./dates.ts";
import { TODAY } from "./evaluate.ts";
import {
  amountText,
  clauseText,
  conditionTexts,
  documentOf,
  factsText,
  measureOf,
  money,
  noDocumentText,
  paymentText,
  recipientText,
  requirement,
  sourceText,
  statusText,
} from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { type NearMiss, nearMisses } from "./near-miss.ts";
import { phrases } from "./phrases.ts";
import type { Facts } from "./schema.ts";
import { shortOf } from "./short-of.ts";

/** More open ends than this tire the reader; the rest is counted. */
const OPEN_SHOWN = 4;
const AHEAD_SHOWN = 2;
const SHORT_SHOWN = 2;

export function reportText(kb: KnowledgeBase, assessment: Assessment): string {
  const { eligible, facts } = assessment;
  const paid = eligible.filter(({ benefit }) => !benefit.right);
  const rights = eligible.filter(({ benefit }) => benefit.right);
  return [
    headline(kb, assessment),
    understoodText(kb, facts),
    block(
      paid.length ? phrases.eligible : "",
      paid.map((one, at) => claimText(kb, facts, one, at + 1)),
    ),
    block(
      rights.length ? phrases.rights : "",
      rights.map((one) => rightText(one.benefit)),
    ),
    combinationText(kb, assessment),
    shortText(kb, assessment),
    aheadText(kb, assessment),
    openText(kb, assessment),
    footer(kb, assessment),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function block(title: string, lines: string[]): string {
  return title ? [title, ...lines].join("\n") : "";
}

/** The figure first: 您可以领2,500元. */
function headline(kb: KnowledgeBase, { eligible, best, open, facts }: Assessment): string {
  const paid = best.held.filter(({ benefit, payment }) => !benefit.right && (payment.total ?? payment.yuan));
  const own = paid.filter(({ benefit }) => isOwnMoney(benefit, facts));
  if (paid.length > 0 && own.length === 0) return phrases.notYours;
  if (paid.length === 0) {
    const money = eligible.filter(({ benefit }) => !benefit.right);
    const figured = money.find(({ benefit }) => benefit.amount.kind !== "unspecified");
    if (figured) return phrases.canClaim(whoseMoney(figured, facts), amountText(figured.benefit, kb));
    if (money.length) return phrases.noFigure;
    if (!isCovered(kb, facts)) return noDocumentText([String(facts.city)]);
    return open.length ? phrases.undecided : phrases.none;
  }
  const [only] = own as [Granted];
  if (own.length === 1) return phrases.canClaim(whoseMoney(only, facts), shortClaim(only));
  if (own.some(({ payment }) => payment.total === null)) return phrases.severalClaims(own.length);
  const isMost = own.some(({ benefit }) => benefit.amount.kind === "cap");
  const sum = own.reduce((yuan, one) => yuan + worthOf(one), 0);
  return phrases.canClaim(phrases.you, `${isMost ? phrases.most : ""}${money(sum)}`);
}

/** A ceiling shared with a team, or a studio's funds, is not what a person can claim. */
function isOwnMoney({ recipient }: Benefit, { role }: Facts): boolean {
  return role !== "个人" || recipient === "worker" || recipient === "student";
}

/** An enterprise that asks for its workers is told whose money it is. */
function whoseMoney({ benefit, payment }: Granted, facts: Facts): string {
  if (facts.role === "个人" || benefit.recipient !== "worker") return phrases.you;
  return (payment.heads ?? 1) > 1 ? phrases.yourWorkers : phrases.yourWorker;
}

/** One claim in a few words: 最高8万元, 每月800元、共38,400元, 每人每学期300元. */
function shortClaim({ benefit, payment }: Granted): string {
  const most = benefit.amount.kind === "cap" ? phrases.most : "";
  const { yuan, total, heads } = payment;
  if (total !== null && (benefit.period === "once" || yuan === null)) return `${most}${money(total)}`;
  const every = phrases.every[benefit.period ?? "once"];
  const once = (yuan ?? 0) * (heads ?? 1);
  if (total !== null) return `${every}${most}${money(once)}${total === once ? "" : `，共${money(total)}`}`;
  const known = heads !== null && benefit.per === "person";
  const each = known ? "" : phrases.each[benefit.per];
  return `${each}${every}${most}${money((yuan ?? 0) * (known ? heads : 1))}`;
}

function isCovered(kb: KnowledgeBase, { city }: Facts): boolean {
  return city === undefined || kb.documents.some((document) => document.region === city);
}

function understoodText(kb: KnowledgeBase, facts: Assessment["facts"]): string {
  const text = factsText(facts, kb);
  return text ? `${phrases.understood}${text}` : "";
}

function claimText(kb: KnowledgeBase, facts: Facts, granted: Granted, number: number): string {
  const { benefit } = granted;
  const sum = [paymentText(granted, kb), recipientText(benefit)].filter(Boolean).join("，");
  const conditions = [
    ...new Set((granted.tiers ?? [granted]).flatMap((one) => conditionTexts(one.benefit, facts, kb))),
  ];
  return [
    `${number}. ${benefit.title}：${sum}`,
    conditions.length ? `　${phrases.conditions}${conditions.join("；")}` : "",
    `　${phrases.source}${sourceText(documentOf(kb, benefit.doc), benefit.clause)}`,
    paidWhen(kb, benefit, facts),
    benefit.quota ? `　${phrases.quota}` : "",
    noteOf(kb, benefit),
  ]
    .filter(Boolean)
    .join("\n");
}

/** What is ambiguous is told: the benefit's own note, else its clause's. */
function noteOf(kb: KnowledgeBase, benefit: Benefit): string {
  const note = benefit.note ?? measureOf(kb, benefit).note;
  return note ? `　${phrases.note}${note}` : "";
}

function paidWhen(kb: KnowledgeBase, benefit: Benefit, facts: Facts): string {
  const paid = instalments(benefit, facts);
  if (!paid) return "";
  const { from } = documentOf(kb, benefit.doc).period;
  // A month is before a day where its text is: "2021-07" < "2022-01-01".
  if (from && paid.last < from.slice(0, 7)) return `　${phrases.beforeDocument(chineseDate(from))}`;
  const isOver = paid.last < String(facts[TODAY]).slice(0, 7);
  const [first, last] = [chineseDate(paid.first), chineseDate(paid.last)];
  return `　${isOver ? phrases.paidAndOver(first, last) : phrases.paidFromTo(first, last)}`;
}

function rightText(benefit: Benefit): string {
  return `· ${benefit.title}（${clauseText(benefit.clause)}）`;
}

function combinationText(kb: KnowledgeBase, { best, facts }: Assessment): string {
  if (best.givenUp.length === 0) return facts.role === "个人" ? "" : perPersonRules(kb, best.held);
  const lines = best.givenUp.map(
    ({ granted, rule }) => `· ${granted.benefit.title}（${clauseText(rule.clause)}）`,
  );
  const [first] = best.givenUp;
  return [phrases.notTogether, ...lines, first?.rule.note ?? ""].filter(Boolean).join("\n");
}

/** 同一工种同一等级只能享受一次 binds each worker of a unit; which of them are the same only the unit knows. */
function perPersonRules(kb: KnowledgeBase, held: readonly Granted[]): string {
  const rules = kb.documents.flatMap(({ id, stacking }) =>
    stacking.filter(
      (rule) =>
        rule.kind === "once_per_occupation_level" &&
        held.filter(({ benefit }) => benefit.doc === id && isBoundBy(benefit, rule)).length > 1,
    ),
  );
  return rules.map((rule) => `${phrases.note}${rule.text}（${clauseText(rule.clause)}）`).join("\n");
}

/** What one condition alone stands in the way of, where it is not in their power (that is told below). */
function shortText(kb: KnowledgeBase, assessment: Assessment): string {
  const lines = shortOf(kb, assessment)
    .filter(({ leaf }) => !kb.facts.get(leaf.fact)?.within_power)
    .slice(0, SHORT_SHOWN)
    .map(({ benefit, title, leaf }) =>
      phrases.shortOf(title, requirement(leaf, assessment.facts, kb), clauseText(benefit.clause)),
    );
  return block(lines.length ? phrases.short : "", lines);
}

/** What could still become theirs, by what they do or as time passes; and what is running out. */
function aheadText(kb: KnowledgeBase, assessment: Assessment): string {
  const near = nearMisses(kb, assessment)
    .slice(0, AHEAD_SHOWN)
    .map((miss) => nearMissText(kb, miss, assessment.best.yuan > 0));
  const coming = turnings(kb, assessment.facts).slice(0, AHEAD_SHOWN).map(turningText);
  const lines = [...near, ...coming];
  return block(lines.length ? phrases.ahead : "", lines);
}

function nearMissText(kb: KnowledgeBase, { changes, benefits, gain }: NearMiss, held: boolean): string {
  const [first] = benefits as [Benefit];
  const steps = changes.map(
    ({ fact, to }) => kb.facts.get(fact)?.within_power?.say.replace("{value}", String(to)) ?? "",
  );
  return phrases.nearMiss(
    steps.join("，再"),
    gain ? (held ? phrases.moreMoney : phrases.thenMoney)(money(gain)) : first.title,
    clauseText(first.clause),
  );
}

function turningText({ benefit, on, from, to }: Turning): string {
  const no = from === "yes" ? phrases.turnsNo : phrases.turnsNoOpen;
  const say = { yes: phrases.turnsYes, no, unknown: phrases.turnsOpen }[to];
  return say(chineseDate(on), benefit.title, clauseText(benefit.clause));
}

/** Open ends by clause: thirteen medals of one contest are one open end. */
function openText(kb: KnowledgeBase, { open, facts }: Assessment): string {
  const told = (end: OpenEnd) => end.benefit.test.mentions.filter((fact) => isTelling(fact, facts)).length;
  const most = (ends: OpenEnd[], of: (end: OpenEnd) => number) => Math.max(...ends.map(of));
  // What they told of comes first, then money, then what hangs on least.
  const byClause = [...Map.groupBy(open, ({ benefit }) => measureOf(kb, benefit))].sort(
    ([, a], [, b]) =>
      Number(most(b, told) > 0) - Number(most(a, told) > 0) ||
      most(b, isMoney) - most(a, isMoney) ||
      most(b, told) - most(a, told) ||
      most(b, fewMissing) - most(a, fewMissing),
  );
  if (byClause.length === 0) return "";
  const lines = byClause.slice(0, OPEN_SHOWN).map(([measure, ends]) => {
    const missing = new Set(ends.flatMap((end) => end.missing));
    const labels = [...missing].slice(0, 3).map((fact) => kb.facts.get(fact)?.label ?? fact);
    return `· ${measure.title}（${clauseText(measure.clause)}）${labels.length ? `：${phrases.ask(labels)}` : ""}`;
  });
  const rest = byClause.length > OPEN_SHOWN ? [phrases.more(byClause.length - OPEN_SHOWN)] : [];
  return block(phrases.open, [...lines, ...rest]);
}

type OpenEnd = Assessment["open"][number];

/** Place, role and employer are told by everybody. */
function isTelling(fact: string, facts: Facts): boolean {
  return (
    !["city", "role", "employer_type", TODAY].includes(fact) &&
    facts[fact] !== undefined &&
    facts[fact] !== false
  );
}

function isMoney({ benefit }: OpenEnd): number {
  return benefit.right ? 0 : 1;
}

function fewMissing({ missing }: OpenEnd): number {
  return -missing.length;
}

function footer(kb: KnowledgeBase, { eligible, facts }: Assessment): string {
  const docs = [...new Set(eligible.map(({ benefit }) => benefit.doc))];
  const lines = docs.map((doc) => {
    const document = documentOf(kb, doc);
    return `《${document.short}》${statusText(document, String(facts[TODAY]))}。`;
  });
  return lines.length ? [...lines, phrases.caution].join("\n") : "";
}
