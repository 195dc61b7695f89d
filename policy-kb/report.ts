/** An assessment as a person reads it: what they can claim, with clause and conditions; what else may apply. */
import { aheadText, block, openText, shortText } from "./ahead.ts";
import type { Assessment } from "./assess.ts";
import { instalments } from "./calendar.ts";
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
  sourceText,
  statusInFull,
} from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { Facts } from "./schema.ts";

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

function footer(kb: KnowledgeBase, { eligible, facts }: Assessment): string {
  const docs = [...new Set(eligible.map(({ benefit }) => benefit.doc))];
  const lines = docs.map((doc) => {
    const document = documentOf(kb, doc);
    return `《${document.short}》${statusInFull(document, String(facts[TODAY]))}。`;
  });
  return lines.length ? [...lines, phrases.caution].join("\n") : "";
}
